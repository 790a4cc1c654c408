//! 下级报告: what a report that is the sum of several is held against, by check H001.

use gongkai_law::annual_report::CellId;
use gongkai_report::{Report, checks::Case};
use sm3::{Digest, Sm3};

/// 下级报告 of one report: those that add up to it, the organ's own figures among them.
pub struct Children {
    reports: Vec<Report>,
    unread: Vec<String>,
    taken_off: Vec<(CellId, i64)>,
}

impl Children {
    /// Of these; `unread` names those that should add up to it and are not there, `taken_off` is what two of them count twice.
    pub fn new(reports: Vec<Report>, unread: Vec<String>, taken_off: Vec<(CellId, i64)>) -> Self {
        Self { reports, unread, taken_off }
    }

    /// Those that are there.
    pub fn reports(&self) -> Vec<&Report> {
        self.reports.iter().collect()
    }

    /// The case of the report above held against them.
    pub fn under<'a>(&'a self, case: Case<'a>, reports: &'a [&'a Report]) -> Case<'a> {
        case.over(reports, &self.unread).less(&self.taken_off)
    }

    /// By what it is known again: all that the check looks at.
    pub(super) fn mark(&self) -> [u8; 32] {
        let mut sm3 = Sm3::new();
        let mut bytes = Vec::new();
        for child in &self.reports {
            bytes.extend(child.year.unwrap_or_default().to_be_bytes());
            let edition = child.figures.as_ref().map_or("", |figures| figures.edition().key());
            bytes.extend(edition.as_bytes());
            for value in child.figures.iter().flat_map(|figures| figures.values()) {
                bytes.push(u8::from(value.is_some()));
                bytes.extend(value.unwrap_or_default().to_be_bytes());
            }
            sm3.update(&bytes);
            bytes.clear();
        }
        for (cell, amount) in &self.taken_off {
            bytes.extend(cell.to_be_bytes());
            bytes.extend(amount.to_be_bytes());
        }
        bytes.extend(self.unread.len().to_be_bytes());
        bytes.extend(self.reports.len().to_be_bytes());
        sm3.update(&bytes);
        sm3.finalize().into()
    }
}
