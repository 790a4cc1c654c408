//! 答复书、答辩状: what the office says to whoever hears a case against it. It is written over some days, then numbered, and
//! from then on it does not change.

use gongkai_law::{
    article::Article,
    calendar::in_chinese,
    redress::{Route, clock::answer, step::Verb},
    request::{
        letter::{Content, LetterKind, written as asks},
        refusal::Refusal,
    },
};
use gongkai_store::{Civil, Letter, LetterId, Moment};

use super::{case::Case, duties};
use crate::{
    letters::{
        draft::{Written, refused},
        fields::Fields,
        sender::Sender,
        text::Contents,
        wordings::Model,
    },
    office::Office,
    people::roles::{
        Duty, Hand,
        Role::{Head, Signer},
    },
    requests::take::NotTaken,
};

/// Which letter answers a case.
pub fn kind_of(route: Route) -> LetterKind {
    if route.is_suit() { LetterKind::Defence } else { LetterKind::ReviewAnswer }
}

/// Whether a hand may write the letter of a case.
///
/// # Errors
/// The reason why not.
pub fn may_write(hand: &Hand, case: &Case) -> Result<(), Refusal> {
    duties::may(hand, Verb::Answer, case.line.organ_id)?;
    match case.cancelled() {
        Some(_) => Err(Refusal { why: "案件已经注销".to_owned(), article: None }),
        None => Ok(()),
    }
}

/// Whether a hand may number it: the head of the office, or who signs for the organ.
///
/// # Errors
/// The reason why not.
pub fn may_number(hand: &Hand, case: &Case) -> Result<(), Refusal> {
    let own = matches!(hand, Hand::Staff { organ, .. } if *organ == Some(case.line.organ_id));
    match own && hand.is_any(Duty::NumberDefence.roles()) && case.cancelled().is_none() {
        true => Ok(()),
        false => Err(Refusal { why: format!("由{}、{}编文号", Head.label(), Signer.label()), article: None }),
    }
}

/// By which article it is written: of a simplified review another than of an ordinary one, with another term.
pub fn basis(case: &Case, kind: LetterKind) -> Article {
    if case.route.is_suit() {
        kind.article()
    } else {
        answer(case.route, case.standing.procedure, case.standing.instance).1
    }
}

/// The letter from its fields. Nobody is named in it but whoever hears the case: its number says whose it is.
pub fn write(case: &Case, kind: LetterKind, fields: &Fields, sender: &Sender) -> Written {
    let line = &case.line;
    let mut contents = Contents::from([
        (Content::Received, in_chinese(line.notified.0)),
        (Content::CaseNumber, line.case_number.clone()),
        (Content::Cause, line.title.clone()),
        (Content::Basis, basis(case, kind).formal()),
        (Content::Contact, sender.head.contact_line()),
    ]);
    contents.extend(asks(kind).iter().map(|ask| (ask.content, fields.typed(ask.content).trim().to_owned())));
    let you = if kind == LetterKind::Defence { "你院" } else { "你机关" };
    Written::to(Model::Letter(kind), contents, (you, None), sender)
}

/// 保存: the draft as it is, new or again; gives its identity.
///
/// # Errors
/// [`NotTaken::Refused`] by whose duty it is not; [`gongkai_store::Error::Stale`] where somebody else wrote or numbered it.
pub async fn save(
    office: &Office,
    hand: &Hand,
    case: &Case,
    letter: Option<&Letter>,
    fields: &Fields,
) -> Result<LetterId, NotTaken> {
    may_write(hand, case).map_err(NotTaken::Refused)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let id = match letter {
        Some(letter) => {
            act.fill_letter(letter, &fields.json()).await?;
            letter.id
        }
        None => {
            let kind = kind_of(case.route).key();
            act.add_redress_letter(case.line.organ_id, case.line.id, (kind, &fields.json())).await?
        }
    };
    act.commit().await?;
    Ok(id)
}

/// 编文号: the letter with the next number of its series, for good.
///
/// # Errors
/// [`NotTaken::Refused`] with what is missing, or whose duty it is; [`gongkai_store::Error::Stale`].
pub async fn number(
    office: &Office,
    hand: &Hand,
    case: &Case,
    letter: &Letter,
    kind: LetterKind,
) -> Result<(), NotTaken> {
    may_number(hand, case).map_err(NotTaken::Refused)?;
    let mut fields = Fields::read(letter)?;
    // the file may be amended, the letter says to whom it went
    fields.typed.insert(Content::Addressee.key().to_owned(), case.line.forum.clone());
    let sender = Sender::of(office, case.line.organ_id).await?;
    let written = write(case, kind, &fields, &sender);
    if let Some(lacks) = written.lacks() {
        return Err(refused(&lacks));
    }
    let today = office.today();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let number = sender.number(&mut act, kind, today.year()).await?.unwrap_or_default();
    act.fill_letter(letter, &Fields { text: Some(written.text), ..fields }.json()).await?;
    // the filling counted as a save
    act.sign_letter((letter.id, case.line.organ_id, letter.version + 1), &number, Civil(today)).await?;
    Ok(act.commit().await?)
}
