use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R004",
    title: "日期缺字",
    severity: Severity::Warning,
    basis: "《年度报告格式》编制说明",
    page: include_str!("r004_lost_characters.md"),
    run,
};

/// Found while reading; see `read/damage.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
