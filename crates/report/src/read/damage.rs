//! What was lost from running text: a 年 or 月 in a date, the end of a sentence, whole characters.

use super::{meta, remarks};
use crate::{
    clean::{fold::is_han, prose::is_numbered},
    finding::Finding,
    reading::Prose,
};

/// How many findings of one kind are worth telling.
const MOST: usize = 20;

/// Dates that lack 年 or 月, and characters that are no writing.
pub(crate) fn of(prose: &Prose, out: &mut Vec<Finding>) {
    let bytes = prose.text.as_bytes();
    let known = out.len();
    for at in memchr::memmem::find_iter(bytes, "月").take(5_000) {
        let before = prose.text.get(..at).unwrap_or_default();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let run = before.get(at - digits..).unwrap_or_default();
        let is_date = matches!(digits, 5 | 6) && run.get(..4).and_then(meta::year).is_some();
        let month = run.get(4..).and_then(|month| month.parse::<u8>().ok());
        if is_date && month.is_some_and(|month| (1..=12).contains(&month)) && out.len() < known + MOST {
            let end = at + "月".len();
            let printed = prose.text.get(at - digits..end).unwrap_or_default();
            out.push(remarks::lost_character(printed, '年', prose.source(at - digits, end)));
        }
    }
    for at in memchr::memmem::find_iter(bytes, "年").take(5_000) {
        let start = at + "年".len();
        let rest = prose.text.get(start..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let year = at.checked_sub(4).and_then(|from| prose.text.get(from..at)).and_then(meta::year);
        let whole = matches!(digits, 3 | 4) && rest.get(digits..).is_some_and(|rest| rest.starts_with('日'));
        if year.is_some() && whole && out.len() < known + MOST {
            let (from, end) = (at - 4, start + digits + "日".len());
            let printed = prose.text.get(from..end).unwrap_or_default();
            out.push(remarks::lost_character(printed, '月', prose.source(from, end)));
        }
    }
    mangled(prose, out);
}

/// Replacement characters and what decoders with the wrong table make of Chinese.
fn mangled(prose: &Prose, out: &mut Vec<Finding>) {
    for sign in ["\u{fffd}", "锟斤拷", "烫烫烫", "Ã¥", "ï¿½"] {
        let Some(at) = memchr::memmem::find(prose.text.as_bytes(), sign.as_bytes()) else { continue };
        let end =
            prose.text.get(at..).map_or(at, |rest| at + rest.char_indices().nth(8).map_or(rest.len(), |(n, _)| n));
        out.push(remarks::mangled(prose.text.get(at..end).unwrap_or_default().trim_end(), prose.source(at, end)));
        return;
    }
}

/// Paragraphs that end in a bare number, or in a comma at the end of a section: the rest is missing.
pub(crate) fn broken_off(prose: &Prose, out: &mut Vec<Finding>) {
    let known = out.len();
    let mut at = 0;
    let mut paragraphs = prose.text.split('\n').peekable();
    while let Some(paragraph) = paragraphs.next() {
        let end = at + paragraph.trim_end().len();
        let start = at;
        at += paragraph.len() + 1;
        let last = paragraphs.peek().is_none();
        let new_thought = paragraphs.peek().is_none_or(|next| is_numbered(next));
        let words = paragraph.trim_end();
        if !new_thought || words.chars().nth(30).is_none() || !breaks(words, last) || out.len() >= known + MOST {
            continue;
        }
        let tail = words.char_indices().rev().nth(11).map_or(0, |(tail, _)| tail);
        let printed = words.get(tail..).unwrap_or_default();
        out.push(remarks::broken_off(printed, prose.source(start + tail, end)));
    }
}

fn breaks(words: &str, last: bool) -> bool {
    let before = words.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - before.len();
    let contact = ["电话", "邮编", "编码", "号", "热线", "传真", "手机"].iter().any(|word| before.ends_with(word));
    let bare_number = (1..=6).contains(&digits) && before.chars().next_back().is_some_and(is_han) && !contact;
    bare_number || last && words.ends_with(['，', ',', '、'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let prose = Prose { text: text.to_owned(), map: vec![(0, 0)] };
        let mut out = Vec::new();
        of(&prose, &mut out);
        broken_off(&prose, &mut out);
        out.into_iter().map(|finding| format!("{} {}", finding.code, finding.mark)).collect()
    }

    #[test]
    fn a_date_without_its_year_sign_or_month_sign_is_found() {
        assert_eq!(found("统计期限为20211月1日至2021年1231日。"), ["R004 20211月", "R004 2021年1231日"]);
        assert_eq!(found("自2021年1月1日至12月31日，全年12个月，202112件。"), [] as [&str; 0]);
    }

    #[test]
    fn a_paragraph_that_ends_in_a_bare_number_breaks_off() {
        let start = "我局通过门户网站公开信息二百余条，其中重点领域信息六十条，通过官方微博公开信息350";
        assert_eq!(found(&format!("{start}\n2、依申请公开")).len(), 1);
        assert_eq!(found(&format!("{start}\n余条，比上年增加。")), [] as [&str; 0]);
        assert_eq!(found(&format!("{start}条。\n2、依申请公开")), [] as [&str; 0]);
    }
}
