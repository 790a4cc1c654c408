//! 更新检索: what changed in the register goes into the index, in the order in which it changed. Whoever reads on from where
//! the index stands misses nothing, and what is read twice does no harm.

use std::{path::Path, sync::Arc, time::Duration};

use gongkai_gate::{Rules, examine};
use gongkai_law::proactive::{catalogue::Category, kind::PublicationKind, validity::Validity};
use gongkai_search::{Entry, Index, Rebuild};
use gongkai_store::{Db, Organ, OrganId, Released};

use super::Finder;
use crate::{
    office::{Office, civil_date},
    publish::{body, content::Content},
};

/// Changes that are taken up together.
const BATCH: i64 = 200;
/// Memory for single changes, in bytes.
pub(super) const LITTLE: usize = 15_000_000;
/// Memory for all of them.
const MUCH: usize = 200_000_000;

/// How soon a lock that somebody holds is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// Why the index was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum Unfed {
    /// The register.
    #[error(transparent)]
    Store(#[from] gongkai_store::Error),
    /// The index.
    #[error(transparent)]
    Index(#[from] gongkai_search::Error),
    /// Where it stands could not be written down.
    #[error("检索进度写不下：{0}")]
    Folder(#[from] std::io::Error),
    /// The work was broken off.
    #[error("检索更新中断")]
    Broken,
}

/// Brings the index up to date; how many changes were taken up.
///
/// # Errors
/// [`Unfed`]; what was not taken up is there at the next turn.
pub async fn turn(office: &Office) -> Result<usize, Unfed> {
    let Some(finder) = &office.search else { return Ok(0) };
    let mut taken = 0;
    while finder.position() < office.db.released_position().await? {
        let from = finder.position();
        let changes = office.db.released_after(from, BATCH).await?;
        let Some(last) = changes.last().map(|released| released.position) else { break };
        let entries = entries(&office.db, changes).await?;
        taken += entries.len();
        let finder = Arc::clone(finder);
        // the engine writes to the disk and waits for it
        tokio::task::spawn_blocking(move || put(&finder, &entries, (from, last)))
            .await
            .map_err(|_| Unfed::Broken)??;
    }
    Ok(taken)
}

fn put(finder: &Finder, entries: &[(String, Option<Entry>)], (from, to): (i64, i64)) -> Result<(), Unfed> {
    let mut writer = finder.index.begin(LITTLE)?;
    if finder.position() != from {
        // a rebuild put another index in the place of the one that these follow: the next look begins where that stands
        return Ok(());
    }
    for (id, entry) in entries {
        match entry {
            Some(entry) => writer.put(entry)?,
            None => writer.remove(id),
        }
    }
    writer.commit()?;
    Ok(finder.stands_at(to)?)
}

/// 重建检索库: a new index from the whole register, in the place of the old one when it is complete; how many entries it has.
///
/// # Errors
/// [`Unfed`], among them that somebody else rebuilds; the old one stays.
pub async fn rebuild(db: &Db, data: &Path, told: impl Fn(usize)) -> Result<usize, Unfed> {
    let folder = Finder::folder(data);
    let mut rebuild = Rebuild::begin(&folder, MUCH)?;
    let (mut position, mut count) = (0, 0);
    loop {
        let changes = db.released_after(position, BATCH).await?;
        let Some(last) = changes.last() else { break };
        position = last.position;
        for (id, entry) in entries(db, changes).await? {
            match entry {
                Some(entry) => {
                    rebuild.put(&entry)?;
                    count += 1;
                }
                None => rebuild.remove(&id),
            }
        }
        told(count);
    }
    // a server that runs goes on from here, whichever of the two indexes it meets
    super::keep_position(&folder, position)?;
    rebuild.finish()?;
    let index = Index::open(&folder)?;
    loop {
        // under the lock of who writes, so that nobody notes down a place of the old index after this
        match index.begin(LITTLE) {
            Ok(held) => {
                super::keep_position(&folder, position)?;
                drop(held);
                return Ok(count);
            }
            Err(gongkai_search::Error::Busy) => tokio::time::sleep(AGAIN).await,
            Err(error) => return Err(error.into()),
        }
    }
}

/// What these changes are to the index; `None` for what is not public any more.
async fn entries(db: &Db, changes: Vec<Released>) -> Result<Vec<(String, Option<Entry>)>, Unfed> {
    let mut organs: Vec<Organ> = Vec::new();
    let mut out = Vec::with_capacity(changes.len());
    for released in changes {
        let id = released.publication_id.to_string();
        let entry = match released.state == "public" {
            true => Some(entry(db, &released, &organ_of(db, &mut organs, released.organ_id).await?).await?),
            false => None,
        };
        out.push((id, entry));
    }
    Ok(out)
}

/// The organ, asked for once a batch.
async fn organ_of(db: &Db, known: &mut Vec<Organ>, id: OrganId) -> Result<Organ, gongkai_store::Error> {
    if let Some(organ) = known.iter().find(|organ| organ.id == id) {
        return Ok(organ.clone());
    }
    let organ = db.organ(id).await?;
    known.push(organ.clone());
    Ok(organ)
}

/// The words of its files, one file in memory at a time.
async fn attached(db: &Db, released: &Released) -> Result<Vec<(String, String)>, gongkai_store::Error> {
    let mut out = Vec::new();
    for file in db.released_files(released.publication_id).await? {
        let (name, bytes) = (file.name.clone(), db.file_bytes(file.file_sm3).await?);
        let read = tokio::task::spawn_blocking(move || examine(&name, &bytes, &Rules::default()).text).await;
        // a file that cannot be read is found by its name
        out.push((file.name, read.unwrap_or_default()));
    }
    Ok(out)
}

/// 旁及: what speaks of another publication (an interpretation, a consultation, an answer), or of one year alone. Who asks for
/// it by name finds it; who asks for the matter wants what stands. An edition (2026年版) stands until the next one.
fn is_beside(kind: PublicationKind, title: &str) -> bool {
    use PublicationKind as Kind;
    let speaks = matches!(
        kind,
        Kind::Interpretation | Kind::Consultation | Kind::Interview | Kind::Meeting | Kind::Proposal | Kind::Inspection
    );
    let digits = |part: &str| part.len() >= 4 && part.bytes().rev().take(4).all(|byte| byte.is_ascii_digit());
    let years = title.match_indices('年').filter(|(at, _)| title.get(..*at).is_some_and(digits));
    speaks || years.into_iter().any(|(at, _)| !title.get(at..).unwrap_or_default().starts_with("年版"))
}

/// 名称: how people call whose it is and what it is.
fn labels(organ: &Organ, kind: Option<PublicationKind>, categories: &[&Category]) -> Vec<String> {
    let kind = kind.map(PublicationKind::label);
    let named = [organ.name.as_str(), organ.short_name.as_str()].into_iter().chain(kind);
    named.chain(categories.iter().map(|category| category.title)).map(str::to_owned).collect()
}

async fn entry(db: &Db, released: &Released, organ: &Organ) -> Result<Entry, gongkai_store::Error> {
    let content = Content::read(&released.content)?;
    let attachments = attached(db, released).await?;
    let kind = PublicationKind::of_key(&released.kind);
    let validity = released.validity.as_deref().and_then(Validity::of_key);
    let categories = kind.map(|kind| content.categories(kind)).unwrap_or_default();
    let seconds = |ms: i64| ms.div_euclid(1000);
    let midnight = |day: jiff::civil::Date| {
        day.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))).ok().map(|at| at.timestamp().as_second())
    };
    Ok(Entry {
        id: released.publication_id.to_string(),
        title: released.title.clone(),
        body: body::text(&content.body),
        attachments,
        numbers: vec![released.number.clone(), released.index_number.clone()],
        summary: released.summary.clone(),
        keywords: content.keywords.split(['；', ';', '，', ',', ' ']).map(|word| word.trim().to_owned()).collect(),
        labels: labels(organ, kind, &categories),
        organ: organ.slug.clone(),
        kind: released.kind.clone(),
        theme: content.theme.clone(),
        topics: categories.iter().map(|category| category.key.to_owned()).collect(),
        validity: released.validity.clone().unwrap_or_default(),
        repealed: matches!(validity, Some(Validity::Repealed | Validity::Lapsed)),
        beside: kind.is_some_and(|kind| is_beside(kind, &released.title)),
        year: Some(civil_date(released.released_ms.timestamp()).year()),
        published: seconds(released.released_ms.0),
        formed: released.formed.and_then(|day| midnight(day.0)),
    })
}
