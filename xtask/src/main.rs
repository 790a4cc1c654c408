//! `cargo xtask ci|test|bench|docs`: what CI and people run, nothing else.

mod bench;
mod ci;
mod cluster;
mod docs;
mod driver;
mod janitor;
mod needs;
mod place;
mod run;
mod test;

use std::{env, process::ExitCode};

use run::Failure;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [ARGUMENTS OF cargo test]   every test, with the database and the browser that they need
  ci                               format, lints, then `test`
  bench [desk|publishing|year]     speed and memory beside other readers and nginx, and the goals
  docs                             writes docs/checks.md and docs/gate.md from the registries of checks
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["test", rest @ ..] => test::run(rest),
        ["ci"] => ci::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["docs"] => docs::run(),
        _ => Err(Failure::new(USAGE)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.why);
            ExitCode::from(failure.status)
        }
    }
}
