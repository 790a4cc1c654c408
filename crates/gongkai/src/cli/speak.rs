//! The command line speaks Chinese: help, and what is wrong with the arguments.

use std::{io::Write as _, process::ExitCode};

use clap::{
    Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _,
    error::{ContextKind, Error, ErrorKind},
};

use super::Cli;

/// One sentence on stderr; nobody is left to tell when even that fails.
pub fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "gongkai：{sentence}");
}

/// The arguments of this process, or the exit code after help or a complaint was printed.
pub fn parse() -> Result<Cli, ExitCode> {
    let matches = in_chinese(Cli::command()).try_get_matches();
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let _ = write!(std::io::stderr(), "{}", error.render());
            ExitCode::from(2)
        }
        _ => {
            complain(&sentence(&error));
            ExitCode::from(2)
        }
    })
}

/// The parser's own headings end in a colon of half width.
fn template(command: &Command) -> String {
    let mut page = "{about}\n\n用法：{usage}\n".to_owned();
    if command.has_subcommands() {
        page += "\n命令：\n{subcommands}\n";
    }
    if command.get_positionals().next().is_some() {
        page += "\n参数：\n{positionals}\n";
    }
    page + "\n选项：\n{options}\n"
}

/// Page, help and version of a command and of all below it, in Chinese.
fn in_chinese(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示这份说明");
    let versioned = command.get_version().is_some();
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let valued = arg.get_action().takes_values();
            arg.hide_possible_values(valued).hide_default_value(valued)
        })
        .arg(help);
    if versioned {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
        command = command.arg(version);
    }
    let page = template(&command);
    command.help_template(page).mut_subcommands(in_chinese)
}

/// What is wrong with the arguments.
fn sentence(error: &Error) -> String {
    let said = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (notation, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let arg = name(&notation);
    let text = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg}后面缺少值"),
        ErrorKind::InvalidValue => format!("{arg}不能是“{value}”，可以是：{}", said(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => format!("{arg}的值“{value}”不对{}", reason(error)),
        ErrorKind::UnknownArgument => format!("没有{arg}这个选项{}", hint(&said(ContextKind::SuggestedArg))),
        ErrorKind::InvalidSubcommand => {
            let suggested = said(ContextKind::SuggestedSubcommand);
            format!("没有“{}”这个命令{}", said(ContextKind::InvalidSubcommand), hint(&suggested))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{}", missing(&notation)),
        ErrorKind::ArgumentConflict => format!("{arg}和{}不能同时使用", name(&said(ContextKind::PriorArg))),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => format!("{arg}后面缺少值"),
        ErrorKind::TooManyValues => format!("{arg}后面的值太多，多出“{value}”"),
        ErrorKind::InvalidUtf8 => "参数里有不是UTF-8的字符".to_owned(),
        _ => "参数不对".to_owned(),
    };
    format!("{text}。用 --help 查看用法")
}

/// `--jobs <N>` is `--jobs`, `<路径>...` is `路径`.
fn name(notation: &str) -> &str {
    let option = notation.split(" <").next().unwrap_or(notation);
    option.trim_matches(['<', '>', '[', ']', '.'])
}

/// `<--by-item <N>|--by-page <N>>, <文件>` is `--by-item N 或 --by-page N、文件`.
fn missing(notation: &str) -> String {
    notation.replace(['<', '>'], "").replace("...", "…").replace('|', " 或 ").replace(", ", "、")
}

fn hint(suggested: &str) -> String {
    if suggested.is_empty() { String::new() } else { format!("（是不是{suggested}？）") }
}

/// The parser's own sentence, where it is one of ours.
fn reason(error: &Error) -> String {
    use std::error::Error as _;
    let source = error.source().map(ToString::to_string).filter(|text| !text.is_ascii());
    source.map_or_else(String::new, |text| format!("：{text}"))
}
