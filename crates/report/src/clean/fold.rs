//! 归一: the words of a document as labels and numbers are looked for: no blanks, no quotation marks, half-width,
//! simplified, without glosses. One pass; every place leads back.

use super::{gloss, kept::Kept, variants};
use crate::{
    document::{Document, Span},
    reading::Prose,
};

/// A document folded.
pub(crate) struct Folded {
    /// The words of all pieces without a break between them.
    pub(crate) words: Prose,
    /// Where each piece starts in `words`; one more for the end.
    pub(crate) starts: Vec<u32>,
    /// Where blanks stood inside pieces, in `words`, in rising order.
    pub(crate) gaps: Vec<u32>,
    /// What was repaired.
    pub(crate) repairs: Repairs,
}

impl Folded {
    /// The words of one piece.
    pub(crate) fn piece(&self, piece: usize) -> &str {
        let at = |piece: usize| self.starts.get(piece).map(|&start| start as usize);
        at(piece).zip(at(piece + 1)).and_then(|(start, end)| self.words.text.get(start..end)).unwrap_or_default()
    }

    /// The piece in which a place of the folded text lies.
    pub(crate) fn piece_at(&self, at: usize) -> usize {
        self.starts
            .partition_point(|&start| start as usize <= at)
            .saturating_sub(1)
            .min(self.starts.len().saturating_sub(2))
    }
}

/// What running text must be cleaned of, too.
#[derive(Default)]
pub(crate) struct Repairs {
    /// How many glosses, and the first.
    pub(crate) glosses: usize,
    pub(crate) first_gloss: Option<Span>,
    /// The document is written in traditional characters; the first one.
    pub(crate) traditional: bool,
    pub(crate) first_traditional: Option<Span>,
    /// Characters that show no ink or only some: no-break and zero-width blanks.
    pub(crate) unseen: bool,
}

impl Repairs {
    /// Whether running text may be copied as it is.
    pub(crate) fn none(&self) -> bool {
        self.glosses == 0 && !self.traditional && !self.unseen
    }
}

/// More places where something was left out than any report has; each costs memory.
const MOST_MARKS: usize = 4_000_000;

/// Folds all pieces of a document; `None` where there is more to leave out than in any report.
pub(crate) fn document(document: &Document) -> Option<Folded> {
    let mut scan = Scan {
        kept: Kept::with_capacity(document.text.len()),
        gaps: Vec::with_capacity(document.pieces.len()),
        repairs: Repairs { traditional: variants::is_traditional(&document.text), ..Repairs::default() },
    };
    let mut starts = Vec::with_capacity(document.pieces.len() + 1);
    for piece in &document.pieces {
        starts.push(offset(scan.kept.len()));
        scan.piece(document.words(piece.span), piece.span.start as usize);
        if scan.kept.marks() > MOST_MARKS {
            return None;
        }
    }
    starts.push(offset(scan.kept.len()));
    Some(Folded { words: scan.kept.finish(), starts, gaps: scan.gaps, repairs: scan.repairs })
}

