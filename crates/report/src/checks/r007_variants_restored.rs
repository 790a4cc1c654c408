use super::{Case, Check, NotAssessable};
use crate::finding::{Finding, Severity};

pub(super) static CHECK: Check = Check {
    code: "R007",
    title: "繁体字或拼音注音已还原",
    severity: Severity::Note,
    basis: "《国家通用语言文字法》第九条",
    page: include_str!("r007_variants_restored.md"),
    run,
};

/// Found while reading; see `read/remarks.rs`.
fn run(case: &Case<'_>, findings: &mut Vec<Finding>) -> Result<(), NotAssessable> {
    findings.extend(case.reading.found(CHECK.code).cloned());
    Ok(())
}
