//! 上传: what somebody dropped is read, checked and kept behind a private link.

use std::sync::Arc;

use gongkai_store::{Moment, NewItem, NewVerification, Result, Upload, VerificationId};

use super::{Checked, Read, Source, archive, counted, library};
use crate::{guard, office::Office, signin::Person};

/// Days until a drop goes that nobody keeps.
pub const DAYS: i64 = 30;

/// A source with what came out of it.
struct Done {
    source: Source,
    read: Arc<Read>,
}

/// Reads, checks and keeps; gives the private link's secret.
///
/// # Errors
/// As the register has them.
pub async fn drop_in(
    office: &Office,
    sources: Vec<Source>,
    by: Option<&Person>,
    mends: Option<VerificationId>,
) -> Result<String> {
    // an upload with archives holds ten times its size until it is kept: two of them at once
    let _room = match sources.iter().any(archive::is_packed) {
        true => office.reader.room().await,
        false => None,
    };
    let done = read_all(office, office.reader.apart(|| unpack(sources)).await.unwrap_or_default()).await?;
    let reports: Vec<Vec<String>> =
        done.iter().map(|done| done.read.found.iter().map(|f| record(done, f)).collect()).collect();
    let mut items = Vec::new();
    for (done, reports) in done.iter().zip(&reports) {
        let file = Upload { bytes: &done.source.bytes, media: media(&done.source.bytes) };
        for (found, report) in done.read.found.iter().zip(reports) {
            items.push(NewItem {
                source: &done.source.name,
                file,
                agency: found.agency(),
                year: found.year(),
                edition: found.edition(),
                counts: counted(found),
                report,
            });
        }
    }
    let (token, now) = (guard::token(), Moment(office.now_ms()));
    let actor = by.map_or(gongkai_store::Actor::Public, Person::actor);
    let mut act = office.db.act(actor, now).await?;
    let new = NewVerification { token: &token, items: &items, expires: now.plus_days(DAYS), mends, organ: None };
    act.add_verification(&new).await?;
    act.commit().await?;
    Ok(token)
}

/// Archives opened; one that cannot be stays as it is, with its reason found by the reader or here.
fn unpack(sources: Vec<Source>) -> Vec<(Source, Option<String>)> {
    let mut out = Vec::new();
    let mut room = archive::Room::default();
    for source in sources {
        match archive::open(&source, &mut room) {
            Ok(Some(files)) => out.extend(files.into_iter().map(|file| (file, None))),
            Ok(None) => out.push((source, None)),
            Err(why) => out.push((source, Some(why))),
        }
    }
    out
}

async fn read_all(office: &Office, sources: Vec<(Source, Option<String>)>) -> Result<Vec<Done>> {
    let mut done = Vec::with_capacity(sources.len());
    for (source, failed) in sources {
        let read = match failed {
            Some(why) => Arc::new(Read { found: vec![Checked::NoReport(why)], took: std::time::Duration::ZERO }),
            None => office.reader.read(&source, None).await,
        };
        done.push(Done { source, read });
    }
    for at in 0..done.len() {
        if let Some(before) = beside(&done, at, office).await? {
            let read = office.reader.read(&done[at].source, Some(&before)).await;
            done[at].read = read;
        }
    }
    Ok(done)
}

/// Last year's report of the same organ: among the files dropped together, else in the library.
async fn beside(done: &[Done], at: usize, office: &Office) -> Result<Option<Source>> {
    let Some(this) = done.get(at) else { return Ok(None) };
    let Some((agency, year)) = this.read.found.iter().find_map(|found| Some((found.agency()?, found.year()?))) else {
        return Ok(None);
    };
    let is_before = |found: &Checked| found.agency() == Some(agency) && found.year() == Some(year - 1);
    let among = done.iter().find(|other| other.read.found.iter().any(is_before));
    match among {
        Some(other) => Ok(Some(other.source.clone())),
        None => library::year_before(office, agency, year).await,
    }
}

fn record(done: &Done, found: &Checked) -> String {
    found.json(&done.source.name)
}

/// The type by the first bytes, whatever the name says.
pub fn media(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        [b'P', b'K', 3 | 5, ..] => "application/zip",
        _ if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') => "text/html",
        _ => "text/plain",
    }
}
