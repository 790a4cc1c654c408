//! 导入的佐证: what is kept behind the months of a file. Where all are of the organ whose officer brought it, that is the file; of
//! others each has the rows that are its own, for none sees the others' figures through it.

use std::collections::BTreeMap;

use gongkai_store::{Digest, OrganId, Upload};

use super::{
    columns::COLUMNS,
    look::{Looked, Whose},
    number,
};
use crate::sheet::csv;

/// 导入的佐证
pub enum Proof<'a> {
    /// The file itself.
    File(&'a [u8]),
    /// 摘录: each organ's rows, as a table.
    Rows(BTreeMap<OrganId, String>),
}

impl<'a> Proof<'a> {
    /// Of a file as it was read.
    pub fn of(bytes: &'a [u8], looked: &Looked, whose: &Whose) -> Self {
        match looked.entries.iter().all(|entry| entry.organ == whose.own) {
            true => Self::File(bytes),
            false => Self::Rows(rows(bytes, looked, whose)),
        }
    }

    /// What is behind the months of an organ: its name and what it is.
    pub fn behind(&self, organ: OrganId) -> Option<(&str, Upload<'_>)> {
        match self {
            Self::File(bytes) if bytes.starts_with(b"PK") => {
                let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                Some(("导入的月报.xlsx", Upload { bytes, media }))
            }
            Self::File(bytes) => Some(("导入的月报.csv", Upload { bytes, media: "text/csv" })),
            Self::Rows(rows) => {
                let bytes = rows.get(&organ)?.as_bytes();
                Some(("导入的月报（摘录）.csv", Upload { bytes, media: "text/csv" }))
            }
        }
    }
}

/// The rows of each organ, with where they stand in the file and by which fingerprint that is known again.
fn rows(bytes: &[u8], looked: &Looked, whose: &Whose) -> BTreeMap<OrganId, String> {
    let (file, mut tables) = (Digest::of(bytes).to_string(), BTreeMap::new());
    for (nth, entry) in looked.lines() {
        let table = tables.entry(entry.organ).or_insert_with(head);
        let (name, value) = (entry.indicator.name(), number::typed(entry.indicator, entry.value));
        let (row, month) = (nth.to_string(), entry.month.to_string());
        let words = [whose.name(entry.organ), &name, &month, &value, &entry.source, &entry.note, &row, &file];
        csv::line(table, words);
    }
    tables
}

/// A table with the headings of the file, and of what says where each row is from.
fn head() -> String {
    let mut table = String::from(csv::MARK);
    csv::line(&mut table, COLUMNS.iter().map(|column| column.heading).chain(["原表行号", "原表SM3"]));
    table
}
