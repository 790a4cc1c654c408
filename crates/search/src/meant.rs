//! 您要找的是不是: what else may have been meant, from the titles that there are.
//!
//! A wrong character usually sounds like the right one, so titles that sound like what was typed are asked first; then
//! titles that share most of its characters, where one character in a short stretch and two in a long one may be wrong,
//! missing or too many. What is proposed ends where words end, and is made of words: one name is never proposed for
//! another, nor a word for one that is right by itself.

use std::{collections::HashMap, ops::Range};

use tantivy::{
    Searcher, TantivyDocument, Term,
    collector::TopDocs,
    query::{BooleanQuery, Query},
};

use crate::{
    Result,
    fold::{Folded, Mode, Run, Script},
    pinyin,
    plan::phrase,
    query::MAX_WORDS,
    schema::Fields,
    synonyms::Synonyms,
    tokens::{falling, jieba},
};

/// Titles that are looked at.
const TITLES: usize = 40;
/// Characters of a stretch that is mended.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=20;
/// Stretches of one question that are mended.
const MAX_STRETCHES: usize = 4;
/// Past so many titles with the characters only pairs of them are looked for, of which the engine can pass over most:
/// a word of three with the middle one wrong is then found by its sound alone.
const COSTLY: u64 = 100_000;
/// From so many characters on two may be wrong.
const LONG: usize = 6;

/// What was typed with its Chinese mended, if titles know it better: by its sound, and if `thorough` by its characters
/// too, which costs more.
pub(crate) fn meant(searcher: &Searcher, fields: &Fields, words: &str, thorough: bool) -> Result<Option<String>> {
    let titles = Titles { searcher, fields, thorough };
    let words: String = words.chars().take(MAX_WORDS).collect();
    let folded = Folded::new(&words, Mode::Text);
    let mut out = words.clone();
    let mut mended = false;
    // from the end, so that places before stay what they are
    let runs = folded.runs.iter().filter(|run| fits(run)).take(MAX_STRETCHES).collect::<Vec<_>>();
    for run in runs.into_iter().rev() {
        let Some((place, better)) = titles.mend_run(folded.word(run))? else { continue };
        let spot = |at: usize| folded.spots.get(run.spots.start + at);
        let ends = spot(place.start).zip(spot(place.end - 1));
        if let Some((first, last)) = ends {
            out.replace_range(first.from as usize..last.to as usize, &better);
            mended = true;
        }
    }
    Ok(mended.then_some(out))
}

fn fits(run: &Run) -> bool {
    run.script == Script::Han && LENGTHS.contains(&run.spots.len())
}

/// The titles that there are.
struct Titles<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    thorough: bool,
}

