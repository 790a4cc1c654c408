//! A table of another year beside the report's own is never read for it.

use gongkai_law::annual_report::Edition;
use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

use crate::generator::{Layout, Specimen, specimen};

fn reading(source: &str, name: &str) -> Reading {
    match read(source.as_bytes(), name, &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{reason}"),
    }
}

/// The report in three parts: before its table two, the table, and after it.
fn parts(specimen: &Specimen) -> [&str; 3] {
    let start = specimen.source.find("第二十条第（一）项").unwrap();
    let start = specimen.source[..start].rfind('\n').unwrap() + 1;
    let end = specimen.source.find("三、收到和处理").unwrap();
    let end = specimen.source[..end].rfind('\n').unwrap() + 1;
    [&specimen.source[..start], &specimen.source[start..end], &specimen.source[end..]]
}

#[test]
fn of_two_tables_two_the_one_of_another_year_is_left_out() {
    for layout in [Layout::Bars, Layout::Lines, Layout::Tabs, Layout::Markdown] {
        let new = |seed: &u64| specimen(*seed, layout, &[]).figures.edition() == Edition::Of2021;
        let seeds: Vec<u64> = (0..20).filter(new).take(2).collect();
        let (own, other) = (specimen(seeds[0], layout, &[]), specimen(seeds[1], layout, &[]));
        let ([before, table, after], [_, strange, _]) = (parts(&own), parts(&other));
        for source in [
            format!("{before}{table}上年数据（供对比）\n{strange}{after}"),
            format!("{before}上年数据（供对比）\n{strange}本年度数据\n{table}{after}"),
            format!("{before}2019年数据\n{strange}2021年数据\n{table}{after}"),
            format!("{before}{table}\n{strange}{after}"),
        ] {
            let found = reading(&source, own.name);
            let figures = found.report.figures.as_ref().unwrap();
            assert_eq!(figures.values(), own.figures.values(), "{layout:?}");
            assert!(found.findings.iter().any(|f| f.message.contains("两张表二")), "{:?}", found.findings);
        }
    }
}

#[test]
fn where_both_tables_two_are_said_to_be_of_another_year_no_cell_is_read() {
    let new = |seed: &u64| specimen(*seed, Layout::Bars, &[]).figures.edition() == Edition::Of2021;
    let seeds: Vec<u64> = (0..20).filter(new).take(2).collect();
    let (own, other) = (specimen(seeds[0], Layout::Bars, &[]), specimen(seeds[1], Layout::Bars, &[]));
    let ([before, table, after], [_, strange, _]) = (parts(&own), parts(&other));
    let found = reading(&format!("{before}上年数据\n{strange}去年数据\n{table}{after}"), own.name);
    let figures = found.report.figures.as_ref().unwrap();
    assert_eq!(figures.at("proactive.licences"), None);
    assert!(found.findings.iter().any(|f| f.message.contains("两张表二")), "{:?}", found.findings);
    let alike = reading(&format!("{before}{table}上年数据（供对比）\n{table}{after}"), own.name);
    assert_eq!(alike.report.figures.as_ref().unwrap().values(), own.figures.values());
    assert!(alike.findings.iter().all(|f| !f.message.contains("两张表二")), "{:?}", alike.findings);
}
