//! Many words looked for in one walk over a text, the longest at each place.
//!
//! An automaton for all words of the form is larger than the processor's cache and looks at each byte. Here a walk over
//! the characters passes over all that no word begins with, by a table of a few kilobytes.

/// Words by meaning, ready to be found.
pub(crate) struct Lexicon<W> {
    /// For each hash of a character the place, from 1, of the words that begin with such a character; 0 for none.
    table: Vec<u16>,
    groups: Vec<Group<W>>,
}

/// Words whose first characters have the same hash.
struct Group<W> {
    /// Which last bits a second character of theirs may have; all where one of them may have none.
    seconds: u64,
    /// The longest first.
    words: Vec<Word<W>>,
}

struct Word<W> {
    /// Its first eight bytes, and which of them it has.
    head: u64,
    mask: u64,
    /// Its further bytes.
    tail: Box<[u8]>,
    length: usize,
    meaning: W,
}

impl<W: Copy> Lexicon<W> {
    /// Each meaning with the ways to write it. Small and capital Latin letters are alike.
    pub(crate) fn new<'s>(spellings: impl Iterator<Item = (W, &'s str)>) -> Self {
        let mut lexicon = Self { table: vec![0; 1 << HASH_BITS], groups: Vec::new() };
        for (meaning, word) in spellings {
            lexicon.add(word.as_bytes(), meaning);
        }
        for group in &mut lexicon.groups {
            group.words.sort_by_key(|word| std::cmp::Reverse(word.length));
        }
        lexicon
    }

    fn add(&mut self, word: &[u8], meaning: W) {
        let Some(&lead) = word.first() else { return };
        let (head, length) = (window(word), char_length(lead));
        let Some(place) = self.table.get_mut(hash(head, length)) else { return };
        if *place == 0 {
            self.groups.push(Group { seconds: 0, words: Vec::new() });
            *place = u16::try_from(self.groups.len()).unwrap_or(0);
        }
        if let Some(group) = self.groups.get_mut(usize::from(*place).wrapping_sub(1)) {
            group.seconds |= if word.len() > length + 2 { second(head, length) } else { u64::MAX };
            let (mask, tail) = (first_bytes(word.len()), word.get(8..).unwrap_or_default().into());
            group.words.push(Word { head, mask, tail, length: word.len(), meaning });
        }
    }

    /// Meaning, first byte and end of each word found, in order; none begins inside of another.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (W, usize, usize)> + 'a {
        let mut rest = text.as_bytes();
        std::iter::from_fn(move || {
            while let Some(&lead) = rest.first() {
                // one branch for each length: the processor runs ahead to the next character along the usual one
                let (word, behind) = match lead {
                    ..0x80 => (self.at_start(rest, 1), rest.get(1..)),
                    0xe0..0xf0 => (self.at_start(rest, 3), rest.get(3..)),
                    _ => (self.at_start(rest, char_length(lead)), rest.get(char_length(lead)..)),
                };
                if let Some(word) = word {
                    let start = text.len() - rest.len();
                    rest = rest.get(word.length..).unwrap_or_default();
                    return Some((word.meaning, start, start + word.length));
                }
                rest = behind.unwrap_or_default();
            }
            None
        })
    }

    /// The longest word at the start of a text whose first character has this length.
    #[inline(always)]
    fn at_start(&self, text: &[u8], length: usize) -> Option<&Word<W>> {
        let window = window(text);
        let place = usize::from(*self.table.get(hash(window, length))?);
        let group = self.groups.get(place.checked_sub(1)?)?;
        if group.seconds & second(window, length) == 0 {
            return None;
        }
        group.words.iter().find(|word| {
            window & word.mask == word.head
                && text
                    .get(8..)
                    .unwrap_or_default()
                    .get(..word.tail.len())
                    .is_some_and(|t| t.eq_ignore_ascii_case(&word.tail))
        })
    }
}

/// The first eight bytes of a text, in small letters, the first one lowest; 0 where it is shorter.
#[inline]
fn window(text: &[u8]) -> u64 {
    let bytes = text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        bytes
    });
    // in each byte the highest bit says whether it is a capital letter
    const ONES: u64 = u64::MAX / 255;
    let bytes = u64::from_le_bytes(bytes);
    let low = bytes & (ONES * 0x7f);
    let (from_a, past_z) = (low + ONES * u64::from(0x80 - b'A'), low + ONES * u64::from(0x7f - b'Z'));
    bytes | (from_a & !past_z & !bytes & (ONES * 0x80)) >> 2
}

fn first_bytes(length: usize) -> u64 {
    if length < 8 { (1 << (8 * length)) - 1 } else { u64::MAX }
}

const HASH_BITS: u32 = 12;

/// Of the character of this length at the start of a window.
fn hash(window: u64, length: usize) -> usize {
    ((window & first_bytes(length)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - HASH_BITS)) as usize
}

/// One bit for the third byte after the first character: the last of a second one, where that is Chinese.
fn second(window: u64, length: usize) -> u64 {
    1 << (window >> (8 * (length + 2)) & 63)
}

/// How many bytes a character has, by its first.
fn char_length(lead: u8) -> usize {
    match lead {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The longest word at the first place that has one, and so on after its end.
    fn looked_up(words: &[&str], text: &str) -> Vec<(usize, usize, usize)> {
        let (mut out, mut at) = (Vec::new(), 0);
        while let Some(letter) = text[at..].chars().next() {
            let here = |word: &str| text[at..].to_ascii_lowercase().starts_with(&word.to_ascii_lowercase());
            let longest = words.iter().enumerate().filter(|(_, word)| here(word)).max_by_key(|(_, word)| word.len());
            match longest {
                Some((which, word)) => {
                    out.push((which, at, at + word.len()));
                    at += word.len();
                }
                None => at += letter.len_utf8(),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn each_word_is_found_where_a_reader_with_a_list_would_find_it(text in "[公开申请情况1a.Aé😀]{0,30}") {
            let words = ["公开", "公", "公开申请", "申请公开", "情况", "开", "1.", "a", "Aa.公", "é", "é公", "😀开"];
            let lexicon = Lexicon::new(words.into_iter().enumerate());
            prop_assert_eq!(lexicon.find(&text).collect::<Vec<_>>(), looked_up(&words, &text));
        }
    }
}
