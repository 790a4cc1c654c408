//! 逾期发布: whether what is out came out within its term, told for good on its page.

use gongkai_law::{
    calendar::{Calendar, in_chinese},
    proactive::{
        overturn::Overturned,
        release::{PublicationStanding, PublicationStep},
        running::{Known, Running},
        term::PENALTY_WITHDRAWN,
    },
};
use gongkai_store::Moment;
use jiff::civil::Date;

use super::{manuscript::Manuscript, running::instant};
use crate::office::civil_minute;

/// Working days are counted up to here.
const COUNTED: usize = 400;

/// By when it had to be out, and by how much it was late, in a sentence; `None` of what is not out, or was taken over from
/// elsewhere, or has nothing that a term runs from.
pub fn told(manuscript: &Manuscript, calendar: &Calendar) -> Option<String> {
    let is_ours = |step: PublicationStep| step != PublicationStep::Migrated;
    let out = manuscript.standing.first_released?;
    if !manuscript.entries.iter().all(|entry| is_ours(entry.step)) {
        return None;
    }
    // the change of what is out has a term of its own
    let known = Known { changed: None, ..manuscript.known() };
    let term = Running::of(manuscript.kind, &known, calendar)?;
    if let Some(last) = term.moment.and_then(instant) {
        return Some(by_the_hour(last, first(manuscript)?));
    }
    let by = format!("应当在{}以前公开", in_chinese(term.last));
    Some(match calendar.workdays_between(term.last, out, COUNTED) {
        _ if out <= term.last => format!("{by}，{}发布，没有逾期", in_chinese(out)),
        // over a weekend or a festival
        0 => format!("{by}，{}发布，逾期，中间没有工作日", in_chinese(out)),
        days => format!("{by}，{}发布，逾期{days}个工作日", in_chinese(out)),
    })
}

/// 逾期: a term that was over when something came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// 最后一天
    pub last: Date,
    /// How many working days lay after it.
    working: usize,
}

impl Missed {
    /// By how many working days; none where it was late by hours, or over a weekend.
    pub fn days(self) -> i32 {
        i32::try_from(self.working).unwrap_or(i32::MAX)
    }
}

/// The term that is over for what comes out for the first time at this moment, on this day; `None` of what is in time.
pub fn missed(manuscript: &Manuscript, (now, today): (Moment, Date), calendar: &Calendar) -> Option<Missed> {
    let known = Known { changed: None, ..manuscript.known() };
    let term = Running::of(manuscript.kind, &known, calendar)?;
    let is_over = match term.moment.and_then(instant) {
        Some(last) => now > last,
        None => today > term.last,
    };
    is_over.then(|| Missed { last: term.last, working: calendar.workdays_between(term.last, today, COUNTED) })
}

/// 撤下期限: by when a decision that fell had to be taken back, and by how much it was late, in a sentence; `None` of what never
/// fell or still waits.
pub fn taken_back(standing: &PublicationStanding, calendar: &Calendar) -> Option<String> {
    let fell = standing.overturned?;
    let (last, down) = (fell.due(calendar)?.date, fell.down?);
    let said = format!("处罚决定{}，应当在{}以前撤下，{}撤下", fell_on(fell), in_chinese(last), in_chinese(down));
    Some(match calendar.workdays_between(last, down, COUNTED) {
        _ if down <= last => format!("{said}，没有逾期"),
        0 => format!("{said}，逾期，中间没有工作日"),
        days => format!("{said}，逾期{days}个工作日"),
    })
}

/// 撤下的理由: what everybody is told of a decision that fell, where nobody writes anything else.
pub fn why_taken_back(fell: Overturned) -> String {
    format!("处罚决定{}，依照{}撤回。", fell_on(fell), PENALTY_WITHDRAWN.basis)
}

fn fell_on(fell: Overturned) -> String {
    format!("{}{}", in_chinese(fell.day), fell.how.label())
}

/// When it was first released.
fn first(manuscript: &Manuscript) -> Option<Moment> {
    let released = manuscript.entries.iter().find(|entry| entry.step == PublicationStep::Released);
    released.map(|entry| entry.row.at_ms)
}

/// Of a term in hours.
fn by_the_hour(last: Moment, out: Moment) -> String {
    let said = format!("应当在{}以前公开，{}发布", civil_minute(last.timestamp()), civil_minute(out.timestamp()));
    match out.0.saturating_sub(last.0) {
        ..=0 => format!("{said}，没有逾期"),
        late => format!("{said}，逾期{}", hours(late)),
    }
}

/// Milliseconds in words: `2小时5分钟`.
fn hours(ms: i64) -> String {
    let minutes = ms.div_euclid(60_000).max(1);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}分钟"),
        (hours, 0) => format!("{hours}小时"),
        (hours, minutes) => format!("{hours}小时{minutes}分钟"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_came_two_hours_after_its_five_was_late_though_it_came_on_its_day() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().map(Moment::from).unwrap();
        let (last, out) = (at("2026-08-22T09:00:00Z"), at("2026-08-22T11:05:40Z"));
        let said = by_the_hour(last, out);
        assert_eq!(said, "应当在2026-08-22 17:00以前公开，2026-08-22 19:05发布，逾期2小时5分钟");
        assert!(by_the_hour(last, last).ends_with("没有逾期"));
    }
}
