//! Running programs, and what it means when one fails.

use std::{
    fmt::Display,
    io,
    path::Path,
    process::{Command, Stdio},
};

/// Why a command of ours stops, and the status that it leaves.
#[derive(Debug)]
pub struct Failure {
    /// One sentence for the person at the terminal.
    pub why: String,
    /// Exit status, never 0.
    pub status: u8,
}

impl Failure {
    /// Could not be carried out: status 2.
    pub fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), status: 2 }
    }

    /// The same, with what was being done when an operating-system call failed.
    pub fn doing(what: impl Display) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::new(format!("{what}: {error}"))
    }
}

/// What every command answers.
pub type Done<T = ()> = Result<T, Failure>;

/// Runs a program with its output shown; its exit status becomes ours when it fails.
pub fn show(command: &mut Command) -> Done {
    let name = shown(command);
    eprintln!("> {name}");
    let status = command.status().map_err(Failure::doing(&name))?;
    if status.success() {
        return Ok(());
    }
    let status = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Err(Failure { why: format!("failed: {name}"), status })
}

/// Runs a program quietly and answers what it printed; when it fails, what it complained of.
pub fn quiet(command: &mut Command) -> Done<String> {
    let name = shown(command);
    let output = command.stdin(Stdio::null()).output().map_err(Failure::doing(&name))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Failure::new(format!("failed: {name}\n{}", String::from_utf8_lossy(&said).trim_end())))
}

/// Whether a program is on the path.
pub fn found(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