impl Titles<'_> {
    /// Which characters of a run to replace, and by what: all of it, or a word that no title knows with its neighbour.
    fn mend_run(&self, run: &str) -> Result<Option<(Range<usize>, String)>> {
        let chars: Vec<char> = run.chars().collect();
        if self.known(run)? {
            return Ok(None);
        }
        if let Some(better) = self.mend(&chars)? {
            return Ok(Some((0..chars.len(), better)));
        }
        let words: Vec<Range<usize>> = jieba().cut(run, true).iter().map(|token| token.start..token.end).collect();
        for (nth, word) in words.iter().enumerate() {
            let text = |place: &Range<usize>| chars.get(place.clone()).unwrap_or_default();
            if words.len() == 1 || self.known(&text(word).iter().collect::<String>())? {
                continue;
            }
            let before = nth.checked_sub(1).and_then(|nth| words.get(nth)).map(|before| before.start..word.end);
            let after = words.get(nth + 1).map(|after| word.start..after.end);
            for place in [before, after, Some(word.clone())].into_iter().flatten().filter(|place| place.len() > 1) {
                if let Some(better) = self.mend(text(&place))? {
                    return Ok(Some((place, better)));
                }
            }
        }
        Ok(None)
    }

    fn mend(&self, typed: &[char]) -> Result<Option<String>> {
        let typed_as: String = typed.iter().collect();
        if let Some(query) = self.sounding(typed) {
            let titles = self.best(&*query)?;
            let alike = |window: &[char]| window.iter().zip(typed).all(|(&a, &b)| a == b || sound_alike(a, b));
            let heard = titles.iter().flat_map(|title| title.windows(typed.len())).filter(|window| alike(window));
            let heard = heard.filter(|window| self.may_be(typed, window));
            if let Some(best) = most_frequent(heard.map(|window| window.iter().collect()), &typed_as) {
                return Ok(Some(best));
            }
        }
        let Some(query) = self.sharing(typed) else { return Ok(None) };
        let wrong = if typed.len() >= LONG { 2 } else { 1 };
        let mut near: Vec<(usize, String)> = Vec::new();
        for title in self.best(&*query)? {
            for length in typed.len() - 1..=typed.len() + 1 {
                for window in title.windows(length.max(2)) {
                    let distance = distance(window, typed, wrong).filter(|&distance| distance > 0);
                    let distance = distance.filter(|_| self.may_be(typed, window));
                    near.extend(distance.map(|distance| (distance, window.iter().collect())));
                }
            }
        }
        let least = near.iter().map(|(distance, _)| *distance).min();
        // a stretch of the same length is a wrong character, which is likelier than a missing one
        let closest = near.into_iter().filter(|(distance, _)| Some(*distance) == least).map(|(_, window)| window);
        let (same, other): (Vec<String>, Vec<String>) =
            closest.partition(|window| window.chars().count() == typed.len());
        Ok(most_frequent(same.into_iter(), &typed_as).or_else(|| most_frequent(other.into_iter(), &typed_as)))
    }

    /// Whether titles have it as it stands: then nothing is wrong with it.
    fn known(&self, typed: &str) -> Result<bool> {
        let needle = crate::question::Needle::new(typed);
        let Some(query) = needle.and_then(|needle| phrase(self.fields.title, &needle.terms)) else { return Ok(true) };
        Ok(!self.searcher.search(&*query, &TopDocs::with_limit(1).order_by_score())?.is_empty())
    }

    /// Whether a stretch may be what was meant: what it has otherwise are words and no names, and what was typed there is
    /// no word that is right by itself.
    fn may_be(&self, typed: &[char], better: &[char]) -> bool {
        let (wrong, right) = differing(typed, better);
        if words_at(better, &right).is_none() {
            return false;
        }
        let typed = words_at(typed, &wrong).filter(|words| !words.is_empty());
        typed.is_none_or(|words| !words.iter().all(|word| self.is_right(word)))
    }

    /// Whether a word is sure to be no slip: titles know it, or it is one of those that mean the same as another.
    fn is_right(&self, word: &str) -> bool {
        !Synonyms::builtin().of(word).is_empty() || self.known(word).unwrap_or(true)
    }

    /// Titles with the same sound.
    fn sounding(&self, typed: &[char]) -> Option<Box<dyn Query>> {
        let first = |&c: &char| pinyin::readings(c).first().map(|&reading| reading.to_owned());
        let syllables: Option<Vec<String>> = typed.iter().map(first).collect();
        phrase(self.fields.syllables, &syllables?.into_iter().enumerate().collect::<Vec<_>>())
    }

    /// Titles with most of its characters.
    fn sharing(&self, typed: &[char]) -> Option<Box<dyn Query>> {
        // half of two characters is no likeness
        if !self.thorough || typed.len() < 3 {
            return None;
        }
        let wrong = if typed.len() >= LONG { 2 } else { 1 };
        let mut chars: Vec<char> = typed.to_vec();
        chars.sort_unstable();
        chars.dedup();
        let least = chars.len().checked_sub(wrong).filter(|&least| least > 0)?;
        let one = |text: String| phrase(self.fields.title, &[(0, text)]);
        let entries = |c: &char| self.searcher.doc_freq(&Term::from_field_text(self.fields.title, &c.to_string()));
        let cost: u64 = chars.iter().map(|c| entries(c).unwrap_or_default()).sum();
        if cost > COSTLY {
            let pairs = typed.windows(2).filter_map(|pair| one(pair.iter().collect()));
            return Some(Box::new(BooleanQuery::union(pairs.collect())));
        }
        let each = chars.iter().filter_map(|c| one(c.to_string()));
        Some(Box::new(BooleanQuery::union_with_minimum_required_clauses(each.collect(), least)))
    }

    /// Folded titles that match best, as runs of Chinese.
    fn best(&self, query: &dyn Query) -> Result<Vec<Title>> {
        let mut out = Vec::new();
        for (_, address) in self.searcher.search(query, &TopDocs::with_limit(TITLES).order_by_score())? {
            let doc: TantivyDocument = self.searcher.doc(address)?;
            let folded = Folded::new(Fields::text(&doc, self.fields.title), Mode::Text);
            let runs = folded.runs.iter().filter(|run| run.script == Script::Han);
            out.extend(runs.map(|run| Title::new(folded.word(run))));
        }
        Ok(out)
    }
}

