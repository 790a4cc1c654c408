use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R006",
    title: "文字中断",
    severity: Severity::Warning,
    basis: "《条例》第五十条",
    page: include_str!("r006_broken_off.md"),
    run,
};

/// Found while reading; see `read/damage.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
