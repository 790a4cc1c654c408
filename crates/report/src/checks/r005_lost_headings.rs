use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R005",
    title: "章节标题缺失",
    severity: Severity::Warning,
    basis: "《年度报告格式》",
    page: include_str!("r005_lost_headings.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
