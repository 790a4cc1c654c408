use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N006",
    title: "正文的行政诉讼件数与表四不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表四",
    page: include_str!("n006_litigation.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(
        case,
        CHECK.code,
        |claim| !claim.denied && matches!(claim.meaning, Meaning::Litigation | Meaning::Redress),
        findings,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checks::sample::{sample_2021, verdict},
        finding::Verdict,
    };

    fn told(text: &str) -> Vec<Verdict> {
        let reading = sample_2021()
            .cell("redress.review.total", 2)
            .cell("redress.litigation_direct.total", 1)
            .cell("redress.litigation_after_review.total", 3)
            .prose(1, text)
            .reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn lawsuits_are_those_with_and_without_a_review_before() {
        assert_eq!(told("因政府信息公开被提起行政诉讼4件。"), []);
        assert_eq!(told("因政府信息公开被提起行政诉讼5件。"), [Verdict::Fail]);
    }

    #[test]
    fn reviews_and_lawsuits_named_together_are_added() {
        assert_eq!(told("政府信息公开行政复议、行政诉讼案件共6件。"), []);
        assert_eq!(told("政府信息公开行政复议、行政诉讼案件共4件。"), [Verdict::Fail]);
    }
}
