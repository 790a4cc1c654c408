//! The running text of a report, walked over once: its words that tell something, and the sentences they stand in.

use super::words::{Word, finder};
use crate::{
    document::Span,
    reading::{Prose, Reading},
};

/// A telling word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// Which.
    pub word: Word,
    /// Bytes of the passage.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

impl Hit {
    /// Whether it is one of these words.
    pub fn is(&self, words: Words) -> bool {
        words.has(self.word)
    }
}

/// A set of words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words(u128);

impl Words {
    /// These words.
    pub const fn of(words: &[Word]) -> Self {
        Self(0).with(words)
    }

    /// These words too.
    pub const fn with(self, words: &[Word]) -> Self {
        let (mut set, mut at) = (self.0, 0);
        while at < words.len() {
            set |= 1 << words[at] as u32;
            at += 1;
        }
        Self(set)
    }

    /// Whether it is one of them.
    pub fn has(self, word: Word) -> bool {
        self.0 >> word as u32 & 1 == 1
    }

    /// Whether they share one.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, word: Word) {
        self.0 |= 1 << word as u32;
    }
}

/// A stretch of running text: what stands before section one, or a section.
pub(super) struct Passage<'a> {
    /// 1 to 6, or 0 before section one.
    pub section: u8,
    /// Its words, cleaned.
    pub prose: &'a Prose,
    /// Telling words in order.
    pub hits: Vec<Hit>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
}

/// From one full stop or line break to the next.
pub(super) struct Sentence {
    /// Which of the passage's hits, the stop left out.
    pub hits: std::ops::Range<usize>,
    /// First byte in the passage.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The words in it.
    pub words: Words,
    /// Whether it stands in the part of section one that is about requests.
    pub about_requests: bool,
}

/// All passages of a report.
pub(super) struct Clues<'a> {
    /// The preamble first, then the sections in the order of the document.
    pub passages: Vec<Passage<'a>>,
}

impl<'a> Clues<'a> {
    /// One walk over the report's running text.
    pub fn of(reading: &'a Reading) -> Self {
        let sections =
            reading.report.sections.iter().zip(&reading.prose).map(|(section, prose)| (section.number, prose));
        let all = std::iter::once((0, &reading.preamble)).chain(sections);
        Self { passages: all.map(|(section, prose)| Passage::of(section, prose)).collect() }
    }

    /// Of a text that stands alone, as if it stood in this section.
    pub fn of_text(section: u8, prose: &'a Prose) -> Self {
        Self { passages: vec![Passage::of(section, prose)] }
    }

    /// The passages of a section.
    pub fn section(&self, number: u8) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(move |passage| passage.section == number)
    }
}

impl<'a> Passage<'a> {
    fn of(section: u8, prose: &'a Prose) -> Self {
        let hits = finder().find(&prose.text).map(|(word, start, end)| Hit { word, start, end });
        let mut passage = Self { section, prose, hits: hits.collect(), sentences: Vec::new() };
        passage.part();
        passage
    }

    fn part(&mut self) {
        let (mut first, mut start, mut words, mut about_requests) = (0, 0, Words::default(), false);
        for at in 0..=self.hits.len() {
            let hit = self.hits.get(at).copied();
            match hit {
                Some(hit) if hit.word != Word::Stop => words.add(hit.word),
                _ => {
                    let end = hit.map_or(self.prose.text.len(), |hit| hit.start);
                    if let Some(topic) = self.topic(first, start) {
                        about_requests = topic;
                    }
                    if end > start {
                        self.sentences.push(Sentence { hits: first..at, start, end, words, about_requests });
                    }
                    (first, start, words) = (at + 1, hit.map_or(end, |hit| hit.end), Words::default());
                }
            }
        }
    }

    /// A sentence that begins with a number opens a part: is it the one about requests? A number without brackets may
    /// count points inside of a part, so it opens one only by naming it.
    fn topic(&self, first: usize, start: usize) -> Option<bool> {
        let number = self
            .hits
            .get(first)
            .filter(|hit| self.prose.text.get(start..hit.start).is_some_and(|s| s.trim().is_empty()))?;
        let opens = Words::of(&[Word::Bracketed, Word::Firstly, Word::Chinese, Word::Arabic]).has(number.word);
        let name = self.text(number.end, self.prose.text.len().min(number.end + 36));
        let named = name.trim_start().starts_with("依申请") || name.trim_start().starts_with("申请公开");
        match number.word {
            _ if !opens => None,
            _ if named => Some(true),
            Word::Bracketed => Some(false),
            _ => ["主动公开", "政府信息管理", "信息管理", "平台建设", "监督保障", "政府信息公开平台"]
                .iter()
                .any(|other| name.trim_start().starts_with(other))
                .then_some(false),
        }
    }

    /// The words of a sentence.
    pub fn hits_of(&self, sentence: &Sentence) -> &[Hit] {
        self.hits.get(sentence.hits.clone()).unwrap_or_default()
    }

    /// Whether nothing but blanks stands between a word and the stop or line break before it.
    pub fn begins_line(&self, hit: &Hit) -> bool {
        let before = self.text(0, hit.start).trim_end_matches([' ', '\u{3000}', '\t']);
        before.is_empty() || before.ends_with(['\n', '。', '；', ';', '！'])
    }

    /// A stretch of the text, empty where it does not fit; an end inside of a character is moved back.
    pub fn text(&self, start: usize, end: usize) -> &'a str {
        let text = self.prose.text.as_str();
        text.get(start..text.floor_char_boundary(end)).unwrap_or_default()
    }

    /// Where a stretch of the text stands in the document.
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.prose.source(start, end)
    }
}
