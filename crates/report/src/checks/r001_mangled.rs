use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R001",
    title: "文字乱码",
    severity: Severity::Error,
    basis: "《条例》第二十三条",
    page: include_str!("r001_mangled.md"),
    run,
};

/// Found while reading; see `read/damage.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
