//! 历史信息迁移: what an old system had released is released here, on its own days. The head answers for it with a reason, and
//! a signer who is somebody else confirms it; what was changed since it was brought goes the ordinary way. Art. 17.

use gongkai_law::{article::Article, request::refusal::Refusal};
use gongkai_store::{Act, Actor, BulkImport, BulkItem, Error, Moment, Organ, Scope};

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

/// 确认: releases all that are still as they were brought, by one act; gives how many. `who` is the name of whoever brought them. `None` where somebody stopped it, and
/// nothing is written then.
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
    let settings = Settings::of(office, organ).await?;
    let words = Words { why: format!("{}（{who}提请，照原发布日期）", import.why), ..Words::default() };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.end_bulk_import((import.id, organ.id), ("released", "")).await?;
    let (mut from, mut released) = (0, 0);
    let all = usize::try_from(import.items).unwrap_or(usize::MAX);
    loop {
        let part = office.db.bulk_items(import.id, from, PART).await?;
        let Some(last) = part.last() else { break };
        from = i64::from(last.n) + 1;
        for item in part.iter().filter(|item| is_untouched(item)) {
            if !progress.at(released, all) {
                return Ok(None);
            }
            one(office, &mut act, (organ, &settings), (item, &words)).await?;
            released += 1;
        }
    }
    act.commit().await?;
    Ok(Some(released))
}

async fn one(
    office: &Office,
    act: &mut Act,
    (organ, settings): (&Organ, &Settings),
    (item, words): (&BulkItem, &Words),
) -> Result<(), NotTaken> {
    let manuscript = Manuscript::of(office, item.publication_id, Scope::Organ(organ.id)).await?;
    // written at since the list of the import was read: nobody confirmed that
    if manuscript.publication.version != item.version {
        return Err(Error::Stale.into());
    }
    let released = item.released_on.ok_or(Error::Stale)?.0;
    let code = organ.uscc.as_deref().unwrap_or(&organ.slug);
    let index_number = match item.index_number.as_str() {
        "" => {
            let seq = act.next_number(organ.id, "index", released.year()).await?;
            settings.index_number(code, &organ.slug, released, seq)
        }
        given => {
            // a number that our own series would come to is passed over by it
            if let Some((year, seq)) = settings.numbered(code, &organ.slug, given) {
                act.continue_series(organ.id, "index", year, seq).await?;
            }
            given.to_owned()
        }
    };
    out::take_over_in(office, act, &manuscript, (TakenOver { index_number, released }, words)).await
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
