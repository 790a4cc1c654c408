use std::sync::Arc;

use super::*;
use crate::{
    Document, Report, Span,
    document::{Origins, Source},
    reading::Prose,
};

fn reading(text: &str, origins: Origins) -> Reading {
    let document = Document {
        source: Source::Text,
        text: text.to_owned(),
        pieces: Vec::new(),
        origins,
        properties: Vec::new(),
        links: Vec::new(),
    };
    Reading {
        report: Report { agency: Some("青禾县水务局".to_owned()), year: Some(2025), ..Report::default() },
        body: Span { start: 0, end: text.len() as u32 },
        document: Arc::new(document),
        cells: Vec::new(),
        labels: Vec::new(),
        headings: Vec::new(),
        prose: Vec::new(),
        preamble: Prose::default(),
        title: None,
        published: None,
        findings: Vec::new(),
    }
}

fn span(text: &str, words: &str) -> Option<Span> {
    let start = text.find(words)?;
    Some(Span { start: start as u32, end: (start + words.len()) as u32 })
}

#[test]
fn a_finding_shows_its_line_the_sums_and_what_follows_from_it() {
    let text = "三、收到和处理\n一、本年新收　57　0　58\n四、结转　1";
    let mut second = Finding::new("X002", Verdict::Fail, Severity::Error, "总计对不上");
    second.follows = Some(0);
    let findings = [
        Finding::new("X001", Verdict::Fail, Severity::Error, "新收一行加起来不等于总计")
            .shown(span(text, "58"))
            .shown(span(text, "57"))
            .sides("natural_person + enterprise = total", 57, 58)
            .mend("核对总计"),
        second,
        Finding::new("X003", Verdict::Note, Severity::Note, "没有地方"),
    ];
    let unchecked = [("Y001", "没有上一年的报告".to_owned()), ("Y002", "没有上一年的报告".to_owned())];
    insta::assert_snapshot!(super::text("报告.txt", &reading(text, Origins::Same), &findings, &unchecked, false), @r#"
    青禾县水务局　2025年　报告.txt
    错误2处，提示1处

    错误[X001]：新收一行加起来不等于总计
      --> 报告.txt:2:13
      |
    2 | 一、本年新收　57　0　58
      |                      ^^
       = 算得：左边57，右边58，相差1
       = 对照：“57”（2:8）
       = 改法：核对总计
       = 由此引起：[X002] 总计对不上

    提示[X003]：没有地方
      --> 报告.txt

    未核查[Y001、Y002]：没有上一年的报告
    "#);
}

#[test]
fn a_place_in_a_pdf_is_its_page() {
    let findings = [Finding::new("X001", Verdict::Unsure, Severity::Warning, "疑").shown(span("甲乙", "乙"))];
    let page = super::text("a.pdf", &reading("甲乙", Origins::Pages(vec![(0, 4)])), &findings, &[], false);
    insta::assert_snapshot!(page, @r#"
    青禾县水务局　2025年　a.pdf
    存疑1处

    存疑[X001]：疑
      --> a.pdf:第4页
      |
      | 甲乙
      |   ^^
    "#);
}

#[test]
fn colours_come_only_when_asked_for_and_messages_cannot_bring_their_own() {
    let findings = [Finding::new("X001", Verdict::Fail, Severity::Error, "见\u{1b}[2J此")];
    let reading = reading("", Origins::None);
    assert!(!super::text("a", &reading, &findings, &[], false).contains('\u{1b}'));
    let coloured = super::text("a", &reading, &findings, &[], true);
    assert!(coloured.contains("\u{1b}[1;31m错误[X001]") && !coloured.contains("\u{1b}[2J"));
}

#[test]
fn findings_that_follow_from_each_other_in_a_circle_are_still_shown() {
    let mut findings = [
        Finding::new("X001", Verdict::Note, Severity::Note, "甲"),
        Finding::new("X002", Verdict::Note, Severity::Note, "乙"),
    ];
    (findings[0].follows, findings[1].follows) = (Some(1), Some(0));
    let text = super::text("a", &reading("", Origins::None), &findings, &[], false);
    assert!(text.contains("甲") && text.contains("乙"));
}
