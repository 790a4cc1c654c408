use super::{
    Case, Check, NotAssessable,
    shape::{form, order},
};
use crate::finding::{Finding, Severity, Verdict};

pub(super) static CHECK: Check = Check {
    code: "F001",
    title: "缺少法定的部分",
    severity: Severity::Warning,
    basis: "《年度报告格式》：六个部分",
    page: include_str!("f001_sections.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let form = form(case)?;
    for (number, title) in (1..).zip(form.sections) {
        if case.reading.report.sections.iter().any(|section| section.number == number) {
            continue;
        }
        let order = order(number);
        findings.push(
            Finding::new(CHECK.code, Verdict::Fail, Severity::Warning, format!("缺少第{order}部分“{title}”"))
                .mark(title)
                .mend(format!("补上“{order}、{title}”；没有要说的也要保留标题，写明“无”")),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};
    use crate::reading::Format;

    #[test]
    fn a_report_that_stops_after_section_five_lacks_the_sixth() {
        let mut reading = sample_2021().reading();
        reading.report.sections.pop();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"缺少第六部分“其他需要报告的事项”");
    }

    #[test]
    fn a_report_from_before_the_form_is_not_held_to_it() {
        let mut reading = sample_2021().reading();
        reading.report.format = Some(Format::Older);
        reading.report.sections.clear();
        let (findings, reason) = verdict(&CHECK, &reading);
        assert_eq!(findings, []);
        assert!(reason.is_some());
    }
}
