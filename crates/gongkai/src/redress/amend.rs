//! 更正登记: a case whose papers were written down wrongly is put right, and what it means for requests follows.

use gongkai_law::{
    redress::{
        Route,
        refusal::mends,
        standing::Standing,
        step::{Step, Taken, Verb},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Act, Error, Scope};
use jiff::civil::Date;

use super::{
    case::Case,
    duties,
    register::{Arrival, fits, once, said, twice},
    take::{After, follow, not_later, write},
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::{record::Words, take::NotTaken},
};

/// Puts right in an open act what a case says that was taken from its papers.
///
/// # Errors
/// [`NotTaken::Refused`] with its reason, where nothing changes, and where another case is this one;
/// [`Error::Stale`] when somebody else wrote first.
pub async fn amend(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    case: &Case,
    arrival: &Arrival,
    why: &str,
) -> Result<(), NotTaken> {
    let (today, calendar, line) = (office.today(), &*office.calendar, &case.line);
    duties::may(hand, Verb::Amend, line.organ_id).map_err(NotTaken::Refused)?;
    fits(arrival).map_err(NotTaken::Refused)?;
    let changes = changes(office, case, arrival).await?;
    if changes.is_empty() {
        return refused("没有改动，不用更正");
    }
    if case.route == Route::Review && arrival.route != Route::Review {
        no_suit_after(office, case).await?;
    }
    once(office, line.organ_id, arrival, Some(line.id)).await?;
    let Arrival { notified, procedure, accepted, .. } = *arrival;
    let taken = Taken { on: today, step: Step::Amended { notified, procedure, accepted } };
    let steps = case.taken();
    case.standing.accepts(taken, today, calendar).map_err(NotTaken::Refused)?;
    mends(arrival.route, &steps, taken, today, calendar).map_err(NotTaken::Refused)?;
    let words =
        Words { why: why.to_owned(), about: changes.join("；"), proof: arrival.proof.clone(), ..Words::default() };
    not_later(&steps, taken, &words, today).map_err(NotTaken::Refused)?;
    let after: Vec<_> = steps.iter().copied().chain([taken]).collect();
    let after = Standing::of(arrival.route, &after);
    write(office, act, case, &after, (taken, &words)).await?;
    let said = said(arrival);
    match act.amend_redress(line.id, line.organ_id, &said.registered()).await {
        Err(Error::Taken(_)) => return Err(twice(office, line.organ_id, arrival).await),
        done => done?,
    }
    let now = After { request: arrival.request.as_ref().map(|request| request.line.id), order: after.binding() };
    follow(office, act, hand, case, now, &words).await
}

fn refused<T>(why: &str) -> Result<T, NotTaken> {
    Err(NotTaken::Refused(Refusal { why: why.to_owned(), article: None }))
}

/// A suit that follows this case follows a review.
///
/// # Errors
/// [`NotTaken::Refused`] with the number of the suit.
pub(super) async fn no_suit_after(office: &Office, case: &Case) -> Result<(), NotTaken> {
    match case.suits_after(office).await?.iter().find(|suit| suit.phase != "cancelled") {
        Some(suit) => refused(&format!("{}接在这件复议之后，请先更正那一件", suit.number)),
        None => Ok(()),
    }
}

/// What is said otherwise now, each in a few words.
async fn changes(office: &Office, case: &Case, now: &Arrival) -> Result<Vec<String>, Error> {
    let (line, standing, own) = (&case.line, &case.standing, Scope::Organ(case.line.organ_id));
    let request = match line.request_id {
        Some(id) => office.db.request(id, own).await?.line.number,
        None => String::new(),
    };
    let after = match line.after_id {
        Some(id) => office.db.redress(id, own).await?.number,
        None => String::new(),
    };
    let papers = case.papers();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let number = |found: Option<&String>| found.cloned().unwrap_or_default();
    let all = [
        ("种类", case.route.label().to_owned(), now.route.label().to_owned()),
        ("针对的申请", request, number(now.request.as_ref().map(|request| &request.line.number))),
        ("前面的复议", after, number(now.after.as_ref().map(|review| &review.number))),
        ("事由", line.title.clone(), now.title.clone()),
        ("机关", line.forum.clone(), now.forum.clone()),
        ("案号", line.case_number.clone(), now.case_number.clone()),
        ("收到的日期", day(standing.notified), now.notified.to_string()),
        (
            "适用程序",
            papers.map_or("", |(procedure, _)| procedure.label()).to_owned(),
            now.procedure.label().to_owned(),
        ),
        ("受理、立案的日期", day(papers.and_then(|(_, accepted)| accepted)), day(now.accepted)),
    ];
    let or_none = |words: String| if words.is_empty() { "没有".to_owned() } else { format!("“{words}”") };
    let changed = all.into_iter().filter(|(_, was, now)| was != now);
    Ok(changed.map(|(what, was, now)| format!("{what}由{}改为{}", or_none(was), or_none(now))).collect())
}
