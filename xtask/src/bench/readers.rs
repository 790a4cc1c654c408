//! Pages a second beside other readers, by readers.py: the shared one where it lies beside the project, else our own,
//! which does the same work and prints the same lines.

use std::process::Command;

use super::{Ground, Table};
use crate::{
    place,
    run::{Done, Failure, quiet, show},
};

/// What readers.py imports.
const LIBRARIES: [&str; 4] = ["lxml", "beautifulsoup4", "pandas", "selectolax"];

/// How many times as fast as each reader we mean to be.
const GOALS: [(&str, f64); 3] = [("BeautifulSoup + lxml", 100.0), ("lxml", 10.0), ("selectolax", 5.0)];

pub fn measure(ground: &Ground, table: &mut Table) -> Done {
    let venv = ground.folder.join("venv");
    let python = venv.join("bin/python");
    if quiet(Command::new(&python).args(["-c", "import lxml, bs4, pandas, selectolax"])).is_err() {
        show(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        show(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(LIBRARIES))?;
    }
    let shared = place::root().join("../shared/bench/readers.py");
    let script = if shared.is_file() { shared } else { place::root().join("xtask/bench/readers.py") };
    let mut compare = Command::new(python);
    compare.arg(script).arg(&ground.gongkai).arg(&ground.pages).args(["--seconds", &ground.seconds]);
    let said = quiet(&mut compare)?;
    println!("{said}");
    let rate = |reader: &str| {
        said.lines()
            .find_map(|line| line.strip_prefix(reader)?.trim_start().split_once(" pages/s")?.0.parse::<f64>().ok())
    };
    let ours = rate("gongkai").ok_or_else(|| Failure::new(format!("readers.py did not say our rate:\n{said}")))?;
    table.at_least("report read, one core", ours, "pages/s", None);
    if let Some(speed) = megabytes(&said) {
        table.at_least("report read, one core", speed, "MB/s", None);
    }
    for (reader, goal) in GOALS {
        // `lxml` must not find the line of `BeautifulSoup + lxml`: the prefix is that of the line
        if let Some(theirs) = rate(reader) {
            table.at_least(&format!("report read, times {reader}"), ours / theirs, "times", Some(goal));
        }
    }
    if let Some(theirs) = rate("pandas.read_html") {
        table.at_least("report read, times pandas.read_html", ours / theirs, "times", None);
    }
    Ok(())
}

fn megabytes(said: &str) -> Option<f64> {
    let line = said.lines().find(|line| line.starts_with("gongkai"))?;
    line.split_once(" MB/s")?.0.rsplit(' ').next()?.parse().ok()
}
