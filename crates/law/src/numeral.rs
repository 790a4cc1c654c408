//! 中文数字: the numbers of sections, parts and items as they are printed.

/// As many as an article of the Regulation has items.
const NUMERALS: [&str; 15] =
    ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"];

/// The number that stands before a section, a part or an item, from 1; empty for 0 and for what is more than fifteen.
///
/// ```
/// use gongkai_law::numeral::numeral;
///
/// assert_eq!(format!("（{}）", numeral(12)), "（十二）");
/// assert_eq!([numeral(0), numeral(16)], ["", ""]);
/// ```
pub fn numeral(number: usize) -> &'static str {
    number.checked_sub(1).and_then(|at| NUMERALS.get(at)).copied().unwrap_or_default()
}

/// Whether such numbers are written with this sign.
pub fn is_numeral(sign: char) -> bool {
    "一二三四五六七八九十".contains(sign)
}
