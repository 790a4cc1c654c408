//! A workbook: a sheet for each section in the order of the report, tables merged as the form merges them.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{
    Paper, Part, Printed,
    layout::{Slot, SlotKind},
};

/// Names of the sheets; a workbook allows 31 characters.
const SHEETS: [&str; 6] =
    ["一、总体情况", "二、主动公开", "三、申请办理", "四、复议诉讼", "五、问题改进", "六、其他事项"];

/// The longest text of a cell is 32,767 characters; a longer paragraph goes on in the next row.
const LONGEST: usize = 30_000;

/// Characters that stand beside each other in the sheet's text column.
const LINE: usize = 40;

/// The report as an XLSX file.
///
/// # Errors
/// A Chinese sentence when the report is too large for the format.
pub(super) fn file(paper: &Paper<'_>) -> Result<Vec<u8>, String> {
    pack(paper).map_err(|error| format!("写不成XLSX文件：{error}"))
}

fn pack(paper: &Paper<'_>) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    // the same report gives the same bytes: no clock in the file
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&paper.title).set_creation_datetime(&made));
    for (nth, part) in paper.parts.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        match SHEETS.get(nth) {
            Some(name) => sheet.set_name(*name)?,
            None => sheet.set_name(format!("第{}部分", nth + 1))?,
        };
        sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
        let mut page = Page { sheet, row: 0, styles: &styles };
        if nth == 0 {
            page.text(&paper.title, &styles.title, 1)?;
            page.paragraphs(&paper.opening)?;
        }
        page.part(part)?;
    }
    workbook.save_to_buffer()
}

struct Styles {
    title: Format,
    heading: Format,
    text: Format,
    head: Format,
    label: Format,
    figure: Format,
}

impl Styles {
    fn new() -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let wrapped = plain.clone().set_text_wrap();
        let framed = wrapped.clone().set_border(FormatBorder::Thin);
        Self {
            title: wrapped.clone().set_font_size(18).set_bold().set_align(FormatAlign::Center),
            heading: plain.clone().set_font_name("黑体").set_font_size(14),
            text: wrapped,
            head: framed.clone().set_align(FormatAlign::Center),
            label: framed.clone().set_align(FormatAlign::Left),
            figure: framed.set_align(FormatAlign::Right),
        }
    }
}

/// A sheet and its next free row.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    styles: &'a Styles,
}

impl Page<'_> {
    fn part(&mut self, part: &Part<'_>) -> Result<(), XlsxError> {
        self.text(&part.heading, &self.styles.heading, 1)?;
        self.paragraphs(&part.paragraphs)?;
        match &part.table {
            Some(printed) => self.table(printed),
            None => self.sheet.set_column_width(0, (LINE * 2) as f64).map(drop),
        }
    }

    fn paragraphs(&mut self, paragraphs: &[String]) -> Result<(), XlsxError> {
        for paragraph in paragraphs {
            let characters: Vec<char> = paragraph.chars().collect();
            for piece in characters.chunks(LONGEST) {
                let lines = u32::try_from(piece.len() / LINE).unwrap_or(0).min(24) + 1;
                self.text(&piece.iter().collect::<String>(), &self.styles.text, lines)?;
            }
        }
        Ok(())
    }

    fn text(&mut self, text: &str, format: &Format, lines: u32) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, text, format)?;
        self.sheet.set_row_height(self.row, 18 * lines + 6)?;
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, printed: &Printed<'_>) -> Result<(), XlsxError> {
        let layout = printed.layout;
        for column in 0..layout.width {
            let width = match layout.labels {
                0 => 8,
                labels if column + 1 == labels => 36,
                labels if column < labels => 12,
                _ => 10,
            };
            self.sheet.set_column_width(place(column), width)?;
        }
        let first = self.row;
        for slots in &layout.rows {
            let long = slots.iter().any(|slot| slot.rowspan == 1 && slot.label.chars().count() > 20 * slot.colspan);
            self.sheet.set_row_height(self.row, if long { 36 } else { 20 })?;
            for slot in slots {
                self.square(printed, slot, first)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    fn square(&mut self, printed: &Printed<'_>, slot: &Slot, first: u32) -> Result<(), XlsxError> {
        let format = match slot.kind {
            SlotKind::Cell(_) => &self.styles.figure,
            SlotKind::RowHead => &self.styles.label,
            _ => &self.styles.head,
        };
        let (row, column) = (first + u32::from(place(slot.row)), place(slot.column));
        if slot.rowspan * slot.colspan > 1 {
            let (last_row, last_column) = (row + u32::from(place(slot.rowspan - 1)), column + place(slot.colspan - 1));
            self.sheet.merge_range(row, column, last_row, last_column, slot.label, format)?;
        }
        let SlotKind::Cell(cell) = slot.kind else {
            return self.sheet.write_string_with_format(row, column, slot.label, format).map(drop);
        };
        let shown = printed.shown(cell);
        match shown.parse::<f64>() {
            _ if shown.is_empty() => self.sheet.write_blank(row, column, format),
            // a number where the workbook keeps it exactly, its digits where it would not
            Ok(number) if number.to_string() == shown => {
                self.sheet.write_number_with_format(row, column, number, format)
            }
            _ => self.sheet.write_string_with_format(row, column, shown, format),
        }
        .map(drop)
    }
}

/// A row or column of the grid as the workbook counts them; the grids are small.
fn place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
