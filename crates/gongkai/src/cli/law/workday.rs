//! `gongkai law workday`: one line a date.

use std::fmt::Write as _;

use clap::Args;
use jiff::civil::Date;

use crate::cli::{End, Ended, print, speak};

#[derive(Args)]
pub struct Arguments {
    /// 日期，如2026-09-30
    #[arg(value_name = "日期", required = true, value_parser = super::date)]
    dates: Vec<Date>,
    /// 只依据这一天之前（含当日）公布的通知
    #[arg(long, value_name = "日期", value_parser = super::date)]
    as_known_on: Option<Date>,
}

/// `2026-02-14 workday 春节`; a day that no notice settles yet is said to be so on stderr.
pub fn run(arguments: &Arguments) -> Ended {
    let calendar = super::calendar(arguments.as_known_on);
    let mut out = String::new();
    for &date in &arguments.dates {
        let day = calendar.day(date);
        let _ = writeln!(out, "{date} {} {}", day.kind, day.name.unwrap_or("-"));
        if day.provisional {
            speak::complain(&format!("{date}还没有放假安排的通知，按星期推算，暂定"));
        }
    }
    print(&out)?;
    Ok(End::Fine)
}
