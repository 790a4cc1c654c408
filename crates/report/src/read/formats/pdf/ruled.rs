//! Tables by the lines that are drawn around their cells.

use super::canvas::{Canvas, Rule, Spot};

/// Lines nearer to each other than this are one; no column or row is so narrow.
const SAME: f32 = 4.0;
/// No form has a tenth of these.
const MOST_ROWS: usize = 400;
const MOST_COLUMNS: usize = 64;

/// A table with the rectangles that its lines enclose.
pub(super) struct Table {
    /// Where its columns begin and end, from the left.
    pub xs: Vec<f32>,
    /// Where its rows begin and end, from the top.
    pub ys: Vec<f32>,
    /// In reading order.
    pub cells: Vec<Cell>,
    /// For each rectangle of the finest grid the cell that covers it.
    owners: Vec<usize>,
}

/// A cell and what is printed in it.
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub width: usize,
    pub height: usize,
    pub spots: Vec<Spot>,
}

impl Table {
    pub(super) fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// The cell that a glyph stands in.
    pub(super) fn cell_of(&mut self, spot: &Spot) -> Option<&mut Cell> {
        let (x, y) = (f32::midpoint(spot.x0, spot.x1), spot.y + spot.size * 0.35);
        let column = self.xs.partition_point(|&left| left <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|&top| top >= y).checked_sub(1)?;
        if column >= self.columns() || row >= self.rows() {
            return None;
        }
        let owner = *self.owners.get(row * self.columns() + column)?;
        self.cells.get_mut(owner)
    }
}

/// The tables of a page, from the top, their cells still blank.
pub(super) fn tables(canvas: &Canvas) -> Vec<Table> {
    let bands = joined(canvas.down.iter().map(|rule| (rule.from, rule.to)).collect());
    bands.into_iter().rev().filter_map(|(low, high)| table(canvas, low, high)).collect()
}

/// The table whose lines down stand between two heights.
fn table(canvas: &Canvas, low: f32, high: f32) -> Option<Table> {
    let within = |v: f32| (low - SAME..=high + SAME).contains(&v);
    let down: Vec<Rule> = canvas.down.iter().copied().filter(|rule| within(rule.from) && within(rule.to)).collect();
    let across: Vec<Rule> = canvas.across.iter().copied().filter(|rule| within(rule.at)).collect();
    let mut xs: Vec<f32> = down.iter().map(|rule| rule.at).collect();
    // the outer lines of some tables are left out: they end where the lines across do
    xs.extend(across.iter().flat_map(|rule| [rule.from, rule.to]).reduce(f32::min));
    xs.extend(across.iter().flat_map(|rule| [rule.from, rule.to]).reduce(f32::max));
    let xs = apart(xs);
    let mut ys = apart(across.iter().map(|rule| rule.at).chain([low, high]).collect());
    ys.reverse();
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    // one cell is a frame around something, not a table
    if columns * rows < 2 || columns > MOST_COLUMNS || rows > MOST_ROWS {
        return None;
    }
    let right_of = covered(&xs, &down);
    let below = covered(&ys, &across);
    let middle = |edges: &[f32], i: usize| edges.get(i..i + 2).map_or(0.0, |pair| f32::midpoint(pair[0], pair[1]));
    let parted = |lines: &[Vec<(f32, f32)>], i: usize, at: f32| {
        lines.get(i).is_some_and(|line| line.iter().any(|&(from, to)| from <= at && at <= to))
    };
    let wall = |row: usize, column: usize| parted(&right_of, column + 1, middle(&ys, row));
    let floor = |row: usize, column: usize| parted(&below, row + 1, middle(&xs, column));
    let (cells, owners) = cells(rows, columns, wall, floor);
    Some(Table { xs, ys, cells, owners })
}

/// Grows each cell to the right and down until lines stop it.
fn cells(
    rows: usize,
    columns: usize,
    wall: impl Fn(usize, usize) -> bool,
    floor: impl Fn(usize, usize) -> bool,
) -> (Vec<Cell>, Vec<usize>) {
    const NOBODY: usize = usize::MAX;
    let mut owners = vec![NOBODY; rows * columns];
    let mut cells = Vec::new();
    for at in 0..rows * columns {
        if owners.get(at) != Some(&NOBODY) {
            continue;
        }
        let (row, column) = (at / columns, at % columns);
        let free = |column: usize| owners.get(row * columns + column) == Some(&NOBODY);
        let mut width = 1;
        while column + width < columns && free(column + width) && !wall(row, column + width - 1) {
            width += 1;
        }
        let open_below = |row: usize| (column..column + width).all(|column| !floor(row, column));
        let mut height = 1;
        while row + height < rows && open_below(row + height - 1) {
            height += 1;
        }
        for row in row..row + height {
            let start = row * columns + column;
            owners.iter_mut().skip(start).take(width).for_each(|owner| *owner = cells.len());
        }
        cells.push(Cell { row, column, width, height, spots: Vec::new() });
    }
    (cells, owners)
}

/// For each edge the stretches of it that are drawn.
fn covered(edges: &[f32], rules: &[Rule]) -> Vec<Vec<(f32, f32)>> {
    let mut lines = vec![Vec::new(); edges.len()];
    for rule in rules {
        let nearest = edges.iter().enumerate().min_by(|a, b| (a.1 - rule.at).abs().total_cmp(&(b.1 - rule.at).abs()));
        if let Some(line) = nearest.and_then(|(i, _)| lines.get_mut(i)) {
            line.push((rule.from, rule.to));
        }
    }
    lines.into_iter().map(joined).collect()
}

/// Stretches joined where they touch, in rising order.
fn joined(mut stretches: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (from, to) in stretches {
        match out.last_mut() {
            Some(last) if from <= last.1 + SAME => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// Places that are not the same, in rising order.
fn apart(mut places: Vec<f32>) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    places.dedup_by(|later, first| *later - *first <= SAME);
    places
}
