//! What a line of text has in it that must not go out.

mod links;
mod numbers;
mod people;
mod secrets;

pub(crate) use links::address;
pub(crate) use numbers::spots;
pub use numbers::{mask, mask_some};
pub(crate) use people::{Columns, look_at_row};

use numbers::Sort;
use secrets::Mark;

use crate::{
    checks,
    finding::At,
    notes::{Notes, cut},
};

/// The part of a file that is its name.
pub(crate) const NAME: &str = "文件名";

/// A line, a paragraph, a cell or a row of a table with tabs between its cells.
pub(crate) struct Line<'t> {
    /// The part of the file that it stands in.
    pub part: &'t str,
    /// Where.
    pub at: At,
    /// Its words.
    pub words: &'t str,
    /// Whether it stands where a document carries its marks: at its head, above and below its pages.
    pub head: bool,
}

/// Looks at a line.
pub(crate) fn look(line: &Line<'_>, notes: &mut Notes<'_>) {
    let words = line.words;
    if words.trim().is_empty() {
        return;
    }
    for spot in spots(words) {
        let check = match spot.sort {
            Sort::Mobile => &checks::MOBILE,
            Sort::Id => &checks::ID,
            Sort::BankCard => &checks::BANK_CARD,
            Sort::OldId => &checks::OLD_ID,
        };
        notes.quote(check, line.part, line.at.clone(), words, spot.range);
    }
    for cell in words.split('\t') {
        let mark = match line.part {
            NAME => secrets::in_name(cell),
            _ => secrets::mark(cell, line.head && !words.contains('\t')),
        };
        match mark {
            Some(Mark::Secret) => notes.tell(&checks::SECRET, line.part, line.at.clone(), cell),
            Some(Mark::Internal) => notes.tell(&checks::INTERNAL, line.part, line.at.clone(), cell),
            Some(Mark::Mentioned) => notes.tell(&checks::SECRET_WORDS, line.part, line.at.clone(), cell),
            None => {}
        }
    }
    let rules = notes.rules;
    for (range, word) in rules.wrong(words) {
        let mut excerpt = cut(words, range);
        if !word.right.is_empty() {
            excerpt.words = format!("{}（应为“{}”）", excerpt.words, word.right);
        }
        notes.add(&checks::WORD, line.part, line.at.clone(), excerpt);
    }
    links::look(line, notes);
    people::look(line, notes);
}
