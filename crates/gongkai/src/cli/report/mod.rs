//! `gongkai report …`: published annual reports.

mod check;
mod compare;
mod convert;
mod one;
mod previous;
mod read;

use std::{
    io::{self, BufWriter, Write},
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use clap::{Args, Subcommand};
use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

use super::{Ended, inputs::Input};

#[derive(Subcommand)]
pub enum Command {
    /// 读取年度报告，每份输出一行JSON
    #[command(override_usage = "gongkai report read [选项] 路径…")]
    Read(read::Arguments),
    /// 核查年度报告，指出错在哪里、依据什么、怎样改
    #[command(override_usage = "gongkai report check [选项] 路径…")]
    Check(check::Arguments),
    /// 按法定格式输出一份年报
    #[command(override_usage = "gongkai report convert 路径 --to 格式 -o 文件")]
    Convert(convert::Arguments),
    /// 比较两份年报
    #[command(override_usage = "gongkai report compare 甲 乙")]
    Compare(compare::Arguments),
}

/// Carries one of them out.
pub fn run(command: Command) -> Ended {
    match command {
        Command::Read(arguments) => read::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
    }
}

/// What to read, and with how many threads.
#[derive(Args)]
pub struct Sources {
    /// 文件、文件夹（含下级），或 - 表示标准输入
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 从这个文件里取文件名，一行一个；- 表示标准输入
    #[arg(long, value_name = "文件")]
    files_from: Option<PathBuf>,
    /// 同时读几份，默认与处理器数相同
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,
}

/// More threads than this only cost memory.
const MOST_JOBS: usize = 256;

fn jobs(text: &str) -> Result<usize, String> {
    let jobs = text.parse().ok().filter(|jobs| (1..=MOST_JOBS).contains(jobs));
    jobs.ok_or_else(|| format!("应当是1到{MOST_JOBS}的整数"))
}

impl Sources {
    fn jobs(&self) -> usize {
        self.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST_JOBS))
    }

    fn inputs(self) -> Result<impl Iterator<Item = Input> + Send, String> {
        super::inputs::inputs(self.paths, self.files_from.as_deref())
    }
}

/// Reads one input; a Chinese reason where there was nothing to read.
///
/// The reader keeps its own bounds of size, time and memory. Should it fail all the same, this source is unreadable and
/// the others go on.
fn outcomes(input: &Input) -> Result<Vec<Outcome>, String> {
    let limits = Limits::COMMAND_LINE;
    let bytes = input.load(limits.source)?;
    let name = input.name();
    catch_unwind(AssertUnwindSafe(|| read(&bytes, &name, &limits)))
        .map_err(|_| "读取时程序出错，请把这个文件发给我们".to_owned())
}

/// The reports under a path that the command cannot do without, and the names of sources there that gave none.
fn all_reports(path: PathBuf, what: &str) -> Result<(Vec<Reading>, Vec<String>), String> {
    let name = path.display().to_string();
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for input in super::inputs::inputs(vec![path], None)? {
        let before = read.len();
        read.extend(outcomes(&input).unwrap_or_default().into_iter().filter_map(|outcome| match outcome {
            Outcome::Report(reading) => Some(*reading),
            Outcome::NoReport(_) => None,
        }));
        if read.len() == before {
            unread.push(input.name());
        }
    }
    if read.is_empty() { Err(format!("{name}：没有读到{what}")) } else { Ok((read, unread)) }
}

/// Buffered standard output.
fn out() -> BufWriter<impl Write + Send> {
    BufWriter::with_capacity(1 << 16, io::stdout())
}
