//! 一份留存的年报: read anew from the file that was kept, with what people said of its findings.

use std::{collections::HashMap, sync::Arc};

use gongkai_store::{Counts, Db, Organ, ReportLine, Result, RulingKind, Sight};

use crate::{
    compile::across,
    office::{Office, civil_date},
    verify::{Read, Ruled, Source, counted},
};

/// A kept report's file.
///
/// # Errors
/// As the register has them.
pub async fn source(db: &Db, line: &ReportLine) -> Result<Source> {
    let bytes = db.file_bytes(line.file_sm3).await?;
    Ok(Source { name: line.source.clone(), bytes: bytes.into() })
}

/// The released report of the year before, whichever file it came from.
///
/// # Errors
/// As the register has them.
pub async fn year_before(db: &Db, organ: &Organ, year: i16) -> Result<Option<Source>> {
    match db.report_of(organ.id, year.saturating_sub(1), Sight::Public).await? {
        Some(report) => source(db, &report.line).await.map(Some),
        None => Ok(None),
    }
}

/// A kept report, read and checked beside last year's.
///
/// # Errors
/// As the register has them.
pub async fn read(office: &Office, organ: &Organ, line: &ReportLine) -> Result<(Source, Arc<Read>)> {
    let source = source(&office.db, line).await?;
    let before = year_before(&office.db, organ, line.year).await?;
    let taken_over = across::of_published(office, organ, line.year).await?;
    let read = office.reader.read_beside(&source, (before.as_ref(), &taken_over)).await;
    Ok((source, read))
}

/// Which of the reports found in a file is the one of this year: files may hold two.
pub fn position(read: &Read, line: &ReportLine) -> usize {
    let of_year = |found: &crate::verify::Checked| found.year() == Some(line.year);
    read.found.iter().position(of_year).unwrap_or(0)
}

/// What people said of the findings of an organ's report, by fingerprint.
///
/// # Errors
/// As the register has them.
pub async fn rulings(db: &Db, organ: &Organ, year: i16) -> Result<HashMap<String, Ruled>> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut out = HashMap::new();
    for ruling in db.rulings(organ.id, year).await? {
        if !names.contains_key(&ruling.ruled_by) {
            let id = ruling.ruled_by.strip_prefix("person:").and_then(|id| id.parse().ok());
            let name = match id {
                Some(id) => db.person(id).await.map(|person| person.full_name).unwrap_or_default(),
                None => String::new(),
            };
            names.insert(ruling.ruled_by.clone(), name);
        }
        let name = names.get(&ruling.ruled_by).cloned().unwrap_or_default();
        let by = format!("{name}，{}", civil_date(ruling.ruled_ms.timestamp()));
        out.insert(ruling.fingerprint, Ruled { confirmed: ruling.kind == RulingKind::Confirmed, by });
    }
    Ok(out)
}

/// How a kept report stands in a list: the class of its tag, and its word.
pub fn standing(counts: Counts) -> (&'static str, String) {
    match counts {
        Counts { fails, slips, .. } if fails > slips => ("bad", format!("{}错", fails - slips)),
        Counts { unread: 1.., .. } => ("guess", "读不全".to_owned()),
        Counts { slips: 1.., .. } => ("warn", "不规范".to_owned()),
        Counts { unsures: 1.., .. } => ("warn", format!("{}疑", counts.unsures)),
        _ => ("ok", "通过".to_owned()),
    }
}

/// The counts of one report in a file.
pub fn counts(read: &Read, at: usize) -> Counts {
    read.found.get(at).map(counted).unwrap_or_default()
}
