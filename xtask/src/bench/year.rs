//! The year's end: an organ's report compiled, a county's, a thousand added up, each edition written.

use std::{fs, process::Command};

use super::{Ground, Table};
use crate::run::{Done, Failure, quiet};

/// Figures with a goal, in milliseconds.
const GOALS: [(&str, f64); 4] = [
    ("one organ compiled, checks and all, p50", 100.0),
    ("one organ compiled, checks and all, the slowest", 100.0),
    ("the county whole: every organ compiled, and the sum", 2_000.0),
    ("1,000 reports added up", 5_000.0),
];

pub fn measure(ground: &Ground, table: &mut Table) -> Done {
    let data = ground.folder.join("year");
    if data.exists() {
        fs::remove_dir_all(&data).map_err(Failure::doing(data.display()))?;
    }
    let said = quiet(Command::new(&ground.desk).arg("year").arg(&data))?;
    for line in said.lines() {
        let Some((name, value)) = line.split_once('\t') else { continue };
        let value = value.parse().map_err(|_| Failure::new(format!("the year said {line:?}")))?;
        let goal = GOALS.into_iter().find(|(known, _)| *known == name).map(|(_, goal)| goal);
        table.under(&format!("year: {name}"), value, "ms", goal);
    }
    fs::remove_dir_all(&data).map_err(Failure::doing(data.display()))
}
