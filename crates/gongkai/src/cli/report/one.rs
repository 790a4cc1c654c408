//! One report from one source: a published one, or one that was read before and kept as JSON.

use std::path::{Path, PathBuf};

use gongkai_report::{Outcome, Reading, Report, json, read::Limits};

use crate::cli::inputs::Input;

/// A report, with its evidence where it comes from a published source.
pub enum One {
    /// Read from a document.
    Read(Box<Reading>),
    /// Taken from its JSON.
    Kept(Box<Report>),
}

impl One {
    /// The data.
    pub fn report(&self) -> &Report {
        match self {
            Self::Read(reading) => &reading.report,
            Self::Kept(report) => report,
        }
    }
}

/// The one report at a path; of several the one of `year`.
///
/// # Errors
/// A Chinese sentence: unreadable, no report, or several and no year to tell them apart.
pub fn one(path: &Path, year: Option<i16>) -> Result<One, String> {
    let input = if path == Path::new("-") { Input::Stdin } else { Input::File(PathBuf::from(path)) };
    let (input, name) = (input.held(), path.display());
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        let bytes = input.load(Limits::COMMAND_LINE.source).map_err(|reason| format!("{name}：{reason}"))?;
        let parsed = json::parse(&bytes).map_err(|reason| format!("{name}：{reason}"))?;
        return Ok(One::Kept(Box::new(parsed.report)));
    }
    let outcomes = super::outcomes(&input).map_err(|reason| format!("{name}：{reason}"))?;
    let mut reports = Vec::new();
    let mut refusal = String::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Report(reading) => reports.push(reading),
            Outcome::NoReport(reason) => refusal = reason,
        }
    }
    if reports.is_empty() {
        return Err(format!("{name}：没有读到年报：{refusal}"));
    }
    let years: Vec<String> = reports
        .iter()
        .map(|r| r.report.year.map_or_else(|| "年份不明".to_owned(), |year| format!("{year}年")))
        .collect();
    if let Some(year) = year {
        reports.retain(|reading| reading.report.year == Some(year));
    }
    match (reports.pop(), reports.is_empty()) {
        (Some(reading), true) => Ok(One::Read(reading)),
        (None, _) => Err(format!("{name}：没有所要年度的年报，只有{}", years.join("、"))),
        _ => Err(format!("{name}：里面有{}份年报（{}），请用 --year 指定年度", years.len(), years.join("、"))),
    }
}
