//! Checking with last year's report at hand, over reports of ours.

use gongkai_law::annual_report::{Edition, Figures};
use gongkai_report::{Format, Report, Section, write::Target};
use serde_json::Value;

use super::{folder, gongkai_in};

/// A year of the same office; `new` requests came in and all were granted but those left over.
fn year(year: i16, carried_in: i64, new: i64, carried_out: i64) -> Vec<u8> {
    let mut figures = Figures::zero(Edition::Of2021);
    let granted = carried_in + new - carried_out;
    for (row, value) in [
        ("new", new),
        ("carried_in", carried_in),
        ("granted", granted),
        ("total", granted),
        ("carried_out", carried_out),
    ] {
        for column in ["natural_person", "total"] {
            let cell = figures.form().cell(&format!("requests.{row}.{column}")).unwrap();
            figures.set(cell, Some(value));
        }
    }
    let overview = "（一）主动公开。按时更新栏目。\n（二）依申请公开。依法答复。\n（三）政府信息管理。清理文件。\n\
                    （四）政府信息公开平台建设。维护网站。\n（五）监督保障。开展培训。";
    let section = |number, title: &str, text: String| Section { number, title: title.to_owned(), text };
    let report = Report {
        agency: Some("青禾县水务局".to_owned()),
        year: Some(year),
        format: Some(Format::Form(Edition::Of2021)),
        figures: Some(figures),
        sections: vec![
            section(1, "总体情况", format!("数据统计期限为{year}年1月1日至{year}年12月31日。\n{overview}")),
            section(5, "存在的主要问题及改进情况", format!("{year}年培训不够，已经改进。")),
            section(6, "其他需要报告的事项", format!("{year}年没有收取信息处理费。")),
        ],
    };
    Target::Markdown.write("", &report).unwrap()
}

/// The codes found in a report, and those that could not be assessed.
fn codes(line: &Value) -> (Vec<String>, Vec<String>) {
    let codes =
        |key: &str| line[key].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect();
    (codes("findings"), codes("not_assessable"))
}

#[test]
fn a_report_is_held_against_the_year_before_that_is_named_or_among_the_inputs() {
    let folder = folder(&[("b/2025.md", &year(2025, 2, 9, 0)), ("a/2024.md", &year(2024, 0, 5, 3))]);
    let check = |arguments: &[&str]| {
        let answer = gongkai_in(folder.path(), &[&["report", "check", "--format", "json"], arguments].concat(), b"");
        let lines: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (answer.code, lines)
    };
    let (_, alone) = check(&["b/2025.md"]);
    let (found, open) = codes(&alone[0]);
    assert!(open.contains(&"Y001".to_owned()) && !found.contains(&"Y001".to_owned()), "{found:?} {open:?}");
    // three were left over, two carried in
    let (code, named) = check(&["--previous", "a/2024.md", "b/2025.md"]);
    assert!(codes(&named[0]).0.contains(&"Y001".to_owned()), "{}", named[0]);
    assert_eq!(code, Some(1));
    let (code, among) = check(&["."]);
    assert_eq!((code, among.len()), (Some(1), 2));
    assert_eq!(codes(&among[1]), codes(&named[0]));
    assert!(codes(&among[0]).1.contains(&"Y001".to_owned()), "the first year has none before it");
}

#[test]
fn a_clean_report_ends_with_0_and_says_so() {
    let folder = folder(&[("2025.md", &year(2025, 2, 9, 0))]);
    let answer = gongkai_in(folder.path(), &["report", "check", "2025.md"], b"");
    assert_eq!(answer.code, Some(0), "{}", answer.out);
    assert!(answer.out.contains("青禾县水务局　2025年　2025.md\n没有发现问题\n"), "{}", answer.out);
    let read = gongkai_in(folder.path(), &["report", "read", "2025.md"], b"");
    let line: Value = serde_json::from_str(&read.out).unwrap();
    assert_eq!(line["requests"]["rows"]["granted"], serde_json::json!([11, 0, 0, 0, 0, 0, 11]));
    assert_eq!(line["places"]["requests.granted.total"]["excerpt"], "11");
    assert!(line["places"]["requests.granted.total"]["line"].as_u64().unwrap() > 1);
}
