//! 按表头读表: the rows of a spreadsheet by their headings, and what is wrong in one cell.

use std::collections::HashMap;

use gongkai_law::article::Article;

use super::rows;

/// A column of a template.
pub struct Column {
    /// Its name in a form.
    pub id: &'static str,
    /// Its heading, by which it is found, wherever it stands.
    pub heading: &'static str,
    /// Whether every row has to fill it in.
    pub wanted: bool,
    /// How it is filled in.
    pub hint: &'static str,
    /// An example.
    pub example: &'static str,
}

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

impl<'a> Row<'a> {
    /// A row of these values.
    pub fn of(nth: usize, values: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        Self { nth, values: values.into_iter().collect() }
    }

    /// What stands under a heading; empty where nothing does.
    pub fn get(&self, heading: &'static str) -> &'a str {
        self.values.get(heading).copied().unwrap_or_default()
    }

    /// A fault of one of its cells.
    pub fn fault(&self, column: &'static str, what: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { row: self.nth, column, what: what.into(), mend: mend.into(), article: None }
    }

    /// What of these columns has to be filled in and is not.
    pub fn missing(&self, columns: &'static [Column]) -> Vec<Fault> {
        let blank = columns.iter().filter(|column| column.wanted && self.get(column.heading).is_empty());
        blank.map(|column| self.fault(column.heading, "没有填", column.hint)).collect()
    }
}

/// A sheet with headings in its first row.
pub struct Table {
    headings: Vec<Option<&'static str>>,
    rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    /// Reads a file of at most so many rows; of the headings (and whether each has to be there) those of the first row that
    /// are none are passed over.
    ///
    /// # Errors
    /// A Chinese sentence: no spreadsheet, too many rows, a heading that is missing.
    pub fn read(bytes: &[u8], known: &[(&'static str, bool)], most: usize) -> Result<Self, String> {
        let mut rows = rows::read(bytes, most + 2)?;
        if rows.len() > most + 1 {
            return Err(format!("一次最多{most}行，请分成几个文件。"));
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0).1 };
        let headings: Vec<_> = head.iter().map(|text| headed(known, text)).collect();
        let missing = known.iter().filter(|(heading, wanted)| *wanted && !headings.contains(&Some(*heading)));
        let missing: String = missing.map(|(heading, _)| format!("“{heading}”")).collect();
        if !missing.is_empty() {
            return Err(format!("第一行里没有找到{missing}。请用模板的表头。"));
        }
        Ok(Self { headings, rows })
    }

    /// Its rows below the headings, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(nth, values)| {
            let pairs =
                self.headings.iter().zip(values).filter_map(|(heading, value)| Some(((*heading)?, value.as_str())));
            Row::of(*nth, pairs)
        })
    }
}

/// The heading that these words are; marks of the template around it do not matter.
fn headed(known: &[(&'static str, bool)], text: &str) -> Option<&'static str> {
    let bare = |words: &str| words.trim().trim_end_matches(['*', '＊', '（', '）']).trim().to_owned();
    let plain = bare(text);
    known.iter().map(|(heading, _)| *heading).find(|heading| bare(heading) == plain)
}
