//! Reports of several years in one document, and one report that only speaks of the others.

use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

use crate::generator::{Layout, Specimen, specimen};

const LAYOUTS: [Layout; 4] = [Layout::Bars, Layout::Lines, Layout::Tabs, Layout::Markdown];

fn reports(source: &str, name: &str) -> Vec<Reading> {
    let report = |outcome| if let Outcome::Report(reading) = outcome { Some(*reading) } else { None };
    read(source.as_bytes(), name, &Limits::COMMAND_LINE).into_iter().filter_map(report).collect()
}

/// Two reports of different years, alike in their form.
fn two_years(layout: Layout) -> [Specimen; 2] {
    let mut found = (0..60).map(|seed| specimen(seed, layout, &[])).filter(|specimen| specimen.year > 2020);
    let first = found.next().unwrap();
    let second = found.find(|other| other.year != first.year && other.agency != first.agency).unwrap();
    [first, second]
}

/// A report whose section three holds a word instead of its table, which is not spoken of elsewhere.
fn without_table_three(specimen: &Specimen) -> String {
    let source = &specimen.source;
    let start = source.find("三、收到和处理").unwrap();
    let start = start + source[start..].find('\n').unwrap() + 1;
    let end = start + source[start..].find("四、政府信息公开行政复议").unwrap();
    let end = source[..end].rfind('\n').unwrap() + 1;
    // nor do the words of section one name the rows of that table
    let before = source[..start].replace("新收政府信息公开申请", "收到来信").replace("上年结转", "上年余下");
    format!("{before}无\n{}", &source[end..])
}

fn assert_whole(reading: &Reading, specimen: &Specimen) {
    assert_eq!(reading.report.year, Some(specimen.year), "{}", specimen.kind);
    assert_eq!(reading.report.agency.as_ref(), Some(&specimen.agency), "{}", specimen.kind);
    assert_eq!(reading.report.figures.as_ref().unwrap().values(), specimen.figures.values(), "{}", specimen.kind);
}

fn assert_without_table_three(reading: &Reading, specimen: &Specimen) {
    assert_eq!(reading.report.year, Some(specimen.year), "{}", specimen.kind);
    assert_eq!(reading.report.agency.as_ref(), Some(&specimen.agency), "{}", specimen.kind);
    let figures = reading.report.figures.as_ref().unwrap();
    for address in ["proactive.licences", "proactive.fees_wan", "redress.review.upheld"] {
        assert_eq!(figures.at(address), specimen.figures.at(address), "{address} {}", specimen.kind);
    }
    for address in ["requests.new.total", "requests.total.natural_person", "requests.carried_out.total"] {
        assert_eq!(figures.at(address), None, "{address} {}", specimen.kind);
    }
    assert!(!reading.findings.is_empty(), "{}", specimen.kind);
}

#[test]
fn a_later_report_without_its_table_three_is_a_report_of_its_own() {
    for layout in LAYOUTS {
        let [first, second] = two_years(layout);
        let found = reports(&format!("{}\n{}", first.source, without_table_three(&second)), first.name);
        assert_eq!(found.len(), 2, "{layout:?}");
        assert_whole(&found[0], &first);
        assert_without_table_three(&found[1], &second);
    }
}

#[test]
fn a_report_without_its_table_three_leaves_the_ones_around_it_whole() {
    for layout in LAYOUTS {
        let [first, second] = two_years(layout);
        let short = without_table_three(&second);
        let found = reports(&format!("{short}\n{}", first.source), first.name);
        assert_eq!(found.len(), 2, "{layout:?}");
        assert_without_table_three(&found[0], &second);
        assert_whole(&found[1], &first);
        let last = specimen(3, layout, &[]);
        let found = reports(&format!("{}\n{short}\n{}", first.source, last.source), first.name);
        assert_eq!(found.len(), 3, "{layout:?}");
        assert_whole(&found[0], &first);
        assert_without_table_three(&found[1], &second);
        assert_whole(&found[2], &last);
    }
}

#[test]
fn a_later_report_is_known_by_its_title_of_another_year_where_section_one_has_no_heading() {
    for layout in LAYOUTS {
        let [first, second] = two_years(layout);
        let short = without_table_three(&second).replacen("一、总体情况", "", 1);
        let found = reports(&format!("{}\n{short}", first.source), first.name);
        assert_eq!(found.len(), 2, "{layout:?}");
        assert_whole(&found[0], &first);
        assert_without_table_three(&found[1], &second);
    }
}

#[test]
fn a_report_that_names_reports_of_other_years_stays_one() {
    let titles: String = (2016..2021).map(|year| format!("青溪县{year}年政府信息公开工作年度报告\n")).collect();
    let sentence = "有关做法见《青溪县2019年政府信息公开工作年度报告》，该报告分为一、总体情况，五、存在的主要问题。\n";
    let contents = "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n";
    for layout in LAYOUTS {
        let [own, _] = two_years(layout);
        let mut sources = vec![
            format!("{titles}{}", own.source),
            format!("{}\n{titles}", own.source),
            format!("{contents}{}", own.source),
            format!("{}\n{titles}{contents}", own.source),
        ];
        for heading in
            ["二、主动公开", "三、收到和处理", "四、政府信息公开行政复议", "五、存在的主要问题", "六、其他需要"]
        {
            let start = own.source.find(heading).unwrap();
            let (before, after) = own.source.split_at(own.source[..start].rfind('\n').unwrap() + 1);
            sources.extend([&titles, &sentence.to_owned()].map(|words| format!("{before}{words}{after}")));
        }
        for whole in [own.source.clone(), without_table_three(&own)] {
            sources.push(format!("{whole}\n{titles}"));
            sources.push(format!("{whole}\n{sentence}"));
        }
        for source in sources {
            let found = reports(&source, own.name);
            assert_eq!(found.len(), 1, "{layout:?}: {source}");
            let licences = found[0].report.figures.as_ref().unwrap().at("proactive.licences");
            assert_eq!(licences, own.figures.at("proactive.licences"), "{layout:?}: {source}");
        }
    }
}
