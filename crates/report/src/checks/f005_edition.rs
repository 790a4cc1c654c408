use gongkai_law::annual_report::{Edition, Form};

use super::{Case, Check, NotAssessable};
use crate::{
    finding::{Finding, Severity, Verdict},
    reading::Format,
};

pub(super) static CHECK: Check = Check {
    code: "F005",
    title: "用的不是本年度的格式",
    severity: Severity::Error,
    basis: "国办公开办函〔2021〕30号；国办公开办函〔2019〕60号",
    page: include_str!("f005_edition.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    let Some(year) = case.reading.report.year else {
        return NotAssessable::because("读不出报告是哪一年度的");
    };
    let Some(due) = Edition::for_year(year) else { return Ok(()) };
    let used = match case.reading.report.format {
        Some(Format::Form(edition)) if edition == due => return Ok(()),
        Some(Format::Form(edition)) => format!("{edition}年的格式（{}）", Form::of(edition).notice),
        Some(Format::Older) => "2019年以前的写法，没有法定表格".to_owned(),
        None => return NotAssessable::because("认不出报告用的是哪一版格式"),
    };
    let notice = Form::of(due).notice;
    findings.push(
        Finding::new(CHECK.code, Verdict::Fail, Severity::Error, format!("{year}年度的报告用的是{used}"))
            .shown(case.reading.title)
            .mend(format!("{year}年度应当用{notice}的格式，三张表按该格式重新填报")),
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, verdict};

    #[test]
    fn the_trial_form_was_right_for_2020_and_is_wrong_for_2022() {
        assert_eq!(verdict(&CHECK, &sample(2020, Edition::Of2019).reading()).0, []);
        let (findings, _) = verdict(&CHECK, &sample(2022, Edition::Of2019).reading());
        insta::assert_snapshot!(findings[0].message, @"2022年度的报告用的是2019年的格式（国办公开办函〔2019〕60号）");
    }

    #[test]
    fn without_a_year_nothing_can_be_said() {
        let mut reading = sample(2022, Edition::Of2019).reading();
        reading.report.year = None;
        assert!(verdict(&CHECK, &reading).1.is_some());
    }
}
