//! `gongkai report check`: all checks on each report.

mod show;
mod tally;

use std::{
    io::IsTerminal as _,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clap::Args;
use gongkai_report::{
    Outcome, Reading, Report,
    checks::{self, Case},
};

use self::{
    show::{Format, Show},
    tally::Tally,
};
use super::{Sources, previous::Previous};
use crate::cli::{Ended, inputs::Input, ordered, speak};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    sources: Sources,
    /// 输出格式：text（默认）、json或sarif
    #[arg(long, value_name = "格式", value_enum, default_value = "text")]
    format: Format,
    /// 同一机关上一年的年报；不写就在所给的文件里找
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 汇总成本报告的各单位年报所在的文件夹
    #[arg(long, value_name = "文件夹")]
    children: Option<PathBuf>,
}

/// Ends with 1 when a verdict is `fail` or a source is no report, with 2 when something could not be read.
pub fn run(arguments: Arguments) -> Ended {
    let jobs = arguments.sources.jobs();
    let (children, unread_children) = match arguments.children {
        Some(folder) => super::all_reports(folder, "汇总单位的年报")?,
        None => Default::default(),
    };
    let inputs: Arc<[Input]> = arguments.sources.inputs()?.map(Input::held).collect();
    let previous = match arguments.previous {
        Some(path) => Previous::given(path)?,
        None => Previous::among(Arc::clone(&inputs), jobs)?,
    };
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let show = Show::new(arguments.format, colour);
    let tally = Mutex::new(Tally::new(show.tells_refusals_last()));
    let run = Run { show, previous, children, unread_children, tally };
    let mut out = super::out();
    run.show.open(&mut out)?;
    let body = run.show.body(&mut out);
    ordered::run(inputs.iter(), jobs, body, |input, out| run.input(input, out))?;
    let tally = run.tally();
    run.show.close(&mut out, &tally)?;
    Ok(tally.end())
}

/// One run over many sources: what all threads share.
struct Run {
    show: Show,
    previous: Previous,
    children: Vec<Reading>,
    unread_children: Vec<String>,
    tally: Mutex<Tally>,
}

impl Run {
    fn input(&self, input: &Input, out: &mut Vec<u8>) {
        let source = input.name();
        match super::outcomes(input) {
            Ok(outcomes) => {
                for outcome in &outcomes {
                    match outcome {
                        Outcome::Report(reading) => self.report(&source, reading, &outcomes, out),
                        Outcome::NoReport(reason) => self.refuse(&source, reason, out),
                    }
                }
            }
            Err(reason) => {
                speak::complain(&format!("{source}：{reason}"));
                self.show.unread(out, &source, &reason);
                self.tally().unread(&source, &reason);
            }
        }
    }

    fn report(&self, source: &str, reading: &Reading, siblings: &[Outcome], out: &mut Vec<u8>) {
        let before = self.previous.of(reading, siblings);
        let children = self.children.iter().map(|child| &child.report);
        let children: Vec<&Report> = children.filter(|child| child.year == reading.report.year).collect();
        let case = Case::new(reading).after(before.as_deref()).over(&children, &self.unread_children);
        let verdicts = checks::run(&case);
        self.tally().add(&verdicts.findings);
        self.show.report(out, source, reading, &verdicts);
    }

    fn refuse(&self, source: &str, reason: &str, out: &mut Vec<u8>) {
        self.show.refused(out, source, reason);
        self.tally().refuse(source, reason);
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
