//! 检查规则: what an office adds to the gate.

use aho_corasick::{AhoCorasick, MatchKind};
use gongkai_report::read::Limits;

/// Words of an office's list beyond these are not looked for.
const MOST_WORDS: usize = 20_000;
/// Bytes of one word.
const LONGEST_WORD: usize = 120;

/// 特定人群: whose names an item of some kind may have in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum People {
    /// 未成年人
    Minors,
    /// 患者
    Patients,
}

/// 错敏词: a word that is wrong, and what is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it must not stand there.
    pub wrong: String,
    /// What to write instead; empty where there is nothing to write.
    pub right: String,
}

/// 检查规则: what is looked for besides what is always looked for.
#[derive(Clone, Debug)]
pub struct Rules {
    words: Vec<Word>,
    finder: Option<AhoCorasick>,
    domains: Option<Vec<String>>,
    people: Vec<People>,
    /// What one file may cost.
    pub limits: Limits,
}

impl Default for Rules {
    fn default() -> Self {
        Self { words: Vec::new(), finder: None, domains: None, people: Vec::new(), limits: Limits::WEB }
    }
}

impl Rules {
    /// With the words of an office's list. Blank ones, overlong ones and those beyond 20,000 are left out.
    pub fn words(mut self, words: impl IntoIterator<Item = Word>) -> Self {
        let usable = |word: &Word| !word.wrong.trim().is_empty() && word.wrong.len() <= LONGEST_WORD;
        self.words = words.into_iter().filter(usable).take(MOST_WORDS).collect();
        let builder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(self.words.iter().map(|word| word.wrong.as_str()));
        self.finder = builder.ok().filter(|_| !self.words.is_empty());
        self
    }

    /// With the domains that links may lead to: `qinghe.gov.cn` is meant with all that ends in it. Where there is none, every
    /// link leads outside.
    pub fn domains(mut self, domains: impl IntoIterator<Item = String>) -> Self {
        let tidy = |domain: String| domain.trim().trim_start_matches('.').to_ascii_lowercase();
        self.domains = Some(domains.into_iter().map(tidy).filter(|domain| !domain.is_empty()).collect());
        self
    }

    /// With people whose names need a look, by the kind of the item.
    pub fn people(mut self, people: impl IntoIterator<Item = People>) -> Self {
        self.people = people.into_iter().collect();
        self
    }

    pub(crate) fn looks_for(&self, people: People) -> bool {
        self.people.contains(&people)
    }

    /// Whether links may lead to a host. Where [`Rules::domains`] was not called, nobody asks which are outside.
    pub fn is_own(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let within = |domain: &String| {
            host.strip_suffix(domain.as_str()).is_some_and(|front| front.is_empty() || front.ends_with('.'))
        };
        self.domains.as_ref().is_none_or(|domains| domains.iter().any(within))
    }

    /// The wrong words of a text, with where each stands; one that is part of the right word is none.
    pub(crate) fn wrong<'r>(&'r self, text: &str) -> Vec<(std::ops::Range<usize>, &'r Word)> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let found = finder.find_iter(text).filter_map(|found| {
            let word = self.words.get(found.pattern().as_usize())?;
            (!is_part_of_right(text, found.range(), word)).then_some((found.range(), word))
        });
        found.collect()
    }
}

fn is_part_of_right(text: &str, range: std::ops::Range<usize>, word: &Word) -> bool {
    word.right.match_indices(&word.wrong).any(|(at, _)| {
        let start = range.start.checked_sub(at);
        start.and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(&word.right))
    })
}
