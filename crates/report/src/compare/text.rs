//! A comparison as text for a terminal, its columns aligned where Chinese characters take two.

use std::fmt::Write as _;

use gongkai_law::annual_report::{Edition, Form, figures::show};
use unicode_width::UnicodeWidthStr as _;

use super::{Comparison, Figure, Likeness};
use crate::{diagnose::harmless, reading::Report};

/// The comparison of two reports; each is named by its source.
pub fn text(left: (&str, &Report), right: (&str, &Report), comparison: &Comparison) -> String {
    let mut out = format!("甲：{}\n乙：{}\n\n", named(left.0, left.1), named(right.0, right.1));
    let Comparison { same, figures, sections } = comparison;
    match (left.1.figures.is_some(), right.1.figures.is_some()) {
        (true, true) => {
            let _ = writeln!(out, "数据：{same}项相同，{}项不同。", figures.len());
            table(&mut out, figures);
        }
        _ => out += "数据：有一份没有法定表格，无从比较。\n",
    }
    if figures.iter().any(|figure| figure.approximate) {
        out += "带“≈”的，两个年度的格式所问不尽相同，只作参考。\n";
    }
    out += "\n文字：\n";
    for &Likeness { section, share } in sections {
        let title = Form::of(Edition::Of2021).sections.get(usize::from(section).saturating_sub(1)).unwrap_or(&"");
        let said = match share {
            Some(share) if share >= 1.0 => "相同".to_owned(),
            Some(share) => format!("相似{:.0}%", (share * 100.0).min(99.0)),
            None => "只有一份有".to_owned(),
        };
        let _ = writeln!(out, "  {section} {title}：{said}");
    }
    out
}

fn named(source: &str, report: &Report) -> String {
    let agency = report.agency.as_deref().unwrap_or("（未读出机关名称）");
    let year = report.year.map_or_else(|| "（未读出年份）".to_owned(), |year| format!("{year}年"));
    harmless(&format!("{agency}　{year}　{source}"))
}

fn table(out: &mut String, figures: &[Figure]) {
    let rows: Vec<[String; 4]> = figures.iter().map(row).collect();
    let heads = ["项目", "甲", "乙", "增减"].map(str::to_owned);
    let widths: Vec<usize> =
        (0..4).map(|column| rows.iter().chain([&heads]).map(|row| row[column].width()).max().unwrap_or(0)).collect();
    for row in [&heads].into_iter().chain(&rows).filter(|_| !rows.is_empty()) {
        let mut line = String::from("  ");
        for (nth, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let blanks = " ".repeat(width - cell.width());
            // names on the left of their column, figures on the right
            line += &if nth == 0 { format!("{cell}{blanks}") } else { format!("  {blanks}{cell}") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn row(figure: &Figure) -> [String; 4] {
    let shown = |value: Option<i64>| value.map_or_else(|| "未知".to_owned(), |value| show(value, figure.kind));
    let difference = match figure.difference() {
        Some(more) if more > 0 => format!("+{}", show(more, figure.kind)),
        Some(less) => show(less, figure.kind),
        None => String::new(),
    };
    let near = if figure.approximate { "≈" } else { "" };
    [format!("{near}{}", figure.name), shown(figure.left), shown(figure.right), difference]
}
