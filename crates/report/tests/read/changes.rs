//! 本年增/减: a cell that says more than a figure, in every layout that keeps cells apart; no neighbour pays for it.

use gongkai_law::annual_report::Edition;
use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

use crate::generator::{Layout, Specimen, specimen};

/// What is read of the three cells of 行政许可: last year's number, the change, this year's.
fn licences(reading: &Reading) -> [Option<i64>; 3] {
    let figures = reading.report.figures.as_ref().unwrap();
    ["previous_items", "change", "decisions"].map(|cell| figures.at(&format!("proactive.licences.{cell}")))
}

fn read_with(specimen: &Specimen, layout: Layout, cells: [&str; 3]) -> Reading {
    let row = match layout {
        Layout::Bars => format!("行政许可 | {} | \n", cells.join(" | ")),
        Layout::Tabs => format!("行政许可\t{}\n", cells.join("\t")),
        Layout::BarLines => format!("行政许可 |\n{} |\n", cells.join(" |\n")),
        Layout::Markdown => format!("| 行政许可 | {} |\n", cells.join(" | ")),
        _ => format!("行政许可\n{}\n", cells.join("\n")),
    };
    let head = specimen.source.find("上一年项目数量").unwrap();
    let from = head + specimen.source[head..].find("行政许可").unwrap();
    let line = specimen.source[..from].rfind('\n').unwrap() + 1;
    let next = from + specimen.source[from..].find("其他对外管理服务事项").unwrap();
    let to = specimen.source[..next].rfind('\n').unwrap() + 1;
    let source = format!("{}{row}{}", &specimen.source[..line], &specimen.source[to..]);
    match read(source.as_bytes(), specimen.name, &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{reason}"),
    }
}

fn of_the_trial_form(layout: Layout) -> Specimen {
    let specimens = (0..40).map(|seed| specimen(seed, layout, &[]));
    specimens.into_iter().find(|specimen| specimen.figures.edition() == Edition::Of2019).unwrap()
}

const LAYOUTS: [Layout; 5] = [Layout::Bars, Layout::Tabs, Layout::Lines, Layout::BarLines, Layout::Markdown];

#[test]
fn a_change_that_is_no_single_figure_is_unknown_and_never_splits_its_neighbour() {
    for layout in LAYOUTS {
        let specimen = of_the_trial_form(layout);
        for odd in ["持平", "22%", "（3）", "新增5项，减少2项", "增加0项，减少4项", "不详", "增5减3", "较上年增加5%"]
        {
            let found = read_with(&specimen, layout, ["336", odd, "5713"]);
            assert_eq!(licences(&found), [Some(336), None, Some(5713)], "{layout:?} {odd}");
            let told = |f: &gongkai_report::Finding| {
                f.code == "R013" && f.cell.as_deref().is_some_and(|cell| cell.starts_with("proactive.licences"))
            };
            assert!(found.findings.iter().any(told), "{layout:?} {odd}: {:?}", found.findings);
        }
    }
}

#[test]
fn a_word_that_says_more_or_less_gives_the_change_its_sign() {
    for layout in LAYOUTS {
        let specimen = of_the_trial_form(layout);
        let said = [
            ("取消3项", -3),
            ("下降3", -3),
            ("减少3", -3),
            ("↓3", -3),
            ("增加5项", 5),
            ("较上年增加5项", 5),
            ("比上年减少2项", -2),
            ("↑4", 4),
        ];
        for (words, change) in said {
            let found = read_with(&specimen, layout, ["336", words, "5713"]);
            assert_eq!(licences(&found), [Some(336), Some(change), Some(5713)], "{layout:?} {words}");
            assert!(found.findings.iter().any(|f| f.code == "R009"), "{layout:?} {words}");
        }
    }
}

#[test]
fn run_together_figures_of_table_two_have_no_sum_and_are_never_told_apart() {
    for digits in ["2024118", "336", "0012", "716276"] {
        let specimen = (0..40).map(|seed| specimen(seed, Layout::Lines, &[]));
        let specimen = specimen.into_iter().find(|s| s.figures.edition() == Edition::Of2021).unwrap();
        let from = specimen.source.find("\n规章\n").unwrap() + "\n规章\n".len();
        let to = from + specimen.source[from..].find("行政规范性文件").unwrap();
        let source = format!("{}{digits}\n{}", &specimen.source[..from], &specimen.source[to..]);
        let Outcome::Report(found) = read(source.as_bytes(), "a.txt", &Limits::COMMAND_LINE).remove(0) else {
            panic!("no report")
        };
        let figures = found.report.figures.as_ref().unwrap();
        for column in ["issued", "repealed", "in_force"] {
            assert_eq!(figures.at(&format!("proactive.regulations.{column}")), None, "{digits}");
        }
        assert!(found.findings.iter().any(|f| f.code == "R002"), "{digits}: {:?}", found.findings);
    }
}
