//! What `cargo xtask bench` measures the request desk with: `bench load FOLDER CASES SEED [DATABASE]` fills a register in
//! bulk, `bench visit ADDRESS FOLDER SECONDS` walks through the pages of a running server as its visitors do and prints a
//! line for each figure: name, value, unit, parted by tabs.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measurement that cannot go on says so")]

mod browser;
mod load;
mod story;
mod visit;

use std::{env, path::Path};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    match arguments.as_slice() {
        ["load", folder, cases, seed, database @ ..] => {
            let (cases, seed) = (cases.parse().expect("a number of cases"), seed.parse().expect("a seed"));
            runtime.block_on(load::load(Path::new(folder), cases, seed, database.first().copied()));
        }
        ["visit", address, folder, seconds] => {
            let seconds = seconds.parse().expect("a number of seconds");
            runtime.block_on(visit::all(address, Path::new(folder), seconds));
        }
        _ => eprintln!("usage: bench load FOLDER CASES SEED [DATABASE] | bench visit ADDRESS FOLDER SECONDS"),
    }
}
