//! 告知书: the letter that tells how a complaint or a correction ended. It is written once, when it ended, numbered at once,
//! and from then on it does not change; whoever brought the matter reads it where they follow it.

use gongkai_law::{
    calendar::in_chinese,
    matter::{MatterStep, MatterVerb, Settled},
    request::{
        letter::{Content, LetterKind, written as asks},
        refusal::Refusal,
        remedy,
    },
};
use gongkai_store::{Civil, Error, Moment};

use super::{
    case::{Case, Words},
    take,
};
use crate::{
    letters::{
        by_hand::unsaid,
        draft::{Written, refused},
        facts,
        fields::Fields,
        sender::Sender,
        text::Contents,
        wordings::Model,
    },
    office::Office,
    people::roles::Hand,
    requests::{
        register::{Identity, is_organisation},
        take::NotTaken,
    },
};

/// Who is addressed where no name was given.
const NAMELESS: &str = "提出人";

/// Which letter tells how a matter ended.
///
/// # Errors
/// The reason why none does.
pub fn kind_of(case: &Case) -> Result<LetterKind, Refusal> {
    let no = |why: &str| Err(Refusal { why: why.to_owned(), article: Some(case.kind.basis()) });
    match case.standing.settled {
        None => no("办结以后才出具告知书，请先答复"),
        Some((settled, _)) => LetterKind::of_matter(settled).map_or_else(|| no("提出的人已经撤回，不用再告知"), Ok),
    }
}

/// Its title and, once it has one, its number; `None` where nothing is told by letter.
///
/// # Errors
/// The register.
pub async fn named(office: &Office, case: &Case) -> Result<Option<(&'static str, Option<String>)>, Error> {
    let Ok(kind) = kind_of(case) else { return Ok(None) };
    let letter = office.db.letter_of_matter(case.matter.id).await?;
    Ok(Some((kind.title(), letter.and_then(|letter| letter.number))))
}

/// What the fields begin with: what was said at the end of the matter.
pub fn begun(case: &Case) -> Fields {
    let mut fields = Fields::default();
    let Some((settled, words)) = ended(case) else { return fields };
    let said = match settled {
        Settled::Corrected => (Content::Correction, words.why.clone()),
        Settled::Forwarded => (Content::Elsewhere, format!("已经转送{}", words.who)),
        Settled::Referred => (Content::Elsewhere, format!("请向{}提出", words.who)),
        Settled::Unproven => (Content::Fact, words.why.clone()),
        _ if words.who.is_empty() => (Content::Reasons, format!("{}。{}", settled.label(), words.why)),
        _ => (Content::Reasons, format!("{}，请向{}提出。{}", settled.label(), words.who, words.why)),
    };
    fields.typed.insert(said.0.key().to_owned(), said.1);
    if matches!(settled, Settled::Forwarded | Settled::Referred) {
        fields.typed.insert(Content::Reasons.key().to_owned(), words.why.clone());
    }
    fields
}

fn ended(case: &Case) -> Option<(Settled, &Words)> {
    case.entries.iter().rev().find_map(|entry| match entry.step {
        MatterStep::Settled(settled) => Some((settled, &entry.words)),
        _ => None,
    })
}

/// 主送: to whom it goes.
pub fn addressee(who: Option<&Identity>) -> &str {
    who.map(|who| who.name.trim()).filter(|name| !name.is_empty()).unwrap_or(NAMELESS)
}

/// The letter from its fields. Nobody is named in it: its number says whose it is.
pub fn write(case: &Case, kind: LetterKind, fields: &Fields, sender: &Sender, who: Option<&Identity>) -> Written {
    let matter = &case.matter;
    let basis = case.standing.settled.and_then(|(settled, _)| settled.basis()).unwrap_or(kind.article());
    let mut contents = Contents::from([
        (Content::Number, matter.number.clone()),
        (Content::Received, in_chinese(matter.arrived.0)),
        (Content::Wanted, facts::one_line(&matter.words)),
        (Content::Basis, basis.formal()),
        (Content::Contact, sender.head.contact_line()),
    ]);
    if kind.needs().contains(&Content::Remedy) {
        contents.insert(Content::Remedy, facts::redress(&sender.head, remedy::text_for_record));
    }
    contents.extend(asks(kind).iter().map(|ask| (ask.content, fields.typed(ask.content).trim().to_owned())));
    let is_person = who.is_none_or(|who| !is_organisation(who));
    Written::to(Model::Letter(kind), contents, (facts::you(is_person), None), sender)
}

/// 编文号: keeps the letter for good with the next number of its series.
///
/// # Errors
/// [`NotTaken::Refused`] with what is missing, whose duty it is, or that it was told before; the register.
pub async fn issue(office: &Office, hand: &Hand, case: &Case, fields: Fields) -> Result<(), NotTaken> {
    take::duty(hand, case, MatterVerb::Settle).map_err(NotTaken::Refused)?;
    let kind = kind_of(case).map_err(NotTaken::Refused)?;
    if let Some(unsaid) = unsaid(kind, &fields).first() {
        return Err(refused(&unsaid.why));
    }
    let (matter, today) = (&case.matter, office.today());
    let sender = Sender::of(office, matter.organ_id).await?;
    let who = case.identity(office).map_err(|_| Error::Corrupt(format!("事项{}的姓名", matter.number)))?;
    let written = write(case, kind, &fields, &sender, who.as_ref());
    if let Some(lacks) = written.lacks() {
        return Err(refused(&format!("{lacks}，不能编文号")));
    }
    let fields = Fields { by_hand: true, text: Some(written.text), ..fields }.json();
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let number = sender.number(&mut act, kind, today.year()).await?.ok_or_else(|| refused("这种文书不编文号"))?;
    let id = match act.add_matter_letter(matter.organ_id, matter.id, (kind.key(), &fields)).await {
        Err(Error::Taken(_)) => return Err(refused("这一件的告知书已经编过文号")),
        added => added?,
    };
    act.sign_letter((id, matter.organ_id, 0), &number, Civil(today)).await?;
    Ok(act.commit().await?)
}
