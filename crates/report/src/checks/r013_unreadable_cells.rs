use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R013",
    title: "单元格无法读出",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二、表三、表四",
    page: include_str!("r013_unreadable_cells.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
