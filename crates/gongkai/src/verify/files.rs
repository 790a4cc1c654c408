//! 下载: a report in the formats that people and machines want, written from what was read.

use gongkai_report::{Reading, checks::Verdicts, json::Record};

/// A format to take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Data: gongkai.report/1.
    Json,
}

impl FileKind {
    /// All that are offered, in order.
    pub const ALL: [Self; 1] = [Self::Json];

    /// The last part of its address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "report.json",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its word on a button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Json => "JSON",
        }
    }

    /// What it is good for.
    pub fn about(self) -> &'static str {
        match self {
            Self::Json => "数据和全部问题",
        }
    }

    /// Its type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
        }
    }

    /// The file. An error is a Chinese sentence.
    pub fn write(self, source: &str, reading: &Reading, verdicts: &Verdicts) -> Result<Vec<u8>, String> {
        match self {
            Self::Json => Ok(json(source, reading, verdicts)),
        }
    }
}

/// The contract's JSON with all findings.
pub fn json(source: &str, reading: &Reading, verdicts: &Verdicts) -> Vec<u8> {
    let mut out = Vec::new();
    Record {
        source,
        report: &reading.report,
        reading: Some(reading),
        findings: &verdicts.findings,
        not_assessable: &verdicts.not_assessable,
    }
    .write(&mut out);
    out
}
