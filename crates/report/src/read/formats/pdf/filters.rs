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
        b"LZWDecode" | b"LZW" => Some(lzw(bytes, most)),
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

/// LZW with codes of 9 to 12 bits that grow one code early, as PDF has it unless it says otherwise. Each known string
/// is a stretch of what was unpacked before, and the byte after it.
fn lzw(bytes: &[u8], most: usize) -> Vec<u8> {
    const CLEAR: u32 = 256;
    const END: u32 = 257;
    let (mut out, mut known): (Vec<u8>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    let mut last: Option<(usize, usize)> = None;
    let (mut held, mut bits, mut width) = (0_u32, 0, 9);
    for &byte in bytes {
        (held, bits) = (held << 8 | u32::from(byte), bits + 8);
        if bits < width {
            continue;
        }
        bits -= width;
        let code = held >> bits;
        held &= (1 << bits) - 1;
        if code == END || out.len() >= most {
            break;
        }
        if code == CLEAR {
            known.clear();
            (last, width) = (None, 9);
            continue;
        }
        if let Some((from, length)) = last.filter(|_| known.len() < 4096 - 258) {
            known.push((from, length + 1));
        }
        let start = out.len();
        match u8::try_from(code) {
            Ok(byte) => out.push(byte),
            Err(_) => {
                let Some(&(from, length)) = known.get(code as usize - 258) else { break };
                // one by one: the last byte may be the first of those that are written here
                for at in from..from + length.min(most - start) {
                    out.extend(out.get(at).copied());
                }
            }
        }
        last = Some((start, out.len() - start));
        width = match known.len() + 259 {
            2048.. => 12,
            1024.. => 11,
            512.. => 10,
            _ => 9,
        };
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lzw_gives_back_the_bytes_of_the_standard_s_own_example() {
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        let plain = [45, 45, 45, 45, 45, 65, 45, 45, 45, 66];
        assert_eq!(unpack(b"LZWDecode", &packed, 100).unwrap(), plain);
        assert_eq!(unpack(b"LZW", &packed, 4).unwrap().len(), 4);
    }

    #[test]
    fn lzw_of_anything_ends() {
        for seed in 0..200_u32 {
            let bytes: Vec<u8> = (0..400_u32).map(|i| (i.wrapping_mul(seed ^ 0x9e37) >> 7) as u8).collect();
            assert!(unpack(b"LZWDecode", &bytes, 10_000).unwrap().len() <= 10_000);
        }
    }
}
