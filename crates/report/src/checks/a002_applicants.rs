use gongkai_law::annual_report::identities::Rule;

use super::{Case, Check, NotAssessable, sums};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "A002",
    title: "六类申请人相加≠本行总计",
    severity: Severity::Error,
    basis: "《年度报告格式》表三",
    page: include_str!("a002_applicants.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    sums::walk(Rule::Applicants, case.reading, findings, |broken| {
        let message = format!(
            "表三“{}”一行：六类申请人相加为{}，总计写{}，相差{}",
            broken.row(),
            broken.left,
            broken.right,
            broken.difference(),
        );
        broken.finding(CHECK.code, message).mend("按台账核对这一行各类申请人的件数和总计，改正写错的一格")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn a_row_whose_total_leaves_out_an_applicant_is_found() {
        let reading = sample_2021()
            .cell("requests.unable_not_held.natural_person", 5)
            .cell("requests.unable_not_held.enterprise", 1)
            .cell("requests.unable_not_held.total", 5)
            .reading();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"表三“本机关不掌握相关政府信息”一行：六类申请人相加为6，总计写5，相差1");
        assert_eq!(finding.cell.as_deref(), Some("requests.unable_not_held.total"));
    }

    #[test]
    fn all_twenty_five_rows_are_looked_at() {
        let reading = sample_2021().row_totals(3).reading();
        assert_eq!(verdict(&CHECK, &reading).0.len(), 25);
    }

    #[test]
    fn a_broken_row_is_told_even_where_another_cannot_be_read() {
        let reading = sample_2021().unknown("requests.granted.social").cell("requests.partial.total", 1).reading();
        let (findings, reason) = verdict(&CHECK, &reading);
        assert_eq!((findings.len(), reason), (1, None));
    }
}
