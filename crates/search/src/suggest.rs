//! 输入提示: titles and words while somebody types, by characters or by sound.

use std::collections::{BTreeMap, HashMap};

use tantivy::{
    Searcher, TantivyDocument, Term,
    collector::TopDocs,
    query::{BooleanQuery, BoostQuery, PhrasePrefixQuery, Query},
    schema::Field,
};

use crate::{
    Result,
    fold::{Folded, Mode, NEXT, Script},
    index::Index,
    pinyin,
    plan::{phrase, threes},
    question::Needle,
    schema::{Fields, whole},
};

/// Suggestions at most.
pub const MAX_SUGGESTIONS: usize = 50;
/// Characters of a beginning that count.
const MAX_PREFIX: usize = 60;
/// Terms that are looked at in one part of the index.
const MAX_TERMS: usize = 2_000;
/// Entries in which a word must stand.
const FREQUENT: u64 = 2;
/// Syllables that a half one may become.
const MAX_ENDINGS: u32 = 40;

/// 输入提示.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A word that stands in several titles, folded.
    Word(String),
    /// A title, as it stands.
    Title(String),
}

impl Index {
    /// What somebody may be about to type: frequent words that begin so, then titles with it, those that begin so first.
    /// Letters are also taken for sounds (`nongc`, `ncg`). Half of the places are for words, if there are so many.
    ///
    /// Fails only where the index itself does.
    pub fn suggest(&self, prefix: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let live = self.live();
        let searcher = live.reader.searcher();
        let typed: String = prefix.chars().take(MAX_PREFIX).collect();
        let limit = limit.min(MAX_SUGGESTIONS);
        let folded = whole(&typed);
        if folded.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let typing = Typing { searcher: &searcher, fields: &live.fields, folded: &folded };
        let words = typing.words(limit)?;
        let titles = typing.titles(&typed, limit)?;
        let room = limit.saturating_sub(titles.len()).max(limit.div_ceil(2));
        let mut out: Vec<Suggestion> = words.into_iter().take(room).map(Suggestion::Word).collect();
        out.extend(titles.into_iter().map(Suggestion::Title));
        out.truncate(limit);
        Ok(out)
    }
}

struct Typing<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    /// What was typed without marks and blanks.
    folded: &'a str,
}

impl Typing<'_> {
    /// Words of the dictionary that begin so, most frequent first.
    fn words(&self, limit: usize) -> Result<Vec<String>> {
        let mut seen: HashMap<(usize, String), u64> = HashMap::new();
        if self.is_letters() {
            for prefix in [self.folded.to_owned(), format!("={}", self.folded)] {
                self.terms(self.fields.lexicon, &prefix, |part, term, count| {
                    if let Some((_, word)) = term.split_once(NEXT) {
                        // a word with several readings is one word
                        let most = seen.entry((part, word.to_owned())).or_default();
                        *most = count.max(*most);
                    }
                })?;
            }
        } else {
            // a word that is only cut out of others (供水管 of 供水管理) is none
            self.terms(self.fields.lexicon, &format!("!{}", self.folded), |part, term, count| {
                if let Some(word) = term.strip_prefix('!') {
                    seen.insert((part, word.to_owned()), count);
                }
            })?;
        }
        let mut total: HashMap<String, u64> = HashMap::new();
        for ((_, word), count) in seen {
            *total.entry(word).or_default() += count;
        }
        let mut words: Vec<(String, u64)> =
            total.into_iter().filter(|(word, count)| *count >= FREQUENT && word != self.folded).collect();
        words.sort_by(|(a, most), (b, more)| more.cmp(most).then_with(|| a.cmp(b)));
        Ok(words.into_iter().take(limit).map(|(word, _)| word).collect())
    }

    /// Every term of a field that begins so, with the part of the index and the entries there that have it.
    fn terms(&self, field: Field, prefix: &str, mut each: impl FnMut(usize, &str, u64)) -> Result<()> {
        for (part, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            let mut left = MAX_TERMS;
            while left > 0 && stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !term.starts_with(prefix) {
                    break;
                }
                each(part, term, u64::from(stream.value().doc_freq));
                left -= 1;
            }
        }
        Ok(())
    }

    fn titles(&self, typed: &str, limit: usize) -> Result<Vec<String>> {
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        any.extend(Needle::new(typed).and_then(|needle| phrase(self.fields.title, &needle.terms)));
        if self.is_letters() {
            any.extend(self.sounds());
        }
        if any.is_empty() {
            return Ok(Vec::new());
        }
        let mut seen: BTreeMap<(bool, usize), String> = BTreeMap::new();
        let mut known: Vec<String> = Vec::new();
        let best = TopDocs::with_limit(limit * 2).order_by_score();
        for (nth, (_, address)) in self.searcher.search(&BooleanQuery::union(any), &best)?.into_iter().enumerate() {
            let doc: TantivyDocument = self.searcher.doc(address)?;
            let title = Fields::text(&doc, self.fields.title).to_owned();
            if !known.contains(&title) {
                seen.insert((!self.begins(&title), nth), title.clone());
                known.push(title);
            }
        }
        Ok(seen.into_values().take(limit).collect())
    }

    /// Titles that sound so: whole syllables with the last perhaps begun, or first letters.
    fn sounds(&self) -> Vec<Box<dyn Query>> {
        let mut any: Vec<Box<dyn Query>> = Vec::new();
        let term = |text: &str| Term::from_field_text(self.fields.syllables, text);
        for end in (1..=self.folded.len()).rev().take(6) {
            let (row, begun) = self.folded.split_at(end);
            for way in pinyin::parted(row) {
                let mut terms: Vec<Term> = way.iter().map(|syllable| term(syllable)).collect();
                if terms.len() > 1 && begun.is_empty() {
                    let whole = way.iter().map(|&syllable| syllable.to_owned()).enumerate().collect::<Vec<_>>();
                    any.extend(phrase(self.fields.syllables, &whole));
                }
                if !begun.is_empty() && pinyin::begins(begun) {
                    terms.push(term(begun));
                    let mut query = PhrasePrefixQuery::new(terms);
                    query.set_max_expansions(MAX_ENDINGS);
                    any.push(Box::new(query));
                }
            }
        }
        if self.folded.len() >= 3 {
            let initials = phrase(self.fields.initials, &threes(self.folded));
            any.extend(initials.map(|query| Box::new(BoostQuery::new(query, 0.5)) as Box<dyn Query>));
        }
        any
    }

    fn is_letters(&self) -> bool {
        self.folded.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    /// Whether a title begins with what was typed, or sounds so.
    fn begins(&self, title: &str) -> bool {
        if whole(title).starts_with(self.folded) {
            return true;
        }
        let folded = Folded::new(title, Mode::Text);
        let Some(first) = folded.runs.first().filter(|run| self.is_letters() && run.script == Script::Han) else {
            return false;
        };
        let chars = || folded.word(first).chars().map(pinyin::readings);
        let sound: String = chars().filter_map(|readings| readings.first().copied()).collect();
        let letters: String = chars().filter_map(|readings| readings.first()?.get(..1)).collect();
        sound.starts_with(self.folded) || letters.starts_with(self.folded)
    }
}
