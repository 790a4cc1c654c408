//! docs/checks.md is written from the registry; this test holds it there and, asked to, writes it.

use std::{fs, path::Path};

use gongkai_report::checks::ALL;

/// The families of contracts.md §3, in the order of the page.
const FAMILIES: [(char, &str); 8] = [
    ('A', "勾稽关系"),
    ('F', "格式"),
    ('N', "文字与表格"),
    ('P', "年度与日期"),
    ('Y', "年度衔接"),
    ('R', "读取"),
    ('S', "安全"),
    ('H', "汇总"),
];

fn page() -> String {
    let families = FAMILIES.into_iter().map(|(family, name)| {
        let checks = ALL.iter().filter(|check| check.code.starts_with(family));
        let rows: String = checks
            .map(|check| format!("| {} | {} | {} | {} |\n", check.code, check.title, check.severity.key(), check.basis))
            .collect();
        match rows.is_empty() {
            true => String::new(),
            false => format!("\n## {family} {name}\n\n| 代码 | 查什么 | 轻重 | 依据 |\n|---|---|---|---|\n{rows}"),
        }
    });
    format!(
        "# 核查规则\n\n<!-- Written by `cargo xtask docs` from crates/report/src/checks; do not edit. -->\n{}",
        families.collect::<String>()
    )
}

#[test]
fn the_page_of_checks_says_what_the_registry_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    if std::env::var_os("GONGKAI_WRITE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/checks.md is stale: run `cargo xtask docs` and commit it");
}

#[test]
fn every_check_belongs_to_a_family_that_the_page_shows() {
    let page = page();
    for check in ALL {
        assert!(page.contains(&format!("| {} |", check.code)), "{} is of no known family", check.code);
    }
}
