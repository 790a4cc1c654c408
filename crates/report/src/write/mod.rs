//! 输出: a report in the statutory form, in the formats that people and machines want it in.

pub mod docx;
mod html;
pub mod layout;
mod markdown;
mod xlsx;

use gongkai_law::annual_report::{Figures, Form, figures, form::CellId};

use crate::{
    diagnose::harmless,
    json::Record,
    read,
    reading::{Format, Reading, Report},
};
use layout::Layout;

/// The report as an HTML page.
pub fn html(report: &Report) -> String {
    html::page(&Paper::of(report, ""))
}

/// A format that reports are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The contract's JSON, without evidence.
    Json,
    /// A page that stands alone.
    Html,
    /// Office Open XML text, in the layout of official papers.
    Docx,
    /// A workbook with a sheet for each section.
    Xlsx,
    /// Markdown with pipe tables; merged cells are blank but for the first.
    Markdown,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Html, Self::Docx, Self::Xlsx, Self::Markdown, Self::Json];

    /// The ending of a file's name, which is also its name on the command line.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
        }
    }

    /// For `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// The report in this format; `source` is what JSON names as its source.
    ///
    /// # Errors
    /// A Chinese sentence when a report is too large for the format.
    pub fn write(self, source: &str, report: &Report) -> Result<Vec<u8>, String> {
        self.write_below(source, report, "")
    }

    /// The same with words of whoever publishes it between the title and section one (更正说明), which JSON has no place for.
    ///
    /// # Errors
    /// A Chinese sentence when a report is too large for the format.
    pub fn write_below(self, source: &str, report: &Report, opening: &str) -> Result<Vec<u8>, String> {
        self.paper(&Paper::of(report, opening)).unwrap_or_else(|| Ok(line(Record::bare(source, report))))
    }

    /// A report that was read, in this format: with the words before section one (编制说明), which [`Report`] lacks, and
    /// in JSON with the evidence and the reader's findings.
    ///
    /// # Errors
    /// A Chinese sentence when a report is too large for the format.
    pub fn rewrite(self, source: &str, reading: &Reading) -> Result<Vec<u8>, String> {
        let paper = Paper::of(&reading.report, &reading.preamble.text);
        self.paper(&paper).unwrap_or_else(|| Ok(line(Record::read(source, reading))))
    }

    /// On paper; `None` for a format of machines.
    fn paper(self, paper: &Paper<'_>) -> Option<Result<Vec<u8>, String>> {
        match self {
            Self::Json => None,
            Self::Html => Some(Ok(html::page(paper).into_bytes())),
            Self::Docx => Some(docx::file(paper)),
            Self::Xlsx => Some(xlsx::file(paper)),
            Self::Markdown => Some(Ok(markdown::text_of(paper).into_bytes())),
        }
    }
}

/// One line of JSON.
fn line(record: Record<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    record.write(&mut out);
    out.push(b'\n');
    out
}

/// A report as it is printed.
#[derive(Debug)]
pub struct Paper<'a> {
    /// 青禾县水务局2025年政府信息公开工作年度报告
    pub title: String,
    /// 编制说明: paragraphs between the title and section one.
    pub opening: Vec<String>,
    /// The sections.
    pub parts: Vec<Part<'a>>,
}

impl<'a> Paper<'a> {
    /// Of a report, with the words before its section one (编制说明), which [`Report`] lacks.
    pub fn of(report: &'a Report, preamble: &str) -> Self {
        let mut opening = paragraphs(preamble);
        opening.retain(|line| !read::is_title(line));
        Self { title: title(report), opening, parts: parts(report) }
    }
}

/// The paragraphs of some words, without blank ones.
fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(|line| harmless(line.trim())).filter(|line| !line.is_empty()).collect()
}

/// `青禾县水务局2025年政府信息公开工作年度报告`, without what is unknown.
pub fn title(report: &Report) -> String {
    let year = report.year.map_or_else(String::new, |year| format!("{year}年"));
    format!("{}{year}政府信息公开工作年度报告", harmless(report.agency.as_deref().unwrap_or_default()))
}

/// One section as it is printed.
#[derive(Debug)]
pub struct Part<'a> {
    /// 一、总体情况
    pub heading: String,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// Its table; `None` where it has none.
    pub table: Option<Printed<'a>>,
}

/// A statutory table with its figures.
#[derive(Debug)]
pub struct Printed<'a> {
    /// What stands where.
    pub layout: &'static Layout,
    figures: &'a Figures,
}

impl Printed<'_> {
    /// The figure in a cell; empty where it is unknown.
    pub fn shown(&self, cell: CellId) -> String {
        let kind = self.figures.form().known(cell).map(|cell| cell.kind);
        kind.zip(self.figures.get(cell)).map_or_else(String::new, |(kind, value)| figures::show(value, kind))
    }
}

/// The sections in print order. A report on a form has all six, whatever was found of them.
fn parts(report: &Report) -> Vec<Part<'_>> {
    let edition = match (report.format, &report.figures) {
        (_, Some(figures)) => Some(figures.edition()),
        (Some(Format::Form(edition)), None) => Some(edition),
        _ => None,
    };
    let part = |number: u8, title: &str, texts: Vec<&str>| Part {
        heading: format!("{}、{}", numeral(number), harmless(title)),
        paragraphs: texts.into_iter().flat_map(paragraphs).collect(),
        table: report.figures.as_ref().and_then(|figures| printed(number, figures)),
    };
    let Some(form) = edition.map(Form::of) else {
        return report.sections.iter().map(|s| part(s.number, &s.title, vec![&s.text])).collect();
    };
    (1..)
        .zip(form.sections)
        .map(|(number, prescribed)| {
            let found = || report.sections.iter().filter(move |section| section.number == number);
            let own = found().map(|section| section.title.as_str()).find(|title| !title.is_empty());
            part(number, own.unwrap_or(prescribed), found().map(|section| section.text.as_str()).collect())
        })
        .collect()
}

fn printed(section: u8, figures: &Figures) -> Option<Printed<'_>> {
    let form = figures.form();
    let at = form.tables.iter().position(|table| table.section == section)?;
    layout::of(form).get(at).map(|layout| Printed { layout, figures })
}

fn numeral(number: u8) -> char {
    "一二三四五六".chars().nth(usize::from(number).saturating_sub(1)).unwrap_or('〇')
}

/// Text for HTML and XML, between tags and in attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // no place in XML 1.0, not even as a reference
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
