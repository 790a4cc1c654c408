//! Our own reports in the layouts of real ones, with snapshots of what is read.

use std::{fmt::Write, fs, path::Path};

use gongkai_law::annual_report::figures::show;
use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};

fn shown(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/reports").join(name);
    let bytes = fs::read(&path).unwrap();
    let mut out = String::new();
    for outcome in read(&bytes, name, &Limits::COMMAND_LINE) {
        match outcome {
            Outcome::Report(reading) => describe(&reading, &mut out),
            Outcome::NoReport(reason) => out.push_str(&reason),
        }
    }
    out
}

fn describe(reading: &Reading, out: &mut String) {
    let report = &reading.report;
    let agency = report.agency.as_deref().unwrap_or("?");
    let edition = report.format.map_or("?", |format| format.key());
    writeln!(out, "{agency} {} {edition}", report.year.unwrap_or(0)).unwrap();
    for section in &report.sections {
        let start: String = section.text.chars().take(16).collect();
        writeln!(out, "{} {}: {}", section.number, section.title, start.replace('\n', "/")).unwrap();
    }
    if let Some(figures) = &report.figures {
        let form = figures.form();
        let mut row = String::new();
        for (id, cell) in (0..).zip(form.cells()) {
            let value = figures.get(id).map_or("?".to_owned(), |value| show(value, cell.kind));
            let start = cell.column == 0 || cell.table == 2 && cell.column % 5 == 0;
            let name = cell.address.rsplit_once('.').map_or("", |(row, _)| row);
            write!(row, "{}{value}", if start { format!("\n{name}: ") } else { " ".to_owned() }).unwrap();
        }
        writeln!(out, "{}", row.trim_start()).unwrap();
    }
    for finding in &reading.findings {
        let place = finding.spans.first().map(|&span| reading.document.place(span));
        let line = place.and_then(|place| place.line).unwrap_or(0);
        writeln!(out, "{} line {line} {}: {}", finding.code, finding.cell.as_deref().unwrap_or("-"), finding.message)
            .unwrap();
    }
}

#[test]
fn bars_and_a_stranger_among_the_heads() {
    insta::assert_snapshot!(shown("bars.txt"));
}

#[test]
fn the_trial_form_indented_with_glosses_and_spam() {
    insta::assert_snapshot!(shown("indented_glosses_2019.txt"));
}

#[test]
fn a_cell_with_a_bar_a_line_and_heads_cut_short() {
    insta::assert_snapshot!(shown("bar_lines_cut_heads.txt"));
}

#[test]
fn headings_lost() {
    insta::assert_snapshot!(shown("bars_lost_headings.txt"));
}

#[test]
fn labels_with_blanks_and_other_numbers() {
    insta::assert_snapshot!(shown("bar_lines_broken_labels.txt"));
}

#[test]
fn figures_run_together() {
    insta::assert_snapshot!(shown("glued.txt"));
}

#[test]
fn columns_out_of_a_pdf_with_page_numbers() {
    insta::assert_snapshot!(shown("spaces_page_numbers.txt"));
}

#[test]
fn a_page_of_a_site() {
    insta::assert_snapshot!(shown("page.html"));
}
