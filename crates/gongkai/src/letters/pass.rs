//! 审签发: return, legal review, signature with the number, and sending. Each is a step of the request, and what it
//! does to the letter stands in the same act.

use gongkai_law::request::{
    letter::LetterKind,
    refusal::Refusal,
    step::{Step, Taken, Verb},
};
use gongkai_store::{Act, Civil, Letter, Moment};
use jiff::civil::Date;

use super::{
    draft::{handed_in, refused},
    facts,
    fields::Fields,
    sender::Sender,
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{
        dossier::Dossier,
        record::Words,
        register::identity,
        shown::names_in,
        take::{self, NotTaken},
    },
};

/// 办理意见: what is said with a letter that is taken on.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Why it is given back.
    pub why: String,
    /// When it was sent; today where nothing is said.
    pub on: Option<Date>,
    /// By what that day is proved, where it is not today.
    pub proof: String,
}

/// Takes the letter that was handed in one step on. `why` is what the step's record says.
///
/// # Errors
/// [`NotTaken::Refused`] with who may or why not; [`gongkai_store::Error::Stale`] when somebody else was faster.
pub async fn pass(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    letter: &Letter,
    verb: Verb,
    said: &Said,
) -> Result<(), NotTaken> {
    if handed_in(dossier) != Some(letter.id) {
        return Err(refused("这一稿不是送审的那一稿"));
    }
    let step = match verb {
        Verb::Return if said.why.trim().is_empty() => return Err(refused("请写明退回的理由")),
        Verb::Return => Step::Returned,
        Verb::Review => Step::Reviewed,
        Verb::Sign => Step::Signed,
        Verb::Send => Step::Sent,
        _ => return Err(refused("这一步不在文书上办理")),
    };
    // before anything is written: a second click on 签发 is told that it is signed, and takes no number
    may(office, hand, dossier, &Fields::read(letter)?, verb).map_err(NotTaken::Refused)?;
    let who = in_whose_place(office, hand, verb).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let mut words = Words { why: said.why.trim().to_owned(), who, ..Words::default() };
    match step {
        Step::Signed => words.letter = number(office, &mut act, letter).await?,
        Step::Sent => {
            words.letter = letter.number.clone().unwrap_or_default();
            words.proof = said.proof.trim().to_owned();
            enclose(&mut act, dossier, letter).await?;
        }
        _ => {}
    }
    // a letter is reviewed and signed here and now; it may have been posted before somebody writes that down
    let on = said.on.filter(|_| verb == Verb::Send).unwrap_or(office.today());
    let taken = Taken { on, step };
    take::take(office, &mut act, hand, dossier, taken, &words).await?;
    Ok(act.commit().await?)
}

/// Whether a hand may take the letter with these fields a step on.
///
/// # Errors
/// The reason why not.
pub fn may(office: &Office, hand: &Hand, dossier: &Dossier, fields: &Fields, verb: Verb) -> Result<(), Refusal> {
    take::may(office, hand, dossier, verb)?;
    match fields.decision().filter(|_| verb == Verb::Send) {
        Some(decision) => dossier.standing.may_disclose(decision, &fields.grounds()),
        None => Ok(()),
    }
}

/// 代签: in whose place a letter is reviewed or signed, in words; empty where the role is the hand's own.
async fn in_whose_place(office: &Office, hand: &Hand, verb: Verb) -> Result<String, gongkai_store::Error> {
    let principal = hand.principal(verb).filter(|_| matches!(verb, Verb::Review | Verb::Sign));
    match principal {
        Some(principal) => Ok(format!("代{}{}", office.db.staff_line(principal).await?.full_name, verb.label())),
        None => Ok(String::new()),
    }
}

/// 文号: the next of its series, given for good when the act commits.
async fn number(office: &Office, act: &mut Act, letter: &Letter) -> Result<String, NotTaken> {
    let sender = Sender::of(office, letter.organ_id).await?;
    let kind = Fields::read(letter)?.kind().unwrap_or(LetterKind::Closing);
    let today = office.today();
    let number = sender.number(act, kind, today.year()).await?.ok_or_else(|| refused("这种文书不编文号"))?;
    act.sign_letter((letter.id, letter.organ_id, letter.version), &number, Civil(today)).await?;
    Ok(number)
}

/// What goes out with the letter: from now on the applicant may fetch it. The letter itself is set anew whenever it is
/// opened, so that no copy of it keeps the name in clear.
async fn enclose(act: &mut Act, dossier: &Dossier, letter: &Letter) -> Result<(), NotTaken> {
    let (fields, line) = (Fields::read(letter)?, &dossier.request.line);
    if !fields.files.is_empty() {
        act.show_files(line.id, line.organ_id, &fields.files).await?;
    }
    Ok(())
}

/// Whom the letter addresses: all who applied by their names, unsealed for this letter alone; 你 or 你单位 where they were
/// erased or do not open.
pub fn addressee(office: &Office, dossier: &Dossier) -> String {
    let fallback = || facts::you(dossier.applicant().is_person()).to_owned();
    let Some(who) = identity(office, &dossier.request).ok().flatten() else { return fallback() };
    let all = std::iter::once(who.name.trim().to_owned()).chain(who.joint.lines().flat_map(names_in));
    let all: Vec<_> = all.filter(|name| !name.is_empty()).collect();
    if all.is_empty() { fallback() } else { all.join("、") }
}
