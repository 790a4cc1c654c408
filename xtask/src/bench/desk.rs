//! The request desk with a register of the size that a large service desk reports, on both databases.
//!
//! The register is filled in bulk once and kept in target/bench by its seed; each run works on a copy of it.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use super::{Ground, Table, server::Server};
use crate::{
    cluster,
    janitor::Janitor,
    run::{Done, Failure, quiet, show},
    test,
};

/// The volume that one of the reports names for its service desk.
const CASES: &str = "766061";
const SEED: &str = "20261122";
/// How often the program is killed.
const KILLS: &str = "200";

/// What is durable when its receipt is handed out.
const DURABLE: &str = "-c max_connections=50 -c shared_buffers=512MB -c max_wal_size=4GB -c synchronous_commit=on";

/// Figures with a goal: how their names end, and what they should stay under.
const GOALS: [(&str, f64); 4] = [
    ("table 3 of a year, an organ of ordinary size, p50", 5.0),
    ("table 3 of a year, all organs, p50", 100.0),
    ("any page, 50 clients of 10 pages a second, p95", 20.0),
    ("memory at rest", 60.0),
];

pub fn measure(ground: &Ground, table: &mut Table) -> Done {
    embedded(ground, table)?;
    postgres(ground, table)?;
    killed(table);
    Ok(())
}

/// The test that kills the program at random under load and looks for what was lost or doubled, on both databases.
fn killed(table: &mut Table) {
    let done = test::run_within(
        &["--package", "gongkai", "--test", "it", "--", "proof::killed"],
        &[("GONGKAI_TEST_KILLS", KILLS)],
    );
    if let Err(failure) = &done {
        eprintln!("killed at random: {}", failure.why);
    }
    let survived = if done.is_ok() { KILLS.parse().unwrap_or(0.0) } else { 0.0 };
    table.at_least("killed under load on each database, nothing lost", survived, "kills", KILLS.parse().ok());
}

fn embedded(ground: &Ground, table: &mut Table) -> Done {
    let kept = kept(ground, "sqlite");
    if !kept.join("numbers.txt").is_file() {
        fresh(&kept)?;
        show(Command::new(&ground.desk).arg("load").arg(&kept).args([CASES, SEED]))?;
    }
    let data = ground.folder.join("desk-data");
    copy(&kept, &data)?;
    visit(ground, table, "SQLite", &data, &[])?;
    fs::remove_dir_all(&data).map_err(Failure::doing(data.display()))
}

fn postgres(ground: &Ground, table: &mut Table) -> Done {
    let janitor = Janitor::hire(&cluster::stop_command()?)?;
    // the folder goes, what it points to stays
    let kept = kept(ground, "postgres");
    let cluster = kept.join("cluster");
    fs::create_dir_all(&cluster).map_err(Failure::doing(cluster.display()))?;
    let place = janitor.folder().join("data");
    symlink(&cluster, &place).map_err(Failure::doing(place.display()))?;
    let server = cluster::start(janitor.folder(), DURABLE)?;
    let database = |name: &str| server.replace("/postgres", &format!("/{name}"));
    // the kept one is copied and never served
    if !kept.join("numbers.txt").is_file() {
        sql(&server, "drop database if exists kept")?;
        sql(&server, "create database kept")?;
        show(Command::new(&ground.desk).arg("load").arg(&kept).args([CASES, SEED, &database("kept")]))?;
        sql(&database("kept"), "vacuum analyze")?;
    }
    sql(&server, "drop database if exists run")?;
    sql(&server, "create database run template kept strategy file_copy")?;
    let data = ground.folder.join("desk-data");
    fresh(&data)?;
    for file in ["vault.key", "numbers.txt"] {
        fs::copy(kept.join(file), data.join(file)).map_err(Failure::doing(file))?;
    }
    visit(ground, table, "PostgreSQL", &data, &["--database", &database("run")])?;
    sql(&server, "drop database if exists run")
}

fn kept(ground: &Ground, database: &str) -> PathBuf {
    ground.folder.join(format!("desk-{database}-{CASES}-{SEED}"))
}

/// An empty folder.
fn fresh(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::doing(folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(Failure::doing(folder.display()))
}

fn copy(from: &Path, to: &Path) -> Done {
    fresh(to)?;
    show(Command::new("cp").args(["--recursive", "--reflink=auto"]).arg(from.join(".")).arg(to))
}

fn sql(address: &str, statement: &str) -> Done {
    let psql = cluster::programs()?.join("psql");
    quiet(Command::new(psql).args(["--quiet", "--no-psqlrc", "--command", statement, address])).map(|_| ())
}

fn visit(ground: &Ground, table: &mut Table, database: &str, data: &Path, options: &[&str]) -> Done {
    let options = [&["--trusted-proxy", "127.0.0.1"], options].concat();
    let server = Server::start(&ground.gongkai, data, &options)?;
    thread::sleep(Duration::from_secs(2));
    let mut row = |name: &str, value: f64, unit: &str| {
        let goal = GOALS.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, goal)| goal);
        let name = format!("{database}: {name}");
        match unit {
            "ms" => table.under(&name, value, "ms", goal),
            "MB" => table.under(&name, value, "MB", goal),
            _ => table.at_least(&name, value, "a second", goal),
        }
    };
    row("memory at rest", server.memory()?, "MB");
    let said = quiet(Command::new(&ground.desk).arg("visit").arg(server.address()).arg(data).arg(&ground.seconds))?;
    for line in said.lines() {
        let mut parts = line.split('\t');
        let (Some(name), Some(value), Some(unit)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let value = value.parse().map_err(|_| Failure::new(format!("the visitors said {line:?}")))?;
        row(name, value, unit);
    }
    row("memory after all of it", server.memory()?, "MB");
    Ok(())
}
