//! What `cargo xtask bench` measures the request desk with: `bench load FOLDER CASES SEED [DATABASE]` fills a register in
//! bulk, `bench visit ADDRESS FOLDER SECONDS` walks through the pages of a running server as its visitors do and prints a
//! line for each figure: name, value, unit, parted by tabs.
//!
//! And the portal: `bench shelf FOLDER ITEMS` fills a register with what is public, `bench ask ADDRESS CLIENTS SECONDS PATH`
//! asks any server for pages as fast as they come, `bench release ADDRESS FOLDER` releases one more while it is served.
//!
//! And the year's end: `bench year FOLDER` fills an empty folder with a county, compiles its reports, adds them up, and adds up
//! a thousand.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measurement that cannot go on says so")]

mod browser;
#[path = "../../../search/examples/bench/county.rs"]
#[allow(dead_code, reason = "the bench of the search uses the rest")]
mod county;
mod load;
mod shelf;
mod story;
mod swift;
mod visit;
mod year;

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
        ["shelf", folder, items] => {
            runtime.block_on(shelf::load(Path::new(folder), items.parse().expect("a number of items")));
        }
        ["ask", address, clients, seconds, path] => {
            let (clients, seconds) = (clients.parse().expect("clients"), seconds.parse().expect("seconds"));
            runtime.block_on(swift::ask(address, clients, seconds, path));
        }
        ["year", folder] => runtime.block_on(year::all(Path::new(folder))),
        ["release", address, folder] => runtime.block_on(shelf::one_more(address, Path::new(folder))),
        _ => eprintln!("usage: bench load FOLDER CASES SEED [DATABASE] | bench visit ADDRESS FOLDER SECONDS"),
    }
}
