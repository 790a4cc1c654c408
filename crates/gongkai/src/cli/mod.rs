//! The command line: one file a command. Results on stdout, everything else on stderr; contracts.md §1.

mod inputs;
mod ordered;
mod report;
mod speak;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How a command that was carried out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Done, nothing wrong found: 0.
    Fine,
    /// Part of it could not be done, and stderr says what: 2.
    Failed,
}

/// How a command ends; the error is one clear Chinese sentence, and exit code 2.
pub type Ended = Result<End, String>;

/// 公开：政府信息公开工作平台
#[derive(Parser)]
#[command(name = "gongkai", version, override_usage = "gongkai 命令 …")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 年度报告：读取、核查、转换、比较
    #[command(subcommand, override_usage = "gongkai report 命令 …")]
    Report(report::Command),
}

/// Reads the arguments, carries the command out and says how it ended.
pub fn run() -> ExitCode {
    let command = match speak::parse() {
        Ok(Cli { command }) => command,
        Err(code) => return code,
    };
    let ended = match command {
        Command::Report(command) => report::run(command),
    };
    match ended {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Failed) => ExitCode::from(2),
        Err(sentence) => {
            speak::complain(&sentence);
            ExitCode::from(2)
        }
    }
}
