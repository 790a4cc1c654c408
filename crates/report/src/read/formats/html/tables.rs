//! Tables as they open and close, one inside of the other.

use super::{
    super::{draft::Draft, grid::Grid},
    tag,
};

/// Deeper tables are no tables; sites nest three or four.
const DEEPEST: usize = 32;

/// The tables that are open.
#[derive(Default)]
pub(super) struct Tables {
    open: Vec<OpenTable>,
    count: u16,
    /// Tables that were too deep to be opened and are not closed yet.
    buried: usize,
}

struct OpenTable {
    grid: Grid,
    in_row: bool,
    in_cell: bool,
}

impl Tables {
    /// `<table>`.
    pub(super) fn open(&mut self, draft: &mut Draft) {
        // a table that is no cell's content ends the one before it, as in browsers
        if self.open.last().is_some_and(|table| !table.in_cell) {
            self.close(draft);
        }
        if self.open.len() == DEEPEST || self.count == u16::MAX {
            self.buried += 1;
            return;
        }
        draft.before_table();
        self.open.push(OpenTable { grid: Grid::new(self.count, draft.pieces.len()), in_row: false, in_cell: false });
        self.count += 1;
    }

    /// Whether a cell is open.
    pub(super) fn in_cell(&self) -> bool {
        self.open.last().is_some_and(|table| table.in_cell)
    }

    /// `</table>`.
    pub(super) fn close(&mut self, draft: &mut Draft) {
        if self.buried > 0 {
            self.buried -= 1;
            return;
        }
        self.end_row(draft);
        if let Some(table) = self.open.pop() {
            table.grid.close(&mut draft.pieces);
        }
    }

    /// `<tr>`.
    pub(super) fn row(&mut self, draft: &mut Draft) {
        self.end_row(draft);
        if let Some(table) = self.open.last_mut() {
            table.in_row = true;
        }
    }

    /// `<td …>` or `<th …>`.
    pub(super) fn cell(&mut self, draft: &mut Draft, attributes: &str) {
        if self.open.is_empty() {
            self.open(draft);
        }
        self.end_cell(draft);
        let Some(table) = self.open.last_mut() else { return };
        let (width, height) = spans(attributes);
        // a row span of 0 means "to the end"
        let height = if height == 0 { u32::MAX } else { height };
        (table.in_row, table.in_cell) = (true, true);
        let at = table.grid.place(usize::try_from(width).unwrap_or(usize::MAX), height);
        draft.open_cell(at);
    }

    /// `</td>`. True where a blank cell was closed.
    pub(super) fn end_cell(&mut self, draft: &mut Draft) -> bool {
        let Some(table) = self.open.last_mut() else { return false };
        if !std::mem::take(&mut table.in_cell) {
            return false;
        }
        let piece = draft.close_cell().and_then(|piece| draft.pieces.get(piece));
        piece.is_some_and(|piece| piece.span.start == piece.span.end)
    }

    /// `</tr>`.
    pub(super) fn end_row(&mut self, draft: &mut Draft) {
        self.end_cell(draft);
        if let Some(table) = self.open.last_mut()
            && std::mem::take(&mut table.in_row)
        {
            table.grid.end_row();
            draft.end_row();
        }
    }

    /// The end of the page.
    pub(super) fn close_all(&mut self, draft: &mut Draft) {
        self.buried = 0;
        while !self.open.is_empty() {
            self.close(draft);
        }
    }
}

/// How many columns and rows a cell covers, as its tag says.
fn spans(attributes: &str) -> (u32, u32) {
    let (mut width, mut height) = (None, None);
    if attributes.len() > "rowspan=".len() {
        for (name, value) in tag::attributes(attributes) {
            match name {
                _ if name.eq_ignore_ascii_case("colspan") => width = width.or(tag::number(value)),
                _ if name.eq_ignore_ascii_case("rowspan") => height = height.or(tag::number(value)),
                _ => {}
            }
            if width.is_some() && height.is_some() {
                break;
            }
        }
    }
    (width.unwrap_or(1), height.unwrap_or(1))
}
