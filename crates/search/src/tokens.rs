//! Which terms stand in the index for a text.
//!
//! A Chinese run gives every two characters beside each other, and every word of three and more that the dictionary
//! knows, wherever it begins. So whatever stands in a text is found by any stretch of it, whether or not a segmenter
//! would cut there, and a common word costs one list instead of a phrase of several.

use std::{ops::Range, sync::LazyLock};

use jieba_rs::Jieba;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::{
    fold::{Folded, Mode, NEXT, Run, Script},
    pinyin,
    synonyms::Synonyms,
};

/// Letters and digits of a word that count.
pub(crate) const MAX_WORD: usize = 64;
/// Characters of the longest word of the dictionary that becomes a term.
const MAX_LEXEME: usize = 12;

/// The dictionary, with the words of government that come with this program; read once, on first use.
pub(crate) fn jieba() -> &'static Jieba {
    static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
        let mut jieba = Jieba::new();
        for word in Synonyms::builtin().words().filter(|word| word.chars().nth(2).is_some()) {
            if !jieba.has_word(word) {
                jieba.add_word(word, None, None);
            }
        }
        jieba
    });
    &JIEBA
}

/// Whether the dictionary has a text as a word, and not as the name of a person: 余额, not 余帆.
///
/// ```
/// assert!(gongkai_search::is_word("余额") && !gongkai_search::is_word("余帆"));
/// ```
pub fn is_word(text: &str) -> bool {
    jieba().has_word(text) && jieba().tag(text, false).iter().all(|token| !token.tag.starts_with("nr"))
}

/// What a field is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Grain {
    /// Pairs and long words.
    Prose,
    /// Single characters as well: titles and keywords.
    Heading,
    /// 文号 and 索引号, in any punctuation.
    Number,
    /// Every reading of each character.
    Syllables,
    /// First letters of three characters beside each other.
    Initials,
    /// Whole words, as `!农村`, and their readings, each with its word: `nongcun` NEXT `农村`, and `=nc` NEXT `农村`.
    Lexicon,
}

/// The tokenizer of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Analyzer(pub(crate) Grain);

/// A text's terms with their positions.
#[derive(Default)]
pub(crate) struct Terms {
    text: String,
    /// Place in [`Self::text`] and position.
    places: Vec<(Range<usize>, usize)>,
}

impl Terms {
    pub(crate) fn of(source: &str, grain: Grain) -> Self {
        let mode = if grain == Grain::Number { Mode::Number } else { Mode::Text };
        let mut folded = Folded::new(source, mode);
        let mut terms = Self { text: std::mem::take(&mut folded.text), places: Vec::new() };
        match grain {
            Grain::Prose => terms.prose(&folded),
            Grain::Heading => {
                terms.single(&folded);
                terms.prose(&folded);
            }
            Grain::Number => {
                terms.single(&folded);
                terms.prose(&folded);
                terms.number(&folded);
                // the engine wants the places of a term in their order
                terms.places.sort_by_key(|(_, position)| *position);
            }
            Grain::Syllables => terms.syllables(&folded),
            Grain::Initials => terms.initials(&folded),
            Grain::Lexicon => terms.lexicon(&folded),
        }
        terms
    }

    fn place(&self, folded: &Folded, spots: Range<usize>) -> Range<usize> {
        let start = |at: usize| folded.spots.get(at).map_or(self.text.len(), |spot| spot.at as usize);
        let last = spots.end.checked_sub(1).map_or(0, start);
        start(spots.start)..last + self.text.get(last..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8)
    }

    fn single(&mut self, folded: &Folded) {
        for run in folded.runs.iter().filter(|run| run.script == Script::Han) {
            for (nth, at) in run.spots.clone().enumerate() {
                self.places.push((self.place(folded, at..at + 1), run.position + nth));
            }
        }
    }

    fn prose(&mut self, folded: &Folded) {
        for run in &folded.runs {
            match run.script {
                Script::Han => self.han(folded, run),
                Script::Word => {
                    let end = run.spots.end.min(run.spots.start + MAX_WORD);
                    self.places.push((self.place(folded, run.spots.start..end), run.position));
                }
            }
        }
    }

    fn han(&mut self, folded: &Folded, run: &Run) {
        for (nth, at) in run.spots.clone().enumerate().skip(1) {
            self.places.push((self.place(folded, at - 1..at + 1), run.position + nth - 1));
        }
        let whole = self.place(folded, run.spots.clone());
        let Some(text) = self.text.get(whole.clone()).filter(|_| run.spots.len() > 2) else { return };
        let long = |token: &jieba_rs::Token<'_>| (3..=MAX_LEXEME).contains(&(token.end - token.start));
        for word in jieba().cut_all(text).iter().filter(|token| long(token)) {
            let from = whole.start + word.byte_start;
            self.places.push((from..from + word.word.len(), run.position + word.start));
        }
    }

    fn add(&mut self, term: &str, position: usize) {
        let from = self.text.len();
        self.text.push_str(term);
        self.places.push((from..self.text.len(), position));
    }

