use super::{Case, Check, NotAssessable, meaning::Meaning, narrative};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "N002",
    title: "正文的结转件数与表三不一致",
    severity: Severity::Error,
    basis: "《年度报告格式》第一部分、表三",
    page: include_str!("n002_carried.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    narrative::walk(
        case,
        CHECK.code,
        |claim| matches!(claim.meaning, Meaning::CarriedIn | Meaning::CarriedOut),
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

    #[test]
    fn what_was_carried_in_and_out_is_held_against_its_own_row() {
        let reading = sample_2021()
            .cell("requests.carried_in.total", 2)
            .cell("requests.carried_out.total", 4)
            .prose(1, "收到政府信息公开申请7件，上年结转1件，结转下年度继续办理4件。")
            .reading();
        let (findings, _) = verdict(&CHECK, &reading);
        insta::assert_snapshot!(findings[0].message, @"正文写“上年结转1件”，表三“上年结转”是2");
        assert_eq!((findings.len(), findings[0].verdict), (1, Verdict::Fail));
        assert_eq!(findings[0].cell.as_deref(), Some("requests.carried_in.total"));
    }
}
