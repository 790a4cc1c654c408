//! Stops and removes what the tests needed, whatever ends us: success, failure, ctrl-c or a kill.
//!
//! A shell of its own process group waits for the end of its standard input. We hold the other end, and the kernel
//! closes it when we are gone.

use std::{
    env, fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::run::{Done, Failure};

/// `$1` is the folder, `$2` the command that stops the database cluster in it.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
cat >/dev/null
if [ -f "$1/data/postmaster.pid" ]; then sh -c "$2" janitor "$1/data" >/dev/null 2>&1; fi
if [ -f "$1/driver.pid" ]; then kill -s TERM -- "-$(cat "$1/driver.pid")" 2>/dev/null; fi
rm -rf "$1"
"#;

/// Keeps one folder for the time of a run and cleans it up behind us.
pub struct Janitor {
    folder: PathBuf,
    shell: Child,
}

impl Janitor {
    /// Makes the folder; `stop` is the shell command that stops the cluster whose data folder is `$1`.
    pub fn hire(stop: &str) -> Done<Self> {
        let folder = env::temp_dir().join(format!("gongkai-test-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(Failure::doing(folder.display()))?;
        let shell = Command::new("sh")
            .args(["-c", SCRIPT, "janitor"])
            .arg(&folder)
            .arg(stop)
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .map_err(Failure::doing("starting sh"))?;
        Ok(Self { folder, shell })
    }

    /// The folder that goes away with us.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Janitor {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("the janitor of {} was lost: {error}", self.folder.display());
        }
    }
}
