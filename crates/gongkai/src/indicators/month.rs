//! 月份: a month of a year, as forms, files and the register have it.

use std::fmt;

use gongkai_law::annual_report::Edition;
use jiff::{ToSpan as _, civil::Date};

use crate::{sheet::days, typed};

/// 月份
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year; one that has a form of the annual report.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// The years that have a form, the newest first.
pub fn years(this_year: i16) -> Vec<i16> {
    (0..=this_year).rev().take_while(|year| Edition::for_year(*year).is_some()).collect()
}

impl fmt::Display for Month {
    /// As the register and addresses have it: `2026-09`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)
    }
}

impl Month {
    /// The month of a year; `None` where there is none, or no form of that year.
    pub fn of(year: i16, month: i8) -> Option<Self> {
        ((1..=12).contains(&month) && Edition::for_year(year).is_some()).then_some(Self { year, month })
    }

    /// As people and spreadsheets write it.
    ///
    /// ```
    /// use gongkai::indicators::month::Month;
    ///
    /// for written in ["2026-09", "2026年9月", "２０２６/9", "202609", "2026-09-01", "2026.9"] {
    ///     assert_eq!(Month::read(written), Month::of(2026, 9), "{written}");
    /// }
    /// assert_eq!(Month::read("9月"), None);
    /// assert_eq!(Month::read("2026-13"), None);
    /// ```
    pub fn read(written: &str) -> Option<Self> {
        if let Some(day) = days::read(written) {
            return Self::of(day.year(), day.month());
        }
        let plain: String = written.trim().chars().map(typed::narrow).collect();
        let parts: Vec<_> = plain.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
        let (year, month) = match parts[..] {
            [year, month] if year.len() == 4 => (year, month),
            [both] if both.len() == 6 && both.is_ascii() => both.split_at(4),
            _ => return None,
        };
        Self::of(year.parse().ok()?, month.parse().ok()?)
    }

    /// As the register and programs write it, and no other way: `2026-09`.
    pub fn strictly(written: &str) -> Option<Self> {
        Self::read(written).filter(|month| month.to_string() == written)
    }

    /// 2026年9月
    pub fn said(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }

    /// Whether it is over on a day: before that its number is not known.
    pub fn is_over(self, today: Date) -> bool {
        (self.year, self.month) < (today.year(), today.month())
    }

    /// The last that is over on a day.
    ///
    /// ```
    /// use gongkai::indicators::month::Month;
    /// use jiff::civil::date;
    ///
    /// assert_eq!(Month::last_over(date(2026, 1, 31)).to_string(), "2025-12");
    /// ```
    pub fn last_over(today: Date) -> Self {
        let before = today.first_of_month().checked_sub(1.day()).unwrap_or(today);
        Self { year: before.year(), month: before.month() }
    }

    /// How many months of a year are over on a day.
    pub fn over_in(year: i16, today: Date) -> u8 {
        let months = match year.cmp(&today.year()) {
            std::cmp::Ordering::Less => 12,
            std::cmp::Ordering::Equal => today.month() - 1,
            std::cmp::Ordering::Greater => 0,
        };
        months.unsigned_abs()
    }
}
