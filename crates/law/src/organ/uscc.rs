//! 统一社会信用代码: the code of an organisation, and its check character. GB 32100-2015.

use std::fmt;

/// The characters of a code; each is worth its place. I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 3 to the power of the place, modulo 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Checks a code.
///
/// # Errors
/// What is wrong, and with which character.
///
/// ```
/// use gongkai_law::organ::uscc::{self, Fault};
///
/// assert_eq!(uscc::check("91350100M000100Y43"), Ok(()));
/// assert_eq!(uscc::check("91350100M000100Y45"), Err(Fault::CheckCharacter { found: '5', wanted: '3' }));
/// assert_eq!(uscc::check("9135O100M000100Y43").unwrap_err().to_string(), "第5位“O”不是统一社会信用代码可用的字符");
/// ```
pub fn check(code: &str) -> Result<(), Fault> {
    let length = code.chars().count();
    if length != 18 {
        return Err(Fault::Length(length));
    }
    let mut sum = 0;
    for ((at, character), weight) in (1..).zip(code.chars()).zip(WEIGHTS) {
        sum += value(character).ok_or(Fault::Character { at, found: character })? * weight;
    }
    let wanted = (31 - sum % 31) % 31;
    let found = code.chars().next_back().unwrap_or_default();
    match value(found) {
        Some(last) if last == wanted => Ok(()),
        Some(_) => Err(Fault::CheckCharacter { found, wanted: character(wanted) }),
        None => Err(Fault::Character { at: 18, found }),
    }
}

/// The same as a question about bytes, for looking through text.
pub fn holds(code: &[u8]) -> bool {
    std::str::from_utf8(code).is_ok_and(|code| check(code).is_ok())
}

fn value(character: char) -> Option<u32> {
    ALPHABET.iter().position(|c| char::from(*c) == character).and_then(|at| u32::try_from(at).ok())
}

fn character(value: u32) -> char {
    usize::try_from(value).ok().and_then(|at| ALPHABET.get(at)).map_or('0', |c| char::from(*c))
}

/// Why a text is no unified social credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not of 18 characters, but of so many.
    Length(usize),
    /// A character that the standard does not use.
    Character {
        /// Its place, from 1.
        at: usize,
        /// What stands there.
        found: char,
    },
    /// The last character does not fit the others.
    CheckCharacter {
        /// What stands there.
        found: char,
        /// What the others demand.
        wanted: char,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => write!(f, "统一社会信用代码应为18位，现为{length}位"),
            Self::Character { at, found } => write!(f, "第{at}位“{found}”不是统一社会信用代码可用的字符"),
            // never the character that would fit: a code made to fit proves nothing
            Self::CheckCharacter { .. } => f.write_str("统一社会信用代码不对，请逐位核对"),
        }
    }
}

impl std::error::Error for Fault {}
