//! One form for all ways to write a text: simplified, half width, lower case, without what stands between the words.
//!
//! Both sides of a search are folded, character by character, so that every place leads back to the source. Words of
//! several characters are not looked at: what 繁简 conversion would decide by context (乾/干) is folded alike on both
//! sides, which is all that finding needs.

use std::{ops::Range, sync::LazyLock};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// Stands between two runs that follow each other.
pub(crate) const NEXT: char = '\u{1f}';
/// Stands between two runs with a mark of punctuation between them: no phrase goes across.
pub(crate) const BREAK: char = '\u{1e}';

/// How a text is folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Sentences: 。，； and their like part words.
    Text,
    /// 文号, 索引号: no mark counts, nor 第 before digits or 号 after them.
    Number,
}

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Script {
    /// Chinese characters; each is one position.
    Han,
    /// Letters and digits without anything between; one position together.
    Word,
}

/// A stretch of one script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Run {
    pub(crate) script: Script,
    /// Indices into [`Folded::spots`].
    pub(crate) spots: Range<usize>,
    /// Of its first character, counted in characters and words.
    pub(crate) position: usize,
}

/// A character that was kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spot {
    /// Byte offset in [`Folded::text`].
    pub(crate) at: u32,
    /// Byte offsets in the source.
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// A folded text with the way back.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Folded {
    /// Runs with [`NEXT`] or [`BREAK`] between them.
    pub(crate) text: String,
    pub(crate) spots: Vec<Spot>,
    pub(crate) runs: Vec<Run>,
}

impl Folded {
    pub(crate) fn new(source: &str, mode: Mode) -> Self {
        let mut folding = Folding { out: Self::default(), position: 0, open: None, broken: false };
        folding.out.text.reserve(source.len());
        folding.out.spots.reserve(source.len() / 3);
        let mut before = None;
        let mut rest = source.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let c = fold(c);
            let after = rest.peek().map(|&(_, c)| fold(c));
            let mut class = class(c);
            if mode == Mode::Number {
                let silent = (c == '第' && after.is_some_and(|c| c.is_ascii_digit()))
                    || (c == '号' && before.is_some_and(|c: char| c.is_ascii_digit()));
                if silent || class == Class::Break {
                    class = Class::Clear;
                }
                if class != Class::Clear && class != Class::Blank {
                    before = Some(c);
                }
            }
            folding.take(c, class, at, rest.peek().map_or(source.len(), |&(at, _)| at));
        }
        folding.out
    }

    /// The characters of a run.
    pub(crate) fn word(&self, run: &Run) -> &str {
        self.slice(run.spots.clone())
    }

    /// The text of some spots of one run.
    pub(crate) fn slice(&self, spots: Range<usize>) -> &str {
        let from = self.spots.get(spots.start).map_or(self.text.len(), |spot| spot.at as usize);
        let last = spots.end.checked_sub(1).and_then(|last| self.spots.get(last));
        let to = last.map_or(from, |spot| spot.at as usize + width(&self.text, spot.at as usize));
        self.text.get(from..to).unwrap_or_default()
    }

    /// Where in the source a piece of [`Self::text`] stands.
    pub(crate) fn source(&self, piece: Range<usize>) -> Option<Range<usize>> {
        let first = self.spots.partition_point(|spot| (spot.at as usize) < piece.start);
        let last = self.spots.partition_point(|spot| (spot.at as usize) < piece.end).checked_sub(1)?;
        Some(self.spots.get(first)?.from as usize..self.spots.get(last)?.to as usize)
    }
}

fn width(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// A text while it is folded.
struct Folding {
    out: Folded,
    position: usize,
    open: Option<Script>,
    broken: bool,
}

impl Folding {
    fn take(&mut self, c: char, class: Class, from: usize, to: usize) {
        let script = match class {
            Class::Han => Script::Han,
            Class::Word => Script::Word,
            // a Chinese word goes on across marks and line ends, another ends
            Class::Clear | Class::Blank => {
                if self.open == Some(Script::Word) {
                    self.open = None;
                }
                return;
            }
            Class::Break => {
                self.position += usize::from(!self.broken);
                self.open = None;
                self.broken = true;
                return;
            }
            Class::Nothing => return,
        };
        if self.open != Some(script) {
            self.begin(script);
        }
        let out = &mut self.out;
        out.spots.push(Spot { at: small(out.text.len()), from: small(from), to: small(to) });
        out.text.push(c);
        if let Some(run) = out.runs.last_mut() {
            run.spots.end = out.spots.len();
        }
        self.position += usize::from(script == Script::Han);
    }

    fn begin(&mut self, script: Script) {
        let here = self.out.spots.len();
        if !self.out.runs.is_empty() {
            self.out.text.push(if self.broken { BREAK } else { NEXT });
        }
        self.out.runs.push(Run { script, spots: here..here, position: self.position });
        self.position += usize::from(script == Script::Word);
        self.open = Some(script);
        self.broken = false;
    }
}

/// Texts are cut long before four gigabytes.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// What a folded character does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Word,
    /// A mark that parts letters, and Chinese not: quotes, brackets, dashes.
    Clear,
    Blank,
    Break,
    /// Not even between letters: marks without width.
    Nothing,
}

fn class(c: char) -> Class {
    match c {
        _ if is_han(c) => Class::Han,
        'a'..='z' | '0'..='9' => Class::Word,
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' => Class::Nothing,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》' | '〈' | '〉' | '(' | ')'
        | '[' | ']' | '{' | '}' | '〔' | '〕' | '【' | '】' | '·' | '•' | '-' | '—' | '–' | '_' | '/' | '\\' | '.'
        | '~' | '*' | '#' | '%' | '&' | '@' | '+' | '=' => Class::Clear,
        _ if c.is_whitespace() => Class::Blank,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    }
}

/// Chinese characters, 〇 and 々.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}' | '〇' | '々')
}

/// One character, folded: half width, lower case, simplified.
pub(crate) fn fold(c: char) -> char {
    match c {
        '\u{4e00}'..='\u{9fff}' => simplified(c),
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ if is_han(c) => c,
        _ => {
            let mut lower = c.to_lowercase();
            lower.next().filter(|_| lower.next().is_none()).unwrap_or(c)
        }
    }
}

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

fn simplified(c: char) -> char {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(table);
    TABLE.get((u32::from(c) - FIRST) as usize).copied().unwrap_or(c)
}

fn table() -> Vec<char> {
    let all: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else { return all };
    let lines: String = all.iter().flat_map(|&c| [c, '\n']).collect();
    let converted = converter.convert(&lines);
    let only = |word: &str, c: char| word.chars().next().filter(|&s| is_han(s)).unwrap_or(c);
    let out: Vec<char> = converted.lines().zip(&all).map(|(word, &c)| only(word, c)).collect();
    if out.len() == all.len() { out } else { all }
}
