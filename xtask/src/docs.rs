//! `cargo xtask docs`: writes what is generated. The test that finds it stale is the one that writes it.

use crate::{place, run::Done, run::show};

/// Writes docs/checks.md and docs/gate.md from the registries of checks.
pub fn run() -> Done {
    let packages = ["--package", "gongkai-report", "--package", "gongkai-gate"];
    show(place::cargo().arg("test").args(packages).args(["--test", "docs"]).env("GONGKAI_WRITE_DOCS", "1"))
}
