use super::{Case, Check, NotAssessable, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N007",
    title: "正文说没有，表里有数",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表三、表四",
    page: include_str!("n007_denied.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(case, CHECK.code, |claim| claim.denied, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checks::sample::{sample_2021, verdict},
        finding::Verdict,
    };

    fn told(text: &str) -> Vec<(Verdict, String)> {
        let reading =
            sample_2021().cell("requests.new.total", 3).cell("redress.review.total", 1).prose(1, text).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn nothing_happened_and_the_table_knows_of_something() {
        let told = told("全年未发生因政府信息公开引起的行政复议、行政诉讼。");
        insta::assert_snapshot!(told[0].1, @"正文写“未发生因政府信息公开引起的行政复议、行政诉讼”，表四行政复议“总计”是1");
        assert_eq!((told.len(), told[0].0), (1, Verdict::Fail), "there was no lawsuit, as it says");
    }

    #[test]
    fn no_request_came_in_and_the_table_counts_three() {
        let told = told("全年未收到政府信息公开申请。");
        insta::assert_snapshot!(told[0].1, @"正文写“未收到政府信息公开申请”，表三“本年新收”是3");
    }

    #[test]
    fn no_complaint_and_no_lost_case_deny_neither() {
        assert_eq!(told("未收到政府信息公开方面的投诉，没有被撤销的行政复议案件。"), []);
    }
}
