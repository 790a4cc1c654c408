use gongkai_law::annual_report::identities::Rule;

use super::{Case, Check, NotAssessable, sums};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "A003",
    title: "各种办理结果相加≠办理结果总计",
    severity: Severity::Error,
    basis: "《年度报告格式》表三第三项",
    page: include_str!("a003_outcomes.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    sums::walk(Rule::Outcomes, case.reading, findings, |broken| {
        let message = format!(
            "表三“{}”列：{}种办理结果相加为{}，“（七）总计”写{}，相差{}",
            broken.column(),
            broken.identity.left.len(),
            broken.left,
            broken.right,
            broken.difference(),
        );
        broken
            .finding(CHECK.code, message)
            .mend("逐行核对这一列的办理结果：一件申请只计一种结果，部分公开的不再计入不予公开")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample, sample_2021, verdict};
    use gongkai_law::annual_report::Edition;

    #[test]
    fn an_application_counted_under_two_outcomes_is_found() {
        let reading = sample_2021()
            .cell("requests.partial.natural_person", 4)
            .cell("requests.denied_third_party.natural_person", 1)
            .cell("requests.total.natural_person", 4)
            .reading();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"表三“自然人”列：21种办理结果相加为5，“（七）总计”写4，相差1");
    }

    #[test]
    fn the_trial_form_has_one_row_for_all_other_outcomes() {
        let reading = sample(2020, Edition::Of2019).cell("requests.other.social", 2).reading();
        let (findings, _) = verdict(&CHECK, &reading);
        insta::assert_snapshot!(findings[0].message, @"表三“社会公益组织”列：19种办理结果相加为2，“（七）总计”写0，相差2");
    }
}
