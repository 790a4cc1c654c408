//! 登记: how a case comes in: the number, the first step, its clock and the journal row in one transaction.

use gongkai_law::{
    redress::{
        REVIEW_BASIS, Route,
        clock::Procedure,
        docket,
        standing::Standing,
        step::{Step, Taken, Verb},
    },
    request::{
        decision::{Decision, Remedy},
        refusal::Refusal,
    },
};
use gongkai_store::{Act, Civil, Error, NewRedress, NewStep, Organ, OrganId, Redress, RedressId, Registered, Request};
use jiff::civil::Date;

use super::{case::projection, duties, record};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{record::Words, take::NotTaken},
};

/// 来案: all that the papers say.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// By which route.
    pub route: Route,
    /// The request that it is about.
    pub request: Option<Request>,
    /// 复议后起诉: the review before it, where we have it.
    pub after: Option<Redress>,
    /// 复议机关 or 法院
    pub forum: String,
    /// 案号 there.
    pub case_number: String,
    /// In a few words.
    pub title: String,
    /// The day on which the papers were served on us.
    pub notified: Date,
    /// 适用程序
    pub procedure: Procedure,
    /// 受理、立案之日, where the papers say it.
    pub accepted: Option<Date>,
    /// How the service is proved.
    pub proof: String,
}

/// Whether this hand may register a case against this organ.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, organ: OrganId) -> Result<(), Refusal> {
    duties::may(hand, Verb::Notify, organ)
}

/// Registers a case against an organ in an open act; gives its identity and number.
///
/// # Errors
/// [`NotTaken::Refused`] for a hand that may not, a day that cannot be, and a case that is registered already.
pub async fn register(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    organ: &Organ,
    arrival: &Arrival,
) -> Result<(RedressId, String), NotTaken> {
    may(hand, organ.id).map_err(NotTaken::Refused)?;
    fits(arrival).map_err(NotTaken::Refused)?;
    once(office, organ.id, arrival, None).await?;
    let step = Step::Notified { procedure: arrival.procedure, accepted: arrival.accepted };
    let taken = Taken { on: arrival.notified, step };
    let calendar = &*office.calendar;
    Standing::of(arrival.route, &[]).accepts(taken, office.today(), calendar).map_err(NotTaken::Refused)?;
    let now = projection(&Standing::of(arrival.route, &[taken]), calendar).ok_or(Error::Missing("案件"))?;
    let number = next_number(act, organ, arrival).await?;
    let words = Words { proof: arrival.proof.clone(), ..Words::default() };
    let detail = record::detail(step, &words);
    let first = NewStep { on: Civil(taken.on), kind: step.verb().key(), detail: &detail };
    let said = said(arrival);
    let new = NewRedress { organ: organ.id, number: &number, said: said.registered() };
    match act.add_redress(&new, &[first], &now).await {
        Ok(id) => Ok((id, number)),
        // somebody else did so at this very moment
        Err(Error::Taken(_)) => Err(twice(office, organ.id, arrival).await),
        Err(error) => Err(error.into()),
    }
}

/// What the papers say, with the word by which a second registration of the same case is known.
pub(super) struct Said<'a> {
    arrival: &'a Arrival,
    docket: String,
}

/// What the papers say.
pub(super) fn said(arrival: &Arrival) -> Said<'_> {
    Said { arrival, docket: docket(&arrival.forum, &arrival.case_number) }
}

impl Said<'_> {
    /// As the register keeps it.
    pub(super) fn registered(&self) -> Registered<'_> {
        let arrival = self.arrival;
        Registered {
            request: arrival.request.as_ref().map(|request| request.line.id),
            after: arrival.after.as_ref().map(|review| review.id),
            route: arrival.route.key(),
            forum: &arrival.forum,
            case_number: &arrival.case_number,
            title: &arrival.title,
            docket: Some(&self.docket),
        }
    }
}

/// `QH-FY-2026-0003`, `QH-SS-2026-0001`: reviews and suits each count for themselves.
async fn next_number(act: &mut Act, organ: &Organ, arrival: &Arrival) -> Result<String, Error> {
    let (series, word) = if arrival.route.is_suit() { ("suit", "SS") } else { ("review", "FY") };
    let year = arrival.notified.year();
    let count = act.next_number(organ.id, series, year).await?;
    Ok(format!("{}-{word}-{year}-{count:04}", organ.slug.to_uppercase()))
}

/// Whether what the papers say goes together.
///
/// # Errors
/// The reason why not.
pub(super) fn fits(arrival: &Arrival) -> Result<(), Refusal> {
    let no = |why: &str| Err(Refusal { why: why.to_owned(), article: None });
    let early = |request: &Request| arrival.notified < request.line.arrived.0;
    match (&arrival.request, &arrival.after) {
        (Some(request), _) if early(request) => no("收到案件材料的日期早于申请到达的日期"),
        (_, Some(_)) if arrival.route != Route::AfterReview => no("只有复议后起诉的案件才接着一件复议"),
        (_, Some(review)) if review.route != Route::Review.key() => no("前面的一件不是复议案件"),
        (_, Some(review)) if arrival.notified < review.notified.0 => no("收到起诉状的日期早于收到复议材料的日期"),
        _ => Ok(()),
    }
}

/// The same number at the same forum is the same case; `own` is the one that may have it.
///
/// # Errors
/// [`NotTaken::Refused`] with the number of the other.
pub(super) async fn once(
    office: &Office,
    organ: OrganId,
    arrival: &Arrival,
    own: Option<RedressId>,
) -> Result<(), NotTaken> {
    let found = office.db.redress_docketed(organ, &docket(&arrival.forum, &arrival.case_number)).await?;
    match found.filter(|case| Some(case.id) != own) {
        Some(case) => Err(registered_as(&case)),
        None => Ok(()),
    }
}

/// Why a case is not registered that another has become meanwhile.
pub(super) async fn twice(office: &Office, organ: OrganId, arrival: &Arrival) -> NotTaken {
    match office.db.redress_docketed(organ, &docket(&arrival.forum, &arrival.case_number)).await {
        Ok(Some(case)) => registered_as(&case),
        Ok(None) => Error::Stale.into(),
        Err(error) => error.into(),
    }
}

fn registered_as(case: &Redress) -> NotTaken {
    let why = format!("{}的{}已经登记为{}", case.forum, case.case_number, case.number);
    NotTaken::Refused(Refusal { why, article: None })
}

/// 复议前置: what to bear in mind of a suit that came without the review that the law wants first.
pub fn skipped_review(route: Route, request: &Request) -> Option<String> {
    let decision = Decision::of_key(request.line.decision.as_deref()?)?;
    let first = route == Route::Direct && decision.remedy() == Remedy::ReviewFirst;
    let basis = decision.remedy().article().unwrap_or(REVIEW_BASIS);
    first
        .then(|| format!("对不予公开的答复不服，应当先申请行政复议（{basis}）。没有经过复议就起诉的，答辩时可以提出。"))
}
