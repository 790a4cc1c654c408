//! The next byte of some kind, where it is near as the ends of tags are: a general search takes longer to begin than
//! it would take to look.

use memchr::{memchr, memchr2};

const ONES: u64 = u64::MAX / 255;
/// So many words of eight bytes are looked at before the general search.
const NEAR: usize = 4;

/// Where a byte first stands.
pub(super) fn near(byte: u8, text: &[u8]) -> Option<usize> {
    let wanted = ONES * u64::from(byte);
    first(text, |word| zeros(word ^ wanted), |far| memchr(byte, far))
}

/// Where one of two bytes first stands.
pub(super) fn near2(a: u8, b: u8, text: &[u8]) -> Option<usize> {
    let (first_wanted, second_wanted) = (ONES * u64::from(a), ONES * u64::from(b));
    first(text, |word| zeros(word ^ first_wanted) | zeros(word ^ second_wanted), |far| memchr2(a, b, far))
}

#[inline(always)]
fn first(text: &[u8], marks: impl Fn(u64) -> u64, search: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
    let words = text.as_chunks::<8>().0;
    for (i, word) in words.iter().take(NEAR).enumerate() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(i * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    let far = words.len().min(NEAR) * 8;
    search(text.get(far..)?).map(|found| far + found)
}

/// The highest bit of each byte that is 0; above the lowest of them others may be marked too.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_byte_is_found_where_a_walk_finds_it(text in prop::collection::vec(0_u8..8, 0..80), zero in 0_usize..60) {
            let text: Vec<u8> = text.iter().enumerate().map(|(i, b)| if i < zero { b | 4 } else { b & 3 }).collect();
            prop_assert_eq!(near(1, &text), text.iter().position(|&b| b == 1));
            prop_assert_eq!(near2(1, 6, &text), text.iter().position(|&b| b == 1 || b == 6));
        }
    }
}
