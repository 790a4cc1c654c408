//! `gongkai law fee`: the information processing fee, tier by tier.

use std::fmt::Write as _;

use clap::Args;
use gongkai_law::request::fee::{self, Tariff};

use crate::cli::{End, Ended, print};

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Arguments {
    /// 按件计收：同一申请人一个自然月内的申请件数
    #[arg(long, value_name = "N", value_parser = quantity, allow_negative_numbers = true)]
    by_item: Option<u32>,
    /// 按量计收：一件申请提供的页数
    #[arg(long, value_name = "N", value_parser = quantity, allow_negative_numbers = true)]
    by_page: Option<u32>,
}

fn quantity(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("应当是0到{}的整数", fee::MOST))
}

/// The total first, then what each tier adds.
pub fn run(arguments: &Arguments) -> Ended {
    let fee = match (arguments.by_item, arguments.by_page) {
        (Some(items), _) => fee::by_item(items),
        (None, pages) => fee::by_page(pages.unwrap_or_default()),
    }
    .map_err(|error| error.to_string())?;
    let name = if fee.tariff == Tariff::ByItem { "按件计收" } else { "按量计收" };
    let unit = fee.tariff.unit();
    let mut out = format!("{name}：{}{unit}，共{}元（{}）\n", fee.quantity, fee.total, fee.tariff.basis());
    for tier in &fee.tiers {
        let _ =
            writeln!(out, "  第{}—{}{unit}：{}{unit}×{}元＝{}元", tier.from, tier.to, tier.count, tier.rate, tier.sum);
    }
    print(&out)?;
    Ok(End::Fine)
}
