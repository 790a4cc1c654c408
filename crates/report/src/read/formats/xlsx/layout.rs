//! A sheet into lines and tables.
//!
//! A sheet is one endless grid; what a person sees is paragraphs (a cell alone in its row) and tables (the rows
//! between them). Blank cells inside of a table are cells, those outside are nothing.

use super::{
    super::{budget::Budget, draft::Draft},
    sheet::{Cell, MOST_COLUMNS, Sheet, too_long},
};
use crate::document::GridCell;

/// A row with something in it.
struct Row<'a> {
    number: usize,
    cells: &'a [Cell<'a>],
    /// One past the last column that it reaches.
    end: usize,
    /// One past the last row that it reaches.
    below: usize,
}

/// Writes a sheet.
pub(super) fn write(sheet: &Sheet<'_>, draft: &mut Draft, tables: &mut u16, budget: &Budget) -> Result<(), String> {
    let rows = rows(sheet);
    let mut block: Vec<&Row<'_>> = Vec::new();
    let mut below = 0;
    for (i, row) in rows.iter().enumerate() {
        // a row that a merged cell reaches over is part of its table, whatever else is in it
        let (follows, covered) = (row.number <= below, row.number < below);
        below = below.max(row.below);
        if !follows {
            flush(sheet, &mut block, draft, tables, budget)?;
        }
        let next = rows.get(i + 1).filter(|next| next.number == row.number + 1);
        let inside = follows && !block.is_empty() && (covered || next.is_some_and(|next| !next.is_alone(sheet)));
        if row.is_alone(sheet) && !inside {
            flush(sheet, &mut block, draft, tables, budget)?;
            draft.end_line();
            row.cells.iter().for_each(|cell| say(cell, draft));
            draft.end_line();
        } else {
            block.push(row);
        }
    }
    flush(sheet, &mut block, draft, tables, budget)
}

fn rows<'a>(sheet: &'a Sheet<'_>) -> Vec<Row<'a>> {
    let size = |cell: &Cell<'_>| sheet.merged.get(&(cell.row, cell.column)).copied().unwrap_or((1, 1));
    let row = |cells: &'a [Cell<'a>]| Row {
        number: cells.first().map_or(0, |cell| cell.row),
        cells,
        end: cells.iter().map(|cell| cell.column + size(cell).0).max().unwrap_or(0),
        below: cells.iter().map(|cell| cell.row + size(cell).1).max().unwrap_or(0),
    };
    sheet.cells.chunk_by(|a, b| a.row == b.row).map(row).collect()
}

impl Row<'_> {
    /// Whether it is a paragraph rather than a row of a table.
    fn is_alone(&self, sheet: &Sheet<'_>) -> bool {
        match self.cells {
            [cell] => !sheet.merged.contains_key(&(cell.row, cell.column)),
            _ => false,
        }
    }
}

/// Writes the rows gathered so far as one table.
fn flush(
    sheet: &Sheet<'_>,
    block: &mut Vec<&Row<'_>>,
    draft: &mut Draft,
    tables: &mut u16,
    budget: &Budget,
) -> Result<(), String> {
    let (Some(first), Some(last)) = (block.first(), block.last()) else { return Ok(()) };
    let (top, bottom) = (first.number, last.number);
    let end = block.iter().map(|row| row.end).max().unwrap_or(0).min(MOST_COLUMNS);
    let mut free_from = vec![0; end];
    draft.before_table();
    for row in block.drain(..) {
        budget.in_time()?;
        budget.in_room(draft.pieces.len())?;
        if draft.text.len() > budget.expanded {
            return Err(too_long(budget));
        }
        let mut cells = row.cells.iter().peekable();
        for column in 0..end {
            let cell = cells.next_if(|cell| cell.column == column);
            if free_from.get(column).is_some_and(|&free| free > row.number) {
                continue;
            }
            let (width, height) = sheet.merged.get(&(row.number, column)).copied().unwrap_or((1, 1));
            let (width, height) = (width.min(end - column), height.min(bottom - row.number + 1));
            free_from.iter_mut().skip(column).take(width).for_each(|free| *free = row.number + height);
            draft.open_cell(GridCell {
                table: *tables,
                row: short(row.number - top),
                column: short(column),
                width: short(width),
                height: short(height),
            });
            cell.into_iter().for_each(|cell| say(cell, draft));
            draft.close_cell();
        }
        draft.end_row();
    }
    *tables = tables.saturating_add(1);
    Ok(())
}

fn say(cell: &Cell<'_>, draft: &mut Draft) {
    for line in cell.words.as_str().split(['\n', '\r', '\t']) {
        draft.end_line();
        draft.say(line);
    }
}

fn short(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
