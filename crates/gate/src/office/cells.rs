//! One sheet, row by row: every cell that holds something, and whether its row or column is hidden.

use gongkai_report::read::formats::{budget::Budget, xml};
use quick_xml::events::{BytesStart, Event};

use crate::{
    checks,
    finding::At,
    notes::Notes,
    text::{Line, look, look_at_row},
    walk::{said, walk},
};

/// Rows at the head of a sheet where marks stand; below, a bare word of a level is a value like others.
const HEAD: u32 = 1;
/// Ranges of hidden columns of one sheet.
const MOST_RANGES: usize = 1_000;

/// A sheet while it is read.
pub(super) struct Sheet<'s> {
    /// What it is called, and whether it is hidden.
    pub part: String,
    pub hidden: bool,
    pub strings: &'s [String],
    columns: Vec<(u32, u32)>,
    row: u32,
    row_hidden: bool,
    row_told: bool,
    column: u32,
    kind: String,
    value: String,
    in_value: bool,
    in_margin: bool,
    /// The cells of the row by column, for the reader and for columns of names.
    cells: Vec<String>,
    /// How many cells hold something, and the first of them.
    pub filled: usize,
    pub first: String,
    told: Vec<u32>,
}

impl<'s> Sheet<'s> {
    pub(super) fn new(part: String, hidden: bool, strings: &'s [String]) -> Self {
        Self {
            part,
            hidden,
            strings,
            columns: Vec::new(),
            row: 0,
            row_hidden: false,
            row_told: false,
            column: 0,
            kind: String::new(),
            value: String::new(),
            in_value: false,
            in_margin: false,
            cells: Vec::new(),
            filled: 0,
            first: String::new(),
            told: Vec::new(),
        }
    }

