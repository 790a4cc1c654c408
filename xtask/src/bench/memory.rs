//! Peak memory while reading many names: it must not grow with their number.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use super::{Ground, Table, server::memory};
use crate::run::{Done, Failure};

const FILES: usize = 200;

pub fn measure(ground: &Ground, table: &mut Table) -> Done {
    for (names, label, goal) in [
        (1_000, "peak memory, 1,000 names of 200 files", None),
        (100_000, "peak memory, 100,000 names of 200 files", Some(200.0)),
    ] {
        table.under(label, peak(ground, names)?, "MB", goal);
    }
    Ok(())
}

/// The high-water mark of resident memory, in MB.
fn peak(ground: &Ground, names: usize) -> Done<f64> {
    let mut files: Vec<_> = fs::read_dir(&ground.pages)
        .map_err(Failure::doing(ground.pages.display()))?
        .flatten()
        .map(|entry| entry.path().display().to_string())
        .collect();
    files.sort();
    files.truncate(FILES);
    let mut reader = Command::new(&ground.gongkai)
        .args(["report", "read", "--files-from", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Failure::doing(ground.gongkai.display()))?;
    let feeder = reader.stdin.take().map(|mut stdin| {
        // a reader that ends early closes the pipe; its exit status tells then
        thread::spawn(move || files.iter().cycle().take(names).all(|file| writeln!(stdin, "{file}").is_ok()))
    });
    let mut peak = 0.0_f64;
    let exit = loop {
        peak = peak.max(memory(reader.id(), "VmHWM:").unwrap_or(0.0));
        if let Some(exit) = reader.try_wait().map_err(Failure::doing("waiting for the reader"))? {
            break exit;
        }
        thread::sleep(Duration::from_millis(5));
    };
    let fed = feeder.is_some_and(|feeder| feeder.join().unwrap_or(false));
    match fed && exit.success() {
        true => Ok(peak),
        false => Err(Failure::new(format!("report read stopped early: {exit}"))),
    }
}
