//! `cargo xtask docs`: writes what is generated. The test that finds it stale is the one that writes it.

use crate::{place, run::Done, run::show};

/// Writes docs/checks.md from the registry of checks.
pub fn run() -> Done {
    show(place::cargo().args(["test", "--package", "gongkai-report", "--test", "docs"]).env("GONGKAI_WRITE_DOCS", "1"))
}
