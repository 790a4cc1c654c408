use super::{Case, Check, NotAssessable, meaning::Meaning, years::both_years};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "Y002",
    title: "现行有效件数与上年接不上",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二第（一）项",
    page: include_str!("y002_in_force.md"),
    run,
};

const KINDS: [(&str, Meaning, Meaning, Meaning); 2] = [
    ("规章", Meaning::RegulationsIssued, Meaning::RegulationsRepealed, Meaning::RegulationsInForce),
    ("规范性文件", Meaning::DocumentsIssued, Meaning::DocumentsRepealed, Meaning::DocumentsInForce),
];

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let (now, before, previous) = both_years(case)?;
    if now.edition() != before.edition() {
        return NotAssessable::because("两年用的格式不同，“对外公开总数量”与“现行有效件数”不能相接");
    }
    let (count, mut unknown) = (findings.len(), 0);
    for (name, issued, repealed, in_force) in KINDS {
        let gone = if repealed.cells(now.edition()).is_empty() { Some(0) } else { repealed.value(now) };
        let all = (in_force.value(before), issued.value(now), gone, in_force.value(now));
        let (Some(old), Some(made), Some(gone), Some(new)) = all else {
            unknown += 1;
            continue;
        };
        let expected = old.saturating_add(made).saturating_sub(gone);
        if expected == new {
            continue;
        }
        let year = previous.report.year.unwrap_or_default();
        findings.push(
            Finding::new(
                CHECK.code,
                Verdict::Unsure,
                Severity::Warning,
                format!(
                    "{name}：{year}年末{old}件，加本年新增{made}件，减本年废止{gone}件，应有{expected}件，表中是{new}件"
                ),
            )
            .at(in_force.address(now.edition()))
            .sides("previous.in_force + issued - repealed = in_force", expected, new)
            .shown(in_force.cells(now.edition()).first().and_then(|&cell| case.reading.cell_span(cell)))
            .mark(name)
            .mend("核对文件目录；有效期届满自动失效、集中清理、机构调整等造成的差数，在第六部分说明"),
        );
    }
    if unknown > 0 && findings.len() == count {
        return NotAssessable::because("两年的表二第（一）项有单元格读不出");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict_of};
    use gongkai_law::annual_report::Edition;

    fn documents(in_force: i64) -> (Vec<Finding>, Option<String>) {
        let before = sample(2022, Edition::Of2021).cell("proactive.normative_documents.in_force", 20).reading();
        let now = sample_2021()
            .cell("proactive.normative_documents.issued", 3)
            .cell("proactive.normative_documents.repealed", 1)
            .cell("proactive.normative_documents.in_force", in_force)
            .reading();
        verdict_of(&CHECK, &Case::new(&now).after(Some(&before)))
    }

    #[test]
    fn documents_that_came_or_went_unaccounted_for_ask_for_a_look() {
        assert_eq!(documents(22).0, []);
        let (findings, _) = documents(30);
        insta::assert_snapshot!(findings[0].message, @"规范性文件：2022年末20件，加本年新增3件，减本年废止1件，应有22件，表中是30件");
        assert_eq!(findings[0].verdict, Verdict::Unsure);
    }

    #[test]
    fn the_trial_form_s_last_year_does_not_lead_over() {
        let before = sample(2020, Edition::Of2019).reading();
        let now = sample(2021, Edition::Of2021).reading();
        assert!(verdict_of(&CHECK, &Case::new(&now).after(Some(&before))).1.is_some());
    }
}
