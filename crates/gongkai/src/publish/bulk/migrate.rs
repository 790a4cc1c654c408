//! 历史信息迁移: what an old system had released is released here, on its own days. The head answers for it with a reason, and
//! a signer who is somebody else confirms it; what was changed since it was brought goes the ordinary way. Art. 17.

use std::collections::BTreeMap;

use gongkai_law::{article::Article, request::refusal::Refusal};
use gongkai_store::{Act, Actor, BulkImport, BulkItem, Error, FileHold, Moment, Organ, Scope};
use jiff::civil::Date;

use super::progress::Progress;
use crate::{
    office::Office,
    people::roles::{Hand, Role},
    publish::{
        manuscript::Manuscript,
        out::{self, TakenOver},
        record::Words,
        settings::Settings,
    },
    requests::take::NotTaken,
};

/// Publications that are looked at together.
const PART: i64 = 100;
/// Files that are counted together: the row of each is written anew, and each may be large.
const HELD: usize = 8;

fn no<T>(why: &str) -> Result<T, Refusal> {
    Err(Refusal { why: why.to_owned(), article: Some(Article::regulation(17)) })
}

/// Whether somebody may confirm or refuse an import: a signer, and not whoever brought it.
///
/// # Errors
/// The reason why not.
pub fn may_confirm(hand: &Hand, import: &BulkImport) -> Result<(), Refusal> {
    let Hand::Staff { id, organ, stands_in, .. } = hand else { return no("由签发人确认") };
    let mut people = stands_in.iter().map(|(_, person)| person).chain([id]);
    match () {
        () if *organ != Some(import.organ_id) => no("不是本机关的"),
        () if !hand.is_any(&[Role::Signer]) => no("由签发人确认"),
        () if import.state != "waiting" => no("现在不等确认"),
        () if people.any(|person| Actor::Person(*person).to_string() == import.actor) => {
            no("提请迁移和确认迁移要由两个人办：这一批是您或者您代签的人提请的")
        }
        () => Ok(()),
    }
}

/// Whether it is still as it was brought.
pub fn is_untouched(item: &BulkItem) -> bool {
    item.stage == "draft" && item.untouched && item.released_on.is_some()
}

/// 确认: releases all that are still as they were brought, by one act, for which everything is read and made ready beforehand;
/// gives how many. `who` is the name of whoever brought them. `None` where somebody stopped it, and nothing is written then.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Stale`] where it was confirmed before; [`Error::Taken`] where a 索引号 is another's by now.
pub async fn confirm(
    office: &Office,
    hand: &Hand,
    (organ, import, who): (&Organ, &BulkImport, &str),
    progress: &Progress,
) -> Result<Option<usize>, NotTaken> {
    may_confirm(hand, import).map_err(NotTaken::Refused)?;
    let Some(read) = read(office, import, progress).await? else { return Ok(None) };
    let mut hold = FileHold::begun(Moment(office.now_ms()));
    let done = released(office, hand, (organ, import, who), (&read, &mut hold, progress)).await;
    if !matches!(done, Ok(Some(_))) {
        // where that fails as well, the hourly round does it
        let _ = office.db.let_go(&hold).await;
    }
    done
}

/// A publication of the import: its manuscript, its day, and the 索引号 that it had.
type Read = (Manuscript, Date, String);

/// Those that are still as they were brought; `None` where somebody stopped it.
async fn read(office: &Office, import: &BulkImport, progress: &Progress) -> Result<Option<Vec<Read>>, Error> {
    let (mut from, mut read) = (0, Vec::new());
    let all = usize::try_from(import.items).unwrap_or(usize::MAX);
    loop {
        let part = office.db.bulk_items(import.id, from, PART).await?;
        let Some(last) = part.last() else { return Ok(Some(read)) };
        from = i64::from(last.n) + 1;
        for item in part.into_iter().filter(is_untouched) {
            if !progress.at(read.len(), all) {
                return Ok(None);
            }
            let manuscript = Manuscript::of(office, item.publication_id, Scope::Organ(import.organ_id)).await?;
            // written at since the list of the import was read: nobody confirmed that
            if manuscript.publication.version != item.version {
                return Err(Error::Stale);
            }
            read.push((manuscript, item.released_on.ok_or(Error::Stale)?.0, item.index_number));
        }
    }
}