/// A few words folded, without the way back.
pub(crate) fn plain(words: &str) -> String {
    let mut scan = Scan { kept: Kept::default(), gaps: Vec::new(), repairs: Repairs::default() };
    scan.piece(words, 0);
    scan.kept.finish().text
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

struct Scan {
    kept: Kept,
    gaps: Vec<u32>,
    repairs: Repairs,
}

/// What becomes of a character.
enum Fold {
    Keep,
    Put(char),
    /// Left out; the words on both sides stood apart.
    Blank,
    /// Left out; the words on both sides belong together.
    Nothing,
}

impl Scan {
    fn piece(&mut self, text: &str, base: usize) {
        let (mut at, mut run) = (0, 0);
        let bytes = text.as_bytes();
        while let Some(&lead) = bytes.get(at) {
            let ordinary = usize::from(ORDINARY[usize::from(lead)]);
            if ordinary > 0 && !(ordinary == 3 && self.repairs.traditional) {
                at += ordinary;
                continue;
            }
            if self.kept.marks() > MOST_MARKS {
                return;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let (fold, len) = self.fold(c, text, at, base);
            if !matches!(fold, Fold::Keep) {
                self.kept.copy(text.get(run..at).unwrap_or_default(), base + run);
                run = at + len;
            }
            match fold {
                Fold::Put(other) => self.kept.put(other, base + at, len),
                Fold::Blank => self.gap(),
                Fold::Keep | Fold::Nothing => {}
            }
            at += len;
        }
        self.kept.copy(text.get(run..).unwrap_or_default(), base + run);
    }

    fn gap(&mut self) {
        let here = offset(self.kept.len());
        if self.gaps.last() != Some(&here) {
            self.gaps.push(here);
        }
    }

    fn fold(&mut self, c: char, text: &str, at: usize, base: usize) -> (Fold, usize) {
        let len = c.len_utf8();
        let span = |len: usize| Some(Span { start: offset(base + at), end: offset(base + at + len) });
        match c {
            '(' | '（' => {
                let follows = text.get(..at).and_then(|s| s.chars().next_back()).is_some_and(is_han);
                let rest = text.get(at..).filter(|_| follows);
                let gloss = rest.and_then(|rest| gloss::length(rest, self.repairs.glosses > 0));
                if let Some(len) = gloss {
                    self.repairs.first_gloss = self.repairs.first_gloss.or(span(len));
                    self.repairs.glosses += 1;
                    return (Fold::Nothing, len);
                }
                (if c == '(' { Fold::Keep } else { Fold::Put('(') }, len)
            }
            '\u{4e00}'..='\u{9fff}' => {
                let other = variants::simplified(c);
                if other == c {
                    return (Fold::Keep, len);
                }
                self.repairs.first_traditional = self.repairs.first_traditional.or(span(len));
                (Fold::Put(other), len)
            }
            '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
                self.repairs.unseen = true;
                (if c == '\u{a0}' { Fold::Blank } else { Fold::Nothing }, len)
            }
            _ => (fold(c), len),
        }
    }
}

/// By its first byte the length of a character that is kept as it is; 0 where the whole must be looked at.
const ORDINARY: [u8; 256] = {
    let mut lengths = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        lengths[byte] = match byte as u8 {
            b'\t'..=b'\r' | b' ' | b'"' | b'\'' | b'(' | b'|' | 0xc2 | 0xe2 | 0xe3 | 0xef => 0,
            0..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xee => 3,
            _ => 4,
        };
        byte += 1;
    }
    lengths
};

fn fold(c: char) -> Fold {
    match c {
        '|' | '｜' | '│' | '┃' | '\u{85}' => Fold::Blank,
        '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '＇' => {
            Fold::Nothing
        }
        '\u{2010}'..='\u{2015}' | '−' | '─' | '━' | '－' => Fold::Put('-'),
        '∶' => Fold::Put(':'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).map_or(Fold::Keep, Fold::Put),
        c if c.is_whitespace() => Fold::Blank,
        _ => Fold::Keep,
    }
}

/// 汉字.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Source, read::text};

    #[test]
    fn blanks_quotes_and_widths_do_not_matter_to_a_label() {
        assert_eq!(plain("３．危及“三安全 一\u{3000}稳定”"), "3.危及三安全一稳定");
        assert_eq!(plain("（七）总\u{a0}计"), "(七)总计");
    }

    #[test]
    fn every_folded_word_leads_back_to_what_is_printed() {
        let source = "關(guān)懷開放\n總務\n開  關\n（二）開會 １２";
        let text = text::document(source.to_owned(), Source::Text);
        let folded = document(&text).unwrap();
        assert_eq!(folded.words.text, "关怀开放总务开关(二)开会12");
        let words = |w: &str| {
            let at = folded.words.text.find(w).unwrap();
            text.words(folded.words.source(at, at + w.len()))
        };
        assert_eq!(
            (words("关怀"), words("开关"), words("(二)"), words("12")),
            ("關(guān)懷", "開  關", "（二）", "１２")
        );
        assert_eq!(folded.repairs.glosses, 1);
    }
}
