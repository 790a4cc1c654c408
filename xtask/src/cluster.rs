//! A throw-away PostgreSQL cluster for the tests.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use crate::run::{Done, Failure, quiet};

/// Speed over safety: nothing in it is worth keeping.
pub const FORGETFUL: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200";

/// The shell command that stops the cluster in `$1`.
pub fn stop_command() -> Done<String> {
    Ok(format!("{} {}/pg_ctl stop --mode=immediate --pgdata=\"$1\"", as_owner(), programs()?.display()))
}

/// Starts the cluster in `folder/data`, made where there is none; answers the address of a database in it.
pub fn start(folder: &Path, settings: &str) -> Done<String> {
    let (programs, data, port) = (programs()?, folder.join("data"), free_port()?);
    fs::create_dir_all(&data).map_err(Failure::doing(data.display()))?;
    if root() {
        quiet(Command::new("chown").arg("postgres").arg(folder).arg(&data))?;
    }
    if !data.join("PG_VERSION").is_file() {
        make(&programs, &data)?;
    }
    let settings =
        format!("{settings} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -p {port}", folder.display());
    let mut start = owner(&programs.join("pg_ctl"));
    start.args(["start", "--wait", "--silent", "--options", &settings]).arg("--pgdata").arg(&data);
    // the server keeps its standard streams, so they must not be pipes that somebody reads to the end
    let log = folder.join("data/server.log");
    quiet(start.arg("--log").arg(log))?;
    Ok(format!("postgres://gongkai@127.0.0.1:{port}/postgres"))
}

fn make(programs: &Path, data: &Path) -> Done {
    let init = ["--auth=trust", "--username=gongkai", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
    quiet(owner(&programs.join("initdb")).args(init).arg("--pgdata").arg(data))?;
    Ok(())
}

/// The folder of the newest PostgreSQL's own programs, which Debian keeps off the path.
pub fn programs() -> Done<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .collect();
    versions.sort();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let on_path = || std::env::split_paths(&paths).find(|folder| folder.join("initdb").is_file());
    let newest = versions.pop().map(|(_, programs)| programs).or_else(on_path);
    newest.ok_or_else(|| Failure::new("PostgreSQL's initdb is not to be found: install postgresql"))
}

/// A port that was free a moment ago.
pub fn free_port() -> Done<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(Failure::doing("finding a free port"))
}

/// Whether we are root, as whom PostgreSQL refuses to run.
pub fn root() -> bool {
    quiet(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn as_owner() -> &'static str {
    if root() { "runuser -u postgres --" } else { "" }
}

fn owner(program: &Path) -> Command {
    let mut words = as_owner().split_whitespace();
    match words.next() {
        Some(first) => {
            let mut command = Command::new(first);
            command.args(words).arg(program).current_dir("/");
            command
        }
        None => Command::new(program),
    }
}
