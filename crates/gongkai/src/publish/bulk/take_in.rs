//! 写入: the publications of an import become drafts, all of them or none.

use gongkai_law::{article::Article, request::refusal::Refusal};
use gongkai_store::{Actor, BulkImportId, Civil, Error, Moment, NewBulkItem, Organ, PersonId, Upload};

use super::{bundle::Bundle, look::Looked, one::Item, progress::Progress};
use crate::{
    office::Office,
    people::roles::{Duty, Hand},
    publish::{gate, write},
    requests::{papers::media, take::NotTaken},
};

/// 怎样导入: the file's name, why, and whether it is an archive that was released before.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The file's name.
    pub name: String,
    /// Why.
    pub why: String,
    /// Whether it is an archive that was released before.
    pub migrates: bool,
}

/// Whether somebody may take over what an old system had released.
///
/// # Errors
/// [`Refusal`] for everybody but the head.
pub fn may_migrate(hand: &Hand) -> Result<(), Refusal> {
    if hand.is_any(Duty::Migrate.roles()) {
        return Ok(());
    }
    let why = "历史信息迁移由公开工作机构负责人提请，签发人确认".to_owned();
    Err(Refusal { why, article: Some(Article::regulation(17)) })
}

/// How it was not taken in.
pub enum Unfinished {
    /// Somebody stopped it.
    Stopped,
    /// It was not taken.
    Not(NotTaken),
    /// A file could not be read any more.
    Unread(String),
}

impl From<Error> for Unfinished {
    fn from(error: Error) -> Self {
        Self::Not(error.into())
    }
}

/// Takes in what was looked through by one act; `mac` is the fingerprint under which it was kept, which is used up by it.
///
/// # Errors
/// [`Unfinished`]; nothing is written then.
pub async fn take_in(
    office: &Office,
    (hand, organ): (&Hand, &Organ),
    (brought, mac): (&Brought, Option<&[u8]>),
    (looked, bundle): (&Looked, &mut Bundle),
    progress: &Progress,
) -> Result<BulkImportId, Unfinished> {
    let no = |refusal| Unfinished::Not(NotTaken::Refused(refusal));
    let author = match hand {
        // a command of whoever runs the machine
        Hand::Platform => None,
        hand => Some(write::drafts(hand).map_err(no)?.1),
    };
    if brought.migrates && author.is_some() {
        may_migrate(hand).map_err(no)?;
    }
    let actor = if author.is_some() { hand.actor() } else { Actor::Operator };
    let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
    if let Some(mac) = mac
        && !act.spend_draft(mac).await?
    {
        return Err(Error::Stale.into());
    }
    let mut ids = Vec::new();
    for (done, item) in looked.items.iter().enumerate() {
        // what is not committed is undone
        if !progress.at(done, looked.items.len()) {
            return Err(Unfinished::Stopped);
        }
        ids.push(one(office, &mut act, (organ, author), (item, bundle, brought.migrates)).await?);
    }
    progress.at(looked.items.len(), looked.items.len());
    let rows: Vec<_> = ids.iter().zip(&looked.items).map(|(id, item)| row(*id, item)).collect();
    let state = match (brought.migrates, author) {
        (false, _) => "drafts",
        (true, None) => "brought",
        (true, Some(_)) => "waiting",
    };
    let id = act.add_bulk_import(organ.id, (&brought.name, &brought.why, state), &rows).await?;
    act.commit().await?;
    Ok(id)
}

/// What the record of the import keeps of a publication.
fn row(publication: gongkai_store::PublicationId, item: &Item) -> NewBulkItem<'_> {
    NewBulkItem {
        publication,
        released_on: item.released.map(Civil),
        index_number: &item.index_number,
        // each file was a save
        version: i64::try_from(item.files.len()).unwrap_or(i64::MAX),
        old: &item.old,
    }
}

async fn one(
    office: &Office,
    act: &mut gongkai_store::Act,
    (organ, author): (&Organ, Option<PersonId>),
    (item, bundle, migrates): (&Item, &mut Bundle, bool),
) -> Result<gongkai_store::PublicationId, Unfinished> {
    let id = write::begin(office, act, (organ.id, author), item.kind, &item.content).await?;
    for (name, path) in &item.files {
        let bytes =
            bundle.read(path).map_err(|why| Unfinished::Unread(format!("第{}行的附件“{name}”：{why}", item.nth)))?;
        let upload = Upload { bytes: &bytes, media: media(&bytes).unwrap_or("application/octet-stream") };
        let n = act.attach_to_publication(id, organ.id, (name, upload)).await?;
        // what is not reviewed again is cleaned here, as a review would
        let clean = if migrates { gate::mended(&bytes) } else { None };
        if let Some(clean) = clean {
            act.clean_publication_file((id, organ.id), n, Upload { bytes: &clean, media: upload.media }).await?;
        }
    }
    Ok(id)
}
