//! 逾期发布: whether what is out came out within its term, told for good on its page.

use gongkai_law::{
    calendar::{Calendar, in_chinese},
    proactive::{
        release::PublicationStep,
        running::{Known, Running},
    },
};
use gongkai_store::Moment;

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
