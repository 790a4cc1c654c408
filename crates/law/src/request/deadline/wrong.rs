//! What is wrong with the events of a deadline: warnings, which leave it standing, and errors, which do not.

use std::fmt;

use jiff::civil::Date;

use super::{BASIS, DELAY_BASIS, Day, EXTENSION_WORKDAYS, FARTHEST_YEARS, Facts};
use crate::{
    calendar::{Calendar, in_chinese as said},
    request::{clarify, fee},
};

/// What the law wanted otherwise, or what looks like a slip of the pen; the deadline is reckoned none the less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// An event is dated before the application was received.
    BeforeReceipt {
        /// The day of receipt.
        received: Date,
        /// The day of the event.
        date: Date,
    },
    /// The correction was asked for later than seven working days after receipt.
    AskedLate {
        /// When it was.
        asked: Date,
        /// When it should have been.
        by: Date,
    },
    /// The fee was paid later than twenty working days after its notice.
    PaidLate {
        /// When it was.
        paid: Date,
        /// When it should have been.
        by: Date,
    },
    /// The term of art. 35 ends before the one of art. 33, which it is there to lengthen. It holds none the less, unless
    /// the clock started on that day or later.
    DelayTooShort {
        /// When it ends.
        until: Date,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeReceipt { received, date } => {
                write!(f, "{}早于收到申请之日{}，请核对日期", said(*date), said(*received))
            }
            Self::AskedLate { asked, by } => write!(
                f,
                "{}才要求补正，晚于收到申请之日起{}个工作日的期限{}（{}）",
                said(*asked),
                clarify::WORKDAYS,
                said(*by),
                clarify::BASIS
            ),
            Self::PaidLate { paid, by } => write!(
                f,
                "{}才缴费，晚于收到收费通知次日起{}个工作日的期限{}，可以视为放弃申请（{}）",
                said(*paid),
                fee::PAY_WORKDAYS,
                said(*by),
                fee::BASIS
            ),
            Self::DelayTooShort { until } => {
                write!(f, "延迟答复的期限{}早于通常的答复期限（{BASIS}、{DELAY_BASIS}）", said(*until))
            }
        }
    }
}

/// Events that cannot be true together, or that pass what is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineError {
    /// An event ends before it starts.
    EndsBeforeStart {
        /// Its first day.
        start: Date,
        /// Its last day.
        end: Date,
    },
    /// The day named under art. 35 lies before the application was received.
    BeforeReceipt {
        /// The day of receipt.
        received: Date,
        /// The day of the event.
        date: Date,
    },
    /// A correction was asked for a second time.
    ClarifiedTwice,
    /// Extensions of more than twenty working days in all.
    ExtendedTooLong,
    /// A day more than twenty years from receipt, or after the year 9999.
    TooFar,
}

impl fmt::Display for DeadlineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsBeforeStart { start, end } => write!(f, "止日{}早于起日{}", said(*end), said(*start)),
            Self::BeforeReceipt { received, date } => write!(f, "{}早于收到申请之日{}", said(*date), said(*received)),
            Self::ClarifiedTwice => write!(f, "要求补正只能一次性告知，不得再次要求（{}）", clarify::BASIS),
            Self::ExtendedTooLong => write!(f, "延长期限合计不得超过{EXTENSION_WORKDAYS}个工作日（{BASIS}）"),
            Self::TooFar => write!(f, "日期超出可计算的范围（收到申请之日前后{FARTHEST_YEARS}年以内）"),
        }
    }
}

impl std::error::Error for DeadlineError {}

pub(super) fn warnings(facts: &Facts, days: &[Day], calendar: &Calendar) -> Vec<Warning> {
    let (received, mut out) = (facts.received, Vec::new());
    let begun = facts.consults.iter().map(|(sent, _)| *sent).chain(facts.restarts().map(|(_, begun, _)| begun));
    let early = begun.filter(|begun| *begun < received);
    out.extend(early.map(|date| Warning::BeforeReceipt { received, date }));
    if let Some((asked, _)) = facts.clarify {
        let by = clarify::ask_by(facts.received, calendar).map(|term| term.date).filter(|by| asked > *by);
        out.extend(by.map(|by| Warning::AskedLate { asked, by }));
    }
    for (notice, paid) in &facts.fees {
        let Some(paid) = *paid else { continue };
        let by = fee::pay_by(*notice, calendar).map(|term| term.date).filter(|by| paid > *by);
        out.extend(by.map(|by| Warning::PaidLate { paid, by }));
    }
    if let Some(until) = facts.delay {
        let reached = days.iter().filter(|day| day.date <= until).filter_map(|day| day.n).max().unwrap_or(0);
        if !facts.open && reached < facts.working_days {
            out.push(Warning::DelayTooShort { until });
        }
    }
    out
}
