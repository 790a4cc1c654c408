//! JSON strings, eight bytes at a time: most of a report is Chinese text that needs no escape.

/// Adds a quoted JSON string.
///
/// ```
/// let mut out = Vec::new();
/// gongkai_report::json::string(&mut out, "第\u{1}行\t“公开”\"\n");
/// assert_eq!(out, "\"第\\u0001行\\t“公开”\\\"\\n\"".as_bytes());
/// ```
pub fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(plain_length(rest));
        out.extend_from_slice(plain);
        if let Some((&byte, after)) = after.split_first() {
            escape(out, byte);
            rest = after;
        } else {
            rest = after;
        }
    }
    out.push(b'"');
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.extend([byte >> 4, byte & 15].map(|half| b"0123456789abcdef"[usize::from(half)]));
            return;
        }
    };
    out.extend([b'\\', short]);
}

fn must_be_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// How many bytes from the start need no escape.
fn plain_length(bytes: &[u8]) -> usize {
    let (words, _) = bytes.as_chunks::<8>();
    let plain = words.iter().take_while(|word| !any_to_escape(u64::from_le_bytes(**word))).count() * 8;
    let tail = bytes.get(plain..).unwrap_or_default();
    plain + tail.iter().position(|&byte| must_be_escaped(byte)).unwrap_or(tail.len())
}

/// Whether one of eight bytes is below a blank, a quote or a backslash: the carry of a subtraction shows it.
fn any_to_escape(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & (ONES << 7);
    let equals = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equals(b'"') | equals(b'\\') != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_back_by_an_independent_json_reader(text in "(\\PC|[\\x00-\\x7f]|\"|\\\\|\\n){0,60}") {
            let mut out = Vec::new();
            super::string(&mut out, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
