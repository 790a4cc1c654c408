use std::sync::Arc;

use gongkai_law::annual_report::Edition;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{
    document::{Document, Origins, Source},
    finding::{Severity, Verdict},
    reading::{Format, Prose, Section},
};

fn written(record: &Record<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    record.write(&mut out);
    out
}

fn report(edition: Edition) -> Report {
    Report {
        agency: Some("青禾县水务局".to_owned()),
        year: Some(2025),
        format: Some(Format::Form(edition)),
        figures: Some(Figures::zero(edition)),
        sections: vec![Section { number: 1, title: "总体情况".to_owned(), text: "全年\n平稳".to_owned() }],
    }
}

#[test]
fn keys_come_in_the_order_of_the_contract_and_amounts_are_text() {
    let mut report = report(Edition::Of2021);
    let figures = report.figures.as_mut().unwrap();
    let fees = figures.form().cell("proactive.fees_wan").unwrap();
    figures.set(fees, Some(842_316_000));
    let text = String::from_utf8(written(&Record::bare("a.txt", &report))).unwrap();
    let rows = text.find("\"rows\"").unwrap();
    insta::assert_snapshot!(&text[..rows], @r#"{"schema":"gongkai.report/1","source":"a.txt","agency":"青禾县水务局","year":2025,"edition":"2021","proactive":{"regulations":{"issued":0,"repealed":0,"in_force":0},"normative_documents":{"issued":0,"repealed":0,"in_force":0},"licences":0,"penalties":0,"coercive_measures":0,"fees_wan":"842.316"},"requests":{"columns":["natural_person","enterprise","research","social","legal_service","other","total"],"#);
    let redress = text.find("\"redress\"").unwrap();
    insta::assert_snapshot!(&text[redress..], @r#""redress":{"review":{"upheld":0,"corrected":0,"other":0,"pending":0,"total":0},"litigation_direct":{"upheld":0,"corrected":0,"other":0,"pending":0,"total":0},"litigation_after_review":{"upheld":0,"corrected":0,"other":0,"pending":0,"total":0}},"sections":[{"number":1,"title":"总体情况","text":"全年\n平稳"}],"places":{},"findings":[],"not_assessable":[]}"#);
}

#[test]
fn the_rows_of_each_edition_are_those_of_its_notice() {
    let rows = |edition| {
        let value: Value = serde_json::from_slice(&written(&Record::bare("", &report(edition)))).unwrap();
        let rows = value["requests"]["rows"].as_object().unwrap().clone();
        assert!(rows.values().all(|row| row.as_array().unwrap().len() == 7));
        rows
    };
    let (new, old) = (rows(Edition::Of2021), rows(Edition::Of2019));
    assert_eq!((new.len(), old.len()), (25, 23));
    assert!(new.contains_key("other_unpaid") && !new.contains_key("other"));
    assert!(old.contains_key("other") && !old.contains_key("other_unpaid"));
}

#[test]
fn a_report_without_tables_has_every_key_of_the_form_in_force_and_nothing_in_them() {
    let report = Report { format: Some(Format::Older), figures: None, ..report(Edition::Of2021) };
    let value: Value = serde_json::from_slice(&written(&Record::bare("", &report))).unwrap();
    assert_eq!(value["edition"], "older");
    assert_eq!(value["proactive"]["fees_wan"], Value::Null);
    assert_eq!(value["redress"]["review"]["total"], Value::Null);
    assert!(value["requests"]["rows"]["other_unpaid"].as_array().unwrap().iter().all(Value::is_null));
}

#[test]
fn places_and_findings_count_lines_and_columns_in_characters() {
    let document = Document {
        source: Source::Text,
        text: "年报\n规章　3".to_owned(),
        pieces: Vec::new(),
        origins: Origins::Same,
        properties: Vec::new(),
        links: Vec::new(),
    };
    let at = Span { start: 16, end: 17 };
    let mut report = report(Edition::Of2021);
    report.figures.as_mut().unwrap().set(0, Some(3));
    let mut cells = vec![None; 200];
    cells[0] = Some(at);
    let reading = Reading {
        report,
        document: Arc::new(document),
        body: Span { start: 0, end: 17 },
        cells,
        labels: Vec::new(),
        headings: Vec::new(),
        prose: Vec::new(),
        preamble: Prose::default(),
        title: None,
        published: None,
        findings: vec![
            Finding::new("R003", Verdict::Note, Severity::Note, "空白")
                .at("proactive.regulations.issued")
                .shown(Some(at)),
        ],
    };
    let value: Value = serde_json::from_slice(&written(&Record::read("a", &reading))).unwrap();
    insta::assert_snapshot!(value["places"], @r#"{"proactive.regulations.issued":{"column":4,"excerpt":"3","line":2,"page":null}}"#);
    assert_eq!((&value["findings"][0]["line"], &value["findings"][0]["column"]), (&Value::from(2), &Value::from(4)));
    assert_eq!(value["findings"][0]["fingerprint"].as_str().unwrap().len(), 16);
}

#[test]
fn a_source_that_is_no_report_says_why() {
    let mut out = Vec::new();
    no_report(&mut out, "列表.html", "这是一个列表页");
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"{"schema":"gongkai.report/1","source":"列表.html","report":null,"reason":"这是一个列表页"}"#);
}

#[test]
fn what_does_not_fit_the_schema_is_named_by_its_address() {
    let text = String::from_utf8(written(&Record::bare("", &report(Edition::Of2021)))).unwrap();
    let broken = |from: &str, to: &str| parse(text.replacen(from, to, 1).as_bytes()).unwrap_err();
    assert_eq!(broken("\"licences\":0", "\"licences\":1.5"), "JSON里的proactive.licences应当是整数");
    assert_eq!(broken("\"fees_wan\":\"0\"", "\"fees_wan\":0"), "JSON里的proactive.fees_wan应当是写成文字的小数");
    assert_eq!(broken("\"licences\":0,", ""), "JSON里缺少proactive.licences");
    assert_eq!(broken("report/1", "report/9"), "不是gongkai.report/1格式的JSON");
    assert_eq!(
        broken("\"natural_person\",\"enterprise\"", "\"enterprise\",\"natural_person\""),
        "JSON里的requests.columns应当是格式规定的各列"
    );
    assert_eq!(parse(b"{").unwrap_err(), "不是完整的JSON：第1行第1列处出错");
}

proptest! {
    #[test]
    fn any_report_reads_back_as_it_was(
        older in any::<bool>(), year in proptest::option::of(1990_i16..2100), agency in "\\PC{0,12}", text in "(\\PC|\n){0,40}",
        values in proptest::collection::vec(proptest::option::of(-999_999_999_i64..999_999_999_999), 200),
    ) {
        let edition = if older { Edition::Of2019 } else { Edition::Of2021 };
        let mut report = Report { agency: Some(agency), year, ..report(edition) };
        report.sections[0].text = text;
        for (id, value) in (0..).zip(values) {
            report.figures.as_mut().unwrap().set(id, value);
        }
        prop_assert_eq!(parse(&written(&Record::bare("x", &report))).unwrap().report, report);
    }
}
