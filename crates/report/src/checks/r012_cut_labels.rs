use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R012",
    title: "标签残缺或者各列换了次序",
    severity: Severity::Warning,
    basis: "《年度报告格式》表二、表三、表四",
    page: include_str!("r012_cut_labels.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
