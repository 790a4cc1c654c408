use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R011",
    title: "夹杂报告以外的内容",
    severity: Severity::Note,
    basis: "《政府网站与政务新媒体检查指标》",
    page: include_str!("r011_foreign_matter.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
