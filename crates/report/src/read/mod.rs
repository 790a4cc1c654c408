//! 读取: published reports in any layout and format. Reading never fails; it returns findings.

mod assign;
mod balance;
mod body;
mod cells;
mod columns;
mod cover;
mod damage;
mod edges;
mod fill;
pub mod formats;
mod labels;
mod lex;
mod meta;
mod odd;
mod parts;
mod plan;
mod proactive;
mod redress;
mod remarks;
mod report;
mod rows;
mod runs;
mod split;
mod tables;
pub mod text;
mod twice;
mod windows;
mod words;

use std::time::{Duration, Instant};

use crate::reading::Outcome;

/// What a source may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the source.
    pub source: usize,
    /// Bytes after expansion of what is packed in it.
    pub expanded: usize,
    /// Time for one source.
    pub time: Duration,
}

impl Limits {
    /// On the command line: 64 MiB a file.
    pub const COMMAND_LINE: Self = Self { source: 64 << 20, expanded: 256 << 20, time: Duration::from_secs(5) };
    /// On the web: 20 MB a file.
    pub const WEB: Self = Self { source: 20_000_000, ..Self::COMMAND_LINE };
}

/// Whether a line of cleaned text is a report's title and nothing more.
pub(crate) fn is_title(line: &str) -> bool {
    meta::title(&crate::clean::fold::plain(line)).is_some()
}

/// Reads whatever reports a source holds.
///
/// `name` is only looked at for its ending, and only where the bytes leave the format open (text or Markdown).
/// Never panics, never fails, and answers at least once.
pub fn read(bytes: &[u8], name: &str, limits: &Limits) -> Vec<Outcome> {
    let started = Instant::now();
    let mut outcomes = match formats::open(bytes, name, limits) {
        Ok(document) => report::outcomes(document, started, limits.time),
        Err(reason) => return vec![Outcome::NoReport(reason)],
    };
    if let Some(kept) = formats::kept(bytes) {
        // it says itself for which cells it has no number, where a page is blank and may mean none
        for outcome in &mut outcomes {
            if let Outcome::Report(reading) = outcome {
                reading.report.figures.clone_from(&kept.figures);
            }
        }
    }
    outcomes
}
