//! 今日事项 from above: a report that was sent back, and one that was asked for and has not been handed in, for whoever writes
//! the organ's reports.

use gongkai_law::annual_report::compilation::{CompileState, CompileStep};
use gongkai_store::{Error, Organ, SeasonCall};
use jiff::civil::Date;

use super::state::State;
use crate::{
    compile::{
        take::WRITERS,
        work::{Entry, Work},
    },
    office::Office,
    people::roles::Role,
};

/// The longest words of those above that a line has, in characters.
const LONGEST: usize = 40;
/// 退回
const RETURNED: &str = "退回";

/// 上级要的年报
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where it is answered.
    pub href: String,
    /// Of which year.
    pub year: i16,
    /// 退回, not 催报.
    pub returned: bool,
    /// 2025年年报
    pub called: String,
    /// What those above did, and in which words.
    pub said: String,
    /// The day by which it is to be handed in, where somebody collects.
    pub due: Option<Date>,
}

/// What of an organ's reports those above have sent back or asked for, for somebody with these roles: the last that was sent
/// back, and last year's.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, organ: &Organ, roles: &[Role]) -> Result<Vec<Asked>, Error> {
    if !roles.iter().any(|role| WRITERS.contains(role)) {
        return Ok(Vec::new());
    }
    let last = office.today().year() - 1;
    let (mut works, calls) =
        tokio::try_join!(office.db.compilations_of(organ.id), office.db.season_calls(organ.id, last))?;
    let state = works.iter().find(|work| work.year == last).and_then(|work| CompileState::of_key(&work.state));
    let is_in = state.is_some_and(|state| State::Of(state).is_in());
    works.retain(|work| work.state == CompileState::Returned.key());
    let returned = match works.into_iter().next() {
        Some(work) => Some(Work::open(office, work).await?),
        None => None,
    };
    let back = returned.as_ref().and_then(|work| Some((work.year(), sent_back(work)?)));
    // what was said before it was handed in and came back is answered
    let since = back.filter(|(year, _)| *year == last).map(|(_, entry)| entry.row.at_ms);
    let is_new = |call: &&SeasonCall| since.is_none_or(|since| call.at_ms > since);
    let call = calls.first().filter(|call| !is_in && is_new(call));
    let mut asked = Vec::new();
    if let Some((year, entry)) = back {
        asked.push(one(office, organ, year, (RETURNED, &entry.words.why)).await?);
    }
    if let Some(call) = call {
        asked.push(one(office, organ, last, ("催报", &call.words)).await?);
    }
    Ok(asked)
}

/// The step by which it came back last.
fn sent_back(work: &Work) -> Option<&Entry> {
    work.entries.iter().rev().find(|entry| entry.step == CompileStep::Returned)
}

async fn one(office: &Office, organ: &Organ, year: i16, (what, words): (&str, &str)) -> Result<Asked, Error> {
    let seasons = office.db.seasons_over(organ.id, year).await?;
    let mut said: String = words.chars().take(LONGEST).collect();
    if words.chars().nth(LONGEST).is_some() {
        said.push('…');
    }
    Ok(Asked {
        href: format!("/desk/season/{year}/of/{}", organ.slug),
        year,
        returned: what == RETURNED,
        called: format!("{year}年年报"),
        said: format!("上级{what}{year}年年报：{said}"),
        due: seasons.first().map(|season| season.due.0),
    })
}
