use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N009",
    title: "正文的办理结果与表三不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表三",
    page: include_str!("n009_outcomes.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(case, CHECK.code, |claim| (Meaning::Granted..=Meaning::Other).contains(&claim.meaning), findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        checks::sample::{sample_2021, verdict},
        finding::Verdict,
    };

    fn told(text: &str) -> Vec<(Verdict, String)> {
        let reading = sample_2021()
            .cell("requests.granted.total", 7)
            .cell("requests.partial.total", 1)
            .cell("requests.denied_internal.total", 1)
            .cell("requests.denied_process.total", 1)
            .prose(1, text)
            .reading();
        verdict(&CHECK, &reading).0.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
    }

    #[test]
    fn each_outcome_is_held_against_its_row_and_a_group_against_its_rows_together() {
        assert_eq!(told("答复政府信息公开申请10件，其中予以公开7件、部分公开1件、不予公开2件。"), []);
        let told = told("答复政府信息公开申请10件，其中部分公开2件。");
        insta::assert_snapshot!(told[0].1, @"正文写“部分公开2件”，表三“部分公开”是1");
        assert_eq!(told[0].0, Verdict::Fail);
    }

    #[test]
    fn granted_in_part_may_be_counted_as_granted() {
        assert_eq!(told("对政府信息公开申请予以公开8件。"), []);
    }

    #[test]
    fn a_group_of_outcomes_is_named_loosely_and_only_doubtful() {
        assert_eq!(told("对政府信息公开申请不予公开3件。")[0].0, Verdict::Unsure);
    }
}
