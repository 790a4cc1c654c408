//! The keys of an edition's tables as ready-made bytes: writing a report is copying them around its figures.

use std::sync::LazyLock;

use gongkai_law::annual_report::form::{Cell, CellId, Edition, Form};

/// Everything of the tables that is the same in every report of an edition.
pub(super) struct Shape {
    /// For each cell, in the form's order, the bytes that stand before its value.
    pub(super) cells: Vec<(Vec<u8>, CellId)>,
    /// The bytes after the last value.
    pub(super) end: Vec<u8>,
}

pub(super) fn of(form: &Form) -> &'static Shape {
    static OF_2019: LazyLock<Shape> = LazyLock::new(|| build(Form::of(Edition::Of2019)));
    static OF_2021: LazyLock<Shape> = LazyLock::new(|| build(Form::of(Edition::Of2021)));
    match form.edition {
        Edition::Of2019 => &OF_2019,
        Edition::Of2021 => &OF_2021,
    }
}

/// The keys of the columns of table 3, in the form's order.
pub(super) fn columns(form: &Form) -> Vec<&str> {
    let first = form.cells().iter().filter(|cell| is_request(cell) && cell.row == 0);
    first.filter_map(|cell| cell.address.rsplit('.').next()).collect()
}

fn is_request(cell: &Cell) -> bool {
    cell.table == 1
}

fn build(form: &'static Form) -> Shape {
    let mut writer = Writer { cells: Vec::new(), pending: String::new(), open: Vec::new() };
    for (id, cell) in (0..).zip(form.cells()) {
        if is_request(cell) {
            writer.in_row(id, cell, form);
        } else {
            writer.nested(id, cell);
        }
    }
    writer.close_to(0);
    Shape { cells: writer.cells, end: writer.pending.into_bytes() }
}

/// What has been written since the last cell, and the objects that are open.
struct Writer {
    cells: Vec<(Vec<u8>, CellId)>,
    pending: String,
    open: Vec<String>,
}

impl Writer {
    /// `requests`: one array a row, its columns named once.
    fn in_row(&mut self, id: CellId, cell: &Cell, form: &Form) {
        if cell.row == 0 && cell.column == 0 {
            self.close_to(0);
            let columns: Vec<String> = columns(form).iter().map(|key| format!("\"{key}\"")).collect();
            self.pending += &format!(",\"requests\":{{\"columns\":[{}],\"rows\":{{", columns.join(","));
            self.open = vec!["requests".to_owned(), "rows".to_owned()];
        }
        match (cell.column, cell.address.split('.').nth(1)) {
            (0, Some(row)) if cell.row == 0 => self.pending += &format!("\"{row}\":["),
            (0, Some(row)) => self.pending += &format!("],\"{row}\":["),
            _ => self.pending.push(','),
        }
        self.put(id);
    }

    /// `proactive` and `redress`: objects nested as the address is.
    fn nested(&mut self, id: CellId, cell: &Cell) {
        let mut path: Vec<&str> = cell.address.split('.').collect();
        let leaf = path.pop().unwrap_or_default();
        let common = path.iter().zip(&self.open).take_while(|(a, b)| a == b).count();
        self.close_to(common);
        if !self.cells.is_empty() {
            self.pending.push(',');
        }
        for &key in path.iter().skip(common) {
            self.pending += &format!("\"{key}\":{{");
            self.open.push(key.to_owned());
        }
        self.pending += &format!("\"{leaf}\":");
        self.put(id);
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let rows_end = self.open.pop().is_some_and(|key| key == "rows");
            self.pending += if rows_end { "]}" } else { "}" };
        }
    }

    fn put(&mut self, id: CellId) {
        self.cells.push((std::mem::take(&mut self.pending).into_bytes(), id));
    }
}
