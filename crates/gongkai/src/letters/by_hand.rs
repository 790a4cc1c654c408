//! 手写文书: letters that no step brings about: 协办函, 第三方告知书, 更正告知书, 转送告知书. What the officer writes and what the
//! register knows go into one text, which is numbered at once.

use gongkai_law::request::{
    letter::{Content, LetterKind, Occasion, written as asks},
    remedy,
    standing::Consult,
    step::{Step, Verb},
};
use gongkai_store::LetterId;

use super::{
    draft::{Unsaid, Written, refused, too_long},
    facts,
    fields::Fields,
    notice,
    sender::Sender,
    wordings::Model,
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{
        desk::story,
        dossier::Dossier,
        take::{self, NotTaken},
    },
};

/// The kinds that are written by hand.
pub fn kinds() -> impl Iterator<Item = LetterKind> {
    LetterKind::all().filter(|kind| kind.occasion() == Occasion::ByHand)
}

/// Whether a hand may write a letter of this kind on a request now.
///
/// # Errors
/// The reason why not.
pub fn may(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    kind: LetterKind,
) -> Result<(), gongkai_law::request::refusal::Refusal> {
    take::may(office, hand, dossier, Verb::Issue)?;
    kind.has_place(&dossier.standing)
}

/// What the letter asks for and did not get, or got too much of.
pub fn unsaid(kind: LetterKind, fields: &Fields) -> Vec<Unsaid> {
    let lacking = asks(kind).iter().filter(|ask| ask.needed && fields.typed(ask.content).trim().is_empty());
    let lacking = lacking.map(|ask| Unsaid { content: ask.content, why: format!("请写明：{}", ask.label) });
    lacking.chain(too_long(asks(kind), fields)).collect()
}

/// The letter from its fields.
pub fn write(dossier: &Dossier, kind: LetterKind, fields: &Fields, sender: &Sender) -> Written {
    let mut contents = facts::recorded(&dossier.request, &dossier.standing, &sender.head);
    contents.insert(Content::Paused, String::new());
    contents.insert(Content::Basis, kind.article().formal());
    if kind == LetterKind::ThirdPartyTold {
        contents.insert(Content::Remedy, facts::redress(&sender.head, remedy::text_for_third_party));
    }
    for ask in asks(kind) {
        contents.insert(ask.content, fields.typed(ask.content).trim().to_owned());
    }
    Written::new(Model::Letter(kind), contents, dossier, sender)
}

/// 编文号: keeps the letter for good with the next number of its series.
///
/// # Errors
/// [`NotTaken::Refused`] with what is missing, who may, or why it has no place; the register.
pub async fn issue(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    kind: LetterKind,
    fields: Fields,
) -> Result<LetterId, NotTaken> {
    may(office, hand, dossier, kind).map_err(NotTaken::Refused)?;
    if let Some(unsaid) = unsaid(kind, &fields).first() {
        return Err(refused(&unsaid.why));
    }
    let sender = Sender::of(office, dossier.request.line.organ_id).await?;
    let written = write(dossier, kind, &fields, &sender);
    let step = told(dossier, kind, &fields)?;
    notice::number(office, hand, dossier, &sender, written, (Fields { by_hand: true, ..fields }, step)).await
}

/// What the timeline says of it: a notice to a third party goes with the consultation in which that party objected.
fn told(dossier: &Dossier, kind: LetterKind, fields: &Fields) -> Result<Step, NotTaken> {
    let untold: Vec<&Consult> = dossier.standing.untold().collect();
    if kind != LetterKind::ThirdPartyTold || untold.is_empty() {
        return Ok(Step::Noted);
    }
    let name = |consult: &Consult| story::party(dossier, consult.party).to_owned();
    let named = untold.iter().find(|consult| name(consult) == fields.typed(Content::Addressee).trim());
    match named.or(untold.first().filter(|_| untold.len() == 1)) {
        Some(consult) => Ok(Step::Issued { step: consult.step, letter: kind }),
        None => {
            let names: Vec<_> = untold.iter().map(|consult| name(consult)).collect();
            Err(refused(&format!("一份告知一个第三方，还没有告知的是：{}", names.join("、"))))
        }
    }
}
