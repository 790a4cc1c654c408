//! 拼音: how characters are read, and how a row of letters falls into syllables.

use std::{collections::BTreeSet, sync::LazyLock};

use ::pinyin::ToPinyinMulti;

/// Readings of one character that count: the first are the usual ones.
const READINGS: usize = 3;
/// Spellings of one word or three characters that count.
const SPELLINGS: usize = 6;
/// Ways to part a row of letters that are tried.
const WAYS: usize = 6;
/// Letters of a row that are parted; longer ones are no pinyin.
const MAX_LETTERS: usize = 60;

/// How a character is read, without tones; ü is v.
pub(crate) fn readings(c: char) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = letters(reading.plain());
        if !plain.is_empty() && !out.contains(&plain) && out.len() < READINGS {
            out.push(plain);
        }
    }
    out
}

/// Only ü is not a plain letter, and stands in four syllables.
fn letters(plain: &'static str) -> &'static str {
    match plain {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        _ if plain.bytes().all(|byte| byte.is_ascii_lowercase()) => plain,
        _ => "",
    }
}

/// Every way to spell a word, within bounds.
pub(crate) fn spellings(word: &[char]) -> Vec<String> {
    combined(word, |reading| reading)
}

/// Every row of first letters of a word, within bounds.
pub(crate) fn initials(word: &[char]) -> Vec<String> {
    combined(word, |reading| reading.get(..1).unwrap_or_default())
}

fn combined(word: &[char], part: impl Fn(&'static str) -> &'static str) -> Vec<String> {
    let mut out = vec![String::new()];
    for &c in word {
        let parts: BTreeSet<&str> = readings(c).into_iter().map(&part).collect();
        if parts.is_empty() {
            return Vec::new();
        }
        out = out.iter().flat_map(|before| parts.iter().map(move |part| format!("{before}{part}"))).collect();
        out.truncate(SPELLINGS);
    }
    out
}

/// Whether a character may be read so.
pub(crate) fn reads(c: char, syllable: &str) -> bool {
    readings(c).contains(&syllable)
}

/// All syllables that some character has.
pub(crate) fn syllables() -> &'static BTreeSet<&'static str> {
    static ALL: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let all = ('\u{4e00}'..='\u{9fff}').flat_map(readings);
        all.filter(|syllable| syllable.contains(['a', 'e', 'i', 'o', 'u', 'v'])).collect()
    });
    &ALL
}

/// Whether some syllable begins so.
pub(crate) fn begins(letters: &str) -> bool {
    syllables().range(letters..).next().is_some_and(|syllable| syllable.starts_with(letters))
}

/// The ways in which a row of letters falls into whole syllables: those with fewest first.
pub(crate) fn parted(row: &str) -> Vec<Vec<&str>> {
    let mut out = Vec::new();
    if row.len() <= MAX_LETTERS && row.bytes().all(|byte| byte.is_ascii_lowercase()) {
        let mut dead = BTreeSet::new();
        part(row, 0, &mut Vec::new(), &mut dead, &mut out);
    }
    out.sort_by_key(Vec::len);
    out
}

/// Tries the longest syllable first; `dead` holds places from which nothing leads to the end.
fn part<'a>(
    row: &'a str,
    at: usize,
    taken: &mut Vec<&'a str>,
    dead: &mut BTreeSet<usize>,
    out: &mut Vec<Vec<&'a str>>,
) {
    if at == row.len() {
        out.push(taken.clone());
        return;
    }
    let before = out.len();
    for end in (at + 1..=row.len().min(at + 6)).rev() {
        if out.len() >= WAYS || dead.contains(&at) {
            return;
        }
        let Some(syllable) = row.get(at..end).filter(|syllable| syllables().contains(syllable)) else { continue };
        taken.push(syllable);
        part(row, end, taken, dead, out);
        taken.pop();
    }
    if out.len() == before {
        dead.insert(at);
    }
}
