//! 试读: what a spreadsheet of old cases says, and what has to be mended before it can be taken in.

use std::collections::HashMap;

use gongkai_law::calendar::Calendar;
use jiff::civil::Date;

use super::{
    case::{self, Case},
    columns::{COLUMNS, NUMBER},
};
use crate::sheet::table::Table;
pub use crate::sheet::table::{Fault, Row};

/// Rows that are taken in at once.
pub const MOST: usize = 10_000;

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
    let known: Vec<_> = COLUMNS.iter().map(|column| (column.heading, column.wanted)).collect();
    let table = Table::read(bytes, &known, MOST)?;
    let mut looked = Looked::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in table.rows() {
        looked.rows += 1;
        if let Some(before) = seen.insert(row.get(NUMBER).to_owned(), row.nth).filter(|_| !row.get(NUMBER).is_empty()) {
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
