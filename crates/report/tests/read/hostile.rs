//! What pages do to a reader: tables shown twice, tables of other years, columns and cells rearranged. A cell may be
//! missed, never taken from elsewhere.

use std::{fs, path::Path};

use gongkai_law::annual_report::Figures;
use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

/// One of our own reports.
fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/reports").join(name)).unwrap()
}

fn readings(source: &str, name: &str) -> Vec<Reading> {
    let outcomes = read(source.as_bytes(), name, &Limits::COMMAND_LINE);
    let report = |outcome| if let Outcome::Report(reading) = outcome { Some(*reading) } else { None };
    outcomes.into_iter().filter_map(report).collect()
}

/// The figures of the one report in a source, and the codes that the reader found.
fn only(source: &str, name: &str) -> (Figures, Vec<&'static str>) {
    let mut found = readings(source, name);
    assert_eq!(found.len(), 1, "{found:#?}");
    let reading = found.remove(0);
    (reading.report.figures.unwrap(), reading.findings.iter().map(|finding| finding.code).collect())
}

/// A report with a paragraph put before a heading of it.
fn with(source: &str, heading: &str, words: &str) -> String {
    let heading = source.find(heading).unwrap();
    let at = source[..heading].rfind('\n').unwrap() + 1;
    format!("{}{words}\n{}", &source[..at], &source[at..])
}

/// Table three, as the source shows it.
fn table_three<'a>(source: &'a str, name: &str) -> &'a str {
    let (open, close) =
        if name.ends_with("html") { ("<table", "</table>") } else { ("（本列数据", "四、政府信息") };
    let from = source.find("三、收到和处理").unwrap();
    let start = from + source[from..].find(open).unwrap();
    let end = start + source[start..].find(close).unwrap();
    if name.ends_with("html") { &source[start..end + close.len()] } else { &source[start..end] }
}

const NAMES: [&str; 2] = ["page.html", "bars.txt"];

#[test]
fn a_sentence_that_names_most_rows_neither_ends_the_report_nor_fills_a_cell() {
    let sentence = "全年新收政府信息公开申请54件，上年结转4件，结转下年度继续办理3件；予以公开28件，部分公开7件，不予公开5件（属于国家秘密1件、保护第三方合法权益2件、属于四类过程性信息1件、属于行政查询事项1件），无法提供14件（本机关不掌握相关政府信息12件、补正后申请内容仍不明确2件），重复申请1件。";
    for name in NAMES {
        let source = fixture(name);
        let sentence = if name == "page.html" { format!("<p>{sentence}</p>") } else { sentence.to_owned() };
        let (figures, codes) = only(&with(&source, "二、主动公开", &sentence), name);
        assert_eq!((figures, codes), only(&source, name), "{name}");
    }
}

#[test]
fn a_table_or_a_page_shown_twice_is_read_once() {
    for name in NAMES {
        let source = fixture(name);
        let table = table_three(&source, name);
        assert_eq!(only(&source.replacen(table, &table.repeat(2), 1), name).0, only(&source, name).0, "{name}");
        assert_eq!(only(&source.repeat(2), name).0, only(&source, name).0, "{name}");
    }
}

#[test]
fn another_year_s_table_in_the_overview_is_not_taken_for_this_one_s() {
    for name in NAMES {
        let source = fixture(name);
        let table = table_three(&source, name).replace(['5', '3'], "8");
        assert_eq!(only(&with(&source, "二、主动公开", &table), name).0, only(&source, name).0, "{name}");
    }
}

#[test]
fn of_two_tables_in_one_section_only_what_they_agree_on_is_read() {
    for name in NAMES {
        let source = fixture(name);
        let table = table_three(&source, name);
        let (before, rows) = table.split_at(table.find("一、本年新收").unwrap());
        let other =
            format!("{before}{}", rows.replace('9', "7").replace("7.属于", "9.属于").replace("9.属于", "7.属于"));
        let (truth, (figures, codes)) =
            (only(&source, name).0, only(&source.replacen(table, &format!("{other}{table}"), 1), name));
        let wrong = |(found, own): &(&Option<i64>, &Option<i64>)| found.is_some() && found != own;
        assert_eq!(figures.values().iter().zip(truth.values()).find(wrong), None, "{name}");
        assert!(figures.values().contains(&None) && codes.contains(&"R013"), "{name}: {codes:?}");
    }
}

#[test]
fn columns_in_another_order_are_read_by_their_heads() {
    let source = fixture("bars.txt");
    let table = table_three(&source, "bars.txt");
    let swapped: Vec<String> = table.lines().map(with_other_before_legal_service).collect();
    let (figures, codes) = only(&source.replacen(table, &(swapped.join("\n") + "\n"), 1), "bars.txt");
    assert_eq!(figures, only(&source, "bars.txt").0);
    assert!(codes.contains(&"R012"), "{codes:?}");
}

