//! Word's tables: columns a cell spans (`gridSpan`), and cells merged downwards piece by piece (`vMerge`).

use super::super::{draft::Draft, grid::Grid};

/// Deeper tables are no tables.
const DEEPEST: usize = 32;

/// The tables that are open, one inside of the other.
#[derive(Default)]
pub(super) struct Tables {
    open: Vec<OpenTable>,
    count: u16,
}

struct OpenTable {
    grid: Grid,
    /// For each column the piece that a cell merged downwards would go on with.
    above: Vec<Option<usize>>,
    cell: Cell,
}

/// A cell from its start tag on.
#[derive(Clone, Copy, Default)]
enum Cell {
    #[default]
    None,
    /// Its properties are still coming in.
    Announced { width: usize, merge: Option<Merge> },
    /// It only goes on with the one above: its content is not shown.
    Merged,
    /// Its content is coming in.
    Open { column: u16, begins_merge: bool },
}

/// `w:vMerge`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Merge {
    Begins,
    GoesOn,
}

/// Whether the content of what was just opened is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Read,
    Skip,
}

impl Tables {
    /// `w:tbl`.
    pub(super) fn open(&mut self, draft: &mut Draft) -> Content {
        if self.open.len() == DEEPEST || self.count == u16::MAX {
            return Content::Skip;
        }
        if self.content(draft) == Content::Skip {
            return Content::Skip;
        }
        draft.before_table();
        let grid = Grid::new(self.count, draft.pieces.len());
        self.open.push(OpenTable { grid, above: Vec::new(), cell: Cell::None });
        self.count += 1;
        Content::Read
    }

    /// The end of `w:tbl`.
    pub(super) fn close(&mut self, draft: &mut Draft) {
        self.end_cell(draft);
        draft.end_row();
        self.open.pop();
    }

    /// The end of `w:tr`.
    pub(super) fn end_row(&mut self, draft: &mut Draft) {
        self.end_cell(draft);
        draft.end_row();
        if let Some(table) = self.open.last_mut() {
            table.grid.end_row();
        }
    }

    /// `w:gridBefore`: columns that the row leaves out.
    pub(super) fn leave_out(&mut self, columns: usize) {
        if let Some(table) = self.open.last_mut() {
            table.grid.place(columns, 1);
        }
    }

    /// `w:tc`.
    pub(super) fn announce_cell(&mut self, draft: &mut Draft) {
        self.end_cell(draft);
        if let Some(table) = self.open.last_mut() {
            table.cell = Cell::Announced { width: 1, merge: None };
        }
    }

    /// `w:gridSpan` of the announced cell.
    pub(super) fn widen(&mut self, columns: usize) {
        if let Some(OpenTable { cell: Cell::Announced { width, .. }, .. }) = self.open.last_mut() {
            *width = columns;
        }
    }

    /// `w:vMerge` of the announced cell.
    pub(super) fn merge(&mut self, kind: Merge) {
        if let Some(OpenTable { cell: Cell::Announced { merge, .. }, .. }) = self.open.last_mut() {
            *merge = Some(kind);
        }
    }

    /// Something to read comes: opens the announced cell, unless it only goes on with the one above it.
    pub(super) fn content(&mut self, draft: &mut Draft) -> Content {
        let Some(table) = self.open.last_mut() else { return Content::Read };
        let (width, merge) = match table.cell {
            Cell::Announced { width, merge } => (width, merge),
            Cell::Merged => return Content::Skip,
            Cell::None | Cell::Open { .. } => return Content::Read,
        };
        let at = table.grid.place(width, 1);
        let above = table.above.get(usize::from(at.column)).copied().flatten();
        if let (Some(Merge::GoesOn), Some(piece)) = (merge, above) {
            if let Some(cell) = draft.pieces.get_mut(piece).and_then(|piece| piece.cell.as_mut()) {
                cell.height = cell.height.saturating_add(1);
            }
            table.cell = Cell::Merged;
            return Content::Skip;
        }
        table.cell = Cell::Open { column: at.column, begins_merge: merge == Some(Merge::Begins) };
        draft.open_cell(at);
        Content::Read
    }

    /// The end of `w:tc`.
    pub(super) fn end_cell(&mut self, draft: &mut Draft) {
        self.content(draft);
        let Some(table) = self.open.last_mut() else { return };
        if let Cell::Open { column, begins_merge } = std::mem::take(&mut table.cell) {
            let piece = draft.close_cell();
            let column = usize::from(column);
            if table.above.len() <= column {
                table.above.resize(column + 1, None);
            }
            if let Some(above) = table.above.get_mut(column) {
                *above = piece.filter(|_| begins_merge);
            }
        }
    }
}
