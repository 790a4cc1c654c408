//! What was read from one source.

use std::sync::Arc;

use gongkai_law::annual_report::{CellId, Edition, Figures};
use jiff::civil::Date;

use crate::{
    document::{Document, Span},
    finding::Finding,
};

/// What a source turned out to hold, one for each report in it, and at least one.
#[derive(Debug)]
pub enum Outcome {
    /// An annual report.
    Report(Box<Reading>),
    /// Something else; the reason is a Chinese sentence.
    NoReport(String),
}

/// The form a report is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One of the prescribed ones.
    Form(Edition),
    /// From before 2019: no statutory tables.
    Older,
}

impl Format {
    /// `2021`, `2019` or `older`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Form(edition) => edition.key(),
            Self::Older => "older",
        }
    }
}

/// One annual report as data: what contracts.md §2 calls `gongkai.report/1`, without its evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Whose report.
    pub agency: Option<String>,
    /// The report year.
    pub year: Option<i16>,
    /// The form.
    pub format: Option<Format>,
    /// The cells; `None` without statutory tables.
    pub figures: Option<Figures>,
    /// The six sections that were found, in the order of the document.
    pub sections: Vec<Section>,
}

/// 第N部分: one section's words, cleaned (no glosses, simplified characters, no page numbers), tables left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6: its place in the form, whatever number was printed.
    pub number: u8,
    /// As the report prints it, without the number; the form's own title where the heading was lost.
    pub title: String,
    /// Paragraphs parted by newlines.
    pub text: String,
}

/// A report with its evidence: everything that checks, diagnostics and pages need.
#[derive(Debug)]
pub struct Reading {
    /// The data.
    pub report: Report,
    /// The source; shared by the reports found in it.
    pub document: Arc<Document>,
    /// The part of the document that is this report (chrome and spam around it left out).
    pub body: Span,
    /// For each cell of the form where it was read; as long as the form has cells, empty without figures.
    pub cells: Vec<Option<Span>>,
    /// The table labels met, in the order of the document.
    pub labels: Vec<Label>,
    /// The section headings met, in the order of the document.
    pub headings: Vec<Heading>,
    /// The running text of each section in `report.sections`, in the same order, with the way back.
    pub prose: Vec<Prose>,
    /// The text before section one (title, 编制说明), cleaned.
    pub preamble: Prose,
    /// The title, where there is one.
    pub title: Option<Span>,
    /// The day it was published, as the page states it.
    pub published: Option<(Date, Span)>,
    /// Findings of family R.
    pub findings: Vec<Finding>,
}

/// A label of the form as the report prints it.
#[derive(Clone, Debug)]
pub struct Label {
    /// Which.
    pub of: LabelOf,
    /// Where.
    pub span: Span,
    /// As printed, its number included; blanks and quotation marks taken out, half-width, simplified, without glosses:
    /// what `clean::fold::plain` makes of the form's own label.
    pub printed: String,
}

/// What a label belongs to: positions in the form's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelOf {
    /// Heading of a block of table 2.
    Block {
        /// Table, from 0.
        table: usize,
        /// Block, from 0.
        block: usize,
    },
    /// A leaf row.
    Row {
        /// Table, from 0.
        table: usize,
        /// Block, from 0.
        block: usize,
        /// Leaf row, from 0.
        row: usize,
    },
    /// A leaf column.
    Column {
        /// Table, from 0.
        table: usize,
        /// Block, from 0.
        block: usize,
        /// Leaf column, from 0.
        column: usize,
    },
}

impl LabelOf {
    /// Which table it belongs to, from 0.
    pub fn table(self) -> usize {
        match self {
            Self::Block { table, .. } | Self::Row { table, .. } | Self::Column { table, .. } => table,
        }
    }

    /// Which block of its table, from 0.
    pub fn block(self) -> usize {
        match self {
            Self::Block { block, .. } | Self::Row { block, .. } | Self::Column { block, .. } => block,
        }
    }
}

/// A section heading as the report prints it.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The section of the form, 1 to 6.
    pub section: u8,
    /// The number printed before it (`三` is 3); `None` where none is.
    pub number: Option<u8>,
    /// Where; the whole heading.
    pub span: Span,
    /// As printed, without the number.
    pub title: String,
}

/// Cleaned running text with the way back to the document.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Cleaned; paragraphs parted by newlines.
    pub text: String,
    /// (offset in `text`, offset in the document's text), in rising order; between two of them both run on byte by
    /// byte.
    pub map: Vec<(u32, u32)>,
}

impl Prose {
    /// The stretch of the document that a stretch of the cleaned text came from.
    ///
    /// Where the two stop running side by side the map holds the place twice: where the last word ended in the
    /// document, then where the next one begins.
    pub fn source(&self, start: usize, end: usize) -> Span {
        let from = self.back(start);
        if end <= start {
            return Span { start: from, end: from };
        }
        let at = u32::try_from(end).unwrap_or(u32::MAX);
        let first = self.map.partition_point(|&(text, _)| text < at);
        match self.map.get(first) {
            Some(&(text, document)) if text == at => Span { start: from, end: document },
            _ => Span { start: from, end: self.back(end) },
        }
    }

    fn back(&self, at: usize) -> u32 {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let mark = self.map.partition_point(|&(from, _)| from <= at).checked_sub(1).and_then(|i| self.map.get(i));
        mark.map_or(0, |&(from, to)| to + (at - from))
    }
}

impl Reading {
    /// Where a cell was read.
    pub fn cell_span(&self, cell: CellId) -> Option<Span> {
        self.cells.get(usize::from(cell)).copied().flatten()
    }

    /// What the reader itself found under one code of family R.
    pub fn found<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.code == code)
    }

    /// The words in a cell as printed; `None` where nothing was found, empty where the cell is blank.
    pub fn printed(&self, cell: CellId) -> Option<&str> {
        self.cell_span(cell).map(|span| self.document.words(span))
    }
}
