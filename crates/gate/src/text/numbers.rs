//! Personal numbers as people write them: in one piece, parted by blanks or hyphens, in wide digits.

use std::ops::Range;

use gongkai_law::personal::{self, Kind, check_id, is_bank_card, is_mobile, region_known};
use jiff::civil::Date;

use crate::strip::Mend;

/// What kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Mobile,
    Id,
    BankCard,
    /// 15位旧居民身份证号码
    OldId,
}

/// A number at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub sort: Sort,
    pub range: Range<usize>,
}

/// Fewer digits than these are no number of a person.
const SHORTEST: usize = 11;
/// What stands near a card number whose beginning is not a Chinese bank's usual one.
const CARD_WORDS: [&str; 6] = ["卡号", "账号", "帐号", "账户", "银行", "开户"];

/// Bytes before a number in which such words count.
const NEAR: usize = 120;

/// The personal numbers of a line, in order, none inside of another.
pub(crate) fn spots(words: &str) -> Vec<Spot> {
    let digits = words.chars().filter(|c| plain(*c).is_ascii_digit()).take(SHORTEST).count();
    if digits < SHORTEST {
        return Vec::new();
    }
    let folded = Folded::of(words);
    let mut spots: Vec<Spot> = personal::numbers(&folded.bytes)
        .filter_map(|number| {
            let bytes = folded.bytes.get(number.range.clone())?;
            let sort = match number.kind {
                Kind::Id => Sort::Id,
                Kind::Mobile => Sort::Mobile,
                Kind::BankCard => card(bytes, words, folded.source(number.range.clone()).start)?,
            };
            Some(Spot { sort, range: folded.source(number.range) })
        })
        .collect();
    let mut cut = Vec::new();
    for group in folded.groups() {
        if let Some((sort, range)) = group.number(&folded, words) {
            cut.push(Spot { sort, range: folded.source(range) });
        }
    }
    // both are in order, so that one look at a neighbour tells whether two share a digit
    let whole = |at: usize| spots.partition_point(|spot| spot.range.end <= at);
    cut.retain(|it| spots.get(whole(it.range.start)).is_none_or(|spot| it.range.end <= spot.range.start));
    spots.extend(cut);
    spots.sort_by_key(|spot| spot.range.start);
    spots
}

/// A line with its personal numbers masked: 遮盖. As long as it was, byte by byte.
///
/// Of identity and telephone numbers the first three and the last four digits stay, of cards the last four.
///
/// ```
/// assert_eq!(gongkai_gate::mask("电话139 0000 0058"), "电话139 **** 0058");
/// ```
pub fn mask(words: &str) -> String {
    mask_some(words, &[Mend::Numbers])
}

/// The same of the sorts of numbers alone that these mends are about.
///
/// ```
/// use gongkai_gate::{Mend, mask_some};
///
/// let words = "电话13900000058，卡号6222020000000000000";
/// assert_eq!(mask_some(words, &[Mend::Mobiles]), "电话139****0058，卡号6222020000000000000");
/// ```
pub fn mask_some(words: &str, mends: &[Mend]) -> String {
    let mut out = String::with_capacity(words.len());
    for line in words.split_inclusive('\n') {
        let mut at = 0;
        for Spot { sort, range } in spots(line).into_iter().filter(|spot| is_meant(spot.sort, mends)) {
            out.push_str(line.get(at..range.start).unwrap_or_default());
            out.push_str(&masked(line.get(range.clone()).unwrap_or_default(), sort));
            at = range.end;
        }
        out.push_str(line.get(at..).unwrap_or_default());
    }
    out
}

fn is_meant(sort: Sort, mends: &[Mend]) -> bool {
    let own = match sort {
        Sort::Mobile => Mend::Mobiles,
        Sort::Id => Mend::Ids,
        Sort::BankCard => Mend::BankCards,
        Sort::OldId => Mend::OldIds,
    };
    mends.iter().any(|mend| *mend == Mend::Numbers || *mend == own)
}

