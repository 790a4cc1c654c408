//! 清单: an empty inventory to be filled in, or what saved pages gave, with the explanations on a second sheet.

use std::fs::File;

use rust_xlsxwriter::XlsxError;

use super::{
    columns::{BODY, COLUMNS, TITLE},
    pages::Cells,
};
use crate::sheet::{table::Column, xlsx::Book};

/// The rows of an inventory; the example of the template where there are none.
///
/// # Errors
/// A cell that is too long, or no room for the temporary file.
pub fn file(rows: &[Cells]) -> Result<File, XlsxError> {
    let mut book = Book::default();
    let headings: Vec<_> =
        COLUMNS.iter().map(|column| format!("{}{}", column.heading, if column.wanted { "*" } else { "" })).collect();
    let width = |column: &Column| if [TITLE, BODY].contains(&column.heading) { 40 } else { 14 };
    let columns: Vec<_> = headings.iter().map(String::as_str).zip(COLUMNS.iter().map(width)).collect();
    let mut sheet = book.sheet("清单", &columns)?;
    if rows.is_empty() {
        // of the files that an example names there are none
        let example = |column: &Column| if column.id == "files" { "" } else { column.example };
        sheet.row(COLUMNS.iter().map(example))?;
    }
    for row in rows {
        sheet.row(COLUMNS.iter().map(|column| row.get(column.heading).map_or("", String::as_str)))?;
    }
    let mut help = book.sheet("填写说明", &[("列", 18), ("必填", 8), ("怎样填", 70), ("例子", 30)])?;
    for column in COLUMNS {
        help.row([column.heading, if column.wanted { "必填" } else { "" }, column.hint, column.example])?;
    }
    book.finish()
}
