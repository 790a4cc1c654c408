use gongkai_law::annual_report::identities::Rule;

use super::{Case, Check, NotAssessable, sums};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "A001",
    title: "新收＋上年结转≠办理结果总计＋结转下年度",
    severity: Severity::Error,
    basis: "《年度报告格式》表三表头：第一项加第二项之和，等于第三项加第四项之和",
    page: include_str!("a001_intake.md"),
    run,
};

fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    sums::walk(Rule::Intake, case.reading, findings, |broken| {
        let value = |side: &[u16], at: usize| side.get(at).map_or(0, |&cell| broken.value(cell));
        let (left, right) = (&broken.identity.left, &broken.identity.right);
        let message = format!(
            "表三“{}”列不平：新收{}＋上年结转{}＝{}，办理结果总计{}＋结转下年度{}＝{}，相差{}",
            broken.column(),
            value(left, 0),
            value(left, 1),
            broken.left,
            value(right, 0),
            value(right, 1),
            broken.right,
            broken.difference(),
        );
        broken.finding(CHECK.code, message).mend(
            "先看这一列有没有A002、A003的问题，有就先改那里；没有，就按台账核对12月31日仍未办结的件数，即“结转下年度继续办理”",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::sample::{sample_2021, verdict};

    #[test]
    fn an_application_that_came_in_and_went_nowhere_is_found_in_its_column() {
        let reading = sample_2021()
            .cell("requests.new.enterprise", 31)
            .cell("requests.carried_in.enterprise", 2)
            .cell("requests.total.enterprise", 32)
            .cell("requests.carried_out.enterprise", 2)
            .reading();
        let (findings, _) = verdict(&CHECK, &reading);
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        insta::assert_snapshot!(finding.message, @"表三“商业企业”列不平：新收31＋上年结转2＝33，办理结果总计32＋结转下年度2＝34，相差1");
        assert_eq!(finding.cell.as_deref(), Some("requests.total.enterprise"));
        assert_eq!(finding.expression.as_deref(), Some("new + carried_in = total + carried_out"));
        assert_eq!(
            (finding.left.as_deref(), finding.right.as_deref(), finding.difference.as_deref()),
            (Some("33"), Some("34"), Some("1"))
        );
        assert_eq!(reading.document.words(finding.spans[0]), "32", "the telling place is the total");
    }

    #[test]
    fn a_column_that_cannot_be_read_is_no_pass() {
        let reading = sample_2021().unknown("requests.new.other").reading();
        let (findings, reason) = verdict(&CHECK, &reading);
        assert_eq!(findings, []);
        insta::assert_snapshot!(reason.unwrap(), @"有1个等式的单元格读不出，无法计算");
    }

    #[test]
    fn a_report_without_tables_is_no_pass() {
        let mut reading = sample_2021().reading();
        reading.report.figures = None;
        assert!(verdict(&CHECK, &reading).1.is_some());
    }

    #[test]
    fn all_seven_columns_are_looked_at() {
        let mut sample = sample_2021();
        for column in ["natural_person", "enterprise", "research", "social", "legal_service", "other", "total"] {
            sample = sample.cell(&format!("requests.carried_out.{column}"), 1);
        }
        assert_eq!(verdict(&CHECK, &sample.reading()).0.len(), 7);
    }
}
