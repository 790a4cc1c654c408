//! A source as a person would read it: text, its lines and cells, and where each of them came from.

use std::ops::Range;

/// A stretch of [`Document::text`], in bytes, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// As an index range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What the source's bytes were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Plain text; lines and columns are the file's own.
    Text,
    /// Markdown; lines and columns are the file's own.
    Markdown,
    /// A page as saved from a site; lines and columns are those of the markup.
    Html,
    /// Office Open XML text; no lines.
    Docx,
    /// A spreadsheet; no lines.
    Xlsx,
    /// Pages, no lines.
    Pdf,
}

/// Where a piece stands in a real table, with its row and column spans resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Which table of the source, counting from 0.
    pub table: u16,
    /// Row, from 0.
    pub row: u16,
    /// First column it covers, from 0.
    pub column: u16,
    /// How many columns it covers, at least 1.
    pub width: u16,
    /// How many rows it covers, at least 1.
    pub height: u16,
}

/// A cell or a line: the smallest thing that the source itself keeps apart. Blank cells are pieces too.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its text, trimmed; empty for a blank cell.
    pub span: Span,
    /// The visual row it stands in: a table row, or a line of text. Pieces of one row share it; it never falls.
    pub row: u32,
    /// Where it stands in a real table; `None` in plain text.
    pub cell: Option<GridCell>,
}

/// A source turned into text and pieces. Every format's reader makes one of these.
#[derive(Debug)]
pub struct Document {
    /// What it was.
    pub source: Source,
    /// All that a person would read, in reading order: table cells parted by tabs, rows and paragraphs by newlines.
    /// For plain text and Markdown this is the decoded file itself.
    pub text: String,
    /// In reading order.
    pub pieces: Vec<Piece>,
    /// From offsets in `text` to the source.
    pub origins: Origins,
    /// Facts that the source states outside of its text (`<title>`, `<meta>`, document properties): name and value.
    pub properties: Vec<(String, String)>,
    /// Addresses that the source links to, with the text's span.
    pub links: Vec<(Span, String)>,
}

/// How offsets in [`Document::text`] lead back to the source.
#[derive(Debug)]
pub enum Origins {
    /// The text is the decoded source.
    Same,
    /// The source is markup.
    Markup {
        /// The decoded source, for its lines and columns.
        source: String,
        /// (offset in text, offset in source), in rising order, one for each stretch of text that stands together in
        /// the source; between two of them both run on byte by byte.
        marks: Vec<(u32, u32)>,
    },
    /// (offset in text, page from 1), in rising order.
    Pages(Vec<(u32, u32)>),
    /// The format has neither.
    None,
}

/// Where something stands, for a person: contracts.md §2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1, where the source has lines.
    pub line: Option<u32>,
    /// From 1, in characters of the decoded source.
    pub column: Option<u32>,
    /// From 1, where the source has pages.
    pub page: Option<u32>,
    /// The words themselves.
    pub excerpt: String,
}

/// Line, column and page of a place, without its words: contracts.md §2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// From 1, where the source has lines.
    pub line: Option<u32>,
    /// From 1, in characters of the decoded source.
    pub column: Option<u32>,
    /// From 1, where the source has pages.
    pub page: Option<u32>,
}

impl Document {
    /// The words of a span; empty where it does not fit this document.
    pub fn words(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Where each of some spans stands, in their order.
    pub fn places(&self, spans: impl IntoIterator<Item = Span>) -> Vec<Place> {
        let spans: Vec<Span> = spans.into_iter().collect();
        let places = spans.iter().zip(self.positions(&spans)).map(|(&span, Position { line, column, page })| Place {
            line,
            column,
            page,
            excerpt: self.words(span).to_owned(),
        });
        places.collect()
    }

    /// Where each of some spans starts, in their order; one walk over the source, whatever that order is.
    pub fn positions(&self, spans: &[Span]) -> Vec<Position> {
        let text = if let Origins::Markup { source, .. } = &self.origins { source } else { &self.text };
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|&i| spans[i].start);
        let mut walk = Walk { text, at: 0, line: 1, column: 1 };
        let mut out = vec![Position::default(); spans.len()];
        for i in order {
            let (line, column, page) = self.origin(spans[i].start, &mut walk);
            out[i] = Position { line, column, page };
        }
        out
    }

    /// Where one span stands.
    pub fn place(&self, span: Span) -> Place {
        let mut places = self.places([span]);
        places.pop().unwrap_or(Place { line: None, column: None, page: None, excerpt: String::new() })
    }

    fn origin(&self, at: u32, walk: &mut Walk<'_>) -> (Option<u32>, Option<u32>, Option<u32>) {
        match &self.origins {
            Origins::None => (None, None, None),
            Origins::Pages(starts) => {
                let page = starts.partition_point(|&(start, _)| start <= at).checked_sub(1).and_then(|i| starts.get(i));
                (None, None, page.map(|&(_, page)| page))
            }
            Origins::Same => {
                let (line, column) = walk.to(at as usize);
                (Some(line), Some(column), None)
            }
            Origins::Markup { marks, .. } => {
                let mark = marks.partition_point(|&(start, _)| start <= at).checked_sub(1).and_then(|i| marks.get(i));
                let Some(&(start, source)) = mark else { return (None, None, None) };
                let (line, column) = walk.to(source.saturating_add(at - start) as usize);
                (Some(line), Some(column), None)
            }
        }
    }
}

/// A place in the text that moves forward cheaply and starts over when asked to go back.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl Walk<'_> {
    fn to(&mut self, goal: usize) -> (u32, u32) {
        if goal < self.at {
            (self.at, self.line, self.column) = (0, 1, 1);
        }
        let between = self.text.get(self.at..goal).unwrap_or_default();
        match memchr::memrchr(b'\n', between.as_bytes()) {
            Some(last) => {
                self.line += u32::try_from(memchr::memchr_iter(b'\n', between.as_bytes()).count()).unwrap_or(0);
                self.column = 1 + chars(&between[last + 1..]);
            }
            None => self.column += chars(between),
        }
        self.at = goal;
        (self.line, self.column)
    }
}

fn chars(s: &str) -> u32 {
    u32::try_from(s.chars().count()).unwrap_or(u32::MAX)
}
