//! 发布与撤下: what everybody sees, and when they do not see it any more.

use gongkai_law::proactive::{
    attribute::Attribute,
    release::{Check, PublicationStep},
};
use gongkai_store::{Act, Civil, Digest, Error, Moment, NewStep, PublicationId, Release, Released, Scope};
use jiff::civil::Date;

use super::{
    content::{Content, number_key},
    effects,
    manuscript::{Manuscript, now},
    record::{self, Words},
    take::accepted,
};
use crate::{office::Office, people::roles::Hand, requests::take::NotTaken};

/// 发布: everybody sees it from now on; what it repeals or amends is marked so in the same act.
///
/// # Errors
/// [`NotTaken::Refused`] with its article; [`Error::Stale`] when somebody else wrote first.
pub async fn release(office: &Office, hand: &Hand, manuscript: &Manuscript) -> Result<(), NotTaken> {
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    release_in(office, &mut act, hand, manuscript).await?;
    Ok(act.commit().await?)
}

/// The same in an open act; the caller commits.
///
/// # Errors
/// As [`release`].
pub async fn release_in(office: &Office, act: &mut Act, hand: &Hand, manuscript: &Manuscript) -> Result<(), NotTaken> {
    let step = PublicationStep::Released;
    accepted(office, hand, manuscript, step, &Words::default()).map_err(NotTaken::Refused)?;
    let Manuscript { publication, organ, content, kind, .. } = manuscript;
    let today = office.today();
    let before = before(office, publication.id).await?;
    let index_number = match &before {
        Some(before) => before.index_number.clone(),
        None => {
            let seq = act.next_number(organ.id, "index", today.year()).await?;
            let code = organ.uscc.as_deref().unwrap_or(&organ.slug);
            manuscript.settings.index_number(code, &organ.slug, today, seq)
        }
    };
    let outgoing = Outgoing::of(manuscript, index_number);
    let out = outgoing.release(manuscript, effects::as_kept(*kind, content.life(), today));
    let detail = record::detail(step, &Words::default());
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let now = now(&manuscript.after(step, today), (*kind, content.formed), &office.calendar);
    act.release_publication((publication.id, publication.version), &out, new, &now).await?;
    act.release_for_standard((publication.id, organ.id), &content.standard_rows()).await?;
    let touched = named(before.as_ref())?.chain(content.relations().map(|(to, _)| to)).chain([publication.id]);
    Ok(effects::settle(act, touched, today).await?)
}

/// Whom that names which was public before.
fn named(before: Option<&Released>) -> Result<impl Iterator<Item = PublicationId>, Error> {
    let content = before.map(|before| Content::read(&before.content)).transpose()?;
    let relations = content.iter().flat_map(Content::relations).map(|(to, _)| to);
    Ok(relations.collect::<Vec<_>>().into_iter())
}

