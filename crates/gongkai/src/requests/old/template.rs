//! 模板: an empty register to be filled in, with its explanations on a second sheet.

use std::fs::File;

use rust_xlsxwriter::XlsxError;

use super::columns::{COLUMNS, Column};
use crate::sheet::{csv, xlsx::Book};

/// The heading as the template prints it: what has to be filled in bears a star.
fn heading(column: &Column) -> String {
    format!("{}{}", column.heading, if column.wanted { "*" } else { "" })
}

/// As CSV: the headings and one example.
pub fn csv_file() -> Vec<u8> {
    let mut out = String::from(csv::MARK);
    let headings: Vec<_> = COLUMNS.iter().map(heading).collect();
    csv::line(&mut out, headings.iter().map(String::as_str));
    csv::line(&mut out, COLUMNS.iter().map(|column| column.example));
    out.into_bytes()
}

/// As XLSX: the headings with one example, and what each column wants.
///
/// # Errors
/// No room for the temporary file.
pub fn xlsx_file() -> Result<File, XlsxError> {
    let mut book = Book::default();
    let headings: Vec<_> = COLUMNS.iter().map(heading).collect();
    let width = |column: &Column| if column.heading == super::columns::WANTED { 40 } else { 14 };
    let columns: Vec<_> = headings.iter().map(String::as_str).zip(COLUMNS.iter().map(width)).collect();
    book.sheet("旧台账", &columns)?.row(COLUMNS.iter().map(|column| column.example))?;
    let mut help = book.sheet("填写说明", &[("列", 18), ("必填", 8), ("怎样填", 70), ("例子", 30)])?;
    for column in COLUMNS {
        let (wanted, hint) = (if column.wanted { "必填" } else { "" }, column.hint());
        help.row([column.heading, wanted, &hint, column.example])?;
    }
    book.finish()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};

    use gongkai_law::calendar::Calendar;
    use jiff::civil::date;

    use super::*;
    use crate::requests::old::look::look;

    #[test]
    fn the_example_of_the_template_can_be_taken_in_as_it_stands() {
        let mut file = xlsx_file().unwrap();
        let mut bytes = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        for bytes in [bytes, csv_file()] {
            let looked = look(&bytes, date(2026, 10, 12), Calendar::built_in()).unwrap();
            assert!(looked.faults.is_empty() && looked.remarks.is_empty(), "{:?} {:?}", looked.faults, looked.remarks);
            assert_eq!(looked.cases.len(), 1);
        }
    }
}
