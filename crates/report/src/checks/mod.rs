//! 核查: one file a check, with its tests inside and its page (`.md`) beside; one list, [`ALL`].

use crate::{
    finding::{Finding, Severity},
    reading::Reading,
};

/// Everything there is to know about one check. Run, `explain`, the web catalogue and the docs read this one value.
pub struct Check {
    /// Family letter and three digits; never reused, never renumbered.
    pub code: &'static str,
    /// What is wrong when it fires, a short phrase in Chinese.
    pub title: &'static str,
    /// What its findings weigh at most.
    pub severity: Severity,
    /// The article or notice it rests on, as cited: `30号格式表三` or `《条例》第四十九条`.
    pub basis: &'static str,
    /// Markdown, in Chinese, for the person who must mend the report: 查什么, 为什么, 怎样改, an example.
    pub page: &'static str,
    /// Looks at the case and adds what it finds; a reason in Chinese where it cannot run.
    pub run: fn(&Case<'_>, &mut Vec<Finding>) -> Result<(), NotAssessable>,
}

/// Why a check could not run: a Chinese sentence. Never a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAssessable(pub String);

/// What a check may look at.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The report.
    pub reading: &'a Reading,
    /// Last year's report of the same organ.
    pub previous: Option<&'a Reading>,
    /// The reports that add up to this one; empty where it stands alone.
    pub children: &'a [&'a Reading],
}

/// What all checks together say of one report.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// In the order of the registry.
    pub findings: Vec<Finding>,
    /// Code and reason of each check that could not run.
    pub not_assessable: Vec<(&'static str, String)>,
}

/// The registry, in the order in which the checks run.
pub static ALL: &[&Check] = &[];

/// The check with this code.
pub fn find(code: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.code.eq_ignore_ascii_case(code))
}

/// Runs every check, then groups the findings that follow from the same wrong cell.
pub fn run(case: &Case<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for check in ALL {
        if let Err(NotAssessable(reason)) = (check.run)(case, &mut verdicts.findings) {
            verdicts.not_assessable.push((check.code, reason));
        }
    }
    verdicts
}
