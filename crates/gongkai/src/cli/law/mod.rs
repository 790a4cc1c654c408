//! `gongkai law …`: what the law answers, with its proof.

mod deadline;
mod fee;
mod workday;

use std::borrow::Cow;

use clap::Subcommand;
use gongkai_law::calendar::Calendar;
use jiff::civil::Date;

use super::Ended;

#[derive(Subcommand)]
pub enum Command {
    /// 某日是不是工作日
    #[command(override_usage = "gongkai law workday [选项] 日期…")]
    Workday(workday::Arguments),
    /// 答复期限，逐日说明
    #[command(override_usage = "gongkai law deadline --received 日期 [选项]")]
    Deadline(deadline::Arguments),
    /// 信息处理费，逐档计算
    #[command(override_usage = "gongkai law fee --by-item N | --by-page N")]
    Fee(fee::Arguments),
}

/// Carries one of them out.
pub fn run(command: Command) -> Ended {
    match command {
        Command::Workday(arguments) => workday::run(&arguments),
        Command::Deadline(arguments) => deadline::run(&arguments),
        Command::Fee(arguments) => fee::run(&arguments),
    }
}

/// `2026-09-30`, and nothing else that a date parser would take.
fn date(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| shaped).ok_or_else(|| "应当是2026-09-30这样的日期".to_owned())
}

/// The built-in calendar, or what of it was known on a day.
fn calendar(as_known_on: Option<Date>) -> Cow<'static, Calendar> {
    match as_known_on {
        None => Cow::Borrowed(Calendar::built_in()),
        Some(day) => Cow::Owned(Calendar::built_in().as_known_on(day)),
    }
}
