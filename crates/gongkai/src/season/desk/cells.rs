//! 逐格核对: the statutory tables of an upload as the form prints them, and below each the cells that somebody types: what was
//! not read, and what was read wrongly.

use std::collections::BTreeMap;

use gongkai_law::annual_report::{Figures, figures::show as digits};
use gongkai_report::Report;

use super::super::upload::FIX;
use crate::{
    compile::names::Names,
    verify::form::{Counted, TableView, counted},
};

/// What is said in the table of a cell that nobody could read.
const UNREAD: &str = "读不出";

/// What the id of a field begins with: the address alone is that of the cell in the table.
const TYPED: &str = "in.";

/// One cell to be typed.
pub(super) struct Input {
    /// Where it stands in the table.
    pub address: String,
    /// Its field: the address, or what mends a number that was read.
    pub field: String,
    /// With its table and its group.
    pub name: String,
    /// The field's id.
    pub id: String,
    /// What was read; empty where nothing was.
    pub read: String,
    /// What was typed.
    pub typed: String,
    /// Whether that is no number.
    pub wrong: bool,
}

/// One of the three tables, and what may be typed into it.
pub(super) struct Part {
    /// As it is filled in so far.
    pub table: TableView,
    /// 读不出的格
    pub unread: Vec<Input>,
    /// 读出的格, each to be mended.
    pub read: Vec<Input>,
}

impl Part {
    /// Whether a number that was read has another typed beside it.
    pub fn mends(&self) -> bool {
        self.read.iter().any(|input| !input.typed.is_empty())
    }
}

/// The three tables; none of a file without.
pub(super) fn parts(
    (report, filled): (&Report, &Report),
    (typed, wrong): (&BTreeMap<String, String>, &[String]),
) -> Vec<Part> {
    let (Some(before), Some(now)) = (&report.figures, &filled.figures) else { return Vec::new() };
    let mut parts = Counted::ALL.map(|table| Part {
        table: counted(now, table, &|_| String::new()),
        unread: Vec::new(),
        read: Vec::new(),
    });
    for (table, input) in inputs(before, (typed, wrong)) {
        let Some(part) = parts.get_mut(table) else { continue };
        let href = format!("#{}", input.id);
        let value = |figures: &Figures| figures.at(&input.address);
        match (value(before), value(now)) {
            (None, None) => mark_unread(&mut part.table, &input.address, &href),
            (None, Some(_)) => part.table.note(&input.address, "补填".to_owned(), &href),
            (read, now) if read != now => part.table.note(&input.address, format!("读作{}", input.read), &href),
            _ => {}
        }
        if input.read.is_empty() { part.unread.push(input) } else { part.read.push(input) }
    }
    parts.into()
}

/// Each cell of the form with the number of its table.
fn inputs(
    before: &Figures,
    (typed, wrong): (&BTreeMap<String, String>, &[String]),
) -> impl Iterator<Item = (usize, Input)> {
    let names = Names::of(before.edition());
    (0..).zip(before.form().cells()).map(move |(id, cell)| {
        let read = before.get(id).map(|value| digits(value, cell.kind)).unwrap_or_default();
        let field = if read.is_empty() { cell.address.clone() } else { format!("{FIX}{}", cell.address) };
        let input = Input {
            name: names.of_cell(id).map_or_else(|| cell.name.clone(), |name| name.words.clone()),
            typed: typed.get(&field).cloned().unwrap_or_default(),
            wrong: wrong.contains(&cell.address),
            address: cell.address.clone(),
            id: format!("{TYPED}{field}"),
            field,
            read,
        };
        (cell.table, input)
    })
}

/// Says in the table that a cell was not read, and leads to where it is filled in.
fn mark_unread(table: &mut TableView, address: &str, href: &str) {
    let slots = table.body.iter_mut().flat_map(|row| &mut row.slots);
    for slot in slots.filter(|slot| slot.figure && slot.id == address) {
        (slot.words, slot.href) = (vec![UNREAD.to_owned()], href.to_owned());
    }
}
