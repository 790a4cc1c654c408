//! Character maps: from a font's codes to Unicode (`ToUnicode`).

use super::lexer::{Lexer, Object};

/// More entries than a font of all Chinese characters has.
const MOST_ENTRIES: usize = 100_000;

/// Ranges of codes with what the first of each stands for.
pub(super) struct CMap {
    /// (first code, last code, words of the first), by first code.
    ranges: Vec<(u32, u32, String)>,
}

impl CMap {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let lexer = Lexer::new(bytes, 0);
        let mut ranges = Vec::new();
        let mut operands: Vec<Object<'_>> = Vec::new();
        for object in lexer {
            let Object::Word(word) = object else {
                operands.push(object);
                continue;
            };
            match word {
                b"endbfchar" => ranges.extend(operands.chunks_exact(2).filter_map(single)),
                b"endbfrange" => operands.chunks_exact(3).for_each(|range| spread(range, &mut ranges)),
                _ => {}
            }
            operands.clear();
            if ranges.len() > MOST_ENTRIES {
                break;
            }
        }
        ranges.sort_by_key(|&(first, ..)| first);
        Self { ranges }
    }

    /// What a code stands for.
    pub(super) fn get(&self, code: u32) -> Option<String> {
        let at = self.ranges.partition_point(|&(first, ..)| first <= code).checked_sub(1)?;
        let (first, last, words) = self.ranges.get(at)?;
        if code > *last {
            return None;
        }
        let mut words = words.clone();
        if code > *first {
            let end = words.pop()?;
            words.push(char::from_u32(u32::from(end) + (code - first))?);
        }
        Some(words)
    }
}

fn single(pair: &[Object<'_>]) -> Option<(u32, u32, String)> {
    let [Object::Text(code), Object::Text(words)] = pair else { return None };
    let code = number(code);
    Some((code, code, utf16(words)))
}

fn spread(range: &[Object<'_>], ranges: &mut Vec<(u32, u32, String)>) {
    match range {
        [Object::Text(first), Object::Text(last), Object::Text(words)] => {
            ranges.push((number(first), number(last), utf16(words)));
        }
        [Object::Text(first), _, Object::Array(items)] => {
            for (code, item) in (number(first)..).zip(items) {
                if let Object::Text(words) = item {
                    ranges.push((code, code, utf16(words)));
                }
            }
        }
        _ => {}
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |n, &byte| n << 8 | u32::from(byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_alone_in_ranges_and_in_lists() {
        let map = CMap::read(
            b"1 beginbfchar <01> <4E00> endbfchar 2 beginbfrange <0010> <0012> <0041> <20> <21> [<4E8C> <D840DC00>] endbfrange",
        );
        let found: Vec<_> = [1, 0x10, 0x12, 0x13, 0x20, 0x21].map(|code| map.get(code)).into_iter().collect();
        assert_eq!(
            found.iter().map(Option::as_deref).collect::<Vec<_>>(),
            [Some("一"), Some("A"), Some("C"), None, Some("二"), Some("𠀀")]
        );
    }
}
