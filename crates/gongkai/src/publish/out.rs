//! 发布与撤下: what everybody sees, and when they do not see it any more.

use gongkai_law::{
    proactive::{
        attribute::Attribute,
        kind::PublicationKind,
        release::{Check, PublicationStep},
        term::INTERPRETATION,
    },
    request::refusal::Refusal,
};
use gongkai_store::{Act, Civil, Digest, Error, FileHold, Moment, NewStep, PublicationId, Release, Released, Scope};
use jiff::civil::Date;

use super::{
    content::{Content, number_key},
    effects, lateness,
    manuscript::Manuscript,
    record::{self, Words},
    running, settle,
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
    let Manuscript { publication, organ, kind, .. } = manuscript;
    let content = &settle::going_out(manuscript);
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
    let outgoing = Outgoing::of(manuscript, content, index_number);
    let out = outgoing.release(*kind, effects::as_kept(*kind, content.life(), today));
    let detail = record::detail(step, &Words::default());
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let now = manuscript.now(&manuscript.after(step, today), &office.calendar);
    act.release_publication((publication.id, publication.version), &out, new, &now).await?;
    act.release_for_standard((publication.id, organ.id), &content.standard_rows()).await?;
    if before.is_none()
        && let Some(missed) = lateness::missed(manuscript, (Moment(office.now_ms()), today), &office.calendar)
    {
        act.note_late((publication.id, organ.id), Civil(missed.last), missed.days()).await?;
    }
    if before.is_none()
        && let Some(term) = INTERPRETATION.due(today, &office.calendar)
    {
        let (joined, due) = (running::joined(publication.id), (Civil(term.date), term.provisional));
        act.start_interpretations((publication.id, organ.id), &joined, due).await?;
    }
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
    content: &'a Content,
    index_number: String,
    topics: Vec<&'static str>,
    files: Vec<(&'a str, Digest)>,
    relations: Vec<(PublicationId, &'static str)>,
    json: String,
    number_key: String,
}

impl<'a> Outgoing<'a> {
    fn of(manuscript: &'a Manuscript, content: &'a Content, index_number: String) -> Self {
        Self {
            content,
            index_number,
            topics: content.categories(manuscript.kind).into_iter().map(|category| category.key).collect(),
            files: manuscript.files.iter().map(|file| (file.name.as_str(), file.out_sm3)).collect(),
            relations: content.relations().map(|(to, relation)| (to, relation.key())).collect(),
            json: content.json(),
            number_key: number_key(&content.number),
        }
    }

    fn release(&'a self, kind: PublicationKind, life: gongkai_store::Life<'a>) -> Release<'a> {
        let content = self.content;
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
            form: content.form(),
            converted: content.converted.is_some(),
            life,
            expires: content.expires.filter(|_| kind.may_expire()).map(Civil),
            files: &self.files,
            relations: &self.relations,
        }
    }
}

/// 历史信息迁移的一条: made ready before the act, so that nobody waits for it.
pub struct TakenOver<'a> {
    manuscript: &'a Manuscript,
    outgoing: Outgoing<'a>,
    /// 原发布日期
    pub released: Date,
}

impl<'a> TakenOver<'a> {
    /// Of a manuscript that was released elsewhere on a day; the number is that of [`TakenOver::numbered`].
    ///
    /// # Errors
    /// The reason why it cannot be taken over as it stands.
    pub fn of(manuscript: &'a Manuscript, released: Date, today: Date) -> Result<Self, Refusal> {
        manuscript.standing.accepts(PublicationStep::Migrated, today)?;
        Ok(Self { manuscript, outgoing: Outgoing::of(manuscript, &manuscript.content, String::new()), released })
    }

    /// Gives it its 索引号.
    pub fn numbered(&mut self, index_number: String) {
        self.outgoing.index_number = index_number;
    }

    /// The files that go out with it.
    pub fn files(&self) -> impl Iterator<Item = Digest> {
        self.outgoing.files.iter().map(|(_, sm3)| *sm3)
    }

    fn row<'b>(&'b self, office: &Office, detail: &'b str) -> gongkai_store::TakenOver<'b> {
        let (today, Manuscript { publication, content, kind, entries, .. }) = (office.today(), self.manuscript);
        // noon of that day in the country
        let at = jiff::tz::Offset::constant(8).to_timestamp(self.released.at(12, 0, 0, 0));
        gongkai_store::TakenOver {
            id: publication.id,
            version: publication.version,
            place: i32::try_from(entries.len()).unwrap_or(i32::MAX),
            release: self.outgoing.release(*kind, effects::as_kept(*kind, content.life(), today)),
            released: at.map_or(Moment(office.now_ms()), Moment::from),
            step: NewStep { on: Civil(today), kind: PublicationStep::Migrated.key(), detail },
        }
    }
}

/// 历史信息迁移: everybody sees these of one organ from the commit on, as released on their own days, in an open act; the caller
/// commits, holds their files, and has made sure that two people answer for it.
///
/// # Errors
/// [`Error::Stale`] when somebody else wrote first; the register.
pub async fn take_over_in(
    office: &Office,
    act: &mut Act,
    all: &[TakenOver<'_>],
    (words, hold): (&Words, &FileHold),
) -> Result<(), Error> {
    let Some(first) = all.first().map(|one| one.manuscript) else { return Ok(()) };
    let (step, today) = (PublicationStep::Migrated, office.today());
    let detail = record::detail(step, words);
    // what is out has no term, of whatever kind it is
    let now = first.now(&first.after(step, today), &office.calendar);
    let rows: Vec<_> = all.iter().map(|one| one.row(office, &detail)).collect();
    act.take_over_publications(first.organ.id, &rows, (&now, hold)).await?;
    // what is out already may amend or repeal some, and they others
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let named = all.iter().flat_map(|one| one.manuscript.content.relations().map(|(to, _)| to));
    let touched: Vec<_> = act.named_by_others(&ids).await?.into_iter().chain(named).collect();
    effects::settle(act, touched.into_iter(), today).await
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
    let now = manuscript.now(&after, &office.calendar);
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
    // what does not go out has no day on which it does
    let goes_out = manuscript.content.attribute() == Attribute::Proactive;
    let step = PublicationStep::Passed { check: Check::Approval, from: Some(from).filter(|_| goes_out) };
    super::take::take(office, hand, manuscript, step, words).await?;
    let id = manuscript.publication.id;
    let approved = Manuscript::of(office, id, Scope::Organ(manuscript.publication.organ_id)).await?;
    match approved.content.attribute() {
        Attribute::Proactive if from <= today => release(office, hand, &approved).await,
        Attribute::Proactive => Ok(()),
        Attribute::OnRequest | Attribute::Withheld => retain(office, hand, &approved).await,
    }
}
