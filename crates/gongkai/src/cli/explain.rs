//! `gongkai explain`: the page of one check, or the list of all.

use std::fmt::Write as _;

use clap::Args;
use gongkai_report::{
    checks::{self, Check},
    diagnose,
    finding::Verdict,
};

use super::{End, Ended, print};

#[derive(Args)]
pub struct Arguments {
    /// 核查项的编号，如A001；不写就列出全部
    #[arg(value_name = "编号")]
    code: Option<String>,
}

/// The page as Markdown, under the check's code, title, weight and basis.
pub fn run(arguments: &Arguments) -> Ended {
    let Some(code) = &arguments.code else {
        let mut out = String::new();
        for check in checks::ALL {
            let _ = writeln!(out, "{} {}", check.code, check.title);
        }
        print(&out)?;
        return Ok(End::Fine);
    };
    let check =
        checks::find(code.trim()).ok_or_else(|| format!("没有编号是“{code}”的核查项。用 gongkai explain 列出全部"))?;
    print(&page(check))?;
    Ok(End::Fine)
}

fn page(check: &Check) -> String {
    let weight = diagnose::word(Verdict::Fail, check.severity);
    format!("{} {}\n级别：{weight}\n依据：{}\n\n{}\n", check.code, check.title, check.basis, check.page.trim_end())
}