    /// Digits without their leading zeros, beginnings of long codes, and what was written without any mark.
    fn number(&mut self, folded: &Folded) {
        let words: Vec<&Run> = folded.runs.iter().filter(|run| run.script == Script::Word).collect();
        let text = |terms: &Self, run: &Run| {
            terms.text.get(terms.place(folded, run.spots.clone())).unwrap_or_default().to_owned()
        };
        for (nth, run) in words.iter().enumerate() {
            let word = text(self, run);
            let bare = bare(&word).to_owned();
            if bare != word {
                self.add(&bare, run.position);
            }
            for end in BEGINNING..word.chars().count().min(MAX_WORD) {
                let beginning: String = word.chars().take(end).collect();
                self.add(&beginning, run.position);
            }
            let mut joined = word;
            let mut at = run.position;
            for next in words.iter().skip(nth + 1).take(3).take_while(|next| {
                at += 1;
                next.position == at
            }) {
                let more = text(self, next);
                let short = format!("{joined}{}", self::bare(&more));
                joined.push_str(&more);
                if short != joined {
                    self.add(&short, run.position);
                }
                self.add(&joined.clone(), run.position);
            }
        }
    }

    fn syllables(&mut self, folded: &Folded) {
        let text = std::mem::take(&mut self.text);
        for run in folded.runs.iter().filter(|run| run.script == Script::Han) {
            for (nth, c) in run_of(&text, folded, run).chars().enumerate() {
                for reading in pinyin::readings(c) {
                    self.add(reading, run.position + nth);
                }
            }
        }
    }

    fn initials(&mut self, folded: &Folded) {
        let text = std::mem::take(&mut self.text);
        for run in folded.runs.iter().filter(|run| run.script == Script::Han) {
            let chars: Vec<char> = run_of(&text, folded, run).chars().collect();
            for (nth, three) in chars.windows(3).enumerate() {
                for letters in pinyin::initials(three) {
                    self.add(&letters, run.position + nth);
                }
            }
        }
    }

    fn lexicon(&mut self, folded: &Folded) {
        let text = std::mem::take(&mut self.text);
        for run in folded.runs.iter().filter(|run| run.script == Script::Han) {
            for word in whole_words(run_of(&text, folded, run)) {
                let chars: Vec<char> = word.chars().collect();
                self.add(&format!("!{word}"), 0);
                for spelt in pinyin::spellings(&chars) {
                    self.add(&format!("{spelt}{NEXT}{word}"), 0);
                }
                for letters in pinyin::initials(&chars) {
                    self.add(&format!("={letters}{NEXT}{word}"), 0);
                }
            }
        }
    }
}

/// Words of the dictionary that a run falls into, and those that a longer one of them falls into: 供水 of 供水管理 and of
/// 供水管网, and not 供水管.
fn whole_words(run: &str) -> Vec<String> {
    let mut out = Vec::new();
    let chars: Vec<char> = run.chars().collect();
    let text = |from: usize, to: usize| chars.get(from..to).map(|word| word.iter().collect::<String>());
    let is_word = |from: usize, to: usize| text(from, to).is_some_and(|word| jieba().has_word(&word));
    for token in jieba().cut(run, false) {
        let (from, to) = (token.start, token.end);
        // a last character that rather begins the next word
        let to = if to - from > 2 && is_word(from, to - 1) && is_word(to - 1, to + 1) { to - 1 } else { to };
        if (2..=8).contains(&(to - from)) && is_word(from, to) {
            out.extend(text(from, to));
            let shorter = falling(chars.get(from..to).unwrap_or_default()).into_iter();
            out.extend(shorter.filter_map(|word| text(from + word.start, from + word.end)));
        }
    }
    out
}

/// Where shorter words of two characters and more are, on any way in which a word falls into such words without a rest.
pub(crate) fn falling(word: &[char]) -> Vec<Range<usize>> {
    let text = |from: usize, to: usize| word.get(from..to).map(|word| word.iter().collect::<String>());
    let mut words: Vec<(usize, usize)> = Vec::new();
    for from in 0..word.len() {
        let ends = (from + 2..=word.len()).filter(|to| to - from < word.len());
        words
            .extend(ends.filter(|&to| text(from, to).is_some_and(|word| jieba().has_word(&word))).map(|to| (from, to)));
    }
    let mut reached = vec![0];
    for &(from, to) in &words {
        // they come by where they begin
        if reached.contains(&from) {
            reached.push(to);
        }
    }
    let mut leading = vec![word.len()];
    for &(from, to) in words.iter().rev() {
        if leading.contains(&to) {
            leading.push(from);
        }
    }
    let on_a_way = words.into_iter().filter(|(from, to)| reached.contains(from) && leading.contains(to));
    on_a_way.map(|(from, to)| from..to).collect()
}

/// The shortest beginning by which a long code is found.
const BEGINNING: usize = 6;

/// Digits without leading zeros; anything else as it is.
pub(crate) fn bare(word: &str) -> &str {
    let short = word.trim_start_matches('0');
    if !short.is_empty() && word.chars().all(|c| c.is_ascii_digit()) { short } else { word }
}

fn run_of<'a>(text: &'a str, folded: &Folded, run: &Run) -> &'a str {
    let start = folded.spots.get(run.spots.start).map_or(0, |spot| spot.at as usize);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(run.spots.len()).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or_default()
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream { terms: Terms::of(text, self.0), next: 0, token: Token::default() }
    }
}

/// Terms one after another, as the engine takes them.
pub(crate) struct Stream {
    terms: Terms,
    next: usize,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some((place, position)) = self.terms.places.get(self.next) else { return false };
        self.token.text.clear();
        self.token.text.push_str(self.terms.text.get(place.clone()).unwrap_or_default());
        self.token.position = *position;
        self.token.position_length = 1;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
