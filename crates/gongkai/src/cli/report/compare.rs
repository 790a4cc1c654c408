//! `gongkai report compare`: two reports side by side.

use std::path::PathBuf;

use clap::Args;
use gongkai_report::compare;

use super::one::one;
use crate::cli::{End, Ended, print};

#[derive(Args)]
pub struct Arguments {
    /// 一份年报
    #[arg(value_name = "甲")]
    left: PathBuf,
    /// 另一份年报
    #[arg(value_name = "乙")]
    right: PathBuf,
}

/// Which figures differ and how alike the sections read. A difference is nothing wrong.
pub fn run(arguments: &Arguments) -> Ended {
    let (left, right) = (one(&arguments.left, None)?, one(&arguments.right, None)?);
    let comparison = compare::compare(left.report(), right.report());
    let (a, b) = (arguments.left.to_string_lossy(), arguments.right.to_string_lossy());
    print(&compare::text((&a, left.report()), (&b, right.report()), &comparison))?;
    Ok(End::Fine)
}
