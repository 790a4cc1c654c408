//! 下载: a report in the formats that people and machines want, written from what was read.

use gongkai_report::{Reading, checks::Verdicts, json::Record, sarif, write::Target};

/// A format to take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// The statutory form; JSON comes with all findings.
    Written(Target),
    /// The findings, for tools.
    Sarif,
}

impl FileKind {
    /// All that are offered, in order.
    pub const ALL: [Self; 6] = [
        Self::Written(Target::Docx),
        Self::Written(Target::Xlsx),
        Self::Written(Target::Html),
        Self::Written(Target::Markdown),
        Self::Written(Target::Json),
        Self::Sarif,
    ];

    /// The ending of its name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Written(target) => target.ending(),
            Self::Sarif => "sarif",
        }
    }

    /// The last part of its address.
    pub fn name(self) -> String {
        format!("report.{}", self.ending())
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        let ending = name.strip_prefix("report.")?;
        Self::ALL.into_iter().find(|kind| kind.ending() == ending)
    }

    /// Its word on a button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Written(Target::Docx) => "DOCX",
            Self::Written(Target::Xlsx) => "XLSX",
            Self::Written(Target::Html) => "HTML",
            Self::Written(Target::Markdown) => "Markdown",
            Self::Written(Target::Json) => "JSON",
            Self::Sarif => "SARIF",
        }
    }

    /// Its type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Written(target) => target.media_type(),
            Self::Sarif => "application/sarif+json",
        }
    }

    /// The file.
    ///
    /// # Errors
    /// A Chinese sentence when the report is too large for the format.
    pub fn write(self, source: &str, reading: &Reading, verdicts: &Verdicts) -> Result<Vec<u8>, String> {
        match self {
            Self::Written(Target::Json) => Ok(json(source, reading, verdicts)),
            Self::Written(target) => target.rewrite(source, reading),
            Self::Sarif => {
                let mut out = Vec::new();
                sarif::head(&mut out);
                sarif::results(&mut out, source, reading, &verdicts.findings);
                sarif::foot(&mut out, &[]);
                Ok(out)
            }
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
