use super::{Case, Check, NotAssessable};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::Format,
};
use gongkai_law::annual_report::Form;

pub(super) static CHECK: Check = Check {
    code: "F001",
    title: "缺少法定的部分",
    severity: Severity::Warning,
    basis: "30号格式：六个部分",
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

/// The form that a report is held to; before 2019 there was none.
pub(super) fn form(case: &Case<'_>) -> Result<&'static Form, NotAssessable> {
    match case.reading.report.format {
        Some(Format::Form(edition)) => Ok(Form::of(edition)),
        Some(Format::Older) => NotAssessable::because("2018年度及以前的报告没有统一格式"),
        None => NotAssessable::because("认不出报告用的是哪一版格式"),
    }
}

/// 一 to 十.
pub(super) fn order(number: u8) -> char {
    "零一二三四五六七八九十".chars().nth(usize::from(number)).unwrap_or('？')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

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
