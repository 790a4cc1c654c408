use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R002",
    title: "数字粘连，无法唯一拆分",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二、表三、表四",
    page: include_str!("r002_digits_run_together.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
