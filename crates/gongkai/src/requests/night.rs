//! 夜间办理: what the platform does by itself once a day, shortly after midnight in Asia/Shanghai: the silence of those who
//! were asked is written down when their term has passed, due dates are reckoned again when a notice came, and everybody
//! who wants it is told what presses. Whether a request lapses is never decided here.
//!
//! One row a day and set of notices says who does it, so that of several machines one does; work that was cut off is
//! taken over.

use std::sync::Arc;

use gongkai_law::{
    calendar::in_chinese as said,
    request::{
        refusal::opine_term,
        standing::Standing,
        step::{Opinion, Step, Taken},
    },
};
use gongkai_store::{Actor, Civil, Error, Moment, Redress, RedressFilter, RequestLine, Scope};
use serde::{Deserialize, Serialize};

use super::{
    desk::wording::standings,
    dossier::{Dossier, projection},
    pressing::{self, Press},
    record::Words,
    take::{NotTaken, take},
};
use crate::{office::Office, people::roles::Hand, post::digest::Digest, redress::rebuild::rebuild};

/// Requests that are looked at together.
const BATCH: i64 = 200;
/// Cases of review and litigation that are looked at, those due first.
const MOST_CASES: i64 = 1000;
/// After so many minutes without an end a run is taken over.
const CUT_OFF: i64 = 30;

/// What a night found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// Open requests.
    pub open: u32,
    /// 逾期未答复 of those asked, written down.
    pub silences: u32,
    /// 重算: due dates that moved.
    pub reckoned: u32,
    /// 答复逾期
    pub overdue: u32,
    /// 快到期
    pub soon: u32,
    /// Corrections and payments whose term has passed, for an officer to decide.
    pub lapsed: u32,
    /// 复议、诉讼 to be answered soon, or late.
    pub defend: u32,
    /// People who are told.
    pub told: u32,
    /// Requests that somebody worked on at this moment: their turn comes the next night.
    pub passed_over: u32,
}

/// Whether this day's work is still to be done.
///
/// # Errors
/// The register.
pub async fn is_due(office: &Office) -> Result<bool, Error> {
    let notices = notices(office).await?;
    Ok(!office.db.night_is_taken(Civil(office.today()), &notices, cut_off(office)).await?)
}

/// Does this day's work; `None` when somebody did or does.
///
/// # Errors
/// The register.
pub async fn run(office: &Office) -> Result<Option<Found>, NotTaken> {
    let (day, notices) = (Civil(office.today()), notices(office).await?);
    // by the notices that this night is written down for, also those loaded since the office opened
    let office = &Office { calendar: Arc::new(crate::calendar(&office.db).await?), ..office.clone() };
    let mut act = begin(office).await?;
    let ours = act.begin_night(day, &notices, cut_off(office)).await?;
    act.commit().await?;
    if !ours {
        return Ok(None);
    }
    let mut digest = Digest::new(office);
    let mut found = walk(office, Some(&mut digest)).await?;
    let cases = to_defend(office, Scope::All, MOST_CASES).await?;
    cases.iter().for_each(|case| digest.add_case(case));
    found.defend = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    found.told = digest.post(office).await?;
    let mut act = begin(office).await?;
    act.end_night(day, &notices, &serde_json::to_string(&found).unwrap_or_default()).await?;
    act.commit().await?;
    Ok(Some(found))
}

/// 重算: what a holiday notice that was just loaded moves; nobody is told.
///
/// # Errors
/// The register.
pub async fn reckon(office: &Office) -> Result<Found, NotTaken> {
    walk(office, None).await
}

/// 待答复的复议、诉讼: the cases whose answer is due soon, or late.
///
/// # Errors
/// The register.
pub async fn to_defend(office: &Office, scope: Scope, most: i64) -> Result<Vec<Redress>, Error> {
    let soon = pressing::soon(office.today(), &office.calendar);
    let filter = RedressFilter { open: true, due_by: Some(Civil(soon)), ..RedressFilter::default() };
    let mut cases = office.db.redress_cases(scope, &filter, 0, most).await?;
    cases.retain(|case| case.answered.is_none());
    Ok(cases)
}

async fn begin(office: &Office) -> Result<gongkai_store::Act, Error> {
    office.db.act(Actor::System, Moment(office.now_ms())).await
}

fn cut_off(office: &Office) -> Moment {
    Moment(office.now_ms()).plus_minutes(-CUT_OFF)
}

/// Which notices there are: after another one was loaded, the day's work is done once more, by that one.
async fn notices(office: &Office) -> Result<String, Error> {
    let last = office.db.notices().await?.into_iter().last();
    Ok(last.map(|notice| format!("{} {}", notice.year, notice.published)).unwrap_or_default())
}

