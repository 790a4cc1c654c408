//! 繁简: traditional characters to simplified, one by one, so that every place leads back.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// Whether a report is written in traditional characters: the words of the form itself tell. A simplified report may
/// quote a name or two.
pub(crate) fn is_traditional(text: &str) -> bool {
    let often = |word: &str| memchr::memmem::find_iter(text.as_bytes(), word).take(3).count() >= 3;
    often("開") || often("務") || often("總") || often("關")
}

/// The simplified form of a character; itself where there is none or where its length in bytes would change.
pub(crate) fn simplified(c: char) -> char {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(table);
    match u32::from(c) {
        code @ FIRST..=LAST => TABLE.get((code - FIRST) as usize).copied().unwrap_or(c),
        _ => c,
    }
}

/// Every character converted alone: words of several characters would move the places.
fn table() -> Vec<char> {
    let all: Vec<char> = (FIRST..=LAST).filter_map(char::from_u32).collect();
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else { return all };
    let lines: String = all.iter().flat_map(|&c| [c, '\n']).collect();
    let converted = converter.convert(&lines);
    let fits = |word: &str, c: char| word.chars().next().filter(|s| s.len_utf8() == c.len_utf8()).unwrap_or(c);
    let out: Vec<char> = converted.lines().zip(&all).map(|(word, &c)| fits(word, c)).collect();
    if out.len() == all.len() { out } else { all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_form_are_simplified_one_by_one() {
        let words: String = "第二十條政務總計結轉關復議訴訟".chars().map(simplified).collect();
        assert_eq!(words, "第二十条政务总计结转关复议诉讼");
    }

    #[test]
    fn a_quoted_name_does_not_make_a_report_traditional() {
        assert!(!is_traditional("本机关与開平路社区共建"));
        assert!(is_traditional("政府信息公開、主動公開、依申請公開"));
    }
}
