//! 工作日: the working-day calendar, as far as the State Council's notices carry it.
//!
//! Weekends are not enough: a notice takes weekdays away (放假) and gives weekend days back (调休上班).
//! Past the last notice the calendar does not guess: such a day is *provisional*, reckoned by weekday
//! and New Year's Day alone, and known for certain once the notice is loaded.

mod built_in;
mod days;
mod notice;

pub use notice::{Fault, Line, Mark, Notice, NoticeError};

use std::fmt;

use days::Days;
use jiff::civil::Date;

/// What a day is to an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 工作日, a make-up day included.
    Workday,
    /// 放假: a day that a notice names, also where it falls on a weekend.
    Holiday,
    /// 周末: a Saturday or Sunday that no notice names.
    Weekend,
}

impl Kind {
    /// The name in machine formats: `workday`, `holiday` or `weekend`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Workday => "workday",
            Self::Holiday => "holiday",
            Self::Weekend => "weekend",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// A date as Chinese text writes it.
///
/// ```
/// use jiff::civil::date;
///
/// assert_eq!(gongkai_law::calendar::in_chinese(date(2026, 3, 9)), "2026年3月9日");
/// ```
pub fn in_chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// One day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day<'c> {
    /// What it is.
    pub kind: Kind,
    /// The festival of the notice, for a holiday and for a make-up day; `None` for an ordinary day.
    pub name: Option<&'c str>,
    /// 暂定: no notice in hand settles it yet.
    pub provisional: bool,
}

/// The day on which a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The last day on which the act is in time.
    pub date: Date,
    /// 暂定: it, or a day counted on the way, is not settled by a notice yet.
    pub provisional: bool,
}

/// The working-day calendar that a set of notices makes.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// By day of publication; of the same day, in the order in which they came.
    notices: Vec<Notice>,
    days: Days,
}

impl Calendar {
    /// The notices of 2007 to 2026, which come with the software.
    ///
    /// ```
    /// use gongkai_law::calendar::{Calendar, Kind};
    /// use jiff::civil::date;
    ///
    /// let calendar = Calendar::built_in();
    /// let make_up = calendar.day(date(2026, 2, 14));
    /// assert_eq!((make_up.kind, make_up.name), (Kind::Workday, Some("春节")));
    /// assert!(calendar.day(date(2027, 1, 4)).provisional);
    /// ```
    pub fn built_in() -> &'static Self {
        built_in::calendar()
    }

    /// The calendar that some notices make.
    pub fn of(notices: impl IntoIterator<Item = Notice>) -> Self {
        let mut notices: Vec<_> = notices.into_iter().collect();
        notices.sort_by_key(|notice| notice.published);
        Self { days: Days::of(&notices), notices }
    }

    /// The same calendar with one notice more; it takes the place of a notice that has its id and does the same to the
    /// same year, so that a change called like the year's own notice does not wipe that out.
    pub fn with(&self, notice: Notice) -> Self {
        let same = |n: &&Notice| (&n.id, n.year, n.changes) == (&notice.id, notice.year, notice.changes);
        let mut notices: Vec<_> = self.notices.iter().filter(|n| !same(n)).cloned().collect();
        notices.push(notice);
        Self::of(notices)
    }

    /// The calendar as an office could know it at the end of `day`: of the notices published by then.
    pub fn as_known_on(&self, day: Date) -> Self {
        Self::of(self.notices.iter().filter(|n| n.published <= day).cloned())
    }

    /// The notices it is made of, by day of publication.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Whether the year's own notice is in hand.
    pub fn knows(&self, year: i16) -> bool {
        notice::cover(&self.notices, year)
    }

    /// What a day is. The notice beats the weekday.
    pub fn day(&self, date: Date) -> Day<'_> {
        self.days.day(date)
    }

    /// Whether offices work on a day.
    pub fn is_workday(&self, date: Date) -> bool {
        self.days.kind(date).0 == Kind::Workday
    }

    /// How many working days come after a day, up to and with another; of the first `most` days, which bounds the walk.
    ///
    /// ```
    /// use gongkai_law::calendar::Calendar;
    /// use jiff::civil::date;
    ///
    /// let calendar = Calendar::built_in();
    /// assert_eq!(calendar.workdays_between(date(2026, 2, 13), date(2026, 3, 2), 400), 7);
    /// assert_eq!(calendar.workdays_between(date(2026, 3, 2), date(2026, 2, 13), 400), 0, "there is no way back");
    /// ```
    pub fn workdays_between(&self, after: Date, to: Date, most: usize) -> usize {
        let days = std::iter::successors(after.tomorrow().ok(), |day| day.tomorrow().ok()).take(most);
        days.take_while(|day| *day <= to).filter(|day| self.is_workday(*day)).count()
    }

    /// The `count`-th working day after `start`, which is day zero. `None` past the year 9999.
    ///
    /// ```
    /// use gongkai_law::calendar::Calendar;
    /// use jiff::civil::date;
    ///
    /// let term = Calendar::built_in().workday_after(date(2026, 2, 13), 7).unwrap();
    /// assert_eq!((term.date, term.provisional), (date(2026, 3, 2), false));
    /// ```
    pub fn workday_after(&self, start: Date, count: u16) -> Option<Term> {
        let mut term = Term { date: start, provisional: false };
        let mut left = count;
        while left > 0 {
            term.date = term.date.tomorrow().ok()?;
            let (kind, provisional) = self.days.kind(term.date);
            term.provisional |= provisional;
            left -= u16::from(kind == Kind::Workday);
        }
        Some(term)
    }

    /// The end of a term in calendar days: one that ends on a day off moves to the next working day.
    /// 《民事诉讼法》第八十五条. `None` past the year 9999.
    pub fn rolled(&self, end: Date) -> Option<Term> {
        let (kind, provisional) = self.days.kind(end);
        if kind == Kind::Workday {
            return Some(Term { date: end, provisional });
        }
        self.workday_after(end, 1).map(|term| Term { provisional: provisional || term.provisional, ..term })
    }
}
