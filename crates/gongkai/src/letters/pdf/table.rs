//! 表格: cells in rows and columns, merged or not, broken over pages where no cell stands in the way.

use krilla::tagging::{TableHeaderScope, Tag};

use super::{
    TEXT,
    lines::{self, Line},
    page::{AREA, BOTTOM, LEFT, LINE, Layout, TOP},
    tags,
};

/// 表格: cells in rows, with the share of the width that each column takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Shares of the width; they are made to add up.
    pub columns: Vec<f32>,
    /// Whether the first row is a head, repeated on every page.
    pub head: bool,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// What a cell of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Above columns, in the middle.
    Head,
    /// Before the rest of its row.
    Label,
    /// A figure, in the middle and never broken.
    Figure,
    /// Words, from the top.
    Words,
}

/// A cell, over as many rows and columns as it covers.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The first row it covers.
    pub row: usize,
    /// The first column it covers.
    pub column: usize,
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub text: String,
}

/// A table of cells, by rows and in them by columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Shares of the width; they are made to add up.
    pub columns: Vec<f32>,
    /// Rows that are repeated on every page.
    pub head: usize,
    /// How many rows there are.
    pub rows: usize,
    /// The cells.
    pub cells: Vec<Cell>,
}

impl From<&Grid> for Table {
    fn from(grid: &Grid) -> Self {
        let kind = |row: usize, column: usize| match (grid.head, row, column) {
            (true, 0, _) => Kind::Head,
            (false, _, 0) => Kind::Label,
            _ => Kind::Words,
        };
        let cell = |(row, column): (usize, usize), text: &String| Cell {
            row,
            column,
            rows: 1,
            columns: 1,
            kind: kind(row, column),
            text: text.clone(),
        };
        let rows = grid.rows.iter().enumerate();
        Self {
            columns: grid.columns.clone(),
            head: usize::from(grid.head),
            rows: grid.rows.len(),
            cells: rows.flat_map(|(r, row)| row.iter().enumerate().map(move |(c, text)| cell((r, c), text))).collect(),
        }
    }
}

/// A table measured in one size: where its columns begin, how tall its rows are, and the lines of each cell.
struct Measured {
    size: f32,
    /// Where each column begins, and where the last one ends.
    edges: Vec<f32>,
    tall: Vec<f32>,
    lines: Vec<Vec<Line>>,
}

impl Measured {
    fn edge(&self, column: usize) -> f32 {
        self.edges.get(column).or(self.edges.last()).copied().unwrap_or(LEFT)
    }

    fn height(&self, from: usize, rows: usize) -> f32 {
        self.tall.iter().skip(from).take(rows).sum()
    }
}

/// How tall some lines are in a cell.
fn height(lines: usize, size: f32) -> f32 {
    // a cell never has so many lines that f32 cannot hold their number
    f32::from(u16::try_from(lines.max(1)).unwrap_or(u16::MAX)) * size * 1.5 + size * 0.9
}

/// The blank over a table, in lines.
const GAP: f32 = 0.5;

/// The blank at both sides of a cell, in units of the size.
const ASIDE: f32 = 0.4;

