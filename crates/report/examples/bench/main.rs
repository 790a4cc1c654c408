//! What `cargo xtask bench` measures with: `bench pages FOLDER COUNT` writes report pages as sites publish them,
//! `bench read FOLDER` says how long one of them takes to open and to read, `bench checks FOLDER` says how many parsed reports a second are checked on one thread.

#![allow(clippy::expect_used, reason = "a measurement that cannot go on says so")]

mod chance;
mod page;

use std::{
    env, fs,
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use gongkai_report::{
    Outcome, Reading,
    checks::{self, Case},
    read::{Limits, formats, read},
};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["pages", folder, count] => pages(Path::new(folder), count.parse().expect("a number of pages")),
        ["checks", folder] => stopwatch(&readings(Path::new(folder))),
        ["read", folder] => reader(Path::new(folder)),
        _ => eprintln!("usage: bench pages FOLDER COUNT | bench read FOLDER | bench checks FOLDER"),
    }
}

fn pages(folder: &Path, count: u64) {
    for seed in 1..=count {
        let page = page::page(seed);
        fs::write(folder.join(format!("{seed:04}.html")), page).expect("a folder that can be written");
    }
}

/// Prints name and microseconds a page, the best of several rounds.
fn reader(folder: &Path) {
    let entries = fs::read_dir(folder).expect("a folder of pages").flatten();
    let pages: Vec<_> = entries.map(|entry| fs::read(entry.path()).expect("a page")).collect();
    let best = |work: &dyn Fn(&[u8])| {
        let round = || {
            let begun = Instant::now();
            pages.iter().for_each(|page| work(page));
            begun.elapsed().as_secs_f64() * 1e6 / pages.len() as f64
        };
        (0..20).map(|_| round()).fold(f64::INFINITY, f64::min)
    };
    let limits = &Limits::COMMAND_LINE;
    println!("open, µs\t{:.1}", best(&|page| drop(black_box(formats::open(page, "page.html", limits)))));
    println!("read, µs\t{:.1}", best(&|page| drop(black_box(read(page, "page.html", limits)))));
}

fn readings(folder: &Path) -> Vec<Reading> {
    let entries = fs::read_dir(folder).expect("a folder of pages").flatten();
    let pages = entries.map(|entry| fs::read(entry.path()).expect("a page"));
    let outcomes = pages.flat_map(|bytes| read(&bytes, "page.html", &Limits::COMMAND_LINE));
    let reports = outcomes.filter_map(|outcome| match outcome {
        Outcome::Report(reading) => Some(*reading),
        Outcome::NoReport(_) => None,
    });
    reports.collect()
}

/// Prints name and rate, parted by a tab.
fn stopwatch(readings: &[Reading]) {
    assert!(!readings.is_empty(), "no report was read");
    let text: usize = readings.iter().map(|reading| reading.document.text.len()).sum();
    let findings: usize = readings.iter().map(|reading| checks::run(&case(reading)).findings.len()).sum();
    eprintln!(
        "{} reports, {:.1} KB of text each, {findings} findings in all",
        readings.len(),
        text as f64 / readings.len() as f64 / 1e3
    );
    let arithmetic: Vec<_> = checks::ALL.iter().filter(|check| check.code.starts_with('A')).collect();
    let mut findings = Vec::new();
    let rate = rate(readings, |case| {
        findings.clear();
        for check in &arithmetic {
            black_box((check.run)(case, &mut findings)).ok();
        }
        black_box(&findings);
    });
    println!("family A, one thread\t{rate:.0}");
    println!("all families, one thread\t{:.0}", self::rate(readings, |case| drop(black_box(checks::run(case)))));
}

fn case(reading: &Reading) -> Case<'_> {
    Case::new(reading)
}

/// Reports a second over at least three seconds.
fn rate(readings: &[Reading], mut check: impl FnMut(&Case<'_>)) -> f64 {
    let (begun, mut done) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(3) {
        for reading in readings {
            check(&case(black_box(reading)));
            done += 1;
        }
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}
