//! One page into lines and table rows, from the top.

use super::{
    super::draft::Draft,
    canvas::{Canvas, Spot},
    lines::{self, Row},
    ruled::{self, Cell, Table},
};
use crate::document::GridCell;

/// The table that the page before ended with: it may go on.
#[derive(Default)]
pub(super) struct Tables {
    count: u16,
    last: Option<Last>,
}

struct Last {
    rows: usize,
    xs: Vec<f32>,
    /// Lines that came after it.
    lines: usize,
}

/// Between the two halves of a table stand at most a page's number, a footer and a header.
const LINES_BETWEEN: usize = 3;

enum Part {
    Row(Row),
    Table(Table),
}

/// Writes a page.
pub(super) fn write(canvas: &Canvas, draft: &mut Draft, tables: &mut Tables) {
    for (_, part) in parts(canvas) {
        match part {
            Part::Row(row) => {
                draft.end_line();
                row.say(canvas, draft);
                draft.end_line();
                tables.last.iter_mut().for_each(|last| last.lines += 1);
            }
            Part::Table(table) => tables.write(canvas, table, draft),
        }
    }
}

/// What stands on a page, from the top.
fn parts(canvas: &Canvas) -> Vec<(f32, Part)> {
    let mut tables = ruled::tables(canvas);
    let mut free = Vec::new();
    for spot in &canvas.spots {
        match tables.iter_mut().find_map(|table| table.cell_of(spot)) {
            Some(cell) => cell.spots.push(*spot),
            None => free.push(*spot),
        }
    }
    tables.retain(|table| {
        table.cells.iter().filter(|cell| !cell.spots.is_empty()).count() > 1 || !take_back(table, &mut free)
    });
    let mut parts: Vec<_> = lines::rows(free).into_iter().map(|row| (row.y, Part::Row(row))).collect();
    parts.extend(tables.into_iter().map(|table| (table.top(), Part::Table(table))));
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    parts
}

/// Gives back the words of what is no table: a frame, a line in a margin.
fn take_back(table: &Table, free: &mut Vec<Spot>) -> bool {
    free.extend(table.cells.iter().flat_map(|cell| &cell.spots).copied());
    true
}

impl Tables {
    fn write(&mut self, canvas: &Canvas, table: Table, draft: &mut Draft) {
        let rows = table.rows();
        let goes_on = self.last.take().filter(|last| last.lines <= LINES_BETWEEN && is_same(&last.xs, &table.xs));
        let above = goes_on.map_or(0, |last| last.rows);
        if above == 0 {
            self.count = self.count.saturating_add(1);
        }
        draft.before_table();
        let mut last = 0;
        for cell in &table.cells {
            if cell.row != last {
                draft.end_row();
                last = cell.row;
            }
            draft.open_cell(self.place(cell, above));
            for line in lines::lines(cell.spots.clone()) {
                draft.end_line();
                lines::say(canvas, &line, draft);
            }
            draft.close_cell();
        }
        draft.end_row();
        self.last = Some(Last { rows: above + rows, xs: table.xs, lines: 0 });
    }

    fn place(&self, cell: &Cell, above: usize) -> GridCell {
        GridCell {
            table: self.count.saturating_sub(1),
            row: short(above + cell.row),
            column: short(cell.column),
            width: short(cell.width),
            height: short(cell.height),
        }
    }
}

fn is_same(before: &[f32], now: &[f32]) -> bool {
    before.len() == now.len() && before.iter().zip(now).all(|(a, b)| (a - b).abs() < 4.0)
}

fn short(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