/// What a release is made of that stands in no manuscript as it is needed.
struct Outgoing<'a> {
    index_number: String,
    topics: Vec<&'static str>,
    files: Vec<(&'a str, Digest)>,
    relations: Vec<(PublicationId, &'static str)>,
    json: String,
    number_key: String,
}

impl<'a> Outgoing<'a> {
    fn of(manuscript: &'a Manuscript, index_number: String) -> Self {
        let content = &manuscript.content;
        Self {
            index_number,
            topics: content.categories(manuscript.kind).into_iter().map(|category| category.key).collect(),
            files: manuscript.files.iter().map(|file| (file.name.as_str(), file.out_sm3)).collect(),
            relations: content.relations().map(|(to, relation)| (to, relation.key())).collect(),
            json: content.json(),
            number_key: number_key(&content.number),
        }
    }

    fn release(&'a self, manuscript: &'a Manuscript, life: gongkai_store::Life<'a>) -> Release<'a> {
        let Manuscript { content, kind, .. } = manuscript;
        Release {
            index_number: &self.index_number,
            kind: kind.key(),
            title: &content.title,
            summary: &content.summary,
            content: &self.json,
            formed: content.formed.map(Civil),
            number: &content.number,
            number_key: &self.number_key,
            topics: &self.topics,
            life,
            expires: content.expires.filter(|_| kind.may_expire()).map(Civil),
            files: &self.files,
            relations: &self.relations,
        }
    }
}

/// 历史信息迁移的一条: its 索引号, and the day on which it was released elsewhere.
pub struct TakenOver {
    /// 索引号
    pub index_number: String,
    /// 原发布日期
    pub released: Date,
}

/// 历史信息迁移: everybody sees it from the commit on, as released on its own day, in an open act; the caller commits and has
/// made sure that two people answer for it.
///
/// # Errors
/// As [`release`].
pub async fn take_over_in(
    office: &Office,
    act: &mut Act,
    manuscript: &Manuscript,
    (taken, words): (TakenOver, &Words),
) -> Result<(), NotTaken> {
    let (step, today) = (PublicationStep::Migrated, office.today());
    manuscript.standing.accepts(step, today).map_err(NotTaken::Refused)?;
    let Manuscript { publication, content, kind, .. } = manuscript;
    let outgoing = Outgoing::of(manuscript, taken.index_number);
    let out = outgoing.release(manuscript, effects::as_kept(*kind, content.life(), today));
    let detail = record::detail(step, words);
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let now = now(&manuscript.after(step, today), (*kind, content.formed), &office.calendar);
    // noon of that day in the country
    let at = jiff::tz::Offset::constant(8).to_timestamp(taken.released.at(12, 0, 0, 0));
    let at = at.map_or(Moment(office.now_ms()), Moment::from);
    act.take_over_publication((publication.id, publication.version), (&out, at), new, &now).await?;
    // what is out already may amend or repeal it, and it others
    let touched = content.relations().map(|(to, _)| to).chain([publication.id]);
    Ok(effects::settle(act, touched, today).await?)
}

async fn before(office: &Office, id: PublicationId) -> Result<Option<Released>, Error> {
    match office.db.released(id).await {
        Ok(released) => Ok(Some(released)),
        Err(Error::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// 不公开: puts a publication away that was reviewed and is not for everybody, until it is looked at again. Art. 18.
///
/// # Errors
/// As [`release`].
pub async fn retain(office: &Office, hand: &Hand, manuscript: &Manuscript) -> Result<(), NotTaken> {
    super::take::take(office, hand, manuscript, PublicationStep::Retained, &Words::default()).await
}

/// 撤下: a tombstone with the reason takes its place.
///
/// # Errors
/// As [`release`].
pub async fn withdraw(office: &Office, hand: &Hand, manuscript: &Manuscript, why: &str) -> Result<(), NotTaken> {
    let words = Words { why: why.trim().to_owned(), ..Words::default() };
    end(office, hand, manuscript, PublicationStep::Withdrawn, &words).await
}

/// 公示期满: the clock takes it down on the day that was set with it.
///
/// # Errors
/// As [`release`].
pub async fn expire(office: &Office, manuscript: &Manuscript) -> Result<(), NotTaken> {
    let words = Words { why: "公示期满".to_owned(), ..Words::default() };
    end(office, &Hand::Platform, manuscript, PublicationStep::Expired, &words).await
}

async fn end(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    step: PublicationStep,
    words: &Words,
) -> Result<(), NotTaken> {
    accepted(office, hand, manuscript, step, words).map_err(NotTaken::Refused)?;
    let (today, detail) = (office.today(), record::detail(step, words));
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let after = manuscript.after(step, today);
    let now = now(&after, (manuscript.kind, manuscript.content.formed), &office.calendar);
    let publication = &manuscript.publication;
    let before = before(office, publication.id).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.end_publication((publication.id, publication.version), (step.key(), &words.why), new, &now).await?;
    // what it repealed is in force again
    effects::settle(&mut act, named(before.as_ref())?, today).await?;
    Ok(act.commit().await?)
}

/// 签发: the approval, and what comes of it at once: what is proactive is released on its day, today where none was set;
/// what is not is put away.
///
/// # Errors
/// As [`release`].
pub async fn approve(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    (from, words): (Option<Date>, &Words),
) -> Result<(), NotTaken> {
    let today = office.today();
    let from = from.unwrap_or(today);
    let step = PublicationStep::Passed { check: Check::Approval, from: Some(from) };
    super::take::take(office, hand, manuscript, step, words).await?;
    let id = manuscript.publication.id;
    let approved = Manuscript::of(office, id, Scope::Organ(manuscript.publication.organ_id)).await?;
    match approved.content.attribute() {
        Attribute::Proactive if from <= today => release(office, hand, &approved).await,
        Attribute::Proactive => Ok(()),
        Attribute::OnRequest | Attribute::Withheld => retain(office, hand, &approved).await,
    }
}
