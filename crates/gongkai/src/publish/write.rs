//! 起草: begins a publication, writes it anew, and puts files to it.

use gongkai_law::{
    proactive::{
        kind::PublicationKind,
        release::{PublicationStanding, PublicationStep, PublicationVerb, ReviewRoute},
        running::Explained,
    },
    request::refusal::Refusal,
};
use gongkai_store::{
    Act, Civil, Moment, NewDraft, NewPublication, NewStep, OrganId, PersonId, PublicationId, PublicationNow, Upload,
    Writing,
};
use jiff::civil::Date;

use super::{
    content::Content,
    manuscript::{Manuscript, changed, now},
    record::{self, Words},
    running, secret,
    take::may,
};
use crate::{
    office::Office,
    people::roles::{Hand, Role},
    requests::take::NotTaken,
};

/// 起草的职责: for which organ a hand begins drafts, and who it is.
///
/// # Errors
/// Whose duty it is.
pub fn drafts(hand: &Hand) -> Result<(OrganId, PersonId), Refusal> {
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } if hand.is_any(&[Role::Officer, Role::Head]) => Ok((*organ, *id)),
        _ => Err(Refusal {
            why: "起草公开信息由经办人、公开工作机构负责人办理".to_owned(), article: None
        }),
    }
}

/// Files of one publication at most.
pub const MOST_FILES: usize = 50;

/// 起草: a draft of an organ, in an open act; the caller commits.
///
/// # Errors
/// [`NotTaken::Refused`] where a mark of secrecy stands in it; the register.
pub async fn begin(
    office: &Office,
    act: &mut Act,
    (organ, author): (OrganId, Option<PersonId>),
    kind: PublicationKind,
    content: &Content,
) -> Result<PublicationId, NotTaken> {
    secret::words(content, kind).map_err(NotTaken::Refused)?;
    let begun = Begun::of(office, kind, content, running::explained(office, kind, content).await?);
    let new = begun.draft(kind, content);
    let id =
        act.add_publication(&NewPublication { organ, author, writing: new.writing }, &[new.step], &new.now).await?;
    act.work_for_standard((id, organ), &content.standard_rows()).await?;
    Ok(id)
}

/// 起草的一条: what the register writes of a draft that begins today.
pub struct Begun {
    today: Date,
    json: String,
    detail: String,
    now: PublicationNow<'static>,
}

impl Begun {
    /// Of these words, and where the documents stand that they explain.
    pub fn of(office: &Office, kind: PublicationKind, content: &Content, explained: Explained) -> Self {
        let today = office.today();
        let standing = PublicationStanding::of(ReviewRoute::default(), [(PublicationStep::Begun, today)]);
        let now = now(&standing, (kind, content, explained), &office.calendar);
        let detail = record::detail(PublicationStep::Begun, &Words::default());
        Self { today, json: content.json(), detail, now }
    }

    /// As a row, with the same words; without files.
    pub fn draft<'a>(&'a self, kind: PublicationKind, content: &'a Content) -> NewDraft<'a> {
        let (now, step) = (self.now, PublicationStep::Begun.key());
        NewDraft {
            writing: Writing {
                due: now.due,
                due_ms: now.due_ms,
                provisional: now.provisional,
                ..written(kind, content, &self.json)
            },
            step: NewStep { on: Civil(self.today), kind: step, detail: &self.detail },
            now,
            files: &[],
        }
    }
}

fn written<'a>(kind: PublicationKind, content: &'a Content, json: &'a str) -> Writing<'a> {
    Writing {
        kind: kind.key(),
        title: &content.title,
        content: json,
        attribute: content.attribute().key(),
        formed: content.formed.map(Civil),
        due: None,
        due_ms: None,
        provisional: false,
    }
}

/// 修改: writes a draft anew, blanks and all.
///
/// # Errors
/// [`NotTaken::Refused`] where it is no draft or not this hand's; [`gongkai_store::Error::Stale`].
pub async fn write(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    kind: PublicationKind,
    content: &Content,
) -> Result<(), NotTaken> {
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    write_in(office, &mut act, hand, manuscript, (kind, content)).await?;
    Ok(act.commit().await?)
}

/// The same in an open act; the caller commits.
///
/// # Errors
/// As [`write`].
pub async fn write_in(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    manuscript: &Manuscript,
    (kind, content): (PublicationKind, &Content),
) -> Result<(), NotTaken> {
    may(office, hand, manuscript, PublicationVerb::Write).map_err(NotTaken::Refused)?;
    secret::words(content, kind).map_err(NotTaken::Refused)?;
    secret::without_files(content, manuscript.files.len()).map_err(NotTaken::Refused)?;
    // whoever writes it anew does not change where it came from
    let content = &Content { converted: manuscript.content.converted, ..content.clone() };
    let json = content.json();
    let explained = running::explained(office, kind, content).await?;
    let known = running::known(kind, content, explained, changed(&manuscript.standing));
    let term = running::kept(kind, &known, &office.calendar);
    let (due, due_ms, provisional) = running::or_down(&manuscript.standing, term, &office.calendar);
    let writing = Writing { due, due_ms, provisional, ..written(kind, content, &json) };
    let publication = &manuscript.publication;
    act.write_publication(publication.id, publication.version, &writing).await?;
    act.work_for_standard((publication.id, publication.organ_id), &content.standard_rows()).await?;
    Ok(())
}

/// Puts a file to a draft.
///
/// # Errors
/// [`NotTaken::Refused`] where it is no draft, not this hand's, or has enough files; the register.
pub async fn attach(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    file: (&str, Upload<'_>),
) -> Result<i32, NotTaken> {
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let n = attach_in(office, &mut act, hand, manuscript, file).await?;
    act.commit().await?;
    Ok(n)
}

/// The same in an open act; the caller commits.
///
/// # Errors
/// As [`attach`].
pub async fn attach_in(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    manuscript: &Manuscript,
    file: (&str, Upload<'_>),
) -> Result<i32, NotTaken> {
    may(office, hand, manuscript, PublicationVerb::Write).map_err(NotTaken::Refused)?;
    if manuscript.files.len() >= MOST_FILES {
        let why = format!("一条信息最多{MOST_FILES}个附件");
        return Err(NotTaken::Refused(Refusal { why, article: None }));
    }
    secret::beside(&manuscript.content, (file.0, file.1.bytes)).await.map_err(NotTaken::Refused)?;
    let publication = &manuscript.publication;
    Ok(act.attach_to_publication(publication.id, publication.organ_id, file).await?)
}

/// Takes a file away from a draft.
///
/// # Errors
/// As [`attach`]; [`gongkai_store::Error::Missing`].
pub async fn detach(office: &Office, hand: &Hand, manuscript: &Manuscript, n: i32) -> Result<(), NotTaken> {
    may(office, hand, manuscript, PublicationVerb::Write).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let publication = &manuscript.publication;
    act.detach_from_publication(publication.id, publication.organ_id, n).await?;
    Ok(act.commit().await?)
}
