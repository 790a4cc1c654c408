//! 逐日计算: what each day between receipt and the due date was, and why.

use std::fmt;

use jiff::civil::Date;

use super::{DELAY_BASIS, DeadlineError, Facts, PAUSE_BASIS};
use crate::{
    calendar::{self, Calendar},
    request::{clarify, fee},
};

/// What a day did to the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The day of receipt, which does not count.
    Received,
    /// A working day that counts.
    Counted,
    /// No working day.
    Off,
    /// A working day that does not count: the clock stood, or started anew later.
    Stopped,
    /// The last day for the reply.
    Due,
}

impl Kind {
    /// The name in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Counted => "counted",
            Self::Off => "off",
            Self::Stopped => "stopped",
            Self::Due => "due",
        }
    }
}

/// 重新计算: what starts the count anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Restart {
    /// 补正: the corrected application was received.
    Correction,
    /// 缴费: the fee was paid.
    Payment,
}

/// Why a day counted or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// 收到申请当日不计.
    Received,
    /// An ordinary working day.
    Workday,
    /// 调休上班: a weekend day that a notice makes a working day.
    MadeUp,
    /// Saturday or Sunday.
    Weekend,
    /// 放假: a day off by a notice.
    Holiday,
    /// An opinion was being asked for.
    Consulting,
    /// Before the correction or payment after which counting started anew; or on that very day.
    Before(Restart),
    /// A correction or payment is awaited; what was counted so far falls away when it comes.
    Awaiting(Restart),
    /// The day that the office named under art. 35.
    Delayed,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Received => f.write_str("收到申请，当日不计"),
            Self::Workday => f.write_str("工作日"),
            Self::MadeUp => f.write_str("调休上班，计入"),
            Self::Weekend => f.write_str("周末，不计"),
            Self::Holiday => f.write_str("放假，不计"),
            Self::Consulting => write!(f, "征求意见，不计（{PAUSE_BASIS}）"),
            Self::Before(Restart::Correction) => write!(f, "收到补正之日及此前不计（{}）", clarify::BASIS),
            Self::Before(Restart::Payment) => write!(f, "缴费之日及此前不计（{}）", fee::BASIS),
            Self::Awaiting(Restart::Correction) => write!(f, "等待补正，不计（{}）", clarify::BASIS),
            Self::Awaiting(Restart::Payment) => write!(f, "等待缴费，不计（{}）", fee::BASIS),
            Self::Delayed => write!(f, "延迟答复的期限届满（{DELAY_BASIS}）"),
        }
    }
}

/// One day of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// What it did to the count.
    pub kind: Kind,
    /// Which counted day it is, from 1; `None` for a day that does not count.
    pub n: Option<u16>,
    /// The festival of the notice, for a day off and for a make-up day.
    pub name: Option<String>,
    /// Why.
    pub why: Why,
    /// 暂定: no notice in hand settles the day yet.
    pub provisional: bool,
}

/// Walks from the day of receipt to the due date; while an event is open, to the last day on record.
pub(super) fn walk(facts: &Facts, calendar: &Calendar) -> Result<Vec<Day>, DeadlineError> {
    let mut clock = Clock::new(facts);
    let mut days = Vec::with_capacity(64);
    let mut date = facts.received;
    loop {
        let day = clock.day(date, calendar);
        let ends = if facts.open { date >= facts.latest } else { day.kind == Kind::Due };
        days.push(day);
        if ends {
            return Ok(days);
        }
        date = date.tomorrow().map_err(|_| DeadlineError::TooFar)?;
    }
}

/// The count as it stands when a day begins.
struct Clock<'f> {
    facts: &'f Facts,
    start: (Date, Option<Restart>),
    awaits: Option<(Date, Restart)>,
    /// The day of art. 35; one on or before the clock's start was overtaken by it.
    delay: Option<Date>,
    counted: u16,
    /// How many of the consultations began before the day.
    begun: usize,
    /// The last day that one of those stops.
    stopped_until: Option<Date>,
}

impl<'f> Clock<'f> {
    fn new(facts: &'f Facts) -> Self {
        let (start, awaits) = (facts.clock_start(), facts.awaits());
        let delay = facts.delay.filter(|until| *until > start.0);
        Self { facts, start, awaits, delay, counted: 0, begun: 0, stopped_until: None }
    }

    fn day(&mut self, date: Date, calendar: &Calendar) -> Day {
        let calendar::Day { kind, name, provisional } = calendar.day(date);
        let stopped = self.stopped(date);
        let (kind, why) = match (kind, stopped) {
            _ if date == self.facts.received => (Kind::Received, Why::Received),
            (calendar::Kind::Weekend, _) => (Kind::Off, Why::Weekend),
            (calendar::Kind::Holiday, _) => (Kind::Off, Why::Holiday),
            (calendar::Kind::Workday, Some(why)) => (Kind::Stopped, why),
            (calendar::Kind::Workday, None) if name.is_some() => (Kind::Counted, Why::MadeUp),
            (calendar::Kind::Workday, None) => (Kind::Counted, Why::Workday),
        };
        self.counted += u16::from(kind == Kind::Counted);
        let n = (kind == Kind::Counted).then_some(self.counted);
        let (kind, why) = match self.delay {
            _ if self.facts.open => (kind, why),
            Some(until) if until == date => (Kind::Due, Why::Delayed),
            None if n == Some(self.facts.working_days) => (Kind::Due, why),
            _ => (kind, why),
        };
        Day { date, kind, n, name: name.map(str::to_owned), why, provisional }
    }

    /// Why the clock stands on a day; `None` while it runs.
    fn stopped(&mut self, date: Date) -> Option<Why> {
        let consulting = self.consulting(date);
        match (self.start, self.awaits) {
            ((start, Some(restart)), _) if date <= start => Some(Why::Before(restart)),
            (_, Some((since, restart))) if date > since => Some(Why::Awaiting(restart)),
            _ => consulting.then_some(Why::Consulting),
        }
    }

    /// Whether any consultation stops the day; several are taken together.
    fn consulting(&mut self, date: Date) -> bool {
        while let Some((_, answered)) = self.facts.consults.get(self.begun).filter(|(sent, _)| *sent < date) {
            self.stopped_until = self.stopped_until.max(Some(answered.unwrap_or(Date::MAX)));
            self.begun += 1;
        }
        self.stopped_until.is_some_and(|until| date <= until)
    }
}
