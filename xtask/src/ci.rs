//! `cargo xtask ci`: what a change must pass.

use crate::{place, run::Done, run::show, test};

/// Format, lints with warnings denied, every test.
pub fn run() -> Done {
    show(place::cargo().args(["fmt", "--all", "--check"]))?;
    show(place::cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    test::run(&[])
}
