//! 答复期限: when the office must reply, folded from what happened, with the proof. Arts 30, 32 to 35.
//!
//! Twenty working days from the day after receipt (art. 33). A correction (art. 30) and a paid fee start the count
//! anew; asking third parties or co-producers stops it (art. 33 ¶3); an approved extension lengthens it; art. 35 sets
//! a day of its own. Every day between receipt and the due date says what it was and why.

mod proof;
mod wrong;

pub use proof::{Day, Kind, Restart, Why};
pub use wrong::{DeadlineError, Warning};

use std::ops::RangeInclusive;

use jiff::{ToSpan, civil::Date};

use crate::{article::Article, calendar::Calendar};

/// Working days that the office has. Art. 33 ¶2.
pub const REPLY_WORKDAYS: u16 = 20;

/// Working days that all extensions together may add. Art. 33 ¶2.
pub const EXTENSION_WORKDAYS: u16 = 20;

/// 二十个工作日
pub const BASIS: Article = Article::regulation(33).paragraph(2);

/// 征求意见所需时间不计算在内
pub const PAUSE_BASIS: Article = Article::regulation(33).paragraph(3);

/// 合理期限内延迟答复
pub const DELAY_BASIS: Article = Article::regulation(35);

/// Years before and after receipt beyond which no deadline is reckoned: anything further is a slip of the pen.
const FARTHEST_YEARS: i16 = 20;

/// What happened to a request, as far as it moves the deadline. The second day of each is `None` while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// 补正: the office asked what is meant; receipt of the correction starts the clock anew. Art. 30.
    Clarify {
        /// The day of the notice.
        asked: Date,
        /// The day on which the corrected application was received.
        corrected: Option<Date>,
    },
    /// 收费: the fee notice came; payment starts the clock anew. 国办函〔2020〕109号.
    Fee {
        /// The day on which the applicant got the notice.
        notice: Date,
        /// The day of payment.
        paid: Option<Date>,
    },
    /// 征求意见: a third party or a co-producer was asked. Arts 32, 33 ¶3, 34.
    Consult {
        /// The day on which the letter went out; itself not stopped.
        sent: Date,
        /// The day on which the answer came, or its term lapsed; itself stopped.
        answered: Option<Date>,
    },
    /// 延长: approved by the head of the disclosure office. Art. 33 ¶2.
    Extend {
        /// Working days.
        days: u16,
    },
    /// 延迟答复: the reasonable term of art. 35 ends on a day that the office named.
    Delay {
        /// The day.
        until: Date,
    },
}

/// The reply deadline and its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// 收到申请之日
    pub received: Date,
    /// The day after which counting starts: of receipt, of the correction or of payment, whichever is last.
    pub clock_start: Date,
    /// The last day for the reply; `None` while an event is open.
    pub due: Option<Date>,
    /// Twenty and the extensions.
    pub working_days: u16,
    /// 暂定: the due date, or a day counted on the way, is not settled by a notice yet.
    pub provisional: bool,
    /// What was done too late and is reckoned none the less.
    pub warnings: Vec<Warning>,
    /// Every day from receipt to the due date, both included; while an event is open, to the last day on record.
    pub days: Vec<Day>,
}

/// Reckons the reply deadline. The order of events does not matter.
///
/// # Errors
/// Events that cannot be true together; see [`DeadlineError`].
///
/// ```
/// use gongkai_law::{calendar::Calendar, request::deadline::{Event, reckon}};
/// use jiff::civil::date;
///
/// let calendar = Calendar::built_in();
/// let received = date(2026, 4, 30);
/// assert_eq!(reckon(received, &[], calendar).unwrap().due, Some(date(2026, 6, 1)));
///
/// let asked = Event::Consult { sent: date(2026, 5, 6), answered: Some(date(2026, 5, 8)) };
/// assert_eq!(reckon(received, &[asked], calendar).unwrap().due, Some(date(2026, 6, 3)));
/// ```
pub fn reckon(received: Date, events: &[Event], calendar: &Calendar) -> Result<Deadline, DeadlineError> {
    let facts = Facts::gather(received, events)?;
    let days = proof::walk(&facts, calendar)?;
    let (clock_start, _) = facts.clock_start();
    let due = days.last().filter(|_| !facts.open).map(|day| day.date);
    Ok(Deadline {
        received,
        clock_start,
        due,
        working_days: facts.working_days,
        // a day that the office named stands whatever the next notice says
        provisional: !days.last().is_some_and(|day| day.why == Why::Delayed)
            && days.iter().any(|day| day.date > clock_start && day.provisional),
        warnings: wrong::warnings(&facts, &days, calendar),
        days,
    })
}