/// A line of bars with the sixth and the fifth of the seven columns in each other's place.
fn with_other_before_legal_service(line: &str) -> String {
    let line = line.replace("法律服务机构 | 其他", "其他 | 法律服务机构");
    let mut cells: Vec<&str> = line.split(" | ").collect();
    let numbers: Vec<usize> = (0..cells.len())
        .filter(|&at| cells[at].trim().bytes().all(|b| b.is_ascii_digit()) && !cells[at].is_empty())
        .collect();
    if let [.., legal, other, _] = numbers.as_slice() {
        cells.swap(*legal, *other);
    }
    cells.join(" | ")
}

#[test]
fn a_zero_merged_over_a_row_counts_for_each_column() {
    let row = |cells: &str| format!("<tr><td colspan=3>2.重复申请</td>{cells}</tr>");
    let source = fixture("page.html");
    let from = source.find("2.重复申请").unwrap();
    let (start, end) = (source[..from].rfind("<tr").unwrap(), from + source[from..].find("</tr>").unwrap() + 5);
    let with = |cells: &str| only(&source.replacen(&source[start..end], &row(cells), 1), "page.html").0;
    assert_eq!(with("<td colspan=7>0</td>"), with(&"<td>0</td>".repeat(7)));
    assert_eq!(with("<td>4</td><td colspan=5>0</td><td>4</td>").at("requests.rejected_repeat.legal_service"), Some(0));
    assert_eq!(with("<td colspan=7>5</td>").at("requests.rejected_repeat.total"), None, "whose five?");
}

#[test]
fn figures_with_a_raised_note_a_power_or_a_scale_are_not_read_as_other_figures() {
    let source = fixture("page.html");
    let fee = |cell: &str| {
        only(&source.replacen(">75689.3<", &format!(">{cell}<"), 1), "page.html").0.shown("proactive.fees_wan")
    };
    assert_eq!(fee("75689.3").as_deref(), Some("75689.3"));
    assert_eq!(fee("75689.3<sup>①</sup>").as_deref(), Some("75689.3"));
    assert_eq!(fee("75689.3<sup>[2]</sup>").as_deref(), Some("75689.3"));
    assert_eq!(fee("75689.3万元").as_deref(), Some("75689.3"));
    for odd in ["7.57E+04", "7.57e4", "7.5亿", "7.5美元"] {
        assert_eq!(fee(odd), None, "{odd}");
    }
}

#[test]
fn words_of_table_four_in_a_later_section_leave_the_table_alone() {
    for name in NAMES {
        let source = fixture(name);
        let after = "六、其他需要报告";
        let words = "行政复议结果维持9件，结果纠正8件，其他结果7件，尚未审结6件，总计30件。";
        assert_eq!(only(&with(&source, after, words), name).0, only(&source, name).0, "{name}");
    }
}

#[test]
fn a_page_that_explains_a_report_is_none_even_with_its_table() {
    let page = fixture("page.html");
    let table = table_three(&page, "page.html");
    let source =
        format!("<html><body><h1>一图读懂：青溪县统计局2021年政府信息公开工作年度报告</h1>{table}</body></html>");
    assert_eq!(readings(&source, "page.html").len(), 0);
}

#[test]
fn a_head_that_states_another_unit_is_shown_as_it_is_printed() {
    let source = fixture("page.html").replace("（单位：万元）", "（单位：元）");
    let found = readings(&source, "page.html").remove(0);
    assert!(found.labels.iter().any(|label| label.printed == "本年收费金额(单位:元)"), "{:?}", found.labels);
    assert_eq!(found.report.figures.unwrap().shown("proactive.fees_wan").as_deref(), Some("7.56893"));
}

#[test]
fn an_amount_is_converted_where_that_is_exact_and_unknown_where_it_is_not() {
    let source = fixture("page.html");
    assert!(source.contains(">75689.3<") && source.contains("单位：万元"));
    for (unit, printed, expected) in [
        ("单位：万元", "50.63", Some("50.63")),
        ("单位：亿元", "0.005063", Some("50.63")),
        ("亿元", "1.5", Some("15000")),
        ("单位：千元", "506.3", Some("50.63")),
        ("单位：千元", "506.300001", None),
        ("单位：百万元", "5063", Some("506300")),
        ("单位：人民币元", "506300", Some("50.63")),
        ("单位：元", "0.005", None),
        ("单位：美元", "5063", None),
        ("单位：亿元", "999999999", None),
        ("单位：万元", "1.5亿元", Some("15000")),
        ("单位：万元", "12千元", Some("1.2")),
        ("单位：元", "3百万元", Some("300")),
        ("单位：万元", "1.5亿", None),
    ] {
        let page = source.replacen(">75689.3<", &format!(">{printed}<"), 1).replace("单位：万元", unit);
        assert_eq!(only(&page, "page.html").0.shown("proactive.fees_wan").as_deref(), expected, "{unit} {printed}");
    }
}
