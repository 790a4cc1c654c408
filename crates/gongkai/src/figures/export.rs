//! 导出: the requests or cases behind a figure as a file for a spreadsheet.

use std::fs::File;

use gongkai_law::annual_report::{Figures, form};
use rust_xlsxwriter::XlsxError;

use super::{desk::Row, freeze::Correction};
use crate::{
    redress::desk::list::Row as CaseRow,
    sheet::{csv, xlsx::Book},
};

const HEAD: [&str; 7] = ["编号", "单位", "申请内容", "申请人", "收到日期", "办理结果", "办结日期"];

/// The requests of a list as CSV.
pub fn csv<'a>(rows: impl IntoIterator<Item = &'a Row>, own: &str) -> Vec<u8> {
    let mut out = String::from(csv::MARK);
    csv::line(&mut out, HEAD);
    for row in rows {
        let organ = row.organ.as_deref().unwrap_or(own);
        let decision = row.decision.unwrap_or("未办结");
        let values: [&str; 7] = [&row.number, organ, &row.title, row.applicant, &row.received, decision, &row.ended];
        csv::line(&mut out, values);
    }
    out.into_bytes()
}

const CASE_HEAD: [&str; 8] = ["编号", "单位", "事由", "种类", "复议机关、法院", "案号", "收到日期", "结果"];

/// The same of cases.
pub fn cases_csv<'a>(rows: impl IntoIterator<Item = &'a CaseRow>, own: &str) -> Vec<u8> {
    let mut out = String::from(csv::MARK);
    csv::line(&mut out, CASE_HEAD);
    for row in rows {
        let organ = row.organ.as_deref().unwrap_or(own);
        let ended = row.conclusion.unwrap_or("尚未审结");
        let values = [&row.number, organ, &row.title, row.route, &row.forum, &row.case_number, &row.notified, ended];
        csv::line(&mut out, values);
    }
    out.into_bytes()
}

/// Heading and width of each column of the tables.
const TABLE_HEAD: [(&str, u16); 6] =
    [("单位", 24), ("定稿还是实时", 30), ("地址", 34), ("格", 60), ("数", 10), ("现在的数", 10)];

/// A cell of table 3 or 4: whose, frozen or counted now, its address, its labels, its figure, and what is counted now where
/// that is something else.
pub type TableLine = [String; 6];

/// A line for each cell of tables 3 and 4.
pub fn table_lines(figures: &Figures, whose: &str, said: &str, moved: &[Correction]) -> Vec<TableLine> {
    let cells = figures.form().cells().iter().zip(figures.values());
    let known = cells.filter_map(|(cell, value)| Some((cell, (*value)?)));
    let line = |(cell, value): (&form::Cell, i64)| {
        let now = moved.iter().find(|one| one.address == cell.address).map(|one| one.now.to_string());
        let (address, name) = (cell.address.clone(), cell.name.clone());
        [whose.to_owned(), said.to_owned(), address, name, value.to_string(), now.unwrap_or_default()]
    };
    known.map(line).collect()
}

/// The tables as CSV.
pub fn tables_csv(lines: &[TableLine]) -> Vec<u8> {
    let mut out = String::from(csv::MARK);
    csv::line(&mut out, TABLE_HEAD.map(|(heading, _)| heading));
    for line in lines {
        csv::line(&mut out, line.iter().map(String::as_str));
    }
    out.into_bytes()
}

/// The tables as XLSX.
///
/// # Errors
/// No room for the temporary file.
pub fn tables_xlsx(lines: &[TableLine]) -> Result<File, XlsxError> {
    let mut book = Book::default();
    let mut sheet = book.sheet("表三表四", &TABLE_HEAD)?;
    for line in lines {
        sheet.row(line.iter().map(String::as_str))?;
    }
    book.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_lines_stay_in_their_field_and_nothing_is_a_formula() {
        let row = Row {
            number: "QH-2026-0001".to_owned(),
            title: "=1+1，“井”\"A\"\n的水质".to_owned(),
            organ: None,
            applicant: "公民",
            received: "2026-03-02".to_owned(),
            decision: None,
            ended: String::new(),
        };
        let file = String::from_utf8(super::csv([&row], "青禾县水利局")).unwrap();
        let expected = concat!(
            "\u{feff}\"编号\",\"单位\",\"申请内容\",\"申请人\",\"收到日期\",\"办理结果\",\"办结日期\"\r\n",
            "\"QH-2026-0001\",\"青禾县水利局\",\"'=1+1，“井”\"\"A\"\"\n的水质\",\"公民\",\"2026-03-02\",\"未办结\",\"\"\r\n",
        );
        assert_eq!(file, expected);
    }
}
