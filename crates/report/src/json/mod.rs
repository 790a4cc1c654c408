//! A report as JSON, schema `gongkai.report/1` (contracts.md §2): written straight into bytes, and read back.

mod parse;
mod shape;
mod text;

use gongkai_law::annual_report::{CellId, Edition, Figures, Form, figures, form::Kind};

use crate::{
    document::{Position, Span},
    finding::Finding,
    reading::{Reading, Report},
};

pub use parse::{Parsed, parse};
pub use text::string;

/// The name of the schema; it changes when the shape does.
pub const SCHEMA: &str = "gongkai.report/1";

/// One report with what is known about it, ready to be written.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The path or address as the caller gave it.
    pub source: &'a str,
    /// The data.
    pub report: &'a Report,
    /// The evidence; without it no cell and no finding has a place.
    pub reading: Option<&'a Reading>,
    /// What the reader, or all checks, found.
    pub findings: &'a [Finding],
    /// Code and reason of each check that could not run.
    pub not_assessable: &'a [(&'static str, String)],
}

impl<'a> Record<'a> {
    /// What was read from a source, with the reader's own findings (family R).
    pub fn read(source: &'a str, reading: &'a Reading) -> Self {
        let findings = &reading.findings;
        Self { source, report: &reading.report, reading: Some(reading), findings, not_assessable: &[] }
    }

    /// A report without evidence: one that was compiled, or read back from JSON.
    pub fn bare(source: &'a str, report: &'a Report) -> Self {
        Self { source, report, reading: None, findings: &[], not_assessable: &[] }
    }

    /// Adds the object to `out`, without a newline.
    pub fn write(&self, out: &mut Vec<u8>) {
        let report = self.report;
        out.extend_from_slice(b"{\"schema\":\"gongkai.report/1\",\"source\":");
        string(out, self.source);
        out.extend_from_slice(b",\"agency\":");
        optional(out, report.agency.as_deref());
        out.extend_from_slice(b",\"year\":");
        number(out, report.year.map(i64::from));
        out.extend_from_slice(b",\"edition\":");
        optional(out, report.format.map(|format| format.key()));
        out.push(b',');
        tables(out, report.figures.as_ref());
        out.extend_from_slice(b",\"sections\":[");
        each(out, &report.sections, |out, section| {
            out.extend_from_slice(b"{\"number\":");
            number(out, Some(i64::from(section.number)));
            field(out, "title", Some(&section.title));
            field(out, "text", Some(&section.text));
            out.push(b'}');
        });
        out.extend_from_slice(b"],\"places\":{");
        self.places(out);
        out.extend_from_slice(b"},\"findings\":[");
        self.findings(out);
        out.extend_from_slice(b"],\"not_assessable\":[");
        each(out, self.not_assessable, |out, (code, reason)| {
            out.extend_from_slice(b"{\"code\":");
            string(out, code);
            field(out, "reason", Some(reason));
            out.push(b'}');
        });
        out.extend_from_slice(b"]}");
    }

    fn places(&self, out: &mut Vec<u8>) {
        let (Some(reading), Some(figures)) = (self.reading, &self.report.figures) else { return };
        let read: Vec<(CellId, Span)> = (0..)
            .zip(figures.values())
            .filter(|(_, value)| value.is_some())
            .filter_map(|(cell, _)| reading.cell_span(cell).map(|span| (cell, span)))
            .collect();
        let spans: Vec<Span> = read.iter().map(|&(_, span)| span).collect();
        let positions = reading.document.positions(&spans);
        let cells = figures.form().cells();
        each(out, read.iter().zip(positions), |out, (&(cell, span), position)| {
            string(out, cells.get(usize::from(cell)).map_or("", |cell| &cell.address));
            out.extend_from_slice(b":{\"line\":");
            line_and_column(out, position);
            out.extend_from_slice(b",\"page\":");
            number(out, position.page.map(i64::from));
            field(out, "excerpt", Some(reading.document.words(span)));
            out.push(b'}');
        });
    }

    fn findings(&self, out: &mut Vec<u8>) {
        let spans: Vec<Span> = self.findings.iter().map(|f| f.spans.first().copied().unwrap_or_default()).collect();
        let positions = self.reading.map_or_else(Vec::new, |reading| reading.document.positions(&spans));
        let known = |i: usize| positions.get(i).copied().unwrap_or_default();
        each(out, self.findings.iter().enumerate(), |out, (i, finding)| {
            let position = if finding.spans.is_empty() { Position::default() } else { known(i) };
            out.extend_from_slice(b"{\"code\":");
            string(out, finding.code);
            field(out, "verdict", Some(finding.verdict.key()));
            field(out, "severity", Some(finding.severity.key()));
            field(out, "message", Some(&finding.message));
            field(out, "cell", finding.cell.as_deref());
            field(out, "expression", finding.expression.as_deref());
            field(out, "left", finding.left.as_deref());
            field(out, "right", finding.right.as_deref());
            field(out, "difference", finding.difference.as_deref());
            field(out, "mend", finding.mend.as_deref());
            out.extend_from_slice(b",\"line\":");
            line_and_column(out, position);
            field(out, "fingerprint", Some(&finding.fingerprint()));
            out.push(b'}');
        });
    }
}

/// Adds the object of a source that is no report; the reason is a Chinese sentence.
pub fn no_report(out: &mut Vec<u8>, source: &str, reason: &str) {
    out.extend_from_slice(b"{\"schema\":\"gongkai.report/1\",\"source\":");
    string(out, source);
    out.extend_from_slice(b",\"report\":null");
    field(out, "reason", Some(reason));
    out.push(b'}');
}

/// The three tables; without figures the shape of the form in force with nothing in it.
fn tables(out: &mut Vec<u8>, figures: Option<&Figures>) {
    let form = figures.map_or_else(|| Form::of(Edition::Of2021), Figures::form);
    let shape = shape::of(form);
    for ((before, cell), kind) in shape.cells.iter().zip(form.cells().iter().map(|cell| cell.kind)) {
        out.extend_from_slice(before);
        value(out, figures.and_then(|figures| figures.get(*cell)), kind);
    }
    out.extend_from_slice(&shape.end);
}

fn value(out: &mut Vec<u8>, value: Option<i64>, kind: Kind) {
    match value {
        Some(amount) if kind.is_amount() => string(out, &figures::show(amount, kind)),
        count => number(out, count),
    }
}

fn each<T>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>, mut one: impl FnMut(&mut Vec<u8>, T)) {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        one(out, item);
    }
}

fn line_and_column(out: &mut Vec<u8>, position: Position) {
    number(out, position.line.map(i64::from));
    out.extend_from_slice(b",\"column\":");
    number(out, position.column.map(i64::from));
}

fn field(out: &mut Vec<u8>, key: &str, text: Option<&str>) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
    optional(out, text);
}

fn optional(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => string(out, text),
        None => out.extend_from_slice(b"null"),
    }
}

fn number(out: &mut Vec<u8>, number: Option<i64>) {
    match number {
        None => out.extend_from_slice(b"null"),
        Some(digit @ 0..=9) => out.push(b'0' + u8::try_from(digit).unwrap_or(0)),
        Some(number) => {
            if number < 0 {
                out.push(b'-');
            }
            digits(out, number.unsigned_abs());
        }
    }
}

fn digits(out: &mut Vec<u8>, number: u64) {
    let (mut digits, mut first, mut rest) = ([b'0'; 20], 20, number);
    while rest > 0 && first > 0 {
        first -= 1;
        digits[first] += u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    out.extend_from_slice(&digits[first.min(19)..]);
}

#[cfg(test)]
mod tests;
