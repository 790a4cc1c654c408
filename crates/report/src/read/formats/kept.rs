//! 数据版 (schema `gongkai.report/1`): a report that was read or compiled before, as JSON. It is read as the page that it is written
//! to, so that it goes through the same checks as every other edition; places are those of that page.

use memchr::memmem;

use super::{budget::Budget, html};
use crate::{document::Document, json, reading::Report, write};

/// Bytes in which the schema stands, at the beginning.
const HEAD: usize = 256;

/// Whether bytes begin as a report does that was kept.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let bytes = unmarked(bytes).trim_ascii_start();
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    head.starts_with(b"{") && memmem::find(head, json::SCHEMA.as_bytes()).is_some()
}

/// The page as a document.
///
/// # Errors
/// A Chinese sentence: JSON that is not whole or not of the schema, or a record of what was no report.
pub(super) fn document(bytes: &[u8], budget: &Budget) -> Result<Document, String> {
    let report = report(bytes)?;
    budget.in_time()?;
    html::document(write::html(&report), budget)
}

/// The report as it was kept.
///
/// # Errors
/// As [`document`] has them.
pub(super) fn report(bytes: &[u8]) -> Result<Report, String> {
    json::parse(unmarked(bytes)).map(|parsed| parsed.report)
}

/// Without the mark that some editors put in front of a text.
fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use gongkai_law::annual_report::{Edition, Figures};

    use super::*;
    use crate::{
        json::Record,
        read::{Limits, read},
        reading::{Format, Outcome, Section},
    };

    fn made(edition: Edition) -> Report {
        let mut figures = Figures::zero(edition);
        let cells =
            [("requests.new.total", Some(7)), ("requests.new.natural_person", Some(7)), ("redress.review.total", None)];
        for (address, value) in cells {
            figures.set(figures.form().cell(address).unwrap(), value);
        }
        let titles = figures.form().sections;
        let section = |(number, title): (u8, &&str)| Section {
            number,
            title: (*title).to_owned(),
            text: format!("第{number}部分，办理7件。\n"),
        };
        Report {
            agency: Some("青禾县水利局".to_owned()),
            year: Some(if edition == Edition::Of2021 { 2024 } else { 2019 }),
            format: Some(Format::Form(edition)),
            sections: (1..).zip(&titles).map(section).collect(),
            figures: Some(figures),
        }
    }

    #[test]
    fn what_was_kept_is_read_to_the_same_cells_and_sections() {
        for edition in [Edition::Of2019, Edition::Of2021] {
            let report = made(edition);
            let mut bytes = b"\xef\xbb\xbf\n ".to_vec();
            Record::bare("x", &report).write(&mut bytes);
            let outcomes = read(&bytes, "report.json", &Limits::WEB);
            let [Outcome::Report(reading)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
            assert_eq!(reading.report.figures, report.figures);
            assert_eq!((&reading.report.agency, reading.report.year), (&report.agency, report.year));
            let texts =
                |report: &Report| report.sections.iter().map(|one| one.text.trim().to_owned()).collect::<Vec<_>>();
            assert_eq!(texts(&reading.report), texts(&report));
        }
    }

    #[test]
    fn what_is_not_whole_or_was_no_report_says_so() {
        let said = |bytes: &[u8]| match read(bytes, "report.json", &Limits::WEB).remove(0) {
            Outcome::NoReport(reason) => reason,
            Outcome::Report(_) => panic!("a report"),
        };
        assert!(said(br#"{"schema":"gongkai.report/1","source":"#).contains("不是完整的JSON"));
        assert!(
            said("{\"schema\":\"gongkai.report/1\",\"report\":null,\"reason\":\"空白\"}".as_bytes()).contains("空白")
        );
        assert!(said(br#"{"schema":"something.else/1"}"#).contains("不是年度报告"));
    }
}
