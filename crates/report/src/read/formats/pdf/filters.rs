//! What streams are packed with. Pictures' filters are not among them: no text comes out of those.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// Unpacks by one filter, to at most `most` bytes; `None` for filters that hold no text.
///
/// A stream that breaks off gives what came before the break.
pub(super) fn unpack(filter: &[u8], bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    match filter {
        b"FlateDecode" | b"Fl" => {
            let mut out = Vec::new();
            let limit = u64::try_from(most).unwrap_or(u64::MAX);
            // the bytes before an error are in `out` already
            let _ = ZlibDecoder::new(bytes).take(limit).read_to_end(&mut out);
            Some(out)
        }
        b"ASCII85Decode" | b"A85" => Some(ascii85(bytes)),
        b"ASCIIHexDecode" | b"AHx" => {
            let digits =
                bytes.iter().map_while(|&b| (b != b'>').then_some(b)).filter_map(|b| char::from(b).to_digit(16));
            let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
            let byte = |pair: &[u8]| pair.first().copied().unwrap_or(0) << 4 | pair.get(1).copied().unwrap_or(0);
            Some(digits.chunks(2).map(byte).collect())
        }
        _ => None,
    }
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 5 * 4);
    let mut group = Vec::with_capacity(5);
    for &byte in bytes {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    out.extend(word(&group));
                    group.clear();
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(word(&group).into_iter().take(kept));
    }
    out
}

fn word(group: &[u8]) -> [u8; 4] {
    group.iter().fold(0u32, |n, &digit| n.wrapping_mul(85).wrapping_add(u32::from(digit))).to_be_bytes()
}
