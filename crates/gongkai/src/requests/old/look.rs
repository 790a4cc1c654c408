//! 试读: what a spreadsheet of old cases says, and what has to be mended before it can be taken in.

use std::collections::HashMap;

use gongkai_law::{article::Article, calendar::Calendar};
use jiff::civil::Date;

use super::{
    case::{self, Case},
    columns::{COLUMNS, NUMBER, of_heading},
};
use crate::sheet::rows;

/// Rows that are taken in at once, with the one of the headings.
pub const MOST: usize = 10_001;

/// 一处: what is wrong, or strange, in one cell.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The row as the spreadsheet counts it.
    pub row: usize,
    /// The heading of its column.
    pub column: &'static str,
    /// What.
    pub what: String,
    /// How to mend it; empty for what is only remarked.
    pub mend: String,
    /// The article, where the law is the reason.
    pub article: Option<Article>,
}

/// A row by its headings.
pub struct Row<'a> {
    /// As the spreadsheet counts it.
    pub nth: usize,
    values: HashMap<&'static str, &'a str>,
}

impl Row<'_> {
    /// What stands under a heading; empty where nothing does.
    pub fn get(&self, heading: &'static str) -> &str {
        self.values.get(heading).copied().unwrap_or_default()
    }

    /// A fault of one of its cells.
    pub fn fault(&self, column: &'static str, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { row: self.nth, column, what: what.into(), mend: mend.into(), article: None }
    }
}

/// What a file says.
#[derive(Default)]
pub struct Looked {
    /// The cases, as far as they are sound.
    pub cases: Vec<Case>,
    /// What has to be mended.
    pub faults: Vec<Fault>,
    /// What the law was against, and is taken in as it happened.
    pub remarks: Vec<Fault>,
    /// 推定: what rows do not say and was taken as usual; somebody has to agree to it.
    pub assumed: Vec<Fault>,
    /// Rows with a case.
    pub rows: usize,
}

/// Reads a spreadsheet as far as it goes.
///
/// # Errors
/// A Chinese sentence where it is none, or has not the headings of the template.
pub fn look(bytes: &[u8], today: Date, calendar: &Calendar) -> Result<Looked, String> {
    let rows = rows::read(bytes, MOST + 1)?;
    if rows.len() > MOST {
        return Err(format!("一次最多补录{}件，请分成几个文件。", MOST - 1));
    }
    let mut rows = rows.into_iter();
    let head = rows.next().map(|(_, row)| row).unwrap_or_default();
    let headings: Vec<_> = head.iter().map(|text| of_heading(text)).collect();
    let missing: Vec<_> = COLUMNS
        .iter()
        .filter(|column| column.wanted && !headings.contains(&Some(column.heading)))
        .map(|column| format!("“{}”", column.heading))
        .collect();
    if !missing.is_empty() {
        return Err(format!("第一行里没有找到{}。请用模板的表头。", missing.join("")));
    }
    let mut looked = Looked::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (nth, values) in rows {
        let pairs = headings.iter().zip(&values).filter_map(|(heading, value)| Some(((*heading)?, value.as_str())));
        let row = Row { nth, values: pairs.collect() };
        looked.rows += 1;
        if let Some(before) = seen.insert(row.get(NUMBER).to_owned(), nth).filter(|_| !row.get(NUMBER).is_empty()) {
            let what = format!("原编号“{}”和第{before}行相同", row.get(NUMBER));
            looked.faults.push(row.fault(NUMBER, what, "一件一个编号；是同一件的，删掉一行"));
        }
        match case::read(&row, today, calendar) {
            Ok((case, said)) => {
                looked.cases.push(case);
                looked.remarks.extend(said.remarks);
                looked.assumed.extend(said.assumed);
            }
            Err(faults) => looked.faults.extend(faults),
        }
    }
    Ok(looked)
}
