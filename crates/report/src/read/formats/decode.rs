//! Bytes into text: UTF-8, UTF-16 and GB18030 (with GBK and GB 2312 inside it), declared or not.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// How far into a page a `<meta charset>` is looked for.
const DECLARED_WITHIN: usize = 4096;

/// Text of some bytes, without a byte order mark. What cannot be decoded becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> String {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => by(encoding, bytes.get(mark..).unwrap_or_default()),
        None => without_mark(bytes),
    };
    // files of old Macs and of some exports end their lines with a carriage return alone
    if memchr::memchr(b'\r', text.as_bytes()).is_some() && memchr::memchr(b'\n', text.as_bytes()).is_none() {
        return text.replace('\r', "\n");
    }
    text
}

fn without_mark(bytes: &[u8]) -> String {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) if memchr::memchr(0, text.as_bytes().get(..2048).unwrap_or(text.as_bytes())).is_none() => {
            text.to_owned()
        }
        sound => match (wide(bytes), sound) {
            (Some(encoding), _) => by(encoding, bytes),
            (None, Ok(text)) => text.to_owned(),
            (None, Err(_)) => by(declared(bytes).unwrap_or_else(|| likelier(bytes)), bytes),
        },
    }
}

fn by(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 without a mark: read in pairs, nearly all units are ones that Chinese text has.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048) & !1)?;
    let (mut little, mut big) = (0, 0);
    for pair in head.chunks_exact(2) {
        let &[a, b] = pair else { continue };
        little += usize::from(usual(u16::from_le_bytes([a, b])));
        big += usize::from(usual(u16::from_be_bytes([a, b])));
    }
    let enough = head.len() / 2 * 9 / 10;
    let (encoding, most, least) = if little >= big { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
    // two-byte text of other encodings can look usual in both orders, or in one by chance in a few characters
    (head.len() >= 48
        && most > enough
        && least * 2 < most
        && std::str::from_utf8(head).map_or(true, |s| s.contains('\0')))
    .then_some(encoding)
}

fn usual(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0 | 0x2010..=0x2030 | 0x3000..=0x3020 | 0x4e00..=0x9fa5 | 0xff01..=0xff5e)
}

/// The encoding that a page says it has, in its first bytes; as browsers do, GB 2312 means GBK.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED_WITHIN))?;
    let lower = head.to_ascii_lowercase();
    memmem::find_iter(&lower, b"charset").find_map(|at| {
        let rest = lower.get(at + "charset".len()..)?;
        let label: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\''))
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            .collect();
        let encoding = Encoding::for_label(&label)?;
        // the bytes were found not to be UTF-8: a page that says so is either cut off or wrong about itself
        (encoding != UTF_8).then(|| if encoding == encoding_rs::GBK { GB18030 } else { encoding })
    })
}

/// Damaged UTF-8 or sound GB18030: whichever leaves less that does not decode.
fn likelier(bytes: &[u8]) -> &'static Encoding {
    let (mut wrong, mut right) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().bytes().filter(|&b| b >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    if wrong * 10 < right { UTF_8 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: &str = "青川市人民政府2023年政府信息公开工作年度报告\n一、总体情况";

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn the_same_words_come_out_of_every_encoding() {
        let gb = encoding_rs::GB18030.encode(WORDS).0.into_owned();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let (little, big) = (utf16(WORDS, u16::to_le_bytes), utf16(WORDS, u16::to_be_bytes));
        for bytes in [
            WORDS.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", WORDS.as_bytes()),
            gb,
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            little,
            big,
        ] {
            assert_eq!(decode(&bytes), WORDS);
        }
    }

    #[test]
    fn a_page_that_says_gb2312_is_read_as_the_larger_gb18030() {
        let page = "<meta charset=\"gb2312\"><p>㙍镕</p>";
        assert_eq!(decode(&encoding_rs::GB18030.encode(page).0), page);
    }

    #[test]
    fn utf8_cut_off_inside_a_character_stays_utf8() {
        let bytes = &WORDS.as_bytes()[..WORDS.len() - 1];
        assert!(decode(bytes).starts_with("青川市人民政府2023年"));
    }

    #[test]
    fn lines_parted_by_carriage_returns_alone_are_lines() {
        assert_eq!(decode("一\r二".as_bytes()), "一\n二");
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            decode(&bytes);
        }

        #[test]
        fn chinese_text_survives_gb18030(words in "[一-龥]{8,40}") {
            prop_assert_eq!(decode(&encoding_rs::GB18030.encode(&words).0), words);
        }
    }
}
