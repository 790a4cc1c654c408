//! 答复期限: the panel with the due date, its bar and its proof.

use gongkai_law::{
    calendar::Calendar,
    request::{
        deadline::{self, Deadline, Why},
        standing::Standing,
    },
};
use jiff::civil::Date;

use super::wording::{Urgency, long, short};
use crate::calendar_view::{self, Bar, MonthView};

/// What `components/due.html` prints.
pub struct Due {
    /// `2026-10-23` and `10月23日`; `None` while the clock stands or has not begun.
    pub day: Option<(String, String)>,
    /// `剩9个工作日`
    pub left: String,
    /// 逾期: nothing was answered by that day.
    pub late: bool,
    /// 暂定
    pub provisional: bool,
    /// One mark for each working day; `None` before receipt, and where a day was decided instead.
    pub bar: Option<Bar>,
    /// Under the bar, sentences.
    pub hints: Vec<String>,
    /// The proof, month by month.
    pub months: Vec<MonthView>,
    /// The proof in words.
    pub text: Vec<String>,
}

impl Due {
    /// Of a request.
    pub fn of(standing: &Standing, today: Date, calendar: &Calendar) -> Self {
        let Some(clock) = &standing.clock else { return Self::none(standing) };
        let day = standing.due();
        let over = standing.counted().map(|ending| ending.on);
        let left = match (over, day) {
            (Some(on), _) if standing.is_over() => format!("{}办结", short(on, today)),
            (_, Some(day)) => Urgency::until(day, today, calendar).words(),
            (_, None) => "一件事结束以后才能确定".to_owned(),
        };
        Self {
            late: !standing.is_over() && day.is_some_and(|day| day < today),
            day: day.map(|day| (day.to_string(), long(day, today))),
            left,
            provisional: standing.provisional(),
            bar: named(clock).is_none().then(|| calendar_view::bar(clock, over.unwrap_or(today))),
            hints: hints(standing, clock, today, calendar),
            months: calendar_view::months(&clock.days, today),
            text: calendar_view::text(&clock.days),
        }
    }

    fn none(standing: &Standing) -> Self {
        let hint = match (&standing.fault, standing.arrived) {
            (Some(fault), _) => fault.to_string(),
            (None, Some((channel, on))) => {
                format!("{}，{on}到达；双方确认之日才算收到，从第二天起数（{}）。", channel.label(), channel.basis())
            }
            (None, None) => String::new(),
        };
        Self {
            day: None,
            left: "还没有起算".to_owned(),
            late: false,
            provisional: false,
            bar: None,
            hints: vec![hint],
            months: Vec::new(),
            text: Vec::new(),
        }
    }
}

fn hints(standing: &Standing, clock: &Deadline, today: Date, calendar: &Calendar) -> Vec<String> {
    let mut hints = match named(clock) {
        Some(until) => delayed(clock, until, today),
        None => counted(standing, clock, today),
    };
    if let Some(until) = standing.ordered {
        hints.push(format!("责令重新答复，限{}。", long(until, today)));
    }
    let first = deadline::reckon(clock.received, &[], calendar).ok().and_then(|clock| clock.due);
    if let Some(first) = first.filter(|first| named(clock).is_none() && Some(*first) != standing.due()) {
        hints.push(format!("原定{}。", short(first, today)));
    }
    hints.extend(clock.warnings.iter().map(|warning| format!("{warning}。")));
    if standing.provisional() {
        hints.push("跨入还没有放假通知的日子，暂按周末和元旦推算，通知载入后重算。".to_owned());
    }
    hints
}

/// The day that the office named under art. 35, where the clock ends on it.
fn named(clock: &Deadline) -> Option<Date> {
    clock.days.last().filter(|day| day.why == Why::Delayed).map(|day| day.date)
}

/// 合理期限: a day that was decided, not counted.
fn delayed(clock: &Deadline, until: Date, today: Date) -> Vec<String> {
    let decided = format!("决定在合理期限内延迟答复，最后一天是{}（{}）。", long(until, today), deadline::DELAY_BASIS);
    let fixed = "这是决定确定的日期，不按工作日推算，放假通知载入后也不变。";
    vec![format!("{}收到。", long(clock.received, today)), decided, fixed.to_owned()]
}

/// How the working days were counted.
fn counted(standing: &Standing, clock: &Deadline, today: Date) -> Vec<String> {
    let mut hints = vec![format!("{}收到，从第二天起数{}个工作日。", long(clock.received, today), clock.working_days)];
    if clock.clock_start != clock.received {
        hints.push(format!("{}补正或者缴费以后重新起算。", long(clock.clock_start, today)));
    }
    let stopped: Vec<Date> = clock.days.iter().filter(|day| day.why == Why::Consulting).map(|day| day.date).collect();
    if let (Some(first), Some(last)) = (stopped.first(), stopped.last()) {
        let span = format!("{}至{}", short(*first, today), short(*last, today));
        hints.push(format!("征求意见停{}个工作日（{span}），不计入（{}）。", stopped.len(), deadline::PAUSE_BASIS));
    }
    if standing.extended > 0 {
        hints.push(format!("延长{}个工作日（{}）。", standing.extended, deadline::BASIS));
    }
    hints
}
