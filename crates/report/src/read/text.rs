//! Plain text and Markdown → pieces: bars, tabs, a cell a line, a cell with a bar a line, lines of blanks.

use crate::document::{Document, Origins, Piece, Source, Span};

/// More pieces than any report has; the reader refuses a document that comes to this.
pub const MOST_PIECES: usize = 2_000_000;

/// Splits decoded text into lines and their cells. Nothing is lost: the document's text is the text itself.
pub fn document(text: String, source: Source) -> Document {
    let mut pieces = Vec::with_capacity(text.len() / 24);
    let (mut start, mut row) = (0, 0);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        if pieces.len() >= MOST_PIECES {
            break;
        }
        let before = pieces.len();
        line(&text, start, end, row, &mut pieces);
        row += u32::from(pieces.len() > before);
        start = end + 1;
    }
    Document { source, text, pieces, origins: Origins::Same, properties: Vec::new(), links: Vec::new() }
}

/// The cells of one line. A cell ends at a bar or a tab; what follows the last bar counts only where it has words,
/// and so does what stands before a first bar.
fn line(text: &str, start: usize, end: usize, row: u32, pieces: &mut Vec<Piece>) {
    let words = text.get(start..end).unwrap_or_default();
    let Some(content) = words.find(|c: char| !c.is_whitespace()).map(|at| start + at) else { return };
    let end = start + words.trim_end_matches(|c: char| c.is_whitespace() && c != '\t').len();
    let content_end = text.get(content..end).map_or(end, |rest| content + rest.trim_end().len());
    let bytes = text.as_bytes();
    if memchr::memchr2(b'|', b'\t', bytes.get(content..end).unwrap_or_default()).is_none() {
        pieces.push(Piece { span: trimmed(text, content, content_end), row, cell: None });
        return;
    }
    if is_rule(text.get(content..content_end).unwrap_or_default()) {
        return;
    }
    let all_bars = bytes.get(content..content_end).is_some_and(|line| line.iter().all(|b| matches!(b, b'|' | b' ')));
    let mut from = if bytes.get(content) == Some(&b'|') && !all_bars { content + 1 } else { content };
    let first = from;
    for bar in memchr::memchr2_iter(b'|', b'\t', bytes.get(first..end).unwrap_or_default()).map(|at| at + first) {
        if pieces.len() >= MOST_PIECES {
            return;
        }
        pieces.push(Piece { span: trimmed(text, from, bar), row, cell: None });
        from = bar + 1;
    }
    let last = trimmed(text, from, end);
    if last.start < last.end {
        pieces.push(Piece { span: last, row, cell: None });
    }
}

/// The line below the head of a Markdown table: `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Without blanks around it, and without the signs by which Markdown makes headings and bold words.
fn trimmed(text: &str, from: usize, to: usize) -> Span {
    let mark = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let words = text.get(from..to).unwrap_or_default();
    let left = words.trim_start_matches(mark);
    let left = match left.trim_start_matches('#') {
        heading if heading.len() < left.len() && heading.starts_with(' ') => heading.trim_start_matches(mark),
        _ => left,
    };
    let left = left.trim_start_matches("**");
    let start = to - left.len();
    let right = left.trim_end_matches(mark).trim_end_matches("**").trim_end_matches(mark);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(start + right.len()) }
}
