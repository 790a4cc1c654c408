//! 标亮: where in a title or a text the words stand, and the best piece of a text.

use std::ops::Range;

use crate::{
    fold::{BREAK, Folded, Mode, NEXT, Script, is_han},
    found::Marked,
    pinyin,
    question::{Atom, Needle, Question},
};

/// Bytes of a snippet: some hundred characters of Chinese.
const WIDTH: usize = 330;
/// Bytes before the first word in which the beginning of its sentence is looked for.
const BEFORE: usize = 120;
/// Bytes kept before the first word where its sentence begins further away.
const NEAR: usize = 45;
/// Bytes of a text that are looked at together; the first such piece with a word in it gives the snippet.
const PIECE: usize = 24_000;
/// Bytes by which pieces overlap.
const OVERLAP: usize = 240;
/// Places in one piece that count.
const MAX_PLACES: usize = 400;

/// What to mark: stretches with the number of the part of the question to which they belong.
pub(crate) struct Marker<'q> {
    needles: Vec<(usize, &'q Needle)>,
    sounds: Vec<&'q [String]>,
    initials: Vec<&'q str>,
    parts: usize,
}

/// A piece of a text with how much of the question is in it.
pub(crate) struct Piece {
    pub(crate) text: Marked,
    /// Parts of the question that stand in it.
    pub(crate) parts: usize,
}

impl<'q> Marker<'q> {
    pub(crate) fn new(question: &'q Question) -> Self {
        let mut out =
            Self { needles: Vec::new(), sounds: Vec::new(), initials: Vec::new(), parts: question.atoms.len() };
        for (part, atom) in question.atoms.iter().enumerate() {
            match atom {
                Atom::Text { needle, others } => {
                    out.needles.push((part, needle));
                    out.needles.extend(others.iter().map(|other| (part, other)));
                }
                Atom::Nice(needle) | Atom::Number(needle) => out.needles.push((part, needle)),
                Atom::Letters { words, ways, initials } => {
                    out.needles.extend(words.iter().map(|word| (part, word)));
                    out.sounds.extend(ways.iter().map(Vec::as_slice));
                    out.initials.extend(initials.as_deref());
                }
            }
        }
        out
    }

    /// How many parts the question has.
    pub(crate) fn parts(&self) -> usize {
        self.parts
    }

    pub(crate) fn title(&self, title: &str) -> Marked {
        let folded = Folded::new(title, Mode::Text);
        let mut places: Vec<Range<usize>> = self.places(&folded).into_iter().map(|(_, place)| place).collect();
        places.extend(self.heard(&folded));
        Marked { text: title.to_owned(), marks: joined(places) }
    }

    /// The best piece of a text; its beginning where nothing stands in it, none where it is blank.
    pub(crate) fn piece(&self, text: &str) -> Option<Piece> {
        let mut from = 0;
        while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
            let part = rest.get(..rest.floor_char_boundary(PIECE)).unwrap_or(rest);
            let folded = Folded::new(part, Mode::Text);
            let places = self.places(&folded);
            if let Some((start, parts)) = best(&places) {
                let places = places.into_iter().map(|(_, place)| from + place.start..from + place.end).collect();
                return Some(Piece { text: cut(text, beginning(text, from + start), &joined(places)), parts });
            }
            if part.len() == rest.len() {
                break;
            }
            from = text.floor_char_boundary(from + part.len() - OVERLAP);
        }
        let start = text.find(|c: char| !c.is_whitespace())?;
        Some(Piece { text: cut(text, start, &[]), parts: 0 })
    }

    /// Places in the source, in order, with the part of the question.
    fn places(&self, folded: &Folded) -> Vec<(usize, Range<usize>)> {
        let mut out = Vec::new();
        for (part, needle) in &self.needles {
            let found = folded.text.match_indices(needle.text.as_str());
            let own = found.filter(|(at, _)| stands_alone(&folded.text, *at, &needle.text)).take(MAX_PLACES);
            out.extend(own.filter_map(|(at, text)| Some((*part, folded.source(at..at + text.len())?))));
        }
        out.sort_by_key(|(_, place)| (place.start, place.end));
        out
    }

    /// Places that sound like what was typed.
    fn heard(&self, folded: &Folded) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        for run in folded.runs.iter().filter(|run| run.script == Script::Han) {
            let chars: Vec<char> = folded.word(run).chars().collect();
            let mut mark = |length: usize, fits: &dyn Fn(&[char]) -> bool| {
                for (at, _) in chars.windows(length.max(1)).enumerate().filter(|(_, window)| fits(window)) {
                    let spot = |at: usize| folded.spots.get(run.spots.start + at);
                    let ends = spot(at).zip(spot(at + length - 1));
                    out.extend(ends.map(|(first, last)| first.from as usize..last.to as usize));
                }
            };
            for way in &self.sounds {
                mark(way.len(), &|window| window.iter().zip(*way).all(|(&c, syllable)| pinyin::reads(c, syllable)));
            }
            for row in &self.initials {
                mark(row.len(), &|window| {
                    let begins = |c: char, letter: char| pinyin::readings(c).iter().any(|r| r.starts_with(letter));
                    window.iter().zip(row.chars()).all(|(&c, letter)| begins(c, letter))
                });
            }
        }
        out
    }
}

