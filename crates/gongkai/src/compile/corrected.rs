//! 更正对照: what a correction in work makes of the version that is out, which is what its explanation has to cover.

use gongkai_law::numeral::numeral;
use gongkai_report::Report;
use gongkai_store::Error;

use super::{
    basis::version,
    compare::{Line, changed},
    examine::Examined,
    work::Work,
};
use crate::office::Office;

/// 更正对照
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Which version is out.
    pub revision: u32,
    /// The cells that are not the same any more.
    pub lines: Vec<Line>,
    /// The sections that do not read the same any more, by number.
    pub sections: Vec<u8>,
}

impl Corrected {
    /// Of a report in work beside its own version that is out; `None` where none is corrected.
    ///
    /// # Errors
    /// The register; [`Error::Corrupt`] for a copy that nobody can read.
    pub async fn of(office: &Office, work: &Work, examined: &Examined) -> Result<Option<Self>, Error> {
        if !work.standing.correcting {
            return Ok(None);
        }
        let revision = work.standing.revision.saturating_sub(1);
        let Some((out, _)) = version(office, work, revision).await? else { return Ok(None) };
        let now = &examined.report;
        let lines = match (&now.figures, &out.figures) {
            (Some(now), Some(out)) => changed(now, out),
            _ => Vec::new(),
        };
        let sections = (1..=6).filter(|number| text(now, *number) != text(&out, *number)).collect();
        Ok(Some(Self { revision, lines, sections }))
    }

    /// 第一、五部分; empty where every section reads the same.
    pub fn sections(&self) -> String {
        let numbers: Vec<_> = self.sections.iter().map(|number| numeral(usize::from(*number))).collect();
        if numbers.is_empty() { String::new() } else { format!("第{}部分", numbers.join("、")) }
    }
}

/// The words of a section without blanks, which no reader sees.
fn text(report: &Report, number: u8) -> String {
    let sections = report.sections.iter().filter(|section| section.number == number);
    sections.flat_map(|section| section.text.chars()).filter(|c| !c.is_whitespace()).collect()
}
