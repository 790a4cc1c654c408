use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R009",
    title: "数字带有文字或单位不同",
    severity: Severity::Note,
    basis: "《年度报告格式》表二",
    page: include_str!("r009_worded_numbers.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
