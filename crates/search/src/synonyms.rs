//! 同义词: words that mean the same to who looks for them.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use crate::schema::whole;

const TABLE: &str = include_str!("synonyms.txt");
/// Groups of one table that count.
const MAX_GROUPS: usize = 5_000;
/// Words of one group that count.
const MAX_GROUP: usize = 12;
/// Characters of a word, which also is the longest that is joined from several.
const MAX_CHARS: usize = 20;

/// 同义词表. Words are compared as they are searched: 繁簡, full width and quotes make no difference.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    of: HashMap<String, Vec<usize>>,
}

impl Synonyms {
    /// No synonyms.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a table: one group a line, its words parted by blanks, commas or 、; a line that begins with `#` is a remark.
    /// Every word of a group finds the others. Any text is a table: what is no group of two words is passed over.
    ///
    /// ```
    /// use gongkai_search::Synonyms;
    ///
    /// let own = Synonyms::parse("# 本县的叫法\n引水 饮水 自来水");
    /// assert_eq!(own.len(), 1);
    /// assert_eq!(Synonyms::builtin().clone().and("引水 饮水").len(), Synonyms::builtin().len() + 1);
    /// ```
    pub fn parse(text: &str) -> Self {
        Self::default().and(text)
    }

    /// The same with the groups of another table.
    pub fn and(self, text: &str) -> Self {
        let mut out = self;
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let mut group: Vec<String> = Vec::new();
            for word in line.split([' ', '\t', '\u{3000}', ',', '，', '、']).map(whole) {
                let fits = !word.is_empty() && word.chars().count() <= MAX_CHARS;
                if fits && !group.contains(&word) && group.len() < MAX_GROUP {
                    group.push(word);
                }
            }
            if group.len() > 1 && out.groups.len() < MAX_GROUPS {
                for word in &group {
                    out.of.entry(word.clone()).or_default().push(out.groups.len());
                }
                out.groups.push(group);
            }
        }
        out
    }

    /// The words of government information that come with this program.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Synonyms> = LazyLock::new(|| Synonyms::parse(TABLE));
        &BUILTIN
    }

    /// A number that changes with the built-in table, whose words are terms of the index.
    pub(crate) fn edition() -> u32 {
        TABLE.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// All words.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().map(String::as_str)
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// What else means the same as a folded word.
    pub(crate) fn of(&self, word: &str) -> Vec<&str> {
        let mut seen = BTreeSet::from([word]);
        let groups = self.of.get(word).into_iter().flatten().filter_map(|&nth| self.groups.get(nth));
        groups.flatten().map(String::as_str).filter(|&other| seen.insert(other)).take(MAX_GROUP).collect()
    }

    /// The words of a run, those joined that a table knows as one.
    pub(crate) fn join<'a>(&self, words: Vec<&'a str>, run: &'a str) -> Vec<&'a str> {
        let mut out = Vec::new();
        let (mut nth, mut from) = (0, 0);
        while let Some(word) = words.get(nth) {
            let mut best = (nth + 1, from + word.len());
            let mut end = from + word.len();
            for (more, next) in words.iter().enumerate().skip(nth + 1) {
                end += next.len();
                let Some(joined) = run.get(from..end).filter(|joined| joined.len() <= MAX_CHARS * 4) else { break };
                if self.of.contains_key(joined) {
                    best = (more + 1, end);
                }
            }
            out.extend(run.get(from..best.1));
            (nth, from) = best;
        }
        out
    }
}
