use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N003",
    title: "正文的办结、答复件数与表三不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表三",
    page: include_str!("n003_answered.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(case, CHECK.code, |claim| claim.meaning == Meaning::Handled, findings)
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
            .cell("requests.new.total", 7)
            .cell("requests.carried_in.total", 1)
            .cell("requests.total.total", 6)
            .cell("requests.carried_out.total", 2)
            .prose(1, text)
            .reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn answered_is_what_was_brought_to_an_end() {
        assert_eq!(told("答复政府信息公开申请6件。"), []);
        assert_eq!(told("答复政府信息公开申请5件。"), [Verdict::Fail]);
    }

    #[test]
    fn answered_as_many_as_came_in_is_doubtful() {
        assert_eq!(told("收到政府信息公开申请7件，答复7件。"), [Verdict::Unsure]);
    }

    #[test]
    fn to_handle_may_also_mean_what_is_still_under_way() {
        assert_eq!(told("办理政府信息公开申请8件。"), []);
    }
}
