//! XLSX: a sheet written row by row. The rows lie in a temporary file and not in memory, however many they are.

use std::fs::File;

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, Worksheet, XlsxError};

/// Rows that one sheet holds here: a spreadsheet of more nobody opens.
pub const MOST: i64 = 200_000;

/// Whether a sheet holds so many rows.
///
/// # Errors
/// A Chinese sentence that says what to do instead.
pub fn holds(rows: i64) -> Result<(), String> {
    if rows <= MOST {
        return Ok(());
    }
    Err(format!("找到{rows}件，一个XLSX最多放{MOST}件：请按年份筛选，或者导出CSV，CSV不限件数。"))
}

/// A workbook with one sheet after the other.
pub struct Book {
    workbook: Workbook,
    head: Format,
    body: Format,
    number: Format,
}

/// A sheet that takes rows.
pub struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    body: Format,
    number: Format,
    next: u32,
}

impl Default for Book {
    fn default() -> Self {
        let edge = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00c8_ccd2));
        let head = edge(Format::new().set_bold().set_text_wrap().set_background_color(Color::RGB(0x00ee_f1f5)));
        let body = edge(Format::new().set_text_wrap().set_num_format("@"));
        Self { workbook: Workbook::new(), head, body, number: edge(Format::new()) }
    }
}

impl Book {
    /// A new sheet with a row of headings, each column so many characters wide.
    ///
    /// # Errors
    /// A name or width that XLSX does not take; no room for the temporary file.
    pub fn sheet(&mut self, name: &str, columns: &[(&str, u16)]) -> Result<Sheet<'_>, XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
        for (nth, (_, width)) in (0..).zip(columns) {
            sheet.set_column_width(nth, *width)?;
        }
        for (nth, (heading, _)) in (0..).zip(columns) {
            sheet.write_string_with_format(0, nth, *heading, &self.head)?;
        }
        Ok(Sheet { sheet, body: self.body.clone(), number: self.number.clone(), next: 1 })
    }

    /// The whole workbook in a temporary file that goes when it is closed.
    ///
    /// # Errors
    /// No room for it.
    pub fn finish(mut self) -> Result<File, XlsxError> {
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        Ok(file)
    }
}

impl Sheet<'_> {
    /// Adds a row of words.
    ///
    /// # Errors
    /// A value that is too long for a cell, or no room.
    pub fn row<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> Result<(), XlsxError> {
        for (nth, value) in (0..).zip(values) {
            self.sheet.write_string_with_format(self.next, nth, value, &self.body)?;
        }
        self.next += 1;
        Ok(())
    }

    /// The same, where the columns of these places are to be added up: digits there are a number, anything else is words.
    ///
    /// # Errors
    /// As [`Sheet::row`].
    pub fn row_with_numbers<'a>(
        &mut self,
        values: impl IntoIterator<Item = &'a str>,
        numbers: &[usize],
    ) -> Result<(), XlsxError> {
        for (nth, (place, value)) in (0..).zip(values.into_iter().enumerate()) {
            let number = if numbers.contains(&place) { value.parse().ok() } else { None };
            match number.filter(|number: &f64| number.is_finite()) {
                Some(number) => self.sheet.write_number_with_format(self.next, nth, number, &self.number)?,
                None => self.sheet.write_string_with_format(self.next, nth, value, &self.body)?,
            };
        }
        self.next += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sheet_does_not_hold_is_refused_before_it_is_made_with_what_does() {
        assert_eq!(holds(200_000), Ok(()));
        let why = holds(200_001).unwrap_err();
        assert!(why.contains("200001件") && why.contains("导出CSV"), "{why}");
    }
}
