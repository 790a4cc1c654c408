//! Table four is read by the words above its columns, wherever they stand.

use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

use crate::generator::{Layout, specimen};

const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
const KEYS: [&str; 5] = ["upheld", "corrected", "other", "pending", "total"];
const GROUPS: [&str; 3] = ["review", "litigation_direct", "litigation_after_review"];
/// 行政复议, 未经复议直接起诉, 复议后起诉: no two figures alike, and each group adds up.
const FIGURES: [[i64; 5]; 3] = [[1, 2, 3, 4, 10], [20, 5, 6, 7, 38], [30, 40, 50, 8, 128]];

/// A report whose table four has these groups and results from left to right.
fn with_table(groups: [usize; 3], results: [usize; 5]) -> String {
    let specimen = specimen(5, Layout::Bars, &[]);
    let at = |words: &str| {
        let place = specimen.source.find(words).unwrap();
        specimen.source[..place].rfind('\n').unwrap() + 1
    };
    let four = at("四、政府信息公开行政复议");
    let heading = four + specimen.source[four..].find('\n').unwrap() + 1;
    let top = if groups[0] == 0 { "行政复议 | 行政诉讼 |" } else { "行政诉讼 | 行政复议 |" };
    let names = ["", "未经复议直接起诉", "复议后起诉"];
    let second: Vec<&str> = groups.iter().filter(|group| **group > 0).map(|group| names[*group]).collect();
    let words: Vec<&str> = groups.iter().flat_map(|_| results.iter().map(|result| RESULTS[*result])).collect();
    let figures = groups.iter().flat_map(|group| results.iter().map(|result| FIGURES[*group][*result].to_string()));
    let figures: Vec<String> = figures.collect();
    let table = format!("{top}\n{} |\n{} |\n{} |\n", second.join(" | "), words.join(" | "), figures.join(" | "));
    format!("{}{table}{}", &specimen.source[..heading], &specimen.source[at("五、存在")..])
}

fn reading(source: &str) -> Reading {
    match read(source.as_bytes(), "a.txt", &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{reason}"),
    }
}

fn figures(reading: &Reading) -> [[Option<i64>; 5]; 3] {
    let figures = reading.report.figures.as_ref().unwrap();
    GROUPS.map(|group| KEYS.map(|key| figures.at(&format!("redress.{group}.{key}"))))
}

#[test]
fn groups_and_results_in_another_order_are_read_by_their_words() {
    let form = [0, 1, 2, 3, 4];
    for (groups, results) in [
        ([1, 2, 0], form),
        ([0, 2, 1], form),
        ([2, 1, 0], form),
        ([0, 1, 2], [1, 0, 2, 3, 4]),
        ([0, 1, 2], [4, 0, 1, 2, 3]),
        ([1, 2, 0], [4, 1, 0, 2, 3]),
    ] {
        let found = reading(&with_table(groups, results));
        assert_eq!(figures(&found), FIGURES.map(|group| group.map(Some)), "{groups:?} {results:?}");
        let told = |f: &gongkai_report::Finding| f.code == "R012" && f.message.contains("次序");
        assert!(found.findings.iter().any(told), "{:?}", found.findings);
    }
}

#[test]
fn the_form_s_own_order_needs_no_word() {
    let found = reading(&with_table([0, 1, 2], [0, 1, 2, 3, 4]));
    assert_eq!(figures(&found), FIGURES.map(|group| group.map(Some)));
    assert!(found.findings.iter().all(|f| !f.message.contains("次序")), "{:?}", found.findings);
}

#[test]
fn heads_that_contradict_the_form_and_do_not_tell_leave_the_cells_unknown() {
    let source = with_table([0, 1, 2], [1, 0, 2, 3, 4]).replacen("尚未审结", "尚未", 1);
    assert_eq!(figures(&reading(&source)), [[None; 5]; 3]);
    let lines = with_table([1, 2, 0], [0, 1, 2, 3, 4]).replacen("行政诉讼 | 行政复议 |", "行政诉讼\n行政复议", 1);
    assert_eq!(figures(&reading(&lines)), [[None; 5]; 3]);
}

#[test]
fn another_table_four_below_the_report_s_own_is_not_taken_for_it() {
    let own = with_table([0, 1, 2], [0, 1, 2, 3, 4]);
    let start = own.rfind("行政复议 | 行政诉讼 |").unwrap();
    let end = own.find("五、存在").unwrap();
    let other = own[start..end].replace("128", "129").replace("30 |", "31 |");
    let source = format!("{}2020年数据（供对比）\n{other}{}", &own[..end], &own[end..]);
    let found = reading(&source);
    assert_eq!(figures(&found), FIGURES.map(|group| group.map(Some)));
    assert!(found.findings.iter().any(|f| f.message.contains("两张表四")), "{:?}", found.findings);
    let before = format!("{}2020年数据（供对比）\n{other}2021年数据\n{}", &own[..start], &own[start..]);
    assert_eq!(figures(&reading(&before)), FIGURES.map(|group| group.map(Some)));
}
