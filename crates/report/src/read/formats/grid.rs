//! Where the cells of a table stand once row and column spans are resolved.

use crate::document::{GridCell, Piece};

/// No form has a tenth of these columns; a span or a cell beyond them is an accident or an attack.
const MOST_COLUMNS: usize = 256;
/// As in browsers.
const MOST_ROWS: u32 = 65_534;

/// One table while its rows come in.
pub(super) struct Grid {
    table: u16,
    row: u32,
    column: usize,
    /// For each column the first row in which it is free again.
    free_from: Vec<u32>,
    /// The first piece that may be a cell of it.
    first: usize,
}

impl Grid {
    /// The `table`-th of the source, whose cells come after `pieces`.
    pub(super) fn new(table: u16, pieces: usize) -> Self {
        Self { table, row: 0, column: 0, free_from: Vec::new(), first: pieces }
    }

    /// The place of the next cell in this row.
    pub(super) fn place(&mut self, width: usize, height: u32) -> GridCell {
        while self.free_from.get(self.column).is_some_and(|&row| row > self.row) {
            self.column += 1;
        }
        let column = self.column.min(MOST_COLUMNS - 1);
        let width = width.clamp(1, MOST_COLUMNS - column);
        let height = height.clamp(1, MOST_ROWS);
        if self.free_from.len() < column + width {
            self.free_from.resize(column + width, 0);
        }
        for free in self.free_from.iter_mut().skip(column).take(width) {
            *free = self.row.saturating_add(height).max(*free);
        }
        self.column = column + width;
        GridCell {
            table: self.table,
            row: short(self.row),
            column: short(column),
            width: short(width),
            height: short(height),
        }
    }

    /// Goes on to the next row.
    pub(super) fn end_row(&mut self) {
        self.row = (self.row + 1).min(MOST_ROWS);
        self.column = 0;
    }

    /// Cuts off what the spans of the last rows claim beyond the table's end.
    pub(super) fn close(&self, pieces: &mut [Piece]) {
        let cells = pieces.iter_mut().skip(self.first).filter_map(|piece| piece.cell.as_mut());
        for cell in cells.filter(|cell| cell.table == self.table) {
            let below = self.row.saturating_sub(u32::from(cell.row)).max(1);
            cell.height = cell.height.min(short(below));
        }
    }
}

fn short<T: TryInto<u16>>(n: T) -> u16 {
    n.try_into().unwrap_or(u16::MAX)
}
