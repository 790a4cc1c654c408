//! 导出: the requests or cases behind a figure as a file for a spreadsheet.

use super::desk::Row;
use crate::{redress::desk::list::Row as CaseRow, sheet::csv};

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
