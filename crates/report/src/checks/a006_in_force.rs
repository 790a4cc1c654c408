use gongkai_law::annual_report::Edition;

use super::{Case, Check, NotAssessable, meaning::Meaning, sums::no_tables};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::Reading,
};

pub(super) static CHECK: Check = Check {
    code: "A006",
    title: "本年制发件数多于现行有效与废止件数之和",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二第（一）项",
    page: include_str!("a006_in_force.md"),
    run,
};

/// What was made this year is either still in force or was repealed. The trial form counts neither, but what was newly
/// made is part of all that is public.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(figures) = &case.reading.report.figures else { return no_tables() };
    let (before, mut unknown) = (findings.len(), 0);
    for (name, [issued, repealed, in_force]) in KINDS {
        let gone = if repealed.cells(figures.edition()).is_empty() { Some(0) } else { repealed.value(figures) };
        let (Some(part), Some(gone), Some(left)) = (issued.value(figures), gone, in_force.value(figures)) else {
            unknown += 1;
            continue;
        };
        if part > left.saturating_add(gone) {
            findings.push(finding(
                case.reading,
                figures.edition(),
                name,
                [issued, repealed, in_force],
                [part, gone, left],
            ));
        }
    }
    if unknown > 0 && findings.len() == before {
        return NotAssessable::because("表二第（一）项有单元格读不出");
    }
    Ok(())
}

const KINDS: [(&str, [Meaning; 3]); 2] = [
    ("规章", [Meaning::RegulationsIssued, Meaning::RegulationsRepealed, Meaning::RegulationsInForce]),
    ("规范性文件", [Meaning::DocumentsIssued, Meaning::DocumentsRepealed, Meaning::DocumentsInForce]),
];

fn finding(
    reading: &Reading,
    edition: Edition,
    name: &str,
    [issued, repealed, in_force]: [Meaning; 3],
    [part, gone, left]: [i64; 3],
) -> Finding {
    let (message, expression) = match edition {
        Edition::Of2021 => (
            format!(
                "表二“{name}”：本年制发{part}件，现行有效{left}件与本年废止{gone}件合计不到此数，制发的文件没有着落"
            ),
            "issued <= in_force + repealed",
        ),
        Edition::Of2019 => {
            (format!("表二“{name}”：本年新制作{part}件，对外公开总数量只有{left}件"), "made <= total_published")
        }
    };
    let mut finding = Finding::new(CHECK.code, Verdict::Unsure, Severity::Warning, message)
        .at(in_force.address(edition))
        .sides(expression, part, left.saturating_add(gone))
        .mark(name)
        .mend("核对12月31日仍然有效的文件数；当年制发又失效、没有列入废止的，在第六部分说明");
    let cells = [in_force, issued, repealed].into_iter().flat_map(|meaning| meaning.cells(edition));
    finding.spans = cells.filter_map(|&cell| reading.cell_span(cell)).collect();
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn more_documents_made_than_are_left_or_were_repealed_asks_for_a_look() {
        let documents = |in_force| {
            sample_2021()
                .cell("proactive.normative_documents.issued", 12)
                .cell("proactive.normative_documents.repealed", 3)
                .cell("proactive.normative_documents.in_force", in_force)
                .reading()
        };
        let (findings, _) = verdict(&CHECK, &documents(8));
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        assert_eq!(finding.verdict, Verdict::Unsure);
        insta::assert_snapshot!(finding.message, @"表二“规范性文件”：本年制发12件，现行有效8件与本年废止3件合计不到此数，制发的文件没有着落");
        assert_eq!(verdict(&CHECK, &documents(9)).0, [], "made and repealed within the year is possible");
    }
}
