//! `cargo xtask bench`: from one run, on this machine, how fast and how small, beside other readers and the goals.

mod desk;
mod memory;
mod nginx;
mod publishing;
mod readers;
mod server;
mod start;
mod table;
mod year;

use std::{fs, path::PathBuf};

use crate::{
    place,
    run::{Done, Failure, quiet, show},
};
use table::Table;

/// Pages to read; readers.py repeats them.
const PAGES: usize = 240;

/// What every measurement needs.
struct Ground {
    /// `target/bench`
    folder: PathBuf,
    /// The generated pages.
    pages: PathBuf,
    /// The binary under test.
    gongkai: PathBuf,
    /// The pages' generator and the checks' stopwatch.
    report: PathBuf,
    /// Fills registers and visits pages.
    desk: PathBuf,
    /// Asks an index of its own.
    words: PathBuf,
    /// For each reader.
    seconds: String,
}

/// Builds, generates, measures; prints a table and writes target/bench.json. Missing a goal is no failure: figures on
/// a noisy machine are for a person to judge.
pub fn run(arguments: &[&str]) -> Done {
    let usage = || Failure::new("usage: cargo xtask bench [desk|publishing [--small]|year] [--seconds N]");
    let (mut seconds, mut parts, mut small) = ("5", Parts::All, false);
    let mut words = arguments.iter().copied();
    while let Some(word) = words.next() {
        match word {
            "desk" => parts = Parts::Desk,
            "publishing" => parts = Parts::Publishing,
            "year" => parts = Parts::Year,
            "--small" => small = true,
            "--seconds" => seconds = words.next().ok_or_else(usage)?,
            _ => return Err(usage()),
        }
    }
    let ground = prepare(seconds)?;
    let mut table = Table::default();
    if parts == Parts::All {
        reports(&ground, &mut table)?;
    }
    if matches!(parts, Parts::All | Parts::Desk) {
        desk::measure(&ground, &mut table)?;
    }
    if matches!(parts, Parts::All | Parts::Publishing) {
        publishing::measure(&ground, &mut table, small)?;
    }
    if matches!(parts, Parts::All | Parts::Year) {
        year::measure(&ground, &mut table)?;
    }
    let json = place::target()?.join("bench.json");
    fs::write(&json, table.json()).map_err(Failure::doing(json.display()))?;
    println!("{table}\nwritten to {}", json.display());
    Ok(())
}

/// What is measured.
#[derive(PartialEq)]
enum Parts {
    /// Reading, checking, starting, the request desk, the portal, and the year's end.
    All,
    /// The request desk alone.
    Desk,
    /// The portal and its search alone.
    Publishing,
    /// The year's end alone.
    Year,
}

fn reports(ground: &Ground, table: &mut Table) -> Done {
    readers::measure(ground, table)?;
    checks(ground, table)?;
    memory::measure(ground, table)?;
    start::measure(ground, table)
}

fn prepare(seconds: &str) -> Done<Ground> {
    show(place::cargo().args([
        "build",
        "--release",
        "--package",
        "gongkai",
        "--bin",
        "gongkai",
        "--example",
        "bench",
    ]))?;
    let target = place::target()?;
    // the folder that this program was built into is target/debug
    let release = target.join("release");
    let folder = target.join("bench");
    let pages = folder.join("pages");
    fs::create_dir_all(&pages).map_err(Failure::doing(pages.display()))?;
    // three examples have this name, so each build would take the place of the one before
    let desk = folder.join("desk");
    fs::copy(release.join("examples/bench"), &desk).map_err(Failure::doing(desk.display()))?;
    show(place::cargo().args(["build", "--release", "--package", "gongkai-search", "--example", "bench"]))?;
    let words = folder.join("words");
    fs::copy(release.join("examples/bench"), &words).map_err(Failure::doing(words.display()))?;
    show(place::cargo().args(["build", "--release", "--package", "gongkai-report", "--example", "bench"]))?;
    let report = release.join("examples/bench");
    show(std::process::Command::new(&report).arg("pages").arg(&pages).arg(PAGES.to_string()))?;
    Ok(Ground { gongkai: release.join("gongkai"), folder, pages, report, desk, words, seconds: seconds.to_owned() })
}

/// Parsed reports checked per second, on one thread.
fn checks(ground: &Ground, table: &mut Table) -> Done {
    let said = quiet(std::process::Command::new(&ground.report).arg("checks").arg(&ground.pages))?;
    for line in said.lines() {
        let Some((name, rate)) = line.split_once('\t') else { continue };
        let rate: f64 = rate.parse().map_err(|_| Failure::new(format!("the stopwatch said {line:?}")))?;
        let goal = if name.starts_with("family A") { 500_000.0 } else { 20_000.0 };
        table.at_least(name, rate, "reports/s", Some(goal));
    }
    Ok(())
}
