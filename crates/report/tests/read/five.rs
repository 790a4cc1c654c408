//! The five real reports beside the repository: every cell as a person reads it.

use std::{fs, path::Path};

use gongkai_law::annual_report::figures;
use gongkai_report::{
    Outcome, Reading,
    read::{Limits, read},
};
use serde_json::Value;

fn folder() -> Option<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("the five real reports are not beside the repository: skipped");
    None
}

fn reading(path: &Path) -> Reading {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut outcomes = read(&bytes, &path.display().to_string(), &Limits::COMMAND_LINE);
    assert_eq!(outcomes.len(), 1, "{}", path.display());
    match outcomes.remove(0) {
        Outcome::Report(reading) => *reading,
        Outcome::NoReport(reason) => panic!("{}: {reason}", path.display()),
    }
}

/// The value that the truth gives for an address of the form.
fn truth_at(truth: &Value, address: &str) -> Option<String> {
    let mut at = truth;
    let mut segments = address.split('.').peekable();
    while let Some(segment) = segments.next() {
        at = if segment == "requests" {
            let row = segments.next()?;
            let column = segments.next()?;
            let columns = truth["requests"]["columns"].as_array()?;
            let place = columns.iter().position(|name| name == column)?;
            &truth["requests"]["rows"][row][place]
        } else {
            &at[segment]
        };
    }
    match at {
        Value::Number(number) => Some(number.to_string()),
        Value::String(amount) => Some(amount.clone()),
        _ => None,
    }
}

#[test]
fn every_cell_of_the_five_real_reports_is_read() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder.join("truth")).unwrap() {
        let truth: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
        let name = truth["source"].as_str().unwrap();
        let reading = reading(&folder.join(name));
        let figures = reading.report.figures.as_ref().unwrap();
        if std::env::var_os("SHOW").is_some() {
            show(name, &reading);
        }
        for cell in figures.form().cells() {
            let read = figures.at(&cell.address).map(|value| figures::show(value, cell.kind));
            let told = truth_at(&truth, &cell.address);
            if read != told {
                wrong.push(format!("{name} {}: read {read:?}, truth {told:?}", cell.address));
            }
        }
        let edition = reading.report.format.map(|format| format.key());
        assert_eq!(edition, truth["edition"].as_str(), "{name}");
        assert_eq!(reading.report.year.map(i64::from), truth["year"].as_i64(), "{name}");
        let agency = reading.report.agency.as_deref().unwrap_or_default();
        let accepted = truth["_agency_parts"].as_array().into_iter().flatten().chain([&truth["agency"]]);
        assert!(accepted.filter_map(Value::as_str).any(|part| agency.contains(part)), "{name}: {agency}");
    }
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
}

fn show(name: &str, reading: &Reading) {
    println!("== {name} {:?} {:?} {:?}", reading.report.agency, reading.report.year, reading.published.map(|p| p.0));
    println!("title {:?}", reading.title.map(|t| reading.document.words(t)));
    println!("preamble {:?}", reading.preamble.text);
    for section in &reading.report.sections {
        let text: String = section.text.chars().take(30).collect();
        println!("  {} {} [{}] {text:?}", section.number, section.title, section.text.len());
    }
    let body = reading.document.words(reading.body);
    let end: Vec<char> = body.chars().rev().take(20).collect();
    println!("body {:?} … {:?}", body.chars().take(20).collect::<String>(), end.iter().rev().collect::<String>());
    println!("labels {}: {:?}", reading.labels.len(), reading.labels.iter().map(|l| &l.printed).collect::<Vec<_>>());
    for finding in &reading.findings {
        println!("  {} {:?} {} {}", finding.code, finding.cell, finding.message, finding.mark);
    }
}
