use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N005",
    title: "正文的行政复议件数与表四不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表四",
    page: include_str!("n005_review.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(case, CHECK.code, |claim| !claim.denied && claim.meaning == Meaning::Review, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checks::sample::{sample_2021, verdict},
        finding::Verdict,
    };

    fn told(text: &str) -> Vec<Verdict> {
        let reading = sample_2021().cell("redress.review.total", 2).prose(1, text).reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn the_number_of_reviews_is_held_against_table_four() {
        assert_eq!(told("因政府信息公开被申请行政复议2件。"), []);
        assert_eq!(told("因政府信息公开被申请行政复议3件。"), [Verdict::Fail]);
    }

    #[test]
    fn reviews_that_the_organ_itself_decides_are_none_of_its_own() {
        assert_eq!(told("全年办结行政复议案件120件。"), []);
    }
}
