//! What is a report and what is none, several reports in one document, and sources made to hurt.

use std::time::{Duration, Instant};

use crate::generator::{Damage, Layout, specimen};
use gongkai_report::{
    Format, Outcome, Reading,
    read::{Limits, read},
};
use proptest::prelude::*;

fn outcomes(source: &str) -> Vec<Outcome> {
    read(source.as_bytes(), "report.txt", &Limits::COMMAND_LINE)
}

fn reason(source: &str) -> String {
    match outcomes(source).remove(0) {
        Outcome::NoReport(reason) => reason,
        Outcome::Report(reading) => panic!("a report was seen: {:?}", reading.report),
    }
}

fn reports(source: &str) -> Vec<Reading> {
    let report = |outcome| if let Outcome::Report(reading) = outcome { Some(*reading) } else { None };
    outcomes(source).into_iter().filter_map(report).collect()
}

#[test]
fn two_years_in_one_document_are_two_reports_in_its_order() {
    for layout in Layout::ALL.into_iter().filter(|layout| !matches!(layout, Layout::Html)) {
        let (first, second) = (specimen(7, layout, &[]), specimen(8, layout, &[]));
        let found = reports(&format!("{}\n{}", first.source, second.source));
        assert_eq!(found.len(), 2, "{layout:?}");
        for (reading, specimen) in found.iter().zip([&first, &second]) {
            assert_eq!(reading.report.agency.as_ref(), Some(&specimen.agency), "{layout:?}");
            assert_eq!(reading.report.year, Some(specimen.year), "{layout:?}");
            let requests = reading.report.figures.as_ref().unwrap().at("requests.new.total");
            assert_eq!(requests, specimen.figures.at("requests.new.total"), "{layout:?}");
        }
    }
}

#[test]
fn a_blank_form_is_no_report_and_no_zero_is_invented() {
    for layout in [Layout::Bars, Layout::Lines, Layout::Indented, Layout::Markdown, Layout::Spaces] {
        let specimen = specimen(3, layout, &[]);
        let after = specimen.source.find("二、主动公开").unwrap();
        let (words, tables) = specimen.source.split_at(after);
        let blank: String = words.chars().chain(tables.chars().filter(|c| !c.is_ascii_digit() && *c != '-')).collect();
        assert!(reason(&blank).contains("空白"), "{layout:?}: {}", reason(&blank));
    }
}

#[test]
fn a_template_is_no_report() {
    let specimen = specimen(3, Layout::Bars, &[]);
    let year = specimen.year.to_string();
    let tables = specimen.source.find("二、主动公开").unwrap();
    let (words, tables) = specimen.source.split_at(tables);
    let zeros: String = tables.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let zeros = zeros.replace("00", "0").replace("00", "0").replace("00", "0");
    assert!(reason(&format!("{}{zeros}", words.replace(&year, "XX"))).contains("样表"));
}

#[test]
fn a_list_page_is_no_report() {
    let list: String =
        (2014..2024).map(|year| format!("青溪县{year}年政府信息公开工作年度报告 {year}-03-20\n")).collect();
    assert!(reason(&format!("首页 > 政府信息公开年报\n{list}下一页\n")).contains("目录"));
}

#[test]
fn an_interpretation_is_no_report() {
    let words = "《青溪县2022年政府信息公开工作年度报告》解读\n一、编制背景\n根据条例，县政府办公室编制了年度报告。\n二、主要内容\n全年新收政府信息公开申请57件，予以公开31件，行政许可5713件，规章0件。\n";
    assert!(reason(words).contains("解读"));
}

#[test]
fn other_words_and_no_words_are_no_report() {
    for source in ["", "\n\n", "今天天气很好。", "1 2 3 4 5", "||||\n||||"] {
        assert!(!reason(source).is_empty(), "{source:?}");
    }
}

#[test]
fn a_report_from_before_2019_has_no_statutory_tables() {
    let words = "本局坚持以公开为常态，通过门户网站、政务公开栏等渠道公开各类信息，方便群众查阅。".repeat(12);
    let source = format!(
        "青溪县林业局2015年政府信息公开工作年度报告\n本报告的统计期限自2015年1月1日起至2015年12月31日止。\n一、概述\n{words}\n二、主动公开情况\n{words}\n"
    );
    let found = reports(&source);
    assert_eq!((found[0].report.format, found[0].report.year), (Some(Format::Older), Some(2015)));
    assert!(found[0].report.figures.is_none());
}

#[test]
fn numbers_in_sentences_never_become_cells() {
    let specimen = specimen(11, Layout::Lines, &[]);
    let prose = "2022年，行政许可123件，行政处罚456件，行政强制7件，制定规章8件、行政规范性文件9件，部分公开10件，予以公开11件。\n";
    for heading in ["三、收到和处理", "四、政府信息公开行政复议", "五、存在的主要问题"] {
        let source = specimen.source.replacen(heading, &format!("{prose}{heading}"), 1);
        let found = reports(&source).remove(0).report.figures.unwrap();
        assert_eq!(found.values(), specimen.figures.values(), "before {heading}");
    }
}

#[test]
fn a_huge_text_of_one_label_is_answered_in_time() {
    let started = Instant::now();
    for label in [
        "一、本年新收政府信息公开申请数量",
        "（七）总计0",
        "其他\n",
        "规章|",
        "0\n",
        "结果维持 1 ",
        "0 ",
        "中华人民共和国政府信息公开报告格式",
    ] {
        let source = label.repeat((1 << 20) / label.len());
        assert!(!outcomes(&source).is_empty());
    }
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(!read(&bytes, "x.txt", &Limits::WEB).is_empty());
    }

    #[test]
    fn a_report_with_anything_cut_out_gets_an_answer_and_spans_that_fit(
        seed in 0_u64..400, from in 0.0..1.0_f64, length in 0_usize..3000, junk in ".{0,12}",
    ) {
        let layout = Layout::ALL[seed as usize % Layout::ALL.len()];
        let specimen = specimen(seed, layout, &[Damage::ALL[seed as usize % Damage::ALL.len()]]);
        let chars: Vec<char> = specimen.source.chars().collect();
        let start = (chars.len() as f64 * from) as usize;
        let rest = chars.iter().skip(start + length);
        let source: String = chars[..start].iter().copied().chain(junk.chars()).chain(rest.copied()).collect();
        for outcome in read(source.as_bytes(), specimen.name, &Limits::WEB) {
            let Outcome::Report(reading) = outcome else { continue };
            let text = &reading.document.text;
            let spans = reading.cells.iter().flatten().copied();
            let labels = reading.labels.iter().map(|label| label.span);
            let found = reading.findings.iter().flat_map(|finding| finding.spans.iter().copied());
            for span in spans.chain(labels).chain(found).chain([reading.body]) {
                prop_assert!(text.get(span.range()).is_some(), "{span:?}");
            }
        }
    }
}
