//! One odd cell costs itself and nothing else, and no cell is ever guessed.

use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

use crate::generator::{Layout, Specimen, specimen};

/// The row `（一）予以公开` of the generator's tables.
const ROW: &str = "requests.granted";
const COLUMNS: [&str; 7] = ["natural_person", "enterprise", "research", "social", "legal_service", "other", "total"];

fn reading(source: &str, name: &str) -> Reading {
    match read(source.as_bytes(), name, &Limits::COMMAND_LINE).remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{reason}"),
    }
}

/// The report with another first line of cells for 予以公开, cell by cell.
fn with_row(specimen: &Specimen, cells: [&str; 7]) -> String {
    let line = specimen.source.lines().find(|line| line.contains("予以公开") && line.contains('|')).unwrap();
    let label = line.split('|').find(|cell| cell.contains("予以公开")).unwrap();
    let before = line.split(label).next().unwrap();
    let closing = if line.ends_with('|') { " |" } else { "" };
    specimen.source.replacen(line, &format!("{before}{label}| {}{closing}", cells.join(" | ")), 1)
}

/// The cells of the row and the codes of what is said of it.
fn row(reading: &Reading) -> (Vec<Option<i64>>, Vec<(&'static str, String)>) {
    let figures = reading.report.figures.as_ref().unwrap();
    let cells = COLUMNS.iter().map(|column| figures.at(&format!("{ROW}.{column}"))).collect();
    let said = reading.findings.iter().filter(|f| f.cell.as_deref().is_some_and(|cell| cell.starts_with(ROW)));
    (cells, said.map(|finding| (finding.code, finding.message.clone())).collect())
}

#[test]
fn a_figure_with_a_note_s_mark_is_read_and_the_mark_is_told() {
    for layout in [Layout::Bars, Layout::Markdown] {
        let specimen = specimen(5, layout, &[]);
        for marked in ["41[1]", "41*", "41①", "41（注）", "41¹", "41[注1]"] {
            let (cells, said) =
                row(&reading(&with_row(&specimen, [marked, "0", "2", "0", "0", "0", "43"]), specimen.name));
            assert_eq!(cells, [41, 0, 2, 0, 0, 0, 43].map(Some), "{layout:?} {marked}");
            assert!(matches!(said.as_slice(), [("R009", _)]) || said.is_empty(), "{marked}: {said:?}");
        }
    }
}

#[test]
fn an_odd_cell_is_unknown_and_the_rest_of_its_row_is_read() {
    for layout in [Layout::Bars, Layout::Markdown] {
        let specimen = specimen(5, layout, &[]);
        for odd in ["41x", "4l", "41（含转办3件）", "见附件", "40/1", "3～5"] {
            let (cells, said) =
                row(&reading(&with_row(&specimen, ["41", "0", odd, "0", "0", "0", "43"]), specimen.name));
            let expected = [Some(41), Some(0), None, Some(0), Some(0), Some(0), Some(43)];
            assert_eq!(cells, expected, "{layout:?} {odd}");
            assert!(said.iter().any(|(code, _)| *code == "R013"), "{odd}: {said:?}");
        }
    }
}

#[test]
fn an_approximate_figure_cannot_stand_in_the_form() {
    for layout in [Layout::Bars, Layout::Markdown] {
        let specimen = specimen(5, layout, &[]);
        for about in ["约90", "近90", "90余", "近 90", "90多件", "超90", "90左右"] {
            for at in [0, 3] {
                let mut printed = ["0"; 7];
                (printed[at], printed[6]) = (about, "90");
                let (cells, said) = row(&reading(&with_row(&specimen, printed), specimen.name));
                let expected: Vec<Option<i64>> =
                    (0..7).map(|i| if i == at { None } else { Some(if i == 6 { 90 } else { 0 }) }).collect();
                assert_eq!(cells, expected, "{layout:?} {about} at {at}");
                assert!(said.iter().any(|(code, words)| *code == "R013" && words.contains("约数")), "{said:?}");
            }
        }
    }
}

#[test]
fn thousands_parted_by_blanks_in_a_cell_are_one_figure() {
    for layout in [Layout::Bars, Layout::Markdown] {
        let specimen = specimen(5, layout, &[]);
        let printed = ["1 234", "0", "12 000", "0", "0", "0", "13\u{a0}234"];
        let (cells, _) = row(&reading(&with_row(&specimen, printed), specimen.name));
        assert_eq!(cells, [1234, 0, 12000, 0, 0, 0, 13234].map(Some), "{layout:?}");
        let (cells, _) = row(&reading(&with_row(&specimen, ["1 23", "0", "0", "0", "0", "0", "24"]), specimen.name));
        assert_eq!(cells[0], None, "two figures in one cell");
    }
}

#[test]
fn no_count_is_less_than_nothing_and_a_dash_between_figures_is_no_minus() {
    for layout in [Layout::Bars, Layout::Markdown] {
        let specimen = specimen(5, layout, &[]);
        let printed = ["41", "0", "-2", "0", "0", "0", "43"];
        let (cells, said) = row(&reading(&with_row(&specimen, printed), specimen.name));
        assert_eq!(cells, [Some(41), Some(0), None, Some(0), Some(0), Some(0), Some(43)], "{layout:?}");
        assert!(said.iter().any(|(code, _)| *code == "R013"), "{said:?}");
    }
    let specimen = specimen(5, Layout::Bars, &[]);
    let line = specimen.source.lines().find(|line| line.contains("予以公开") && line.contains('|')).unwrap();
    for dashed in ["（一）予以公开-41-0-2-0-0-0-43", "（一）予以公开41-0-2-0-0-0-43"] {
        let (cells, _) = row(&reading(&specimen.source.replacen(line, dashed, 1), specimen.name));
        let printed = [41, 0, 2, 0, 0, 0, 43];
        assert!(cells.iter().zip(printed).all(|(cell, own)| cell.is_none_or(|cell| cell == own)), "{cells:?}");
    }
}

/// The report without the column of another kind of applicant: its cells, and if wanted its head.
fn without_a_column(source: &str, head_too: bool) -> String {
    let lines = source.lines().map(|line| {
        let mut cells: Vec<&str> = line.split('|').collect();
        let filled = cells.iter().rposition(|cell| !cell.trim().is_empty()).unwrap_or(0);
        let is_figure = |cell: &&str| cell.trim().parse::<i64>().is_ok();
        let figures = cells[..=filled].iter().rev().take_while(|cell| is_figure(cell)).count();
        if figures == 7 {
            cells.remove(filled - 1);
        } else if head_too && line.contains("法律服务机构") {
            let other = cells.iter().position(|cell| cell.trim() == "其他").unwrap();
            cells.remove(other);
        }
        cells.join("|")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_column_that_is_not_there_is_said_to_be_missing_and_the_others_are_read_by_the_head() {
    let specimen = specimen(5, Layout::Bars, &[]);
    let found = reading(&without_a_column(&specimen.source, true), specimen.name);
    let figures = found.report.figures.as_ref().unwrap();
    for row in ["new", "granted", "total"] {
        for column in COLUMNS {
            let address = format!("requests.{row}.{column}");
            let expected = if column == "other" { None } else { specimen.figures.at(&address) };
            assert_eq!(figures.at(&address), expected, "{address}");
        }
    }
    let said: Vec<&str> = found.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(said.iter().any(|words| words.contains("缺少“其他”一列")), "{said:?}");
    assert!(!said.iter().any(|words| words.contains("粘连")), "{said:?}");
}

#[test]
fn where_nobody_knows_which_column_is_missing_no_cell_is_read() {
    let specimen = specimen(5, Layout::Bars, &[]);
    let found = reading(&without_a_column(&specimen.source, false), specimen.name);
    let figures = found.report.figures.as_ref().unwrap();
    assert!(COLUMNS.iter().all(|column| figures.at(&format!("{ROW}.{column}")).is_none()));
    let narrow = found.findings.iter().filter(|finding| finding.message.contains("不知道缺哪一列"));
    assert_eq!(narrow.count(), 1);
}

#[test]
fn a_table_of_commas_is_read_as_one_of_cells() {
    let specimen = specimen(5, Layout::Bars, &[]);
    let line = |line: &str| -> String {
        let cells = line.split('|').map(|cell| format!("\"{}\"", cell.trim()));
        cells.collect::<Vec<_>>().join(",")
    };
    let source: String = specimen.source.lines().map(|words| line(words) + "\r\n").collect();
    assert_eq!(reading(&source, "报告.csv").report.figures, Some(specimen.figures));
}

#[test]
fn what_is_said_alike_of_many_rows_is_said_once_for_their_table() {
    let specimens = (0..10).map(|seed| specimen(seed, Layout::GluedTable, &[]));
    for specimen in specimens {
        let found = reading(&specimen.source, specimen.name);
        for table in ["proactive", "requests", "redress"] {
            let own = |f: &&gongkai_report::Finding| {
                f.code == "R008" && f.cell.as_deref().is_some_and(|c| c.starts_with(table))
            };
            assert!(found.findings.iter().filter(own).count() <= 1, "{}", specimen.kind);
        }
    }
}

#[test]
fn table_four_before_table_three_is_read_by_its_own_heads() {
    for (seed, layout) in (40..).zip([Layout::Bars, Layout::Lines, Layout::Html, Layout::Markdown]) {
        let specimen = specimen(seed, layout, &[]);
        let at = |words: &str| {
            let heading = specimen.source.find(words).unwrap();
            specimen.source[..heading].rfind('\n').unwrap() + 1
        };
        let (three, four, five) = (at("三、收到和处理"), at("四、政府信息公开行政复议"), at("五、存在"));
        let source = [0..three, four..five, three..four, five..specimen.source.len()];
        let source: String = source.into_iter().map(|range| &specimen.source[range]).collect();
        let found = reading(&source, specimen.name).report.figures.unwrap();
        assert_eq!(found.values(), specimen.figures.values(), "{layout:?}");
    }
}