    pub(super) fn read(&mut self, text: &str, budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
        walk(text, budget, |event, _| {
            match event {
                Event::Start(tag) => self.start(tag, false),
                Event::Empty(tag) => {
                    self.start(tag, true);
                    self.end(tag.local_name().as_ref(), notes);
                }
                Event::End(tag) => self.end(tag.local_name().as_ref(), notes),
                other if self.in_value => self.value.extend(said(other)),
                _ => {}
            }
            Ok(())
        })
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let flag = |name| xml::attribute(tag, name).is_some_and(|on| matches!(on.as_str(), "1" | "true"));
        match tag.local_name().as_ref() {
            "col" if flag("hidden") && self.columns.len() < MOST_RANGES => {
                if let (Some(min), Some(max)) = (number(tag, "min"), number(tag, "max")) {
                    self.columns.push((min, max));
                }
            }
            "row" => {
                self.row = number(tag, "r").unwrap_or(self.row.saturating_add(1));
                (self.row_hidden, self.row_told, self.column) = (flag("hidden"), false, 0);
            }
            "c" => {
                let place = xml::attribute(tag, "r").and_then(|reference| column(&reference));
                self.column = place.unwrap_or(self.column.saturating_add(1));
                self.kind = xml::attribute(tag, "t").unwrap_or_default();
                self.value.clear();
            }
            "v" | "t" => self.in_value = !empty,
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                (self.in_value, self.in_margin) = (!empty, true);
                self.value.clear();
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, notes: &mut Notes<'_>) {
        match name {
            "v" | "t" => self.in_value = false,
            "c" => self.cell(notes),
            "row" => self.end_row(notes),
            _ if self.in_margin && (name.ends_with("Header") || name.ends_with("Footer")) => {
                (self.in_value, self.in_margin) = (false, false);
                let words = margin(&std::mem::take(&mut self.value));
                let part = format!("{}页眉页脚", self.part);
                look(&Line { part: &part, at: At::Whole, words: &words, head: true }, notes);
            }
            _ => {}
        }
    }

    fn cell(&mut self, notes: &mut Notes<'_>) {
        let value = std::mem::take(&mut self.value);
        let words = match self.kind.as_str() {
            "s" => value.trim().parse().ok().and_then(|n: usize| self.strings.get(n)).cloned().unwrap_or_default(),
            "" | "n" => printed(value.trim()),
            _ => value,
        };
        if words.trim().is_empty() {
            return;
        }
        let at = At::Cell(format!("{}{}", letters(self.column), self.row));
        self.filled += 1;
        if self.first.is_empty() {
            self.first = format!("{}　{words}", at.label());
        }
        self.unseen(&words, notes);
        look_without_names(&Line { part: &self.part, at, words: &words, head: self.row <= HEAD }, notes);
        let index = usize::try_from(self.column).unwrap_or(1).saturating_sub(1);
        if index < 512 {
            self.cells.resize(self.cells.len().max(index + 1), String::new());
            if let Some(cell) = self.cells.get_mut(index) {
                *cell = words.replace(['\n', '\r', '\t'], " ");
            }
        }
    }

    /// Says of a cell that its row or its column is hidden, once for each.
    fn unseen(&mut self, words: &str, notes: &mut Notes<'_>) {
        if self.hidden {
            return;
        }
        let column = self.columns.iter().any(|(min, max)| (*min..=*max).contains(&self.column));
        if self.row_hidden && !self.row_told {
            self.row_told = true;
            let at = At::Cell(format!("{}{}", letters(self.column), self.row));
            notes.tell(&checks::HIDDEN_CELLS, &self.part, at, &format!("第{}行：{words}", self.row));
        }
        if column && !self.told.contains(&self.column) && self.told.len() < MOST_RANGES {
            self.told.push(self.column);
            let letters = letters(self.column);
            let at = At::Cell(format!("{letters}{}", self.row));
            notes.tell(&checks::HIDDEN_CELLS, &self.part, at, &format!("{letters}列：{words}"));
        }
    }

    fn end_row(&mut self, notes: &mut Notes<'_>) {
        let row = std::mem::take(&mut self.cells).join("\t");
        if row.is_empty() {
            return;
        }
        // a sheet of one column is a table too
        let row = if row.contains('\t') { row } else { row + "\t" };
        look_at_row(&self.part, At::Cell(format!("A{}", self.row)), &row, notes);
        if !self.hidden && !self.row_hidden {
            notes.say(row.trim_end_matches('\t'));
        }
    }
}

/// Each cell by itself, but for the names, which want their row.
fn look_without_names(line: &Line<'_>, notes: &mut Notes<'_>) {
    let columns = std::mem::take(&mut notes.columns);
    look(line, notes);
    notes.columns = columns;
}

/// A number as it would be written out: 1.3900000058E10 is a telephone number.
fn printed(value: &str) -> String {
    if !value.contains(['e', 'E']) {
        return value.to_owned();
    }
    value.parse::<f64>().map_or_else(|_| value.to_owned(), |number| format!("{number}"))
}

/// The words of a header, without the signs that set it.
fn margin(value: &str) -> String {
    let mut words = String::new();
    let mut rest = value.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '&' => match rest.next() {
                Some('"') => {
                    let _ = rest.by_ref().find(|c| *c == '"');
                }
                Some('&') => words.push('&'),
                // the size of what follows
                Some('0'..='9') => while rest.next_if(char::is_ascii_digit).is_some() {},
                _ => words.push(' '),
            },
            c => words.push(c),
        }
    }
    words
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    xml::attribute(tag, name)?.trim().parse().ok()
}

/// The column of `B3`, from 1.
pub(crate) fn column(reference: &str) -> Option<u32> {
    let letters: Vec<u8> = reference.bytes().take_while(u8::is_ascii_alphabetic).collect();
    (1..=3)
        .contains(&letters.len())
        .then(|| letters.iter().fold(0, |n, letter| n * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1))
}

/// The letters of a column, from 1.
fn letters(column: u32) -> String {
    let (mut left, mut letters) = (column, Vec::new());
    while left > 0 && letters.len() < 7 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_letters() {
        for (letters_of, number) in [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384)] {
            assert_eq!(letters(number), letters_of);
            assert_eq!(column(letters_of), Some(number));
        }
    }

    #[test]
    fn a_header_keeps_its_words() {
        assert_eq!(margin("&C&\"宋体,Regular\"&12秘密★10年").replace(' ', ""), "秘密★10年");
    }
}
