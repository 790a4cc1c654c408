//! 写入: the publications of an import become drafts, all of them or none.

use gongkai_law::{article::Article, proactive::running::Explained, request::refusal::Refusal};
use gongkai_store::{
    Actor, BulkImportId, Civil, Digest, Error, FileHold, Moment, NewBulkItem, NewDraft, NewDraftFile, Organ, PersonId,
    PublicationId, Upload,
};

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

/// Files that are put into the register together: so many bytes, or one.
const TOGETHER: usize = 4 << 20;
/// Files that go in together, however small: a statement has room for so many.
const AT_ONCE: usize = 500;

/// Takes in what was looked through: its files by short acts beforehand, beside which others write; then all of it by one act
/// that only inserts. `mac` is the fingerprint under which it was kept, which is used up by it.
///
/// # Errors
/// [`Unfinished`]; nothing is written then.
pub async fn take_in(
    office: &Office,
    (hand, organ): (&Hand, &Organ),
    (brought, mac): (&Brought, Option<&[u8]>),
    (looked, bundle): (&Looked, Bundle),
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
    let mut hold = FileHold::begun(Moment(office.now_ms()));
    let done = match held(office, (&looked.items, brought.migrates), (bundle, &mut hold), progress).await {
        Ok(files) => written(office, (organ, author), (brought, mac), (&looked.items, &files, &hold)).await,
        Err(why) => Err(why),
    };
    if done.is_err() {
        // where that fails as well, the hourly round does it
        let _ = office.db.let_go(&hold).await;
    }
    done
}

/// A file of the bundle, its publication by its place among them.
struct Wanted {
    of: usize,
    nth: usize,
    name: String,
    path: String,
}

/// A file that is held: of which publication, its name, as it came, and as it goes out.
type Held = (usize, String, Digest, Option<Digest>);

/// Unpacks, mends and holds the files, a few at a time.
async fn held(
    office: &Office,
    (items, migrates): (&[Item], bool),
    (mut bundle, hold): (Bundle, &mut FileHold),
    progress: &Progress,
) -> Result<Vec<Held>, Unfinished> {
    let of = |(of, item): (usize, &Item)| {
        let want = move |(name, path): (String, String)| Wanted { of, nth: item.nth, name, path };
        item.files.clone().into_iter().map(want).collect::<Vec<_>>()
    };
    let mut wanted = items.iter().enumerate().flat_map(of).collect::<Vec<_>>().into_iter();
    let mut held: Vec<Held> = Vec::new();
    loop {
        if !progress.at(held.last().map_or(0, |(of, ..)| *of), items.len()) {
            return Err(Unfinished::Stopped);
        }
        // a large file takes a while: not on the threads that answer
        let work = tokio::task::spawn_blocking(move || {
            let opened = opened(&mut bundle, &mut wanted, migrates);
            (bundle, wanted, opened)
        });
        let (rest, more, opened) = work.await.map_err(|_| Unfinished::Unread("附件没有读完".to_owned()))?;
        (bundle, wanted) = (rest, more);
        let opened = opened.map_err(Unfinished::Unread)?;
        if opened.is_empty() {
            return Ok(held);
        }
        let uploads: Vec<_> = opened.iter().flat_map(Opened::uploads).collect();
        let mut digests = office.db.hold_files(hold, &uploads).await?.into_iter();
        for one in &opened {
            let sm3 = digests.next().ok_or(Error::HalfDone)?;
            let clean = one.clean.as_ref().and_then(|_| digests.next());
            held.push((one.wanted.of, one.wanted.name.clone(), sm3, clean));
        }
    }
}

/// An unpacked file, and what goes out in its stead.
struct Opened {
    wanted: Wanted,
    bytes: Vec<u8>,
    clean: Option<Vec<u8>>,
}

impl Opened {
    fn uploads(&self) -> impl Iterator<Item = Upload<'_>> {
        let media = media(&self.bytes).unwrap_or("application/octet-stream");
        [Some(&self.bytes), self.clean.as_ref()].into_iter().flatten().map(move |bytes| Upload { bytes, media })
    }
}

fn opened(
    bundle: &mut Bundle,
    wanted: &mut impl Iterator<Item = Wanted>,
    migrates: bool,
) -> Result<Vec<Opened>, String> {
    let (mut together, mut opened) = (0, Vec::new());
    while together < TOGETHER && opened.len() < AT_ONCE {
        let Some(wanted) = wanted.next() else { break };
        let unread = |why| format!("第{}行的附件“{}”：{why}", wanted.nth, wanted.name);
        let bytes = bundle.read(&wanted.path).map_err(unread)?;
        // what is not reviewed again is cleaned here, as a review would
        let clean = if migrates { gate::mended(&bytes) } else { None };
        together += bytes.len() + clean.as_ref().map_or(0, Vec::len);
        opened.push(Opened { wanted, bytes, clean });
    }
    Ok(opened)
}

/// The one act.
async fn written(
    office: &Office,
    (organ, author): (&Organ, Option<PersonId>),
    (brought, mac): (&Brought, Option<&[u8]>),
    (items, files, hold): (&[Item], &[Held], &FileHold),
) -> Result<BulkImportId, Unfinished> {
    // an inventory names no document that something explains
    let begin = |item: &Item| write::Begun::of(office, item.kind, &item.content, Explained::Nothing);
    let begun: Vec<_> = items.iter().map(begin).collect();
    let named: Vec<_> =
        files.iter().map(|(_, name, sm3, clean)| NewDraftFile { name, sm3: *sm3, clean: *clean }).collect();
    let mut rest = named.as_slice();
    let drafts = items.iter().zip(&begun).map(|(item, begun)| {
        let (own, others) = rest.split_at_checked(item.files.len()).unwrap_or((rest, &[]));
        rest = others;
        NewDraft { files: own, ..begun.draft(item.kind, &item.content) }
    });
    let drafts: Vec<_> = drafts.collect();
    let state = match (brought.migrates, author) {
        (false, _) => "drafts",
        (true, None) => "brought",
        (true, Some(_)) => "waiting",
    };
    let actor = author.map_or(Actor::Operator, Actor::Person);
    let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
    if let Some(mac) = mac
        && !act.spend_draft(mac).await?
    {
        return Err(Error::Stale.into());
    }
    let ids = act.add_publications((organ.id, author), &drafts, hold).await?;
    let rows: Vec<_> = ids.iter().zip(items).map(|(id, item)| row(*id, item)).collect();
    let id = act.add_bulk_import(organ.id, (&brought.name, &brought.why, state), &rows).await?;
    act.commit().await?;
    Ok(id)
}

/// What the record of the import keeps of a publication.
fn row(publication: PublicationId, item: &Item) -> NewBulkItem<'_> {
    NewBulkItem {
        publication,
        released_on: item.released.map(Civil),
        index_number: &item.index_number,
        version: 0,
        old: &item.old,
    }
}