/// Words of letters and digits are found whole, not inside of others.
fn stands_alone(text: &str, at: usize, needle: &str) -> bool {
    let parted = |c: char| c == NEXT || c == BREAK;
    let is_word = |c: Option<char>| c.is_some_and(|c| !is_han(c));
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at + needle.len()..).and_then(|t| t.chars().next());
    (!is_word(needle.chars().next()) || before.is_none_or(parted))
        && (!is_word(needle.chars().next_back()) || after.is_none_or(parted))
}

/// Where the window with most parts of the question begins, and how many they are.
fn best(places: &[(usize, Range<usize>)]) -> Option<(usize, usize)> {
    let mut out: Option<(usize, usize, usize)> = None;
    for (nth, (_, first)) in places.iter().enumerate().take(MAX_PLACES) {
        let inside = places.iter().skip(nth).take(MAX_PLACES).take_while(|(_, p)| p.end <= first.start + WIDTH - NEAR);
        let mut parts: Vec<usize> = inside.map(|(part, _)| *part).collect();
        let count = parts.len();
        parts.sort_unstable();
        parts.dedup();
        if out.is_none_or(|(_, most, more)| (parts.len(), count) > (most, more)) {
            out = Some((first.start, parts.len(), count));
        }
    }
    out.map(|(start, parts, _)| (start, parts.max(1)))
}

/// Where a snippet begins that shows what stands at `at`.
fn beginning(text: &str, at: usize) -> usize {
    let far = text.ceil_char_boundary(at.saturating_sub(BEFORE));
    if far == 0 {
        return 0;
    }
    let before = text.get(far..at).unwrap_or_default();
    let sentence = before.char_indices().rev().find(|(_, c)| "。！？；\n".contains(*c));
    match sentence {
        Some((offset, c)) => far + offset + c.len_utf8(),
        None => text.ceil_char_boundary(at.saturating_sub(NEAR)),
    }
}

/// The piece of a text from `start`, with blanks folded, and the marks that stand wholly in it.
fn cut(text: &str, start: usize, marks: &[Range<usize>]) -> Marked {
    let end = text.floor_char_boundary(start + WIDTH);
    let piece = text.get(start..end).unwrap_or_default();
    let mut out = Marked::default();
    let is_cut = |rest: Option<&str>| rest.is_some_and(|rest| !rest.trim().is_empty());
    if is_cut(text.get(..start)) {
        out.text.push('…');
    }
    let mut marks = marks.iter().skip_while(|mark| mark.start < start).take_while(|mark| mark.end <= end).peekable();
    let mut open = None;
    let mut blank = true;
    for (offset, c) in piece.char_indices() {
        let at = start + offset;
        if marks.peek().is_some_and(|mark| mark.start == at) {
            open = Some(out.text.len());
        }
        if c.is_whitespace() || c.is_control() {
            if !blank {
                out.text.push(' ');
            }
            blank = true;
        } else {
            out.text.push(c);
            blank = false;
        }
        if marks.peek().is_some_and(|mark| mark.end <= at + c.len_utf8()) {
            out.marks.extend(open.take().map(|from| from..out.text.len()));
            marks.next();
        }
    }
    out.text.truncate(out.text.trim_end().len());
    if is_cut(text.get(end..)) {
        out.text.push('…');
    }
    out
}

/// Places in order and apart from each other; those that touch are one.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for place in places {
        match out.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}