impl Layout<'_> {
    /// A table in this size, its head again on every page.
    ///
    /// # Errors
    /// A character that the font lacks, or a part that no page holds.
    pub fn table(&mut self, table: &Table, size: f32) -> Result<(), String> {
        let measured = self.measured(table, size)?;
        self.set(table, &measured)
    }

    /// A table on one page with the heading over it, in the largest of these sizes in which both fit and no figure breaks;
    /// on the next page where this one has no room left.
    ///
    /// # Errors
    /// As [`Self::table`]; what fits in none of the sizes.
    pub fn whole_table(&mut self, heading: Option<&str>, table: &Table, sizes: &[f32]) -> Result<(), String> {
        let over = GAP * LINE + heading.map_or(Ok(0.0), |heading| self.tall(heading, TEXT))?;
        for size in sizes {
            let measured = self.measured(table, *size)?;
            let whole = |(cell, lines): (&Cell, &Vec<Line>)| cell.kind != Kind::Figure || lines.len() <= 1;
            let tall = over + measured.height(0, table.rows);
            if tall > BOTTOM - TOP || !table.cells.iter().zip(&measured.lines).all(whole) {
                continue;
            }
            if self.y() + tall > BOTTOM {
                self.turn();
            }
            if let Some(heading) = heading {
                self.heading(heading, TEXT)?;
            }
            self.skip(GAP);
            return self.set(table, &measured);
        }
        Err("表格里的文字或者数太长，一页放不下，做不成PDF；请输出DOCX或者XLSX".to_owned())
    }

    fn measured(&self, table: &Table, size: f32) -> Result<Measured, String> {
        let all: f32 = table.columns.iter().sum::<f32>().max(0.01);
        let mut edges = vec![LEFT];
        let mut x = LEFT;
        for share in &table.columns {
            x += share / all * AREA.0;
            edges.push(x);
        }
        let mut measured = Measured { size, edges, tall: vec![height(1, size); table.rows], lines: Vec::new() };
        for cell in &table.cells {
            let width = measured.edge(cell.column + cell.columns) - measured.edge(cell.column);
            let mut out = Vec::new();
            for part in cell.text.lines() {
                out.extend(lines::broken(self.body(), part, (width - size * ASIDE * 2.0) / size)?);
            }
            measured.lines.push(out);
        }
        for several in [false, true] {
            for (cell, lines) in table.cells.iter().zip(&measured.lines) {
                if (cell.rows > 1) != several {
                    continue;
                }
                let lacking =
                    height(lines.len(), size) - measured.tall.iter().skip(cell.row).take(cell.rows).sum::<f32>();
                if let Some(last) = measured.tall.get_mut(cell.row + cell.rows - 1).filter(|_| lacking > 0.0) {
                    *last += lacking;
                }
            }
        }
        Ok(measured)
    }

    fn set(&mut self, table: &Table, measured: &Measured) -> Result<(), String> {
        let part = self.parts().add(Tag::Table, None);
        let mut row = 0;
        while row < table.rows {
            let rows = bound(table, row);
            let tall = measured.height(row, rows);
            if self.y() + tall > BOTTOM {
                self.turn();
                if row >= table.head && table.head > 0 {
                    self.rows(table, measured, (0, table.head), None)?;
                }
                if self.y() + tall > BOTTOM {
                    return Err("表格的一行超过一页，做不成PDF，请用DOCX".to_owned());
                }
            }
            self.rows(table, measured, (row, rows), Some(part))?;
            row += rows;
        }
        Ok(())
    }

    /// Rows that stay together, as part of the table; as nothing to be read where they are there for the eye alone.
    fn rows(
        &mut self,
        table: &Table,
        measured: &Measured,
        (first, rows): (usize, usize),
        part: Option<usize>,
    ) -> Result<(), String> {
        let top = self.y();
        let tags: Vec<Option<usize>> =
            (0..rows).map(|_| part.map(|part| self.parts().add(Tag::TR, Some(part)))).collect();
        let cells = table.cells.iter().zip(&measured.lines);
        for (cell, lines) in cells.filter(|(cell, _)| (first..first + rows).contains(&cell.row)) {
            let scope = match cell.kind {
                Kind::Head => Some(TableHeaderScope::Column),
                Kind::Label => Some(TableHeaderScope::Row),
                Kind::Figure | Kind::Words => None,
            };
            let row = tags.get(cell.row - first).copied().flatten();
            let tag = row.map(|row| self.parts().add(tags::cell(scope, cell.rows, cell.columns), Some(row)));
            self.reading(tag);
            self.cell(cell, lines, measured, top + measured.height(first, cell.row - first))?;
        }
        self.reading(None);
        let bottom = top + measured.height(first, rows);
        let (left, right) = (LEFT, measured.edge(table.columns.len()));
        self.rule((right, top), (right, bottom), 0.7, false);
        self.rule((left, bottom), (right, bottom), 0.7, false);
        self.go_to(bottom);
        Ok(())
    }

    fn cell(&mut self, cell: &Cell, lines: &[Line], measured: &Measured, top: f32) -> Result<(), String> {
        let size = measured.size;
        let (left, right) = (measured.edge(cell.column), measured.edge(cell.column + cell.columns));
        let tall = measured.height(cell.row, cell.rows);
        self.rule((left, top), (right, top), 0.7, false);
        self.rule((left, top), (left, top + tall), 0.7, false);
        let free = (tall - height(lines.len(), size)).max(0.0);
        let mut y = top + size * 1.45 + if cell.kind == Kind::Words { 0.0 } else { free / 2.0 };
        for line in lines {
            let x = match cell.kind {
                Kind::Head | Kind::Figure => left + (right - left - line.width * size) / 2.0,
                Kind::Label | Kind::Words => left + size * ASIDE,
            };
            self.put(&line.text, (x, y), size, (false, false), 0.0)?;
            y += size * 1.5;
        }
        Ok(())
    }
}

/// How many rows from this one on stay together: no cell stands over the next edge.
fn bound(table: &Table, first: usize) -> usize {
    let mut end = if first < table.head { table.head } else { first + 1 };
    while let Some(further) = table
        .cells
        .iter()
        .filter(|cell| (first..end).contains(&cell.row))
        .map(|cell| cell.row + cell.rows)
        .max()
        .filter(|further| *further > end)
    {
        end = further;
    }
    end.min(table.rows) - first
}
