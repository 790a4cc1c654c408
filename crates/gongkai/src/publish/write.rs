//! 起草: begins a publication, writes it anew, and puts files to it.

use gongkai_law::{
    proactive::{
        kind::PublicationKind,
        release::{PublicationStanding, PublicationStep, PublicationVerb, ReviewRoute},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Act, Civil, Moment, NewPublication, NewStep, OrganId, PersonId, PublicationId, Upload, Writing};
use jiff::civil::Date;

use super::{
    content::Content,
    manuscript::{Manuscript, now},
    record::{self, Words},
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
/// The register.
pub async fn begin(
    office: &Office,
    act: &mut Act,
    (organ, author): (OrganId, Option<PersonId>),
    kind: PublicationKind,
    content: &Content,
) -> Result<PublicationId, gongkai_store::Error> {
    let (today, json) = (office.today(), content.json());
    let detail = record::detail(PublicationStep::Begun, &Words::default());
    let step = NewStep { on: Civil(today), kind: PublicationStep::Begun.key(), detail: &detail };
    let standing = PublicationStanding::of(ReviewRoute::default(), [(PublicationStep::Begun, today)]);
    let now = now(&standing, (kind, content.formed), &office.calendar);
    let writing = Writing { due: now.due, provisional: now.provisional, ..written(kind, content, &json) };
    let id = act.add_publication(&NewPublication { organ, author, writing }, &[step], &now).await?;
    act.work_for_standard((id, organ), &content.standard_rows()).await?;
    Ok(id)
}

fn written<'a>(kind: PublicationKind, content: &'a Content, json: &'a str) -> Writing<'a> {
    Writing {
        kind: kind.key(),
        title: &content.title,
        content: json,
        attribute: content.attribute().key(),
        formed: content.formed.map(Civil),
        due: None,
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
    let json = content.json();
    let from = manuscript.standing.revised.or(content.formed);
    let term = from.and_then(|from: Date| kind.rule().due(from, &office.calendar));
    let writing = Writing {
        due: term.map(|term| Civil(term.date)),
        provisional: term.is_some_and(|term| term.provisional),
        ..written(kind, content, &json)
    };
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
