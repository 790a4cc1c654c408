//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::run::{Done, Failure};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's target folder: the one that this very program was built into.
pub fn target() -> Done<PathBuf> {
    let program = env::current_exe().map_err(Failure::doing("finding this program"))?;
    program.ancestors().nth(2).map(Path::to_path_buf).ok_or_else(|| Failure::new("this program stands in no folder"))
}

/// The cargo that started us, in the workspace.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}
