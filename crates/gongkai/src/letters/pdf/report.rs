//! 年度报告: the statutory form as it is printed, its tables each on one page.

use gongkai_report::write::{
    Paper, Printed,
    layout::{Slot, SlotKind},
};

use super::{
    TEXT, TITLE,
    page::Faces,
    table::{Cell, Kind, Table},
};
use crate::letters::fonts::Fonts;

/// Sizes of the tables, the largest that fits first: 小五 and less.
const SIZES: [f32; 6] = [9.0, 8.0, 7.0, 6.5, 6.0, 5.0];

/// A report as a file.
///
/// # Errors
/// A Chinese sentence: no font, a character that it lacks, or figures that no column holds.
pub fn file(fonts: &Fonts, paper: &Paper<'_>) -> Result<Vec<u8>, String> {
    let faces = Faces::open(fonts)?;
    let mut layout = faces.layout()?;
    layout.title(&in_lines(&paper.title), TITLE)?;
    layout.skip(1.0);
    for words in &paper.opening {
        layout.paragraph(words, TEXT)?;
    }
    for part in &paper.parts {
        // with nothing between them, heading and table stay on one page
        let over = (part.table.is_some() && part.paragraphs.is_empty()).then_some(part.heading.as_str());
        if over.is_none() {
            layout.heading(&part.heading, TEXT)?;
        }
        for words in &part.paragraphs {
            layout.paragraph(words, TEXT)?;
        }
        if let Some(printed) = &part.table {
            layout.whole_table(over, &table(printed), &SIZES)?;
            layout.skip(0.5);
        }
    }
    layout.file(&paper.title)
}

/// The name of a report in two lines: whose it is, and of which year.
fn in_lines(title: &str) -> String {
    let at = title.rfind("年政府信息公开").and_then(|at| at.checked_sub(4)).filter(|at| *at > 0);
    match at.and_then(|at| title.split_at_checked(at)) {
        Some((whose, which)) => format!("{whose}\n{which}"),
        None => title.to_owned(),
    }
}

fn table(printed: &Printed<'_>) -> Table {
    let layout = printed.layout;
    let cell = |slot: &Slot| Cell {
        row: slot.row,
        column: slot.column,
        rows: slot.rowspan,
        columns: slot.colspan,
        kind: match slot.kind {
            SlotKind::Cell(_) => Kind::Figure,
            SlotKind::RowGroup | SlotKind::RowHead => Kind::Label,
            _ => Kind::Head,
        },
        text: match slot.kind {
            SlotKind::Cell(cell) => printed.shown(cell),
            _ => slot.label.to_owned(),
        },
    };
    Table {
        // widths of columns have three or four digits
        columns: layout
            .columns()
            .into_iter()
            .map(|width| f32::from(u16::try_from(width).unwrap_or(u16::MAX)))
            .collect(),
        head: layout.head,
        rows: layout.rows.len(),
        cells: layout.rows.iter().flatten().map(cell).collect(),
    }
}
