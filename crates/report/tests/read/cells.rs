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
