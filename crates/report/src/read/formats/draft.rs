//! A document while it is being made: lines, and tables inside of cells of tables.

use crate::document::{GridCell, Piece, Span};

/// A cell with more text than this, in several paragraphs, lays out a page; no label or number is that long.
const LABEL_BYTES: usize = 360;

/// Text and pieces, written in reading order.
///
/// A table on a page is either data or layout, and which of the two shows only later. A cell is taken for data, its
/// breaks becoming blanks, until a table or a long run of paragraphs is met inside of it: then it comes apart into
/// lines of its own.
#[derive(Default)]
pub(super) struct Draft {
    pub text: String,
    pub pieces: Vec<Piece>,
    row: u32,
    /// Where the line, or what follows the last cell of it, starts.
    start: usize,
    /// Whether the line has cells.
    celled: bool,
    cells: Vec<OpenCell>,
}

struct OpenCell {
    at: GridCell,
    start: usize,
    breaks: usize,
    /// Came apart into lines.
    apart: bool,
}

impl Draft {
    /// An empty one with room for so many bytes of text.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Whether nothing was said since the line, cell or break began.
    pub(super) fn is_fresh(&self) -> bool {
        self.text.len() == self.start || self.text.ends_with('\n')
    }

    /// Words to go on with, on the same line.
    pub(super) fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// The end of a paragraph or a line; inside of a data cell a place where its text may be parted.
    pub(super) fn end_line(&mut self) {
        match self.cells.last_mut() {
            Some(cell) if !cell.apart => {
                if self.text.len() > cell.start && !self.text.ends_with('\n') {
                    self.text.push('\n');
                    cell.breaks += 1;
                }
            }
            _ => self.finish_line(),
        }
    }

    /// A gap in a line: what follows it is a piece of its own in the same row.
    pub(super) fn part_line(&mut self) {
        let span = trimmed(&self.text, self.start);
        if span.start < span.end && self.cells.is_empty() {
            self.pieces.push(Piece { span, row: self.row, cell: None });
            self.text.push('\t');
            self.start = self.text.len();
        }
    }

    /// Makes room for a table: the cell around it is layout.
    pub(super) fn before_table(&mut self) {
        self.take_apart();
        self.finish_line();
    }

    /// Begins a cell of the innermost table.
    pub(super) fn open_cell(&mut self, at: GridCell) {
        if self.celled {
            self.text.push('\t');
        } else {
            self.finish_line();
        }
        self.start = self.text.len();
        self.cells.push(OpenCell { at, start: self.start, breaks: 0, apart: false });
    }

    /// Ends the innermost cell. `None` where it came apart, otherwise the position of its piece.
    pub(super) fn close_cell(&mut self) -> Option<usize> {
        let cell = self.cells.last()?;
        let long = cell.breaks >= 2 && self.text.len() - cell.start > LABEL_BYTES;
        if long {
            self.take_apart();
        }
        let cell = self.cells.pop()?;
        if cell.apart {
            self.finish_line();
            return None;
        }
        if cell.breaks > 0 {
            // the end of the last paragraph parts nothing
            self.text.truncate(self.text.strip_suffix('\n').map_or(self.text.len(), str::len));
            self.join_lines(cell.start);
        }
        let span = trimmed(&self.text, cell.start);
        self.pieces.push(Piece { span, row: self.row, cell: Some(cell.at) });
        self.start = self.text.len();
        self.celled = true;
        Some(self.pieces.len() - 1)
    }

    /// Ends a row of cells.
    pub(super) fn end_row(&mut self) {
        self.finish_line();
    }

    /// How many cells are open.
    pub(super) fn depth(&self) -> usize {
        self.cells.len()
    }

    /// Ends the line, whatever is on it; nothing where there is nothing.
    fn finish_line(&mut self) {
        let span = trimmed(&self.text, self.start);
        if span.start < span.end {
            self.pieces.push(Piece { span, row: self.row, cell: None });
        }
        if self.celled || !self.is_fresh() {
            self.text.push('\n');
            self.row += 1;
        }
        self.start = self.text.len();
        self.celled = false;
    }

    /// Turns what the innermost cell said so far into lines.
    fn take_apart(&mut self) {
        let Some(cell) = self.cells.last_mut() else { return };
        if std::mem::replace(&mut cell.apart, true) {
            return;
        }
        let start = cell.start;
        if self.celled {
            // the cell before it stays a row of its own: its tab becomes the line's end
            self.text.replace_range(start - 1..start, "\n");
            self.row += 1;
            self.celled = false;
        }
        let mut from = start;
        while let Some(end) = memchr::memchr(b'\n', self.text.as_bytes().get(from..).unwrap_or_default()) {
            let span = trimmed(self.text.get(..from + end).unwrap_or_default(), from);
            if span.start < span.end {
                self.pieces.push(Piece { span, row: self.row, cell: None });
            }
            self.row += 1;
            from += end + 1;
        }
        self.start = from;
    }

    fn join_lines(&mut self, start: usize) {
        let mut from = start;
        while let Some(at) = memchr::memchr(b'\n', self.text.as_bytes().get(from..).unwrap_or_default()) {
            from += at;
            self.text.replace_range(from..=from, " ");
        }
    }
}

/// The words from a place to the end of some text, without the blanks around them.
fn trimmed(text: &str, from: usize) -> Span {
    let rest = text.get(from..).unwrap_or_default();
    let words = rest.trim_start();
    let start = from + rest.len() - words.len();
    let end = start + words.trim_end().len();
    Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
}