/// The events sorted by what they do to the clock.
struct Facts {
    received: Date,
    clarify: Option<(Date, Option<Date>)>,
    fees: Vec<(Date, Option<Date>)>,
    /// Sorted by their first day.
    consults: Vec<(Date, Option<Date>)>,
    working_days: u16,
    delay: Option<Date>,
    /// An event has not ended yet.
    open: bool,
    /// The last day that an event names.
    latest: Date,
}

impl Facts {
    fn gather(received: Date, events: &[Event]) -> Result<Self, DeadlineError> {
        let near = received.saturating_sub(FARTHEST_YEARS.years())..=received.saturating_add(FARTHEST_YEARS.years());
        let mut facts = Self {
            received,
            clarify: None,
            fees: Vec::new(),
            consults: Vec::new(),
            working_days: REPLY_WORKDAYS,
            delay: None,
            open: false,
            latest: received,
        };
        for event in events {
            let (start, end) = event.span();
            check(&near, start, end.flatten())?;
            facts.open |= end == Some(None);
            facts.latest = facts.latest.max(start.unwrap_or(received)).max(end.flatten().unwrap_or(received));
            facts.take(*event)?;
        }
        facts.consults.sort_unstable();
        Ok(facts)
    }

    fn take(&mut self, event: Event) -> Result<(), DeadlineError> {
        match event {
            Event::Clarify { asked, corrected } => {
                if self.clarify.replace((asked, corrected)).is_some() {
                    return Err(DeadlineError::ClarifiedTwice);
                }
            }
            Event::Fee { notice, paid } => self.fees.push((notice, paid)),
            Event::Consult { sent, answered } => self.consults.push((sent, answered)),
            Event::Extend { days } => {
                self.working_days = self.working_days.saturating_add(days);
                if self.working_days > REPLY_WORKDAYS + EXTENSION_WORKDAYS {
                    return Err(DeadlineError::ExtendedTooLong);
                }
            }
            Event::Delay { until } if until < self.received => {
                return Err(DeadlineError::BeforeReceipt { received: self.received, date: until });
            }
            Event::Delay { until } => self.delay = self.delay.max(Some(until)),
        }
        Ok(())
    }

    /// What is awaited, and since when, where the clock cannot run before it comes.
    fn awaits(&self) -> Option<(Date, Restart)> {
        self.restarts().filter(|(_, _, end)| end.is_none()).map(|(what, start, _)| (start, what)).min()
    }

    /// The last of receipt, correction and payment, and which of the two latter it was.
    fn clock_start(&self) -> (Date, Option<Restart>) {
        let ends = self.restarts().filter_map(|(what, _, end)| Some((end?, Some(what))));
        ends.fold((self.received, None), |last, next| if next.0 >= last.0 { next } else { last })
    }

    fn restarts(&self) -> impl Iterator<Item = (Restart, Date, Option<Date>)> + '_ {
        let clarify = self.clarify.iter().map(|(asked, corrected)| (Restart::Correction, *asked, *corrected));
        clarify.chain(self.fees.iter().map(|(notice, paid)| (Restart::Payment, *notice, *paid)))
    }
}

impl Event {
    /// Its first day, and its last: the inner `None` where it is open, the outer where it has none.
    fn span(self) -> (Option<Date>, Option<Option<Date>>) {
        match self {
            Self::Clarify { asked: from, corrected: to }
            | Self::Fee { notice: from, paid: to }
            | Self::Consult { sent: from, answered: to } => (Some(from), Some(to)),
            Self::Extend { .. } => (None, None),
            Self::Delay { until } => (Some(until), None),
        }
    }
}

fn check(near: &RangeInclusive<Date>, start: Option<Date>, end: Option<Date>) -> Result<(), DeadlineError> {
    if start.into_iter().chain(end).any(|date| !near.contains(&date)) {
        return Err(DeadlineError::TooFar);
    }
    match (start, end) {
        (Some(start), Some(end)) if end < start => Err(DeadlineError::EndsBeforeStart { start, end }),
        _ => Ok(()),
    }
}
