//! 补正: asking, once, what an unclear application means. Art. 30.

use jiff::civil::Date;

use crate::{
    article::Article,
    calendar::{Calendar, Term},
};

/// Working days after receipt in which the office may ask for a correction.
pub const WORKDAYS: u16 = 7;

/// 补正: once, within seven working days of receipt.
pub const BASIS: Article = Article::regulation(30);

/// The last day on which the office may ask for a correction. `None` past the year 9999.
///
/// ```
/// use gongkai_law::{calendar::Calendar, request::clarify};
/// use jiff::civil::date;
///
/// let term = clarify::ask_by(date(2026, 2, 13), Calendar::built_in()).unwrap();
/// assert_eq!(term.date, date(2026, 3, 2));
/// ```
pub fn ask_by(received: Date, calendar: &Calendar) -> Option<Term> {
    calendar.workday_after(received, WORKDAYS)
}
