//! 办理一步: the one door through which every step of a case passes: who may, whether the law allows it now, and then the
//! step, what it folds to, what it means for the request, and the journal rows, in one transaction.

use gongkai_law::{
    redress::{
        docket, refusal,
        standing::{Order, Standing, true_days},
        step::{Phase, Side, Step, Taken, Verb},
    },
    request::{
        refusal::Refusal,
        step::{Step as RequestStep, Taken as RequestTaken},
    },
};
use gongkai_store::{Act, Civil, Error, NewStep, Registered, RequestId, Scope};
use jiff::civil::Date;

use super::{
    amend::no_suit_after,
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

/// Takes a step in an open act, which the caller commits. An order to answer anew orders it in the request by the same
/// act as soon as it binds, and is taken back there when it binds no more: another answer in the old request, never a new
/// request.
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
    let (steps, today, calendar, line) = (case.taken(), office.today(), &*office.calendar, &case.line);
    duties::may(hand, taken.step.verb(), line.organ_id).map_err(NotTaken::Refused)?;
    case.standing.accepts(taken, today, calendar).map_err(NotTaken::Refused)?;
    refusal::mends(case.route, &steps, taken, today, calendar).map_err(NotTaken::Refused)?;
    not_later(&steps, taken, words, today).map_err(NotTaken::Refused)?;
    if taken.step == Step::Cancelled {
        no_suit_after(office, case).await?;
    }
    let after: Vec<_> = steps.iter().copied().chain([taken]).collect();
    let after = Standing::of(case.route, &after);
    write(office, act, case, &after, (taken, words)).await?;
    if (after.phase() == Phase::Cancelled) != (case.standing.phase() == Phase::Cancelled) {
        live(act, case, after.phase() != Phase::Cancelled).await?;
    }
    follow(office, act, hand, case, After { request: line.request_id, order: after.binding() }, words).await
}

/// The step and what the whole folds to now.
pub(super) async fn write(
    office: &Office,
    act: &mut Act,
    case: &Case,
    after: &Standing,
    (taken, words): (Taken, &Words),
) -> Result<(), NotTaken> {
    let now = projection(after, &office.calendar).ok_or(Error::Missing("案件"))?;
    let detail = record::detail(taken.step, words);
    let step = NewStep { on: Civil(taken.on), kind: taken.step.verb().key(), detail: &detail };
    Ok(act.take_redress_steps(case.line.id, case.line.version, &[step], &now).await?)
}

/// A case that was struck leaves its number to another; one that comes back takes it again.
async fn live(act: &mut Act, case: &Case, live: bool) -> Result<(), NotTaken> {
    let line = &case.line;
    let docket = docket(&line.forum, &line.case_number);
    let said = Registered {
        request: line.request_id,
        after: line.after_id,
        route: &line.route,
        forum: &line.forum,
        case_number: &line.case_number,
        title: &line.title,
        docket: live.then_some(docket.as_str()),
    };
    match act.amend_redress(line.id, line.organ_id, &said).await {
        Err(Error::Taken(_)) => {
            let why = format!("{}的{}已经另外登记，这一件不能恢复", line.forum, line.case_number);
            Err(NotTaken::Refused(Refusal { why, article: None }))
        }
        done => Ok(done?),
    }
}

/// What we do ourselves within a term bears an earlier day than that of its writing only where its proof is named:
/// whoever could choose the day could always be in time.
pub(super) fn not_later(steps: &[Taken], taken: Taken, words: &Words, today: Date) -> Result<(), Refusal> {
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
        Step::Amended { notified, .. } => true_days(steps).first().copied().flatten().is_some_and(|was| notified > was),
        step => ours(step) && taken.on != today,
    };
    if !gains {
        return Ok(());
    }
    let why = match taken.step {
        Step::Amended { .. } => "收到的日期改晚，答复的期限随着变长，请写明凭证",
        _ => "本机关的行为按登记的当天计算；确实早已办理的，请写明凭证",
    };
    let why = why.to_owned();
    Err(Refusal { why, article: None })
}

/// What a step leaves: about which request the case is, and the order that binds.
pub(super) struct After {
    pub(super) request: Option<RequestId>,
    pub(super) order: Option<Order>,
}

/// What a step means for the request: it is answered anew by an order that binds, and by no other.
pub(super) async fn follow(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    case: &Case,
    now: After,
    words: &Words,
) -> Result<(), NotTaken> {
    let was = case.line.request_id.zip(case.standing.binding());
    let now = now.request.zip(now.order);
    let until = |one: Option<(RequestId, Order)>| one.map(|(request, order)| (request, order.until));
    if until(was) == until(now) {
        return Ok(());
    }
    if let Some((request, old)) = was {
        lift(office, act, hand, (request, case), old).await?;
    }
    match now {
        // one file takes one step of an act: what a correction of days moves there is written down there
        Some((request, _)) if was.is_some_and(|(old, _)| old == request) => Ok(()),
        Some((request, order)) => self::order(office, act, hand, (request, case), order, words).await,
        None => Ok(()),
    }
}

/// The request is taken up again; one that was never answered goes on, with a word in its file.
async fn order(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    (request, case): (RequestId, &Case),
    Order { until, from, .. }: Order,
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
        let taken = RequestTaken { on: from, step: RequestStep::Ordered { until } };
        return take::take(office, act, hand, &dossier, taken, &said).await;
    }
    let why = format!("{}限{until}前答复，见{}", case.line.forum, case.line.number);
    let note = Words { why, proof: words.letter.clone(), ..Words::default() };
    take::take(office, act, hand, &dossier, RequestTaken { on: from, step: RequestStep::Noted }, &note).await
}

/// The request is no longer answered anew; where it was meanwhile, that stays as it is.
async fn lift(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    (request, case): (RequestId, &Case),
    old: Order,
) -> Result<(), NotTaken> {
    let dossier = Dossier::open(office, request, Scope::Organ(case.line.organ_id)).await?;
    if dossier.standing.ordered != Some(old.until) {
        return Ok(());
    }
    let said = Words { why: format!("见{}", case.line.number), ..Words::default() };
    take::take(office, act, hand, &dossier, RequestTaken { on: office.today(), step: RequestStep::Lifted }, &said).await
}
