//! 主动公开的期限: when information must be out. Art. 26.

use jiff::civil::Date;

use crate::{
    article::Article,
    calendar::{Calendar, Term},
};

/// Working days from the day on which information is formed or changed.
pub const WORKDAYS: u16 = 20;

/// 形成或者变更之日起二十个工作日内
pub const BASIS: Article = Article::regulation(26);

/// The last day for publishing what was formed or changed on `formed`, where no law or regulation sets another term.
/// `None` past the year 9999.
///
/// ```
/// use gongkai_law::{calendar::Calendar, proactive::term};
/// use jiff::civil::date;
///
/// assert_eq!(term::publish_by(date(2026, 4, 30), Calendar::built_in()).unwrap().date, date(2026, 6, 1));
/// ```
pub fn publish_by(formed: Date, calendar: &Calendar) -> Option<Term> {
    calendar.workday_after(formed, WORKDAYS)
}