fn masked(number: &str, sort: Sort) -> String {
    let (head, tail) = match sort {
        Sort::Mobile | Sort::Id => (3, 4),
        Sort::OldId => (3, 2),
        Sort::BankCard => (0, 4),
    };
    let all = number.chars().filter(|c| is_sign(*c)).count();
    let mut nth = 0;
    let one = |c: char| {
        if !is_sign(c) {
            return c;
        }
        nth += 1;
        match c {
            _ if nth <= head || nth + tail > all => c,
            _ if c.is_ascii() => '*',
            // as wide as the digit that it stands for
            _ => '＊',
        }
    };
    number.chars().map(one).collect()
}

fn is_sign(c: char) -> bool {
    plain(c).is_ascii_alphanumeric()
}

fn card(bytes: &[u8], words: &str, at: usize) -> Option<Sort> {
    let from = words.floor_char_boundary(at.saturating_sub(NEAR));
    let near = words.get(from..at).unwrap_or_default();
    let usual = bytes.starts_with(b"62");
    (usual || CARD_WORDS.iter().any(|word| near.contains(word))).then_some(Sort::BankCard)
}

/// Wide digits and blanks as plain ones.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        'Ｘ' | 'ｘ' => 'X',
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{3000}' => ' ',
        '－' | '‐' | '–' | '—' | '−' => '-',
        _ => c,
    }
}

/// A line in plain digits, with the way back.
struct Folded {
    bytes: Vec<u8>,
    /// Where each byte stands in the line, and the line's end.
    from: Vec<usize>,
}

/// Digits in pieces, with one and the same sign between all of them.
struct Group {
    pieces: Vec<Range<usize>>,
}

impl Folded {
    fn of(words: &str) -> Self {
        let (mut bytes, mut from) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len() + 1));
        for (at, c) in words.char_indices() {
            let mut buffer = [0; 4];
            let folded = plain(c).encode_utf8(&mut buffer).as_bytes();
            bytes.extend_from_slice(folded);
            from.extend(folded.iter().map(|_| at));
        }
        from.push(words.len());
        Self { bytes, from }
    }

    fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |place: usize| self.from.get(place).copied().unwrap_or(0);
        at(range.start)..at(range.end)
    }

    fn groups(&self) -> Vec<Group> {
        let is_sign = |b: &u8| b.is_ascii_digit() || matches!(b, b'x' | b'X');
        let (mut groups, mut at) = (Vec::new(), 0);
        while let Some(byte) = self.bytes.get(at) {
            let beside = at.checked_sub(1).and_then(|at| self.bytes.get(at));
            if !byte.is_ascii_digit() || beside.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')) {
                at += 1;
                continue;
            }
            let (mut pieces, mut sign) = (Vec::new(), None);
            loop {
                let length = self.bytes.get(at..).unwrap_or_default().iter().take_while(|b| is_sign(b)).count();
                pieces.push(at..at + length);
                at += length;
                let next = self.bytes.get(at).copied().filter(|b| matches!(b, b' ' | b'-'));
                let goes_on = next.is_some()
                    && (sign.is_none() || sign == next)
                    && self.bytes.get(at + 1).is_some_and(|b| b.is_ascii_digit() || pieces.len() == 17 && is_sign(b));
                if !goes_on {
                    break;
                }
                sign = next;
                at += 1;
            }
            groups.push(Group { pieces });
        }
        groups
    }
}

impl Group {
    fn number(&self, folded: &Folded, words: &str) -> Option<(Sort, Range<usize>)> {
        let bytes = &folded.bytes;
        // +86 in front is no part of the number
        let pieces = match self.pieces.as_slice() {
            [country, rest @ ..] if bytes.get(country.clone()) == Some(b"86") => rest,
            all => all,
        };
        let (first, last) = (pieces.first()?, pieces.last()?);
        if bytes.get(last.end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
            return None;
        }
        let lengths: Vec<usize> = pieces.iter().map(Range::len).collect();
        let joined: Vec<u8> = pieces.iter().filter_map(|piece| bytes.get(piece.clone())).flatten().copied().collect();
        let sort = match lengths.as_slice() {
            [3, 4, 4] if is_mobile(&joined) => Sort::Mobile,
            [6, 8, 4] | [6, 4, 4, 4] | [3, 3, 4, 4, 4] if is_id(&joined) => Sort::Id,
            [4, 4, 4, 4] | [4, 4, 4, 4, 1..=3] if is_bank_card(&joined) => {
                card(&joined, words, folded.source(first.clone()).start)?
            }
            // as a PDF of wide letters reads; without a sum to check it would be any row of figures
            all if all.len() == 18 && all.iter().all(|length| *length == 1) && is_id(&joined) => Sort::Id,
            [15] if is_old_id(&joined) => Sort::OldId,
            _ => return None,
        };
        Some((sort, first.start..last.end))
    }
}

