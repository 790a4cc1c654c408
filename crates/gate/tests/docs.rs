//! docs/gate.md is written from the registry; this test holds it there and, asked to, writes it.

use std::{fs, path::Path};

use gongkai_gate::{ALL, Severity};

const WEIGHTS: [(Severity, &str); 4] = [
    (Severity::Refused, "退回，没有别的办法"),
    (Severity::Must, "处理、遮盖或者写明理由，才能送签"),
    (Severity::Confirm, "请人看一眼，或者发布时自动去除"),
    (Severity::Unread, "平台没有读，请人看一遍"),
];

fn page() -> String {
    let head = "<!-- Written by `cargo xtask docs` from crates/gate/src/checks.rs; do not edit. -->";
    let mut out = format!("# 发布前检查\n\n{head}\n");
    for (severity, what) in WEIGHTS {
        out += &format!("\n## {}\n\n{what}。\n", severity.label());
        for check in ALL.iter().filter(|check| check.severity == severity) {
            let ways: Vec<&str> = check.ways.iter().map(|way| way.label()).collect();
            out += &format!("\n### {} {}\n\n{}\n\n", check.code, check.title, check.page);
            out += &format!("- 怎样改：{}\n- 可以：{}\n- 依据：{}\n", check.mend, ways.join("、"), check.basis);
        }
    }
    out
}

#[test]
fn the_page_of_the_gate_says_what_the_registry_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/gate.md");
    if std::env::var_os("GONGKAI_WRITE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/gate.md is stale: run `cargo xtask docs` and commit it");
}
