//! 办理一步: the one door through which every step passes: who may, whether the law allows it now, and then the step,
//! what it folds to and its journal row in one transaction.

use gongkai_law::request::{
    evidence::Evidence,
    mend,
    refusal::Refusal,
    step::{Step, Taken, Verb},
};
use gongkai_store::{Act, Actor, Civil, NewStep};

use super::{
    dossier::{Dossier, projection},
    record::{self, Words},
};
use crate::{
    office::Office,
    people::roles::{self, Hand},
    post::applicant,
};

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// The law, the order of the work or the division of duties is against it.
    #[error("{0}")]
    Refused(Refusal),
    /// The register.
    #[error(transparent)]
    Store(#[from] gongkai_store::Error),
}

/// Whether this hand may take up a verb on a request today, as the page shows it.
///
/// # Errors
/// The reason why not.
pub fn may(office: &Office, hand: &Hand, dossier: &Dossier, verb: Verb) -> Result<(), Refusal> {
    dossier.standing.allows(verb, office.today(), &office.calendar)?;
    roles::may(hand, verb, dossier)
}

/// Takes a step in an open act. An act of our own bears an earlier day only where the words name its proof.
/// The caller commits; other writes (a letter's number, a file) may share it.
///
/// # Errors
/// [`NotTaken::Refused`] with its article; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn take(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    dossier: &Dossier,
    taken: Taken,
    words: &Words,
) -> Result<(), NotTaken> {
    roles::may(hand, taken.step.verb(), dossier).map_err(NotTaken::Refused)?;
    let (today, calendar) = (office.today(), &*office.calendar);
    let evidence = if words.proof.trim().is_empty() { Evidence::Word } else { Evidence::Proof };
    untouched(hand, dossier, taken.step).map_err(NotTaken::Refused)?;
    mend::mends(&dossier.taken(), taken, evidence, today, calendar).map_err(NotTaken::Refused)?;
    dossier.standing.accepts(taken, evidence, today, calendar).map_err(NotTaken::Refused)?;
    let after = dossier.after(&[taken], &office.calendar);
    if let Some(fault) = after.fault {
        return Err(NotTaken::Refused(Refusal { why: fault.to_string(), article: None }));
    }
    let instead = hand.principal(taken.step.verb()).map(|id| Actor::Person(id).to_string()).unwrap_or_default();
    let detail = record::detail(taken.step, &Words { instead, ..words.clone() });
    let step = NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail: &detail };
    let line = &dossier.request.line;
    act.take_steps(line.id, line.version, &[step], &projection(&after)).await?;
    Ok(applicant::tell_of(office, act, dossier, taken.step.verb()).await?)
}

/// What the applicant did on line, at a moment that the platform itself saw, no officer mends.
fn untouched(hand: &Hand, dossier: &Dossier, step: Step) -> Result<(), Refusal> {
    let (Step::Struck { step: at } | Step::Redated { step: at, .. }) = step else { return Ok(()) };
    let theirs = dossier.entries.get(at).is_some_and(|entry| entry.row.actor == Actor::Public.to_string());
    match hand {
        Hand::Staff { .. } if theirs => Err(Refusal {
            why: "这一步是申请人自己在网上办理的，不能更正、注销".to_owned(),
            article: None,
        }),
        _ => Ok(()),
    }
}
