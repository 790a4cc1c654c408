//! 办理一步: the one door through which every step of a case passes: who may, whether the law allows it now, and then the
//! step, what it folds to, what it means for the request, and the journal rows, in one transaction.

use gongkai_law::{
    redress::{
        refusal,
        standing::{Standing, true_days},
        step::{Side, Step, Taken, Verb},
    },
    request::{
        refusal::Refusal,
        step::{Step as RequestStep, Taken as RequestTaken},
    },
};
use gongkai_store::{Act, Civil, Error, NewStep, RequestId, Scope};
use jiff::civil::Date;

use super::{
    case::{Case, projection},
    duties, record,
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{
        dossier::Dossier,
        record::Words,
        take::{self, NotTaken},
    },
};

/// Whether this hand may take up a verb in a case, as the page shows it.
///
/// # Errors
/// The reason why not.
pub fn may(office: &Office, hand: &Hand, case: &Case, verb: Verb) -> Result<(), Refusal> {
    case.standing.allows(verb, &office.calendar)?;
    duties::may(hand, verb, case.line.organ_id)
}

/// Takes a step in an open act, which the caller commits. A conclusion that orders a new answer orders it in the request
/// by the same act: another answer in the old request, never a new request.
///
/// # Errors
/// [`NotTaken::Refused`] with its article; [`Error::Stale`] when somebody else wrote first.
pub async fn take(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    case: &Case,
    taken: Taken,
    words: &Words,
) -> Result<(), NotTaken> {
    let (steps, today, calendar) = (case.taken(), office.today(), &*office.calendar);
    duties::may(hand, taken.step.verb(), case.line.organ_id).map_err(NotTaken::Refused)?;
    refusal::mends(case.route, &steps, taken, today, calendar).map_err(NotTaken::Refused)?;
    case.standing.accepts(taken, today, calendar).map_err(NotTaken::Refused)?;
    borne(&steps, taken, words, today).map_err(NotTaken::Refused)?;
    let after: Vec<_> = steps.iter().copied().chain([taken]).collect();
    let now = projection(&Standing::of(case.route, &after), calendar).ok_or(Error::Missing("案件"))?;
    let detail = record::detail(taken.step, words);
    let step = NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail: &detail };
    act.take_redress_steps(case.line.id, case.line.version, &[step], &now).await?;
    let Some(request) = case.line.request_id else { return Ok(()) };
    match taken.step {
        Step::Concluded { served, again: Some(until), .. } => {
            order(office, act, hand, (request, case), (served, until), words).await
        }
        Step::Struck { step } => still_ordered(office, (request, case), step).await,
        _ => Ok(()),
    }
}

/// What we do ourselves within a term bears an earlier day than that of its writing only where its proof is named:
/// whoever could choose the day could always be in time.
fn borne(steps: &[Taken], taken: Taken, words: &Words, today: Date) -> Result<(), Refusal> {
    if !words.proof.trim().is_empty() {
        return Ok(());
    }
    let ours = |step: Step| matches!(step, Step::Answered | Step::Appealed { by: Side::Office });
    // a day that is put right is as good as one written down at once: an answer moves no earlier, the papers come no later
    let gains = match taken.step {
        Step::Redated { step: place, on } => {
            let was = true_days(steps).get(place).copied().flatten();
            let mended = steps.get(place).map(|taken| taken.step);
            was.zip(mended).is_some_and(|(was, mended)| {
                ours(mended) && on < was || matches!(mended, Step::Notified { .. }) && on > was
            })
        }
        step => ours(step) && taken.on != today,
    };
    if !gains {
        return Ok(());
    }
    let why = "本机关的行为按登记的当天计算；确实早已办理的，请写明凭证".to_owned();
    Err(Refusal { why, article: None })
}

/// The request is taken up again; one that was never answered goes on, with a word in its file.
async fn order(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    (request, case): (RequestId, &Case),
    (served, until): (Date, Date),
    words: &Words,
) -> Result<(), NotTaken> {
    let dossier = Dossier::open(office, request, Scope::Organ(case.line.organ_id)).await?;
    let said = Words {
        who: case.line.forum.clone(),
        proof: words.letter.clone(),
        why: format!("见{}", case.line.number),
        ..Words::default()
    };
    if dossier.standing.is_over() {
        let taken = RequestTaken { on: served, step: RequestStep::Ordered { until } };
        return take::take(office, act, hand, &dossier, taken, &said).await;
    }
    let why = format!("{}限{until}前答复，见{}", case.line.forum, case.line.number);
    let note = Words { why, proof: words.letter.clone(), ..Words::default() };
    take::take(office, act, hand, &dossier, RequestTaken { on: served, step: RequestStep::Noted }, &note).await
}

/// A conclusion on which the request was taken up again cannot vanish while the request still goes by it.
async fn still_ordered(office: &Office, (request, case): (RequestId, &Case), struck: usize) -> Result<(), NotTaken> {
    let step = case.entries.get(struck).map(|entry| entry.taken.step);
    if !matches!(step, Some(Step::Concluded { again: Some(_), .. })) {
        return Ok(());
    }
    let dossier = Dossier::open(office, request, Scope::Organ(case.line.organ_id)).await?;
    if dossier.standing.ordered.is_none() {
        return Ok(());
    }
    let why = format!("请先在{}的卷宗里注销“登记责令重新答复”", dossier.request.line.number);
    Err(NotTaken::Refused(Refusal { why, article: None }))
}
