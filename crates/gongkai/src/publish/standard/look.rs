//! 试读: what a spreadsheet makes of an organ's catalogue, and what has to be mended before it does.

use std::collections::{BTreeMap, HashMap};

use gongkai_law::proactive::standard;
use gongkai_store::{MOST_STANDARD_ROWS, StandardRow};

use super::line::{COLUMNS, FIELD, ITEM, Line, MATTER, field_title};
use crate::sheet::table::{Fault, Row, Table};

/// What a file says.
#[derive(Default)]
pub struct Looked {
    /// Its rows, as far as they are sound.
    pub lines: Vec<Line>,
    /// What has to be mended.
    pub faults: Vec<Fault>,
    /// Rows of the file.
    pub rows: usize,
}

/// 变化: what taking the file in does to the catalogue.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Rows that are new.
    pub fresh: usize,
    /// Rows that say something else.
    pub changed: usize,
    /// Rows that stay as they are.
    pub same: usize,
    /// Rows that go: field, 一级 and 二级事项, and how much is public for each.
    pub gone: Vec<(String, String, i64)>,
    /// Fields that are none of the 26 and that the organ has not had: its own, or a slip of the pen.
    pub own: Vec<String>,
}

/// Reads a spreadsheet as far as it goes.
///
/// # Errors
/// A Chinese sentence where it is none, or has not the headings of the template.
pub fn look(bytes: &[u8]) -> Result<Looked, String> {
    let known: Vec<_> = COLUMNS.iter().map(|column| (column.heading, column.wanted)).collect();
    let table = Table::read(bytes, &known, MOST_STANDARD_ROWS)?;
    let mut looked = Looked::default();
    let mut seen: HashMap<(String, String, String), usize> = HashMap::new();
    let mut places: HashMap<String, i32> = HashMap::new();
    let (mut field, mut matter) = (String::new(), String::new());
    for row in table.rows() {
        looked.rows += 1;
        // cells that the catalogue merged are blank below the first
        let (above, over) = (field.clone(), matter.clone());
        let row = below(&row, (&above, &over));
        if row.get(FIELD) != above {
            row.get(FIELD).clone_into(&mut field);
        }
        row.get(MATTER).clone_into(&mut matter);
        match Line::read(&row) {
            Err(faults) => looked.faults.extend(faults),
            Ok(mut line) => {
                let place = places.entry(line.field.clone()).or_default();
                *place += 1;
                line.place = *place;
                let key = (line.field.clone(), line.matter.clone(), line.item.clone());
                match seen.insert(key, line.nth) {
                    Some(before) => {
                        let what = format!("“{}／{}”和第{before}行相同", line.matter, line.item);
                        looked.faults.push(row.fault(ITEM, what, "在二级事项里写明区别；是同一项的，删掉一行"));
                    }
                    None => looked.lines.push(line),
                }
            }
        }
    }
    Ok(looked)
}

/// A row with what it takes over from the one above: its field, and its 一级事项 where the field is the same.
fn below<'a>(row: &Row<'a>, (field, matter): (&'a str, &'a str)) -> Row<'a> {
    let same = row.get(FIELD).is_empty() || row.get(FIELD) == field;
    let or = |own: &'a str, above: &'a str| if own.is_empty() { above } else { own };
    let values = COLUMNS.iter().map(|column| {
        let own = row.get(column.heading);
        (
            column.heading,
            match column.heading {
                FIELD => or(own, field),
                MATTER if same => or(own, matter),
                _ => own,
            },
        )
    });
    Row::of(row.nth, values)
}

/// What becomes of the rows that stand; `counts` says how much is public for a row.
pub fn change(lines: &[Line], before: &[StandardRow], counts: impl Fn(&StandardRow) -> i64) -> Change {
    let fields: BTreeMap<&str, bool> =
        lines.iter().map(|line| (line.field.as_str(), before.iter().any(|row| row.field == line.field))).collect();
    let mut standing: BTreeMap<_, _> = before
        .iter()
        .filter(|row| fields.contains_key(row.field.as_str()))
        .map(|row| ((row.field.as_str(), row.matter.as_str(), row.item.as_str()), row))
        .collect();
    let mut change = Change::default();
    for line in lines {
        match standing.remove(&(line.field.as_str(), line.matter.as_str(), line.item.as_str())) {
            None => change.fresh += 1,
            Some(row) if row.words() == line.row() => change.same += 1,
            Some(_) => change.changed += 1,
        }
    }
    let named =
        |row: &&StandardRow| (field_title(&row.field).to_owned(), format!("{}／{}", row.matter, row.item), counts(row));
    change.gone = standing.values().map(named).collect();
    let is_own = |(field, known): &(&&str, &bool)| standard::field(field).is_none() && !**known;
    change.own = fields.iter().filter(is_own).map(|(field, _)| (*field).to_owned()).collect();
    change
}