/// A run of a title, with where its words begin and end.
struct Title {
    chars: Vec<char>,
    ends: Vec<bool>,
}

impl Title {
    fn new(run: &str) -> Self {
        let chars: Vec<char> = run.chars().collect();
        let mut ends = vec![false; chars.len() + 1];
        for token in jieba().cut(run, true) {
            let shorter = falling(chars.get(token.start..token.end).unwrap_or_default()).into_iter();
            let shorter = shorter.flat_map(|word| [token.start + word.start, token.start + word.end]);
            for at in shorter.chain([token.start, token.end]) {
                if let Some(end) = ends.get_mut(at) {
                    *end = true;
                }
            }
        }
        Self { chars, ends }
    }

    /// Stretches of a length that cut no word.
    fn windows(&self, length: usize) -> impl Iterator<Item = &[char]> {
        let ends = |at: usize| self.ends.get(at).is_some_and(|end| *end);
        let windows = self.chars.windows(length.max(1)).enumerate();
        windows.filter(move |(at, window)| ends(*at) && ends(at + window.len())).map(|(_, window)| window)
    }
}

/// Where two stretches differ: character by character where they are of one length, else what is between their common
/// beginning and their common end.
fn differing(a: &[char], b: &[char]) -> (Vec<usize>, Vec<usize>) {
    if a.len() == b.len() {
        let places: Vec<usize> = a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
        return (places.clone(), places);
    }
    let before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - before;
    let after = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    ((before..a.len() - after).collect(), (before..b.len() - after).collect())
}

/// The words of the dictionary of two characters and more around some places; none where a place is in no word, or in one
/// that is a name (`nr`).
fn words_at(text: &[char], places: &[usize]) -> Option<Vec<String>> {
    let text: String = text.iter().collect();
    let tokens = jieba().tag(&text, false);
    let mut out = Vec::new();
    let mut from = 0;
    for token in tokens {
        let to = from + token.word.chars().count();
        if places.iter().any(|at| (from..to).contains(at)) {
            if to - from < 2 || token.tag.starts_with("nr") || !jieba().has_word(token.word) {
                return None;
            }
            out.push(token.word.to_owned());
        }
        from = to;
    }
    Some(out)
}

fn sound_alike(a: char, b: char) -> bool {
    let readings = pinyin::readings(b);
    pinyin::readings(a).iter().any(|reading| readings.contains(reading))
}

fn most_frequent(windows: impl Iterator<Item = String>, typed: &str) -> Option<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for window in windows.filter(|window| window != typed) {
        *seen.entry(window).or_default() += 1;
    }
    seen.into_iter().max_by(|(a, most), (b, more)| most.cmp(more).then_with(|| b.cmp(a))).map(|(window, _)| window)
}

/// Characters that are wrong, missing or too many, `most` at most. The first and last must be those that were typed,
/// unless nothing is missing: a window that begins elsewhere is only a worse cut of the same title.
fn distance(window: &[char], typed: &[char], most: usize) -> Option<usize> {
    if window.len() != typed.len() && (window.first() != typed.first() || window.last() != typed.last()) {
        return None;
    }
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (nth, a) in window.iter().enumerate() {
        let mut corner = nth;
        let mut left = nth + 1;
        for (b, cell) in typed.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            left = (corner + usize::from(a != b)).min(above + 1).min(left + 1);
            corner = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = nth + 1;
        }
    }
    row.last().copied().filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_characters_that_differ() {
        let of = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2);
        assert_eq!(of("农村供水", "农村供水"), Some(0));
        assert_eq!(of("农村供水", "农村供睡"), Some(1));
        assert_eq!(of("住房公积金", "住公积金"), Some(1));
        assert_eq!(of("住房公积金", "住房公积基金"), Some(1));
        assert_eq!(of("住房公积金", "停水停电通知"), None);
    }
}
