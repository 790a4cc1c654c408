//! 导出: the catalogue as a spreadsheet that can be taken in again as it stands, with its explanations on a second sheet.

use std::fs::File;

use gongkai_store::StandardRow;
use rust_xlsxwriter::XlsxError;

use super::line::{COLUMNS, CONTENT, MATTER, OUTLETS, cells};
use crate::sheet::{table::Column, xlsx::Book};

/// The rows of a catalogue; none for the template.
///
/// # Errors
/// No room for the temporary file.
pub fn file(rows: &[StandardRow]) -> Result<File, XlsxError> {
    let mut book = Book::default();
    let heading = |column: &Column| format!("{}{}", column.heading, if column.wanted { "*" } else { "" });
    let width = |column: &Column| match column.heading {
        CONTENT | OUTLETS => 40,
        MATTER => 20,
        _ => 16,
    };
    let headings: Vec<_> = COLUMNS.iter().map(heading).collect();
    let columns: Vec<_> = headings.iter().map(String::as_str).zip(COLUMNS.iter().map(width)).collect();
    let mut sheet = book.sheet("标准目录", &columns)?;
    for row in rows {
        sheet.row(cells(row).iter().map(String::as_str))?;
    }
    let mut help = book.sheet("填写说明", &[("列", 18), ("必填", 8), ("怎样填", 70), ("例子", 30)])?;
    for column in COLUMNS {
        help.row([column.heading, if column.wanted { "必填" } else { "" }, column.hint, column.example])?;
    }
    book.finish()
}
