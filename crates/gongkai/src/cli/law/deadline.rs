//! `gongkai law deadline`: the reply deadline with its proof.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use gongkai_law::{
    calendar::in_chinese,
    request::deadline::{self, Day, Deadline, Event},
};
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::cli::{End, Ended, print};

#[derive(Args)]
pub struct Arguments {
    /// 收到申请之日
    #[arg(long, value_name = "日期", value_parser = super::date)]
    received: Date,
    /// 影响期限的事，可以重复：clarify:通知日:补正日、fee:通知日:缴费日、consult:发出日:答复日、extend:工作日数、delay:日期；后一个日期还没有时留空
    #[arg(long = "event", value_name = "事件", value_parser = event)]
    events: Vec<Event>,
    /// 只依据这一天之前（含当日）公布的放假通知
    #[arg(long, value_name = "日期", value_parser = super::date)]
    as_known_on: Option<Date>,
    /// 输出格式：text（默认）或json
    #[arg(long, value_name = "格式", value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// An event as contracts.md §1 writes it: `consult:2026-09-18:2026-09-25`, or with an open end `consult:2026-09-18:`.
fn event(text: &str) -> Result<Event, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let open = |text: &str| if text.is_empty() { Ok(None) } else { super::date(text).map(Some) };
    Ok(match parts[..] {
        ["clarify", asked, corrected] => Event::Clarify { asked: super::date(asked)?, corrected: open(corrected)? },
        ["fee", notice, paid] => Event::Fee { notice: super::date(notice)?, paid: open(paid)? },
        ["consult", sent, answered] => Event::Consult { sent: super::date(sent)?, answered: open(answered)? },
        ["extend", days] => {
            Event::Extend { days: days.parse().map_err(|_| "延长的工作日数应当是整数".to_owned())? }
        }
        ["delay", until] => Event::Delay { until: super::date(until)? },
        _ => {
            return Err(
                "应当写作clarify:日期:日期、fee:日期:日期、consult:日期:日期、extend:天数或delay:日期".to_owned()
            );
        }
    })
}

/// The due date and each day that led to it.
pub fn run(arguments: &Arguments) -> Ended {
    let calendar = super::calendar(arguments.as_known_on);
    let deadline = deadline::reckon(arguments.received, &arguments.events, &calendar).map_err(|e| e.to_string())?;
    match arguments.format {
        Format::Text => print(&text(&deadline))?,
        Format::Json => print(&json(&deadline)?)?,
    }
    Ok(End::Fine)
}

fn text(deadline: &Deadline) -> String {
    let due = match deadline.due {
        Some(due) if deadline.provisional => format!("{}（暂定：所跨日期还没有全部的放假安排通知）", in_chinese(due)),
        Some(due) => in_chinese(due),
        None => "尚不能确定，有事项还没有结束".to_owned(),
    };
    let mut out = format!(
        "收到申请：{}\n答复期限：{due}\n工作日数：{}个\n",
        in_chinese(deadline.received),
        deadline.working_days
    );
    for warning in &deadline.warnings {
        let _ = writeln!(out, "注意：{warning}");
    }
    out.push('\n');
    for day in &deadline.days {
        let _ = writeln!(out, "{}", line(day));
    }
    out
}

/// `2026-05-06 周三  第1个工作日`
fn line(day: &Day) -> String {
    let weekday = match day.date.weekday() {
        Weekday::Monday => '一',
        Weekday::Tuesday => '二',
        Weekday::Wednesday => '三',
        Weekday::Thursday => '四',
        Weekday::Friday => '五',
        Weekday::Saturday => '六',
        Weekday::Sunday => '日',
    };
    let count = day.n.map_or_else(|| "　".to_owned(), |n| format!("{n:>2}"));
    let name = day.name.as_deref().map_or_else(String::new, |name| format!("（{name}）"));
    let due = if day.kind == deadline::Kind::Due { "，期限届满" } else { "" };
    let provisional = if day.provisional { "，暂定" } else { "" };
    format!("{} 周{weekday}  {count}  {}{name}{due}{provisional}", day.date, day.why)
}

/// The proof as contracts.md §1 writes it.
#[derive(Serialize)]
struct Proof<'a> {
    received: String,
    due: Option<String>,
    working_days: u16,
    provisional: bool,
    warnings: Vec<String>,
    days: Vec<ProofDay<'a>>,
}

#[derive(Serialize)]
struct ProofDay<'a> {
    date: String,
    kind: &'static str,
    n: Option<u16>,
    name: Option<&'a str>,
}

fn json(deadline: &Deadline) -> Result<String, String> {
    let days = deadline.days.iter().map(|day| ProofDay {
        date: day.date.to_string(),
        kind: day.kind.key(),
        n: day.n,
        name: day.name.as_deref(),
    });
    let proof = Proof {
        received: deadline.received.to_string(),
        due: deadline.due.map(|due| due.to_string()),
        working_days: deadline.working_days,
        provisional: deadline.provisional,
        warnings: deadline.warnings.iter().map(ToString::to_string).collect(),
        days: days.collect(),
    };
    serde_json::to_string(&proof).map(|text| text + "\n").map_err(|e| e.to_string())
}
