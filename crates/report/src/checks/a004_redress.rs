use gongkai_law::annual_report::identities::Rule;

use super::{Case, Check, NotAssessable, sums};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "A004",
    title: "复议、诉讼四种结果相加≠总计",
    severity: Severity::Error,
    basis: "《年度报告格式》表四",
    page: include_str!("a004_redress.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    sums::walk(Rule::Redress, case.reading, findings, |broken| {
        let total = broken.identity.right.first().and_then(|&cell| broken.form.known(cell));
        let group = total.and_then(|cell| sums::redress_group(&cell.address)).unwrap_or("复议、诉讼");
        let message = format!(
            "表四“{group}”：四种结果相加为{}，总计写{}，相差{}",
            broken.left,
            broken.right,
            broken.difference(),
        );
        broken.finding(CHECK.code, message).mend("逐案核对结果；12月31日没有审结的计入“尚未审结”，也在总计之内")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn a_pending_case_left_out_of_the_total_is_found_in_its_own_group() {
        let reading = sample_2021()
            .cell("redress.litigation_after_review.upheld", 2)
            .cell("redress.litigation_after_review.pending", 1)
            .cell("redress.litigation_after_review.total", 2)
            .reading();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"表四“复议后起诉”：四种结果相加为3，总计写2，相差1");
        assert_eq!(finding.cell.as_deref(), Some("redress.litigation_after_review.total"));
        assert_eq!(finding.expression.as_deref(), Some("upheld + corrected + other + pending = total"));
    }
}
