//! 个人信息: the numbers that name a person, told from other numbers by their shape and check digit.
//!
//! What is published must not carry them; these questions are asked of every digit of a text, so they look at bytes.

use std::{fmt, ops::Range};

use jiff::civil::Date;

use crate::organ::uscc;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";

/// The first two digits of an identity number: provinces, residents of Hong Kong, Macao and Taiwan, and foreigners.
const REGIONS: [Range<u8>; 9] = [11..16, 21..24, 31..38, 41..47, 50..55, 61..66, 71..72, 81..84, 90..100];

/// Births that a number can tell of.
const BORN: std::ops::RangeInclusive<i16> = 1880..=2099;

/// Checks a citizen identity number (公民身份号码, GB 11643) by its date of birth and check digit; `x` may be small.
///
/// # Errors
/// What is wrong.
///
/// ```
/// use gongkai_law::personal::{IdFault, check_id};
///
/// assert_eq!(check_id(b"34052419800101001X"), Ok(()));
/// assert_eq!(check_id(b"340524198001010010"), Err(IdFault::CheckDigit { wanted: 'X' }));
/// assert_eq!(check_id(b"340524198002300010"), Err(IdFault::Birth));
/// ```
pub fn check_id(number: &[u8]) -> Result<(), IdFault> {
    let [digits @ .., last] = number else { return Err(IdFault::Length) };
    if digits.len() != 17 {
        return Err(IdFault::Length);
    }
    if let Some(at) = digits.iter().position(|b| !b.is_ascii_digit()) {
        return Err(IdFault::Character { at: at + 1 });
    }
    let last = last.to_ascii_uppercase();
    if !last.is_ascii_digit() && last != b'X' {
        return Err(IdFault::Character { at: 18 });
    }
    if !born(digits) {
        return Err(IdFault::Birth);
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let wanted = CHECK.get(usize::try_from(sum % 11).unwrap_or(0)).copied().unwrap_or(b'0');
    if last == wanted { Ok(()) } else { Err(IdFault::CheckDigit { wanted: char::from(wanted) }) }
}

fn born(digits: &[u8]) -> bool {
    let number = |range: Range<usize>| {
        digits.get(range).map_or(0, |part| part.iter().fold(0, |n: i16, digit| n * 10 + i16::from(digit - b'0')))
    };
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    let date = i8::try_from(month).ok().zip(i8::try_from(day).ok()).map(|(month, day)| Date::new(year, month, day));
    BORN.contains(&year) && matches!(date, Some(Ok(_)))
}

/// Whether the first two digits of an identity number are a region in use. Old numbers may carry others: a doubt,
/// not a proof.
pub fn region_known(number: &[u8]) -> bool {
    match number {
        [a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit() => {
            let region = (a - b'0') * 10 + (b - b'0');
            REGIONS.iter().any(|range| range.contains(&region))
        }
        _ => false,
    }
}

/// Whether it has the shape of a mobile telephone number of the mainland.
///
/// ```
/// use gongkai_law::personal::is_mobile;
///
/// assert!(is_mobile(b"13800005678"));
/// assert!(!is_mobile(b"12345678901") && !is_mobile(b"1380000567"));
/// ```
pub fn is_mobile(number: &[u8]) -> bool {
    matches!(number, [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}

/// Whether it is a bank card number by length, first digit and the Luhn check digit.
///
/// ```
/// use gongkai_law::personal::is_bank_card;
///
/// assert!(is_bank_card(b"6222020000000000000"));
/// assert!(!is_bank_card(b"6222020000000000001"));
/// ```
pub fn is_bank_card(number: &[u8]) -> bool {
    let shape = (16..=19).contains(&number.len())
        && matches!(number.first(), Some(b'3'..=b'6' | b'9'))
        && number.iter().all(u8::is_ascii_digit);
    shape && luhn(number)
}

fn luhn(number: &[u8]) -> bool {
    let sum: u32 = number
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (u32::from(digit - b'0'), at % 2) {
            (digit, 0) => digit,
            (digit, _) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// What kind of personal number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 公民身份号码
    Id,
    /// 手机号码
    Mobile,
    /// 银行卡号
    BankCard,
}

impl Kind {
    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Id => "公民身份号码",
            Self::Mobile => "手机号码",
            Self::BankCard => "银行卡号",
        }
    }
}

/// 个人信息中的号码: a personal number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// The personal numbers of a text, in order. One walk, nothing copied.
///
/// A number stands by itself: letters, digits or `_` beside it, or a decimal point with digits behind, make it
/// something else; so does being a unified social credit code.
///
/// ```
/// use gongkai_law::personal::{Kind, numbers};
///
/// let text = "联系人张某，13800005678；图片 a13800005678.jpg；收费 13800005678.50 元";
/// let found: Vec<_> = numbers(text.as_bytes()).collect();
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].kind, &text[found[0].range.clone()]), (Kind::Mobile, "13800005678"));
/// ```
pub fn numbers(text: &[u8]) -> impl Iterator<Item = Number> + '_ {
    // a run of so many bytes has one at each place where it is looked for at this stride
    let mut at = SHORTEST - 1;
    std::iter::from_fn(move || {
        while let Some(&byte) = text.get(at) {
            if !is_word(byte) {
                at += SHORTEST;
                continue;
            }
            let from = at - text.get(..at)?.iter().rev().take_while(|b| is_word(**b)).count();
            let end = at + text.get(at..)?.iter().take_while(|b| is_word(**b)).count();
            at = end + SHORTEST;
            if !text.get(from)?.is_ascii_digit() {
                continue;
            }
            let start = after_country(text, from);
            if !beside_a_point(text, start, end)
                && let Some(kind) = text.get(start..end).and_then(kind)
            {
                return Some(Number { kind, range: start..end });
            }
        }
        None
    })
}

/// Of all personal numbers: that of a mobile telephone.
const SHORTEST: usize = 11;

/// `+86` is no part of a number.
fn after_country(text: &[u8], start: usize) -> usize {
    let plus = start.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'+');
    let country = text.get(start..).is_some_and(|rest| rest.starts_with(b"86"));
    if plus && country { start + 2 } else { start }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn beside_a_point(text: &[u8], start: usize, end: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let point = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b'.');
    (point(start.checked_sub(1)) && digit(start.checked_sub(2))) || (point(Some(end)) && digit(Some(end + 1)))
}

fn kind(number: &[u8]) -> Option<Kind> {
    match number.len() {
        11 if is_mobile(number) => Some(Kind::Mobile),
        18 if check_id(number).is_ok() && region_known(number) => Some(Kind::Id),
        18 if uscc::holds(number) => None,
        16..=19 if is_bank_card(number) => Some(Kind::BankCard),
        _ => None,
    }
}

/// Why a text is no identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Not of 18 characters.
    Length,
    /// A character that is no digit (or, at the end, no X).
    Character {
        /// Its place, from 1.
        at: usize,
    },
    /// No day of the calendar as date of birth.
    Birth,
    /// The last character does not fit the others.
    CheckDigit {
        /// What the others demand.
        wanted: char,
    },
}

impl fmt::Display for IdFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("公民身份号码应为18位"),
            Self::Character { at } => write!(f, "公民身份号码第{at}位不是数字"),
            Self::Birth => f.write_str("公民身份号码中的出生日期不存在"),
            // never the digit that would fit: a number made to fit proves nothing
            Self::CheckDigit { .. } => f.write_str("公民身份号码不对，请逐位核对"),
        }
    }
}

impl std::error::Error for IdFault {}
