//! The command line: one file a command. Results on stdout, everything else on stderr; contracts.md §1.

mod admin;
mod audit;
mod backup;
mod explain;
mod inputs;
mod items;
mod key;
mod law;
mod night;
mod ordered;
mod register;
mod report;
mod requests;
mod search;
mod serve;
mod speak;
mod upkeep;

use std::{
    io::{ErrorKind, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// How a command that was carried out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Done, nothing wrong found: 0.
    Fine,
    /// Done, and something is wrong: 1.
    Wrong,
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
    /// 某一项核查查什么、为什么、怎样改
    #[command(override_usage = "gongkai explain [编号]")]
    Explain(explain::Arguments),
    /// 法律问题：工作日、答复期限、信息处理费
    #[command(subcommand, override_usage = "gongkai law 命令 …")]
    Law(law::Command),
    /// 开门：在浏览器里核验、查阅年报
    #[command(override_usage = "gongkai serve [选项]")]
    Serve(serve::Arguments),
    /// 放假安排
    #[command(subcommand, override_usage = "gongkai calendar 命令 …")]
    Calendar(upkeep::Calendar),
    /// 账号：列出、开户、职责、重置、解锁、停用
    #[command(subcommand, override_usage = "gongkai admin 命令 …")]
    Admin(admin::Command),
    /// 申请台账：重新算出进度和结果
    #[command(subcommand, override_usage = "gongkai requests 命令 …")]
    Requests(requests::Command),
    /// 公开信息：批量导入、读旧网页、按年归档
    #[command(subcommand, override_usage = "gongkai items 命令 …")]
    Items(items::Command),
    /// 密钥：更换
    #[command(subcommand, override_usage = "gongkai key 命令 …")]
    Key(key::Command),
    /// 夜间办理：登记期满的沉默、重算期限、提醒；服务开着时每天零点后自动做
    #[command(override_usage = "gongkai night [选项]")]
    Night(upkeep::Plain),
    /// 操作日志
    #[command(subcommand, override_usage = "gongkai audit 命令 …")]
    Audit(audit::Command),
    /// 检索库
    #[command(subcommand, override_usage = "gongkai search 命令 …")]
    Search(search::Command),
    /// 把台账的结构升级到本程序的版本
    #[command(override_usage = "gongkai migrate [选项]")]
    Migrate(upkeep::Plain),
    /// 把台账备份成一个文件
    #[command(override_usage = "gongkai backup 文件 [选项]")]
    Backup(backup::Backup),
    /// 从备份文件恢复台账
    #[command(override_usage = "gongkai restore 文件 [选项]")]
    Restore(backup::Restore),
}

/// Reads the arguments, carries the command out and says how it ended.
pub fn run() -> ExitCode {
    let command = match speak::parse() {
        Ok(Cli { command }) => command,
        Err(code) => return code,
    };
    let ended = match command {
        Command::Report(command) => report::run(command),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Law(command) => law::run(command),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Calendar(command) => upkeep::calendar(&command),
        Command::Admin(command) => admin::run(command),
        Command::Requests(command) => requests::run(&command),
        Command::Items(command) => items::run(&command),
        Command::Key(command) => key::run(&command),
        Command::Night(arguments) => night::run(&arguments),
        Command::Audit(command) => audit::run(&command),
        Command::Search(command) => search::run(&command),
        Command::Migrate(arguments) => upkeep::migrate(&arguments),
        Command::Backup(arguments) => backup::backup(&arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
    };
    match ended {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Wrong) => ExitCode::from(1),
        Ok(End::Failed) => ExitCode::from(2),
        Err(sentence) => {
            speak::complain(&sentence);
            ExitCode::from(2)
        }
    }
}

/// Writes something short on standard output.
fn print(text: &str) -> Result<(), String> {
    write(&mut std::io::stdout(), text.as_bytes())
}

/// Writes and flushes; a reader that went away (`head`) is no error.
fn write(out: &mut impl Write, bytes: &[u8]) -> Result<(), String> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("写不出结果：{}", gongkai::trouble::said(&error)))
        }
        _ => Ok(()),
    }
}