fn is_id(number: &[u8]) -> bool {
    check_id(number).is_ok() && region_known(number)
}

/// Region, six digits of a birth in the last century, and three more; nothing checks them.
fn is_old_id(number: &[u8]) -> bool {
    let two = |at: usize| {
        let part = number.get(at..at + 2)?;
        std::str::from_utf8(part).ok()?.parse::<i8>().ok()
    };
    let (Some(year), Some(month), Some(day)) = (two(6), two(8), two(10)) else { return false };
    number.iter().all(u8::is_ascii_digit)
        && region_known(number)
        && Date::new(1900 + i16::from(year), month, day).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorts(words: &str) -> Vec<(Sort, &str)> {
        spots(words).into_iter().map(|spot| (spot.sort, &words[spot.range])).collect()
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for number in ["13900000058", "139 0000 0058", "139-0000-0058", "１３９００００００５８", "+86 139 0000 0058"]
        {
            let line = format!("联系人杨某，{number}。");
            assert_eq!(sorts(&line).len(), 1, "{number}");
            assert_eq!(sorts(&line)[0].0, Sort::Mobile, "{number}");
        }
        assert_eq!(sorts("身份证340524 19800101 001X。"), [(Sort::Id, "340524 19800101 001X")]);
        assert_eq!(sorts("证号34052419800101001x"), [(Sort::Id, "34052419800101001x")]);
        assert_eq!(sorts("6222 0200 0000 0000 000"), [(Sort::BankCard, "6222 0200 0000 0000 000")]);
        assert_eq!(sorts("3 4 0 5 2 4 1 9 8 0 0 1 0 1 0 0 1 2"), [], "the sum is wrong");
        assert_eq!(sorts("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X").len(), 1);
        assert_eq!(sorts("旧证号340524800101001"), [(Sort::OldId, "340524800101001")]);
    }

    #[test]
    fn what_only_looks_like_a_number_is_left_alone() {
        for words in [
            "办公室电话0000-5550166",
            "热线400-800-1234",
            "流水号340524198001010010",
            "订单20260101139000000581",
            "统一社会信用代码11341702486344515H",
            "2026-10-12至2026-11-12",
            "金额13900000058.50元",
            "项目编号340524801301001",
            "图a13900000058.jpg",
        ] {
            assert_eq!(sorts(words), [], "{words}");
        }
    }

    #[test]
    fn a_card_of_an_unusual_beginning_wants_words_that_speak_of_one() {
        let number = "4392250000000009";
        assert!(is_bank_card(number.as_bytes()), "the sample passes its check digit");
        assert_eq!(sorts(&format!("合同编号{number}")), []);
        assert_eq!(sorts(&format!("开户行及卡号：{number}")).len(), 1);
    }

    #[test]
    fn a_mask_leaves_what_tells_numbers_apart_and_no_more() {
        assert_eq!(mask("周某340524198001010012"), "周某340524198001010012");
        assert_eq!(mask("周某34052419800101001X"), "周某340***********001X");
        assert_eq!(mask("１３９００００００５８"), "１３９＊＊＊＊００５８");
        assert_eq!(mask("卡6222020000000000000"), "卡***************0000");
        assert_eq!(mask("一\n13900000058\n二"), "一\n139****0058\n二");
    }

    proptest! {
        #[test]
        fn what_is_masked_is_as_long_and_has_no_number_left(words in "[ 0-9０-９xX\\-一二，]{0,80}") {
            let masked = mask(&words);
            prop_assert_eq!(masked.len(), words.len());
        }

        #[test]
        fn any_words_can_be_masked(words in any::<String>()) {
            prop_assert_eq!(mask(&words).len(), words.len());
        }
    }
}
