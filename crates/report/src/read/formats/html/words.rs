//! The text between tags: blanks collapsed, references resolved, and the way back kept.

use super::{
    super::draft::Draft,
    entities::{self, Meaning},
};

/// How text is taken.
pub(super) struct Words {
    /// (offset in text, offset in source), see [`crate::document::Origins::Markup`].
    pub marks: Vec<(u32, u32)>,
    /// Whether a line's end in the source is one in the text.
    pub keep_lines: bool,
    /// A blank that was met and matters only if words follow it on the line.
    blank: bool,
}

/// For each first byte how long its character is; 0 where copying may have to stop: blanks, references, and characters
/// among which are some that are blank or nothing.
const STEPS: [u8; 256] = {
    let mut steps = [1; 256];
    let mut byte = 0xc0;
    while byte < 256 {
        steps[byte] = if byte < 0xe0 {
            2
        } else if byte < 0xf0 {
            3
        } else {
            4
        };
        byte += 1;
    }
    let stops = b" \t\n\r\x0c&\xc2\xe2\xef";
    let mut i = 0;
    while i < stops.len() {
        steps[stops[i] as usize] = 0;
        i += 1;
    }
    steps
};

/// How many bytes from the start are words to be copied.
fn plain_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let step = usize::from(STEPS[usize::from(byte)]);
        at += match text.get(at..).unwrap_or_default() {
            _ if step > 0 => step,
            // a no-break blank; zero-width blanks, direction marks, byte order marks
            [0xc2, 0xa0, ..] | [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xef, 0xbb, 0xbf, ..] => return at,
            [0xc2, ..] => 2,
            [0xe2 | 0xef, ..] => 3,
            _ => return at,
        };
    }
    at
}

impl Words {
    /// `bytes` is the length of the page.
    pub(super) fn new(keep_lines: bool, bytes: usize) -> Self {
        Self { marks: Vec::with_capacity(bytes / 64), keep_lines, blank: false }
    }

    /// Takes the text at `from..to` of the page.
    pub(super) fn take(&mut self, draft: &mut Draft, page: &str, from: usize, to: usize) {
        let bytes = page.as_bytes().get(..to).unwrap_or_default();
        let mut at = from;
        while at < to {
            let rest = bytes.get(at..).unwrap_or_default();
            let run = plain_length(rest);
            if run > 0 {
                self.say(draft, page.get(at..at + run).unwrap_or_default(), at);
                at += run;
            } else {
                at += self.stop(draft, page, at, rest);
            }
        }
    }

    /// A line's end: a blank before it means nothing.
    pub(super) fn end_line(&mut self, draft: &mut Draft) {
        self.blank = false;
        draft.end_line();
    }

    /// Forgets a blank: a cell begins or ends.
    pub(super) fn forget_blank(&mut self) {
        self.blank = false;
    }

    /// Notes where the text goes on in the source.
    pub(super) fn mark(&mut self, text: usize, source: usize) {
        let (text, source) = (offset(text), offset(source));
        let runs_on = self.marks.last().is_some_and(|&(t, s)| text.wrapping_sub(t) == source.wrapping_sub(s));
        if !runs_on {
            self.marks.push((text, source));
        }
    }

    /// What stands at a stop: says it, and gives back how many bytes it took.
    fn stop(&mut self, draft: &mut Draft, page: &str, at: usize, rest: &[u8]) -> usize {
        match rest {
            [b'\n', ..] if self.keep_lines => {
                self.end_line(draft);
                1
            }
            [b' ' | b'\t' | b'\n' | b'\r' | b'\x0c', ..] => {
                self.blank = true;
                1
            }
            [0xc2, 0xa0, ..] => {
                self.blank = true;
                2
            }
            [b'&', ..] => self.refer(draft, page.get(at + 1..at + rest.len()).unwrap_or_default(), at) + 1,
            // nothing that shows
            _ => 3,
        }
    }

    fn refer(&mut self, draft: &mut Draft, rest: &str, at: usize) -> usize {
        let (meaning, length) = entities::reference(rest).unwrap_or((Meaning::Letter('&'), 0));
        match meaning {
            Meaning::Words(" ") | Meaning::Letter(' ' | '\n' | '\t' | '\r' | '\u{a0}') => self.blank = true,
            Meaning::Letter('\u{200b}'..='\u{200f}' | '\u{feff}') => {}
            Meaning::Words(words) => self.say(draft, words, at),
            Meaning::Letter(letter) => self.say(draft, letter.encode_utf8(&mut [0; 4]), at),
        }
        length
    }

    fn say(&mut self, draft: &mut Draft, words: &str, at: usize) {
        if std::mem::take(&mut self.blank) && !draft.is_fresh() {
            draft.say(" ");
        }
        self.mark(draft.text.len(), at);
        draft.say(words);
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
