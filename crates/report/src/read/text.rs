//! Plain text and Markdown into pieces.

use crate::document::{Document, Origins, Piece, Source, Span};

/// A document whose text is the decoded file itself: a piece for each line that is not blank.
///
/// `text` may be as long as [`super::Limits::source`] allows, and at most 4 GiB.
pub fn document(text: String, source: Source) -> Document {
    let mut pieces = Vec::new();
    let (mut at, mut row) = (0, 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            pieces.push(Piece { span: span(start, start + words.len()), row, cell: None });
            row += 1;
        }
        at += line.len();
    }
    Document { source, text, pieces, origins: Origins::Same, properties: Vec::new(), links: Vec::new() }
}

fn span(start: usize, end: usize) -> Span {
    Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
}
