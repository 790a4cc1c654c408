//! 夜间办理: what the platform does by itself once a day, shortly after midnight in Asia/Shanghai: the silence of those who
//! were asked is written down when their term has passed, due dates are reckoned again when a notice came, and everybody
//! who wants it is told what presses. Whether a request lapses is never decided here.
//!
//! One row a day and set of notices says who does it, so that of several machines one does; it gives signs of life, and
//! work that was cut off is taken over.

use std::{sync::Arc, time::Duration};

use gongkai_law::{
    calendar::in_chinese as said,
    request::{
        refusal::opine_term,
        standing::Standing,
        step::{Opinion, Step, Taken},
    },
};
use gongkai_store::{Actor, Civil, Error, Mistake, Moment, Notice, Redress, RedressFilter, RequestLine, Scope};
use serde::{Deserialize, Serialize};

use super::{
    desk::wording::each_standing,
    dossier::{Dossier, projection},
    pressing::{self, Press},
    record::Words,
    take::{NotTaken, take},
};
use crate::{
    compile::pressing as reports, indicators::remind, office::Office, people::roles::Hand, post::digest::Digest,
    publish::pressing as published, redress::rebuild::rebuild,
};

/// Requests that are looked at together: what a batch takes is what the program holds on to afterwards.
const BATCH: i64 = 32;
/// Cases of review and litigation that are looked at, those due first.
const MOST_CASES: i64 = 1000;
/// After so many minutes without a sign of life a run is taken over.
const CUT_OFF: i64 = 30;
/// How often a run gives one.
const PULSE: Duration = Duration::from_secs(300);

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
    /// 读者找错 to be answered by the next working day, or late.
    pub mistakes: u32,
    /// People who are told.
    pub told: u32,
    /// Heads who are told that a month is missing.
    pub months: u32,
    /// Requests that somebody worked on at this moment: their turn comes the next night.
    pub passed_over: u32,
    /// 读不出: requests and cases whose steps cannot be read; the log names each.
    pub unreadable: u32,
}

/// Whether this day's work is still to be done.
///
/// # Errors
/// The register.
pub async fn is_due(office: &Office) -> Result<bool, Error> {
    let notices = last(&office.db.notices().await?);
    Ok(!office.db.night_is_taken(Civil(office.today()), &notices, cut_off(office)).await?)
}

/// Does this day's work; `None` when somebody did or does.
///
/// # Errors
/// The register.
pub async fn run(office: &Office) -> Result<Option<Found>, NotTaken> {
    let (day, loaded) = (Civil(office.today()), office.db.notices().await?);
    let notices = last(&loaded);
    // by the notices that this night is written down for, also those loaded since the office opened
    let office = &Office { calendar: Arc::new(crate::serve::carried(&loaded)?), ..office.clone() };
    let begun = Moment(office.now_ms());
    let mut act = office.db.act(Actor::System, begun).await?;
    let ours = act.begin_night(day, &notices, begun.plus_minutes(-CUT_OFF)).await?;
    act.commit().await?;
    if !ours {
        return Ok(None);
    }
    tokio::select! {
        found = work(office) => {
            let found = found?;
            let mut act = begin(office).await?;
            act.end_night(day, &notices, &serde_json::to_string(&found).unwrap_or_default()).await?;
            act.commit().await?;
            Ok(Some(found))
        }
        lost = beat(office, day, &notices, begun) => {
            lost?;
            tracing::warn!("another machine took the night's work over");
            Ok(None)
        }
    }
}

/// 心跳: gives signs of life for as long as the work is ours.
async fn beat(office: &Office, day: Civil, notices: &str, mut last: Moment) -> Result<(), Error> {
    loop {
        tokio::time::sleep(PULSE).await;
        let now = Moment(office.now_ms());
        if !office.db.night_goes_on(day, notices, last, now).await? {
            return Ok(());
        }
        last = now;
    }
}

async fn work(office: &Office) -> Result<Found, NotTaken> {
    let mut digest = Digest::new(office).await?;
    let mut found = walk(office, Some(&mut digest)).await?;
    let cases = to_defend(office, Scope::All, MOST_CASES).await?;
    cases.iter().for_each(|case| digest.add_case(case));
    found.defend = u32::try_from(cases.len()).unwrap_or(u32::MAX);
    let mistakes = mistakes_due(office, MOST_CASES).await?;
    mistakes.iter().for_each(|mistake| digest.add_mistake(mistake));
    found.mistakes = u32::try_from(mistakes.len()).unwrap_or(u32::MAX);
    let publications = published::open(office, Scope::All, MOST_CASES).await?;
    publications.into_iter().for_each(|line| digest.add_publication(line));
    digest.add_reports(reports::all(office).await?);
    found.told = digest.post(office).await?;
    found.months = remind::remind(office).await?;
    Ok(found)
}

/// 待答复的找错: those that are due within a working day, or late.
async fn mistakes_due(office: &Office, most: i64) -> Result<Vec<Mistake>, Error> {
    let today = office.today();
    let soon = office.calendar.workday_after(today, 1).map_or(today, |term| term.date);
    office.db.mistakes_due(Civil(soon), most).await
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
fn last(notices: &[Notice]) -> String {
    notices.last().map(|notice| format!("{} {}", notice.year, notice.published)).unwrap_or_default()
}

/// Every open request once, those of all organs.
async fn walk(office: &Office, mut digest: Option<&mut Digest>) -> Result<Found, NotTaken> {
    let mut found = Found::default();
    let mut after = None;
    loop {
        let lines = office.db.in_work(after, BATCH).await?;
        let Some(last) = lines.last() else {
            cases(office, &mut found).await?;
            return Ok(found);
        };
        after = Some(last.id);
        let mut standings = each_standing(office, &lines).await?;
        for line in &lines {
            let Some(standing) = standings.remove(&line.id) else { continue };
            if let Some(standing) = turn(office, line, standing, &mut found).await? {
                count(office, line, &standing, &mut found, digest.as_deref_mut());
            }
        }
    }
}

/// One request's turn; `None` where it is passed over: one file that cannot be read must not keep the others from theirs.
async fn turn(
    office: &Office,
    line: &RequestLine,
    standing: Result<Standing, Error>,
    found: &mut Found,
) -> Result<Option<Standing>, NotTaken> {
    let seen = match standing {
        Ok(standing) => see_to(office, line, &standing, found).await,
        Err(error) => Err(error.into()),
    };
    let number = &line.number;
    match seen {
        Ok(standing) => return Ok(Some(standing)),
        Err(NotTaken::Store(Error::Corrupt(what))) => {
            tracing::error!(number, what, "a request that cannot be read, passed over by the night's work");
            found.unreadable += 1;
            return Ok(None);
        }
        Err(NotTaken::Store(Error::Stale | Error::Missing(_))) => {}
        Err(NotTaken::Refused(refusal)) => tracing::warn!(number, %refusal, "passed over by the night's work"),
        Err(error) => return Err(error),
    }
    found.passed_over += 1;
    Ok(None)
}

/// The dates of reviews and lawsuits, reckoned again.
async fn cases(office: &Office, found: &mut Found) -> Result<(), Error> {
    let by = (Actor::System, Moment(office.now_ms()));
    let rebuilt = rebuild(&office.db, &office.calendar, by, true).await?;
    for number in &rebuilt.unreadable {
        tracing::error!(number, "a case that cannot be read, passed over by the night's work");
    }
    found.unreadable += u32::try_from(rebuilt.unreadable.len()).unwrap_or(u32::MAX);
    found.reckoned += u32::try_from(rebuilt.wrong.len()).unwrap_or(u32::MAX);
    Ok(())
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