async fn released(
    office: &Office,
    hand: &Hand,
    (organ, import, who): (&Organ, &BulkImport, &str),
    (read, hold, progress): (&[Read], &mut FileHold, &Progress),
) -> Result<Option<usize>, NotTaken> {
    let settings = Settings::of(office, organ).await?;
    let ready = read.iter().map(|(manuscript, day, _)| TakenOver::of(manuscript, *day, office.today()));
    let mut ready: Vec<_> = ready.collect::<Result<_, _>>().map_err(NotTaken::Refused)?;
    let given: Vec<&str> = read.iter().map(|(.., given)| given.as_str()).collect();
    let code = organ.uscc.as_deref().unwrap_or(&organ.slug);
    let known: Vec<_> = given.iter().filter_map(|given| settings.numbered(code, &organ.slug, given)).collect();
    let files: Vec<_> = ready.iter().flat_map(TakenOver::files).collect();
    for some in files.chunks(HELD) {
        if !progress.at(ready.len(), ready.len()) {
            return Ok(None);
        }
        office.db.hold_kept_files(hold, some).await?;
    }
    let words = Words { why: format!("{}（{who}提请，照原发布日期）", import.why), ..Words::default() };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.end_bulk_import((import.id, organ.id), ("released", "")).await?;
    // a number that our own series would come to is passed over by it
    for (year, last) in greatest(&known) {
        act.continue_series(organ.id, "index", year, last).await?;
    }
    let mut next = new_numbers(&mut act, organ, (&ready, &given)).await?;
    for (one, given) in ready.iter_mut().zip(&given) {
        let seq = next.entry(one.released.year()).or_default();
        match *given {
            "" => {
                one.numbered(settings.index_number(code, &organ.slug, one.released, *seq));
                *seq += 1;
            }
            given => one.numbered(given.to_owned()),
        }
    }
    out::take_over_in(office, &mut act, &ready, (&words, hold)).await?;
    act.commit().await?;
    Ok(Some(ready.len()))
}

fn greatest(known: &[(i16, i64)]) -> BTreeMap<i16, i64> {
    let mut greatest = BTreeMap::new();
    for (year, seq) in known {
        greatest.entry(*year).and_modify(|last: &mut i64| *last = (*last).max(*seq)).or_insert(*seq);
    }
    greatest
}

/// The first new number of each year, for those that bring none.
async fn new_numbers(
    act: &mut Act,
    organ: &Organ,
    (ready, given): (&[TakenOver<'_>], &[&str]),
) -> Result<BTreeMap<i16, i64>, Error> {
    let mut counts: BTreeMap<i16, i64> = BTreeMap::new();
    for (one, _) in ready.iter().zip(given).filter(|(_, given)| given.is_empty()) {
        *counts.entry(one.released.year()).or_default() += 1;
    }
    let mut next = BTreeMap::new();
    for (year, count) in counts {
        next.insert(year, act.next_numbers(organ.id, "index", year, count).await?);
    }
    Ok(next)
}

/// 不同意: they stay drafts, which go the ordinary way or are discarded.
///
/// # Errors
/// As [`confirm`].
pub async fn refuse(
    office: &Office,
    hand: &Hand,
    (organ, import): (&Organ, &BulkImport),
    why: &str,
) -> Result<(), NotTaken> {
    may_confirm(hand, import).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.end_bulk_import((import.id, organ.id), ("refused", why)).await?;
    Ok(act.commit().await?)
}

/// 提请: the head answers for what a command brought.
///
/// # Errors
/// [`NotTaken::Refused`] for everybody but the head; [`Error::Stale`].
pub async fn adopt(
    office: &Office,
    hand: &Hand,
    (organ, import): (&Organ, &BulkImport),
    why: &str,
) -> Result<(), NotTaken> {
    super::take_in::may_migrate(hand).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.adopt_bulk_import((import.id, organ.id), why).await?;
    Ok(act.commit().await?)
}
