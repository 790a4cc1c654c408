//! What a private link opens: the drop, its items, one item read anew, and what was mended since the drop before.

use std::{collections::HashSet, sync::Arc};

use gongkai_store::{ItemLine, Moment, Result, Verification};
use serde_json::Value;

use super::{Checked, Read, Source, library};
use crate::office::Office;

/// Items that one page lists.
const MOST: i64 = 500;

/// A drop and its items.
pub struct Opened {
    /// The drop.
    pub verification: Verification,
    /// Its items, at most 500.
    pub lines: Vec<ItemLine>,
}

/// One item, read anew from the kept file.
pub struct Shown {
    /// The file.
    pub source: Source,
    /// What is in it.
    pub read: Arc<Read>,
    /// Which of the reports in it.
    pub at: usize,
    /// Why it is no report, as it was said when it came.
    pub reason: String,
}

impl Shown {
    /// The report or the reason.
    pub fn found(&self) -> Option<&Checked> {
        self.read.found.get(self.at)
    }
}

/// Opens a link.
///
/// # Errors
/// `Missing` for a wrong or expired one; otherwise as the register has them.
pub async fn open(office: &Office, token: &str) -> Result<Opened> {
    let verification = office.db.verification(token, Moment(office.now_ms())).await?;
    let lines = office.db.items(verification.id, -1, MOST).await?;
    Ok(Opened { verification, lines })
}

/// Reads one item.
///
/// # Errors
/// `Missing` where there is none; otherwise as the register has them.
pub async fn show(office: &Office, opened: &Opened, n: usize) -> Result<Shown> {
    let line = opened.lines.get(n).ok_or(gongkai_store::Error::Missing("核验"))?;
    let source = source(office, line).await?;
    let before = beside(office, opened, line).await?;
    let read = office.reader.read(&source, before.as_ref()).await;
    let alike = |other: &&ItemLine| (other.file_sm3, &other.source) == (line.file_sm3, &line.source);
    let at = opened.lines.iter().take(n).filter(alike).count();
    let reason = match line.edition {
        Some(_) => String::new(),
        None => reason(&office.db.item(opened.verification.id, line.n).await?.report),
    };
    Ok(Shown { source, read, at, reason })
}

async fn source(office: &Office, line: &ItemLine) -> Result<Source> {
    let bytes = office.db.file_bytes(line.file_sm3).await?;
    Ok(Source { name: line.source.clone(), bytes: bytes.into() })
}

/// Last year's report: in the same drop, else in the library.
async fn beside(office: &Office, opened: &Opened, line: &ItemLine) -> Result<Option<Source>> {
    let (Some(agency), Some(year)) = (&line.agency, line.year) else { return Ok(None) };
    let is_before = |other: &&ItemLine| other.agency.as_ref() == Some(agency) && other.year == Some(year - 1);
    match opened.lines.iter().find(is_before) {
        Some(before) => source(office, before).await.map(Some),
        None => library::year_before(office, agency, year).await,
    }
}

fn reason(report: &str) -> String {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    report.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// 改后再验: what became of the findings of the file before.
pub struct Mending {
    /// The fingerprints of the file before.
    pub before: HashSet<String>,
    /// Code and message of what is no longer found.
    pub mended: Vec<(String, String)>,
    /// How many are still there.
    pub still: usize,
    /// How many are new.
    pub new: usize,
}

/// Compares an item with the one it mends; `None` where nothing was checked before.
///
/// # Errors
/// As the register has them.
pub async fn mending(office: &Office, opened: &Opened, n: usize, found: &Checked) -> Result<Option<Mending>> {
    let now = Moment(office.now_ms());
    let Some(before) = office.db.verification_mended(&opened.verification, now).await? else { return Ok(None) };
    let lines = office.db.items(before.id, -1, MOST).await?;
    let same = |line: &&ItemLine| line.agency.as_deref() == found.agency() && line.year == found.year();
    let at = i32::try_from(n).unwrap_or(0);
    let line = lines.iter().find(same).or_else(|| lines.iter().find(|line| line.n == at)).or(lines.first());
    let Some(line) = line else { return Ok(None) };
    let old = findings(&office.db.item(before.id, line.n).await?.report);
    let Checked::Report(_, verdicts) = found else { return Ok(None) };
    let told = verdicts.findings.iter().filter(|finding| finding.verdict != gongkai_report::Verdict::Note);
    let now: HashSet<String> = told.map(gongkai_report::Finding::fingerprint).collect();
    let before: HashSet<String> = old.iter().map(|(fingerprint, ..)| fingerprint.clone()).collect();
    Ok(Some(Mending {
        still: now.intersection(&before).count(),
        new: now.difference(&before).count(),
        mended: old
            .into_iter()
            .filter(|(fingerprint, ..)| !now.contains(fingerprint))
            .map(|(_, code, message)| (code, message))
            .collect(),
        before,
    }))
}

/// Fingerprint, code and message of each finding that is more than a note.
fn findings(report: &str) -> Vec<(String, String, String)> {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let all = report.get("findings").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |finding: &Value, key: &str| finding.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    all.iter()
        .filter(|finding| text(finding, "verdict") != "note")
        .map(|finding| (text(finding, "fingerprint"), text(finding, "code"), text(finding, "message")))
        .collect()
}
