//! The words by which tables and sections are found: one scan over the folded text for all of them.

use std::sync::LazyLock;

use gongkai_law::annual_report::{
    Edition, Form,
    form::{Block, Node},
};

use super::plan::{self, Plan};
use crate::lexicon::Lexicon;

/// What a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// The label of a row: its position in the table's rows in each edition.
    Row {
        /// Table, from 0.
        table: usize,
        /// Position in the 2019 form, position in the 2021 form.
        rows: [Option<usize>; 2],
        /// Such words are common in running text too.
        common: bool,
    },
    /// A word above the rows of a table, of one edition alone or of both.
    Head {
        /// Table, from 0.
        table: usize,
        /// The one edition that has it.
        edition: Option<Edition>,
    },
    /// A word of a section's title.
    Section(u8),
}

/// A word met in the folded text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// What it tells.
    pub(crate) sense: Sense,
    /// Where it starts in the folded text.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// Every word of the form in a folded text, in order; longer words before shorter ones, none inside another.
pub(crate) fn mentions(folded: &str) -> impl Iterator<Item = Mention> + '_ {
    static VOCABULARY: LazyLock<Lexicon<Sense>> = LazyLock::new(vocabulary);
    VOCABULARY.find(folded).map(|(sense, start, end)| Mention { sense, start, end })
}

/// Words by which section titles are known, however the rest of them is put.
const SECTIONS: &[(&str, u8)] = &[
    ("总体情况", 1),
    ("主动公开政府信息", 2),
    ("收到和处理", 3),
    ("行政复议、行政诉讼", 4),
    ("行政复议和行政诉讼", 4),
    ("提起行政诉讼", 4),
    ("主要问题", 5),
    ("存在问题", 5),
    ("存在的问题", 5),
    ("其他需要报告", 6),
    ("需要报告的其他", 6),
];

fn vocabulary() -> Lexicon<Sense> {
    let mut words: Vec<(String, Sense)> = Vec::new();
    for table in 0..2 {
        rows(table, &mut words);
    }
    for edition in Edition::ALL {
        for (t, table) in Form::of(edition).tables.iter().enumerate() {
            for block in table.blocks {
                heads(t, edition, block, &mut words);
            }
        }
    }
    for (table, word) in [(1, "勾稽关系"), (1, "申请人情况"), (1, "法人或其他组织"), (0, "第二十条第(")]
    {
        words.push((word.to_owned(), Sense::Head { table, edition: None }));
    }
    words.extend(SECTIONS.iter().map(|&(word, section)| (word.to_owned(), Sense::Section(section))));
    Lexicon::new(words.iter().map(|(word, sense)| (*sense, word.as_str())))
}

/// The beginnings of the row labels of a table, as short as still tells them apart, so that a label that was cut
/// short or broken off by its own figures is found.
fn rows(table: usize, words: &mut Vec<(String, Sense)>) {
    let plans = Edition::ALL.map(|edition| Plan::of(edition).rows.get(table).map_or(&[][..], Vec::as_slice));
    let all: Vec<&String> = plans.iter().flat_map(|rows| rows.iter()).flat_map(|row| &row.labels).collect();
    for (e, rows) in plans.iter().enumerate() {
        for (r, label) in rows.iter().enumerate().flat_map(|(r, row)| row.labels.iter().map(move |label| (r, label))) {
            let key = beginning(label, &all);
            let common = table == 0 || key.chars().count() < 4;
            let place = words.iter().position(|(word, _)| *word == key).unwrap_or_else(|| {
                words.push((key, Sense::Row { table, rows: [None; 2], common }));
                words.len() - 1
            });
            if let Some((_, Sense::Row { rows, .. })) = words.get_mut(place)
                && let Some(row) = rows.get_mut(e)
            {
                *row = Some(r);
            }
        }
    }
}

/// At least four characters of a label, and more while another label begins alike.
fn beginning(label: &str, all: &[&String]) -> String {
    let count = label.chars().count();
    let alike = |part: &str| all.iter().any(|other| *other != label && other.starts_with(part));
    let cut = |n: usize| label.chars().take(n).collect::<String>();
    (4.min(count)..count).map(cut).find(|part| !alike(part)).unwrap_or_else(|| label.to_owned())
}

/// The words above the rows. Of table four they stand above the only row that there is.
fn heads(table: usize, edition: Edition, block: &'static Block, words: &mut Vec<(String, Sense)>) {
    let groups = block.columns.iter().flat_map(|node| node.children).filter(|node| !node.is_leaf());
    for label in groups.chain(block.columns.iter().flat_map(Node::leaves)).flat_map(plan::labels) {
        let label = label.split('(').next().unwrap_or_default().to_owned();
        let known = words.iter_mut().find(|(word, _)| *word == label);
        match known {
            Some((_, Sense::Head { edition: only, .. })) if *only != Some(edition) => *only = None,
            Some(_) => {}
            None => words.push((label, Sense::Head { table, edition: Some(edition) })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Option<[Option<usize>; 2]> {
        mentions(text).find_map(|mention| match mention.sense {
            Sense::Row { rows, .. } => Some(rows),
            _ => None,
        })
    }

    #[test]
    fn a_row_is_known_by_the_beginning_of_its_label() {
        assert_eq!(row("7.属于行政执"), Some([Some(10), Some(10)]));
        assert_eq!(row("申请人逾期未按收费"), Some([None, Some(21)]));
        assert_eq!(row("(六)其他处理"), Some([Some(20), None]));
        assert_eq!(row("行政规范性文件"), row("规范性文件"));
    }

    #[test]
    fn only_words_of_one_edition_tell_the_edition() {
        let editions = |text: &str| {
            mentions(text).find_map(|m| if let Sense::Head { edition, .. } = m.sense { edition } else { None })
        };
        assert_eq!(editions("信息内容本年制发件数"), Some(Edition::Of2021));
        assert_eq!(editions("上一年项目数量"), Some(Edition::Of2019));
        assert_eq!(editions("结果维持、商业企业"), None);
    }
}