/// Every open request once, those of all organs.
async fn walk(office: &Office, mut digest: Option<&mut Digest>) -> Result<Found, NotTaken> {
    let mut found = Found::default();
    let mut after = None;
    loop {
        let lines = office.db.in_work(after, BATCH).await?;
        let Some(last) = lines.last() else {
            found.reckoned += cases(office).await?;
            return Ok(found);
        };
        after = Some(last.id);
        let standings = standings(office, &lines).await?;
        for line in &lines {
            let Some(standing) = standings.get(&line.id) else { continue };
            let standing = match see_to(office, line, standing, &mut found).await {
                Ok(standing) => standing,
                Err(NotTaken::Store(Error::Stale | Error::Missing(_))) => {
                    found.passed_over += 1;
                    continue;
                }
                // one file that cannot be read must not keep the others from their turn
                Err(NotTaken::Refused(refusal)) => {
                    tracing::warn!(number = line.number, %refusal, "passed over by the night's work");
                    found.passed_over += 1;
                    continue;
                }
                Err(NotTaken::Store(Error::Corrupt(what))) => {
                    tracing::error!(number = line.number, what, "passed over by the night's work");
                    found.passed_over += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            count(office, line, &standing, &mut found, digest.as_deref_mut());
        }
    }
}

/// The dates of reviews and lawsuits, reckoned again; how many moved.
async fn cases(office: &Office) -> Result<u32, Error> {
    let by = (Actor::System, Moment(office.now_ms()));
    let moved = rebuild(&office.db, &office.calendar, by, true).await?.wrong.len();
    Ok(u32::try_from(moved).unwrap_or(u32::MAX))
}

fn count(office: &Office, line: &RequestLine, standing: &Standing, found: &mut Found, mut digest: Option<&mut Digest>) {
    let (today, calendar) = (office.today(), &*office.calendar);
    found.open += 1;
    for (press, day) in pressing::of(line, standing, (today, pressing::soon(today, calendar)), calendar) {
        match press {
            Press::Overdue => found.overdue += 1,
            Press::Due => found.soon += 1,
            Press::Uncorrected | Press::Unpaid => found.lapsed += 1,
            _ => {}
        }
        if let Some(digest) = digest.as_deref_mut() {
            digest.add(line, press, day);
        }
    }
}

/// What is to be done about one request; where it stands afterwards.
async fn see_to(
    office: &Office,
    line: &RequestLine,
    standing: &Standing,
    found: &mut Found,
) -> Result<Standing, NotTaken> {
    let silent = silences(office, standing);
    let now = projection(standing);
    let moved = (line.due, line.provisional) != (now.due, now.provisional);
    if silent.is_empty() && !moved {
        return Ok(standing.clone());
    }
    for taken in &silent {
        let words = Words { why: "期满没有收到意见，由平台登记".to_owned(), ..Words::default() };
        step(office, line, *taken, &words).await?;
        found.silences += 1;
    }
    if silent.is_empty() {
        let words = Words { about: "reckoned".to_owned(), why: moved_words(line, standing), ..Words::default() };
        step(office, line, Taken { on: office.today(), step: Step::Noted }, &words).await?;
        found.reckoned += 1;
    }
    Ok(Dossier::open(office, line.id, Scope::All).await?.standing)
}

/// The silence of everybody whose term has passed, each dated on its last day.
fn silences(office: &Office, standing: &Standing) -> Vec<Taken> {
    if standing.is_over() {
        return Vec::new();
    }
    let ended = |consult: &&gongkai_law::request::standing::Consult| {
        let term = opine_term(consult, &office.calendar)?;
        (office.today() > term.date && !term.provisional).then_some((consult.party, term.date))
    };
    let all = standing.open_consults().filter_map(|consult| ended(&consult));
    all.map(|(party, on)| Taken { on, step: Step::Opined { party, opinion: Opinion::Silent } }).collect()
}

fn moved_words(line: &RequestLine, standing: &Standing) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or("不计时".to_owned(), said);
    let kind = |provisional| if provisional { "暂定" } else { "" };
    format!(
        "放假通知载入后重新推算答复期限：原{}{}，现{}{}",
        kind(line.provisional),
        day(line.due.map(|due| due.0)),
        kind(standing.provisional()),
        day(standing.due())
    )
}

async fn step(office: &Office, line: &RequestLine, taken: Taken, words: &Words) -> Result<(), NotTaken> {
    let hand = Hand::Platform;
    let dossier = Dossier::open(office, line.id, Scope::All).await?;
    let mut act = begin(office).await?;
    take(office, &mut act, &hand, &dossier, taken, words).await?;
    Ok(act.commit().await?)
}
