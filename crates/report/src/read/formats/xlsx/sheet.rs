//! One sheet: its cells that hold something, and its merged ranges.

use std::collections::HashMap;

use jiff::{ToSpan, civil::date};
use quick_xml::events::{BytesStart, Event};

use super::super::{budget::Budget, refusal, xml};

/// Columns beyond these belong to no form.
pub(super) const MOST_COLUMNS: usize = 256;
/// Rows beyond these belong to no form.
const MOST_ROWS: usize = 65_534;

/// A sheet as far as a form could reach.
#[derive(Default)]
pub(super) struct Sheet<'a> {
    /// By row, then column.
    pub cells: Vec<Cell<'a>>,
    /// Width and height of the ranges that are merged, by their first row and column.
    pub merged: HashMap<(usize, usize), (usize, usize)>,
}

/// A cell that holds something.
pub(super) struct Cell<'a> {
    pub row: usize,
    pub column: usize,
    pub words: Words<'a>,
}

/// What a cell shows.
pub(super) enum Words<'a> {
    Shared(&'a str),
    Own(String),
}

impl Words<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Shared(words) => words,
            Self::Own(words) => words,
        }
    }
}

/// A cell while it is read.
#[derive(Default)]
struct Pending {
    row: usize,
    column: usize,
    kind: String,
    style: Option<usize>,
    value: String,
}

/// Reads a sheet's XML.
pub(super) fn read<'a>(xml: &str, strings: &'a [String], dates: &[bool], budget: &Budget) -> Result<Sheet<'a>, String> {
    let mut reader = xml::reader(xml);
    let mut sheet = Sheet::default();
    let (mut cell, mut in_value, mut in_gloss) = (Pending::default(), false, false);
    let (mut row, mut column, mut events) = (0, 0, 0usize);
    loop {
        events += 1;
        if events % 1024 == 0 {
            budget.in_time()?;
            budget.in_room(sheet.cells.len() + sheet.merged.len())?;
        }
        match xml::next(&mut reader)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => (row, column) = (number(&tag, "r").map_or(row, |n| n.saturating_sub(1)), 0),
                "c" => cell = announced(&tag, row, column),
                "rPh" => in_gloss = true,
                "v" | "t" => in_value = !in_gloss,
                "mergeCell" => merge(&tag, &mut sheet),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => row = number(&tag, "r").unwrap_or(row + 1),
                "c" => column = announced(&tag, row, column).column + 1,
                "mergeCell" => merge(&tag, &mut sheet),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "row" => row += 1,
                "c" => {
                    column = cell.column + 1;
                    sheet.cells.extend(held(std::mem::take(&mut cell), strings, dates));
                }
                "rPh" => in_gloss = false,
                "v" | "t" => in_value = false,
                _ => {}
            },
            Event::Text(text) if in_value => cell.value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if in_value => cell.value.extend(xml::referred(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
    sheet.cells.dedup_by_key(|cell| (cell.row, cell.column));
    Ok(sheet)
}

fn announced(tag: &BytesStart<'_>, row: usize, column: usize) -> Pending {
    let place = xml::attribute(tag, "r").and_then(|reference| place(&reference));
    let (row, column) = place.unwrap_or((row, column));
    let kind = xml::attribute(tag, "t").unwrap_or_default();
    Pending { row, column, kind, style: number(tag, "s"), value: String::new() }
}

/// The cell with the words it shows; `None` where it shows nothing or stands where no form reaches.
fn held<'a>(cell: Pending, strings: &'a [String], dates: &[bool]) -> Option<Cell<'a>> {
    let dated = cell.style.and_then(|style| dates.get(style)).copied().unwrap_or(false);
    let words = match cell.kind.as_str() {
        "s" => Words::Shared(cell.value.trim().parse().ok().and_then(|n: usize| strings.get(n))?),
        "" | "n" => Words::Own(printed(cell.value.trim(), dated)),
        "b" => Words::Own(if cell.value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
        _ => Words::Own(cell.value),
    };
    let shown = !words.as_str().trim().is_empty() && cell.row < MOST_ROWS && cell.column < MOST_COLUMNS;
    shown.then_some(Cell { row: cell.row, column: cell.column, words })
}

/// A number as Excel shows it without a format: 15 significant digits, no needless zeros.
fn printed(value: &str, dated: bool) -> String {
    let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
    if dated && (1.0..2_958_466.0).contains(&number) {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
        let days = number as i64;
        // day 60 of the year 1900, which Excel has and the calendar has not, keeps this one off before March 1900
        if let Ok(day) = date(1899, 12, 30).checked_add(days.days()) {
            return day.to_string();
        }
    }
    let whole = number.round();
    // what a sum of fractions leaves behind; less than the smallest part that an amount can have
    let noise = (number - whole).abs() <= (whole.abs() * 1e-9).min(1e-7);
    let rounded = if noise { whole } else { format!("{number:.14e}").parse().unwrap_or(number) };
    format!("{rounded}")
}

fn merge(tag: &BytesStart<'_>, sheet: &mut Sheet<'_>) {
    let Some(reference) = xml::attribute(tag, "ref") else { return };
    let Some((first, last)) = reference.split_once(':') else { return };
    let (Some((top, left)), Some((bottom, right))) = (place(first), place(last)) else { return };
    if bottom < top || right < left || top >= MOST_ROWS || left >= MOST_COLUMNS {
        return;
    }
    let (width, height) = (right.min(MOST_COLUMNS - 1) - left + 1, bottom.min(MOST_ROWS - 1) - top + 1);
    sheet.merged.insert((top, left), (width, height));
}

/// `B3` as row and column from 0.
fn place(reference: &str) -> Option<(usize, usize)> {
    let reference = reference.trim();
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = reference.split_at_checked(letters)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0, |n, letter| n * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    xml::attribute(tag, name)?.trim().parse().ok()
}

/// The sentence for a sheet that says more than the limits allow.
pub(super) fn too_long(budget: &Budget) -> String {
    refusal::expands_too_far(budget.expanded)
}
