//! 期限的起算: from which day or which moment the term of a publication runs, and when it is over. Moments are those of
//! Beijing.

use jiff::{
    Span,
    civil::{Date, DateTime},
};

use super::{
    kind::{Field, PublicationKind},
    term::{INTERPRETATION, ORDINARY, Rule, Within},
};
use crate::calendar::Calendar;

/// 被解读的文件: where what a publication explains stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explained {
    /// It names no document.
    #[default]
    Nothing,
    /// The document that it names is not out.
    Unpublished,
    /// The document was first published on this day; of several, the first that was.
    Published(Date),
}

/// 起算的事实: what is known of a publication that a term may run from.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// 成文日期
    pub formed: Option<Date>,
    /// The day on which what an applicant was given was turned into something for everybody. Art. 44.
    pub converted: Option<Date>,
    /// 起算日期: what stands in the field of the kind from which its term runs.
    pub started: Option<Date>,
    /// The day on which what was public is being changed.
    pub changed: Option<Date>,
    /// 被解读的文件
    pub explained: Explained,
    /// What stands in the fields of the kind that ask for a moment, by their keys.
    pub moments: Vec<(&'static str, DateTime)>,
}

/// 起算点: what the term runs from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// 成文之日
    Formed(Date),
    /// 转为主动公开之日
    Converted(Date),
    /// The day that stands in this field: 批准或者批复之日, 决定日期.
    Day(&'static Field, Date),
    /// 变更之日
    Changed(Date),
    /// 被解读的文件公布之日
    Published(Date),
    /// The moment that stands in this field.
    Moment(&'static Field, DateTime),
}

/// 期限: which one runs, from what, and when it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// How long, and who says so.
    pub rule: Rule,
    /// From what.
    pub since: Since,
    /// 最后一天
    pub last: Date,
    /// 最后时刻, of a term in hours: who publishes after it is late, though it be the same day.
    pub moment: Option<DateTime>,
    /// Whether the last day depends on a holiday notice that is still to come.
    pub provisional: bool,
}

impl Running {
    /// The term of a publication; `None` while nothing is known that it runs from.
    ///
    /// ```
    /// use gongkai_law::{
    ///     calendar::Calendar,
    ///     proactive::{
    ///         kind::PublicationKind,
    ///         running::{Explained, Known, Running},
    ///     },
    /// };
    /// use jiff::civil::date;
    ///
    /// let known = Known { explained: Explained::Published(date(2026, 9, 29)), ..Known::default() };
    /// let term = Running::of(PublicationKind::Interpretation, &known, Calendar::built_in()).unwrap();
    /// assert_eq!(term.last, date(2026, 10, 9)); // 09-30, then the holiday; 10-08 and 10-09
    /// ```
    pub fn of(kind: PublicationKind, known: &Known, calendar: &Calendar) -> Option<Self> {
        let by_day = |rule: Rule, since: Since, from: Date| {
            let term = rule.due(from, calendar)?;
            Some(Self { rule, since, last: term.date, moment: None, provisional: term.provisional })
        };
        if let Some(day) = known.changed {
            // hours are for the first word; what changes it afterwards has the term of art. 26
            let rule = if matches!(kind.rule().within, Within::Hours(_)) { ORDINARY } else { kind.rule() };
            return by_day(rule, Since::Changed(day), day);
        }
        match known.explained {
            Explained::Published(day) if kind.explains() => {
                return by_day(INTERPRETATION, Since::Published(day), day);
            }
            Explained::Unpublished if kind.explains() => return None,
            _ => {}
        }
        let moments = kind.fields().iter().filter_map(|field| {
            let at = known.moments.iter().find(|(key, _)| *key == field.key)?.1;
            by_hour(field, at)
        });
        let formed = || match kind.start() {
            Some(field) => known.started.and_then(|day| by_day(kind.rule(), Since::Day(field, day), day)),
            None => known.formed.and_then(|day| by_day(kind.rule(), Since::Formed(day), day)),
        };
        // nobody was late with what only an applicant had asked for
        let converted = known.converted.and_then(|day| by_day(kind.rule(), Since::Converted(day), day));
        converted.or_else(|| moments.min_by_key(|term| term.moment)).or_else(formed)
    }
}

