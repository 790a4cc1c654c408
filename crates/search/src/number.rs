//! 文号 in what was typed: 青政发〔2026〕9号 and its like, in any punctuation.

use std::ops::Range;

use crate::fold::{fold, is_han};

/// Characters of the organ's sign at most.
const SIGN: usize = 10;
/// Marks and blanks between the parts at most.
const GAP: usize = 4;
/// With one of these at its end, a sign and a year are a number even without the last part.
const ENDS: &str = "发函办字规通批复";

/// Byte ranges of what can only be a number.
pub(crate) fn numbers(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, fold(c))).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let scan = Scan { chars: &chars, at };
        let end = if scan.begins() { scan.number() } else { None };
        if let Some(end) = end {
            let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
            out.push(byte(at)..byte(end));
        }
        at = end.unwrap_or(at + 1);
    }
    out
}

#[derive(Clone, Copy)]
struct Scan<'a> {
    chars: &'a [(usize, char)],
    at: usize,
}

impl Scan<'_> {
    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    /// A sign begins where no Chinese stands before.
    fn begins(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.get(at));
        self.get(self.at).is_some_and(is_han) && !before.is_some_and(is_han)
    }

    /// One past its end.
    fn number(&self) -> Option<usize> {
        let sign_end = self.span(self.at, is_han);
        let sign = sign_end - self.at;
        let year_at = self.gap(sign_end);
        let year_end = self.span(year_at, |c| c.is_ascii_digit());
        let digits: String = (year_at..year_end).filter_map(|at| self.get(at)).collect();
        if sign > SIGN || !(digits.starts_with("19") || digits.starts_with("20")) {
            return None;
        }
        match digits.len() {
            4 => self.after_year(sign_end, year_end).or_else(|| self.beginning(sign_end, year_end)),
            5..=9 => self.closed(year_end),
            _ => None,
        }
    }

    fn after_year(&self, sign_end: usize, year_end: usize) -> Option<usize> {
        let mut at = self.gap(year_end);
        if self.get(at) == Some('第') {
            at = self.gap(at + 1);
        }
        let end = self.span(at, |c| c.is_ascii_digit());
        let fits = at > year_end && sign_end > self.at && (1..=5).contains(&(end - at));
        if !fits {
            return None;
        }
        let open = !self.get(end).is_some_and(char::is_alphanumeric);
        self.closed(end).or_else(|| open.then_some(end))
    }

    /// A number's beginning up to its year.
    fn beginning(&self, sign_end: usize, year_end: usize) -> Option<usize> {
        let known = sign_end.checked_sub(1).and_then(|at| self.get(at)).is_some_and(|c| ENDS.contains(c));
        let end = self.gap(year_end);
        let alone = !self.get(end).is_some_and(char::is_alphanumeric) || end > year_end;
        (known && alone && (2..=6).contains(&(sign_end - self.at))).then_some(year_end)
    }

    /// Up to the 号 that follows.
    fn closed(&self, at: usize) -> Option<usize> {
        let at = self.gap(at);
        (self.get(at) == Some('号')).then_some(at + 1)
    }

    fn span(&self, from: usize, fits: impl Fn(char) -> bool) -> usize {
        (from..).find(|&at| !self.get(at).is_some_and(&fits)).unwrap_or(from)
    }

    fn gap(&self, from: usize) -> usize {
        let mark = |c: char| !c.is_alphanumeric() && !is_han(c);
        self.span(from, mark).min(from + GAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        numbers(text).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn a_number_is_known_in_any_punctuation() {
        for text in [
            "青政发〔2026〕9号",
            "青政发[2026]9号",
            "青政发(2026) 9 号",
            "青政发2026 9",
            "青政发２０２６第9号",
            "青政发20269号",
        ] {
            assert_eq!(found(text), [text]);
        }
        assert_eq!(found("青政发〔2026〕9号 实施方案"), ["青政发〔2026〕9号"]);
        assert_eq!(found("青政发2026"), ["青政发2026"]);
    }

    #[test]
    fn words_with_a_year_are_no_number() {
        for text in [
            "政府工作报告2026 9月",
            "农村供水2026",
            "2026年9号",
            "电话20265551234",
            "关于印发二〇二六年工作要点的通知",
            "",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
