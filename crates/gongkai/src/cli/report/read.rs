//! `gongkai report read`: reports as JSON Lines, in input order.

use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use gongkai_report::{
    Outcome,
    json::{self, Record},
};

use super::Sources;
use crate::cli::{End, Ended, ordered, speak};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    sources: Sources,
}

/// Ends with 0, or with 2 when something could not be read; a source that is no report is a result like any other.
pub fn run(arguments: Arguments) -> Ended {
    let failed = AtomicBool::new(false);
    let jobs = arguments.sources.jobs();
    ordered::run(arguments.sources.inputs()?, jobs, super::out(), |input, out| {
        let source = input.name();
        match super::outcomes(&input) {
            Ok(outcomes) => {
                for outcome in &outcomes {
                    line(out, &source, outcome);
                }
            }
            Err(reason) => {
                failed.store(true, Ordering::Relaxed);
                speak::complain(&format!("{source}：{reason}"));
                json::no_report(out, &source, &reason);
                out.push(b'\n');
            }
        }
    })?;
    Ok(if failed.into_inner() { End::Failed } else { End::Fine })
}

fn line(out: &mut Vec<u8>, source: &str, outcome: &Outcome) {
    match outcome {
        Outcome::Report(reading) => Record::read(source, reading).write(out),
        Outcome::NoReport(reason) => json::no_report(out, source, reason),
    }
    out.push(b'\n');
}