/// The term that runs from the moment in a field; `None` of a field that asks for none.
fn by_hour(field: &'static Field, from: DateTime) -> Option<Running> {
    let rule = field.runs?;
    let Within::Hours(count) = rule.within else { return None };
    let over = from.checked_add(Span::new().hours(i64::from(count))).ok()?;
    let since = Since::Moment(field, from);
    Some(Running { rule, since, last: over.date(), moment: Some(over), provisional: false })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn term(kind: PublicationKind, known: &Known) -> Option<Running> {
        Running::of(kind, known, Calendar::built_in())
    }

    #[test]
    fn an_interpretation_waits_for_its_document_and_then_has_three_working_days_whatever_day_it_bears() {
        let kind = PublicationKind::Interpretation;
        let known = Known { formed: Some(date(2026, 8, 3)), ..Known::default() };
        let waits = Known { explained: Explained::Unpublished, ..known.clone() };
        assert_eq!(term(kind, &waits), None);
        // a Friday; the three working days after it are Monday to Wednesday
        let out = Known { explained: Explained::Published(date(2026, 11, 13)), ..known.clone() };
        assert_eq!(term(kind, &out).unwrap().last, date(2026, 11, 18));
        // one that explains nothing we know of is counted from its own day
        assert_eq!(term(kind, &known).unwrap().last, date(2026, 8, 6));
        // and no other kind is moved by what it is joined to
        assert_eq!(term(PublicationKind::General, &out).unwrap().since, Since::Formed(date(2026, 8, 3)));
    }

    #[test]
    fn a_budget_is_counted_from_its_approval_and_a_penalty_from_its_decision_whatever_day_the_text_bears() {
        let formed = Some(date(2026, 9, 1));
        let approved = Known { formed, started: Some(date(2026, 9, 20)), ..Known::default() };
        assert_eq!(term(PublicationKind::Budget, &approved).unwrap().last, date(2026, 10, 10));
        assert_eq!(term(PublicationKind::Budget, &Known { formed, ..Known::default() }), None);
        // a Monday; seven working days later is the Wednesday of the next week
        let decided = Known { formed, started: Some(date(2026, 11, 2)), ..Known::default() };
        assert_eq!(term(PublicationKind::Penalty, &decided).unwrap().last, date(2026, 11, 11));
        assert_eq!(term(PublicationKind::Notice, &decided).unwrap().since, Since::Formed(date(2026, 9, 1)));
    }

    #[test]
    fn the_first_word_of_an_emergency_is_late_five_hours_after_it_though_the_day_be_the_same() {
        let kind = PublicationKind::Emergency;
        let at =
            |hour| Known { moments: vec![("happened", date(2026, 10, 12).at(hour, 40, 0, 0))], ..Known::default() };
        let morning = term(kind, &at(9)).unwrap();
        assert_eq!((morning.last, morning.moment), (date(2026, 10, 12), Some(date(2026, 10, 12).at(14, 40, 0, 0))));
        let night = term(kind, &at(22)).unwrap();
        assert_eq!((night.last, night.moment), (date(2026, 10, 13), Some(date(2026, 10, 13).at(3, 40, 0, 0))));
        // the hour does not run again when what is out is corrected
        let changed = Known { changed: Some(date(2026, 10, 14)), ..at(9) };
        assert_eq!(term(kind, &changed).unwrap().rule, ORDINARY);
    }

    #[test]
    fn what_an_applicant_was_given_long_ago_has_its_term_from_the_day_it_was_to_go_to_everybody() {
        let known = Known { formed: Some(date(2025, 3, 3)), converted: Some(date(2026, 10, 12)), ..Known::default() };
        let running = term(PublicationKind::General, &known).unwrap();
        // twenty working days after a Monday, none of them a holiday
        assert_eq!((running.since, running.last), (Since::Converted(date(2026, 10, 12)), date(2026, 11, 9)));
    }

    #[test]
    fn a_press_conference_has_a_day_an_answer_two_and_one_that_answers_nothing_twenty_working_days() {
        let kind = PublicationKind::Interview;
        let noon = |day| date(2026, 10, day).at(12, 0, 0, 0);
        let held = Known { formed: Some(date(2026, 10, 12)), ..Known::default() };
        assert_eq!(term(kind, &held).unwrap().rule, ORDINARY);
        let answer = Known { moments: vec![("arose", noon(12))], ..held.clone() };
        assert_eq!(term(kind, &answer).unwrap().moment, Some(noon(14)));
        let both = Known { moments: vec![("arose", noon(12)), ("event_at", noon(12))], ..held };
        assert_eq!(term(kind, &both).unwrap().moment, Some(noon(13)), "whichever is over first");
    }
}
