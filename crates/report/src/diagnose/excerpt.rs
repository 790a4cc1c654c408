//! The line that a finding stands in, cut to a window, with the columns that its mark must stand under.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::harmless;
use crate::document::{Document, Span};

/// How many columns of a line are shown.
const WINDOW: usize = 72;

/// A line of the source and where to mark it, in terminal columns (a Chinese character takes two).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) line: String,
    pub(super) before: usize,
    pub(super) width: usize,
}

/// The line around a span; a span of several lines is marked to the end of its first.
pub(super) fn around(document: &Document, span: Span) -> Excerpt {
    let (text, range) = (document.text.as_str(), span.range());
    let (head, rest) = text.split_at_checked(range.start).unwrap_or((text, ""));
    let length = range.len().min(rest.find('\n').unwrap_or(rest.len()));
    let (words, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let head = harmless(head.get(head.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default());
    let tail = harmless(tail.get(..tail.find('\n').unwrap_or(tail.len())).unwrap_or_default());
    let words = fitting(harmless(words).chars(), WINDOW * 2 / 3);
    let left = WINDOW.saturating_sub(words.width());
    let shown_head: String = {
        let backwards = fitting(head.chars().rev(), left.saturating_sub(tail.width().min(left / 2)));
        backwards.chars().rev().collect()
    };
    let shown_tail = fitting(tail.chars(), left.saturating_sub(shown_head.width()));
    let cut_left = if shown_head.len() < head.len() { "…" } else { "" };
    let cut_right = if shown_tail.len() < tail.len() { "…" } else { "" };
    Excerpt {
        before: cut_left.width() + shown_head.width(),
        width: words.width().max(1),
        line: format!("{cut_left}{shown_head}{words}{shown_tail}{cut_right}").trim_end().to_owned(),
    }
}

/// Words in one line and not too many of them.
pub(super) fn shortened(words: &str) -> String {
    let words = harmless(words);
    let short = fitting(words.chars(), 40);
    if short.len() < words.len() { short + "…" } else { short }
}

/// As many characters as fit into so many columns.
fn fitting(chars: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    chars
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Origins, Source};

    fn document(text: &str) -> Document {
        Document {
            source: Source::Text,
            text: text.to_owned(),
            pieces: Vec::new(),
            origins: Origins::Same,
            properties: Vec::new(),
            links: Vec::new(),
        }
    }

    fn marked(text: &str, words: &str) -> String {
        let start = text.find(words).unwrap();
        let span = Span { start: start as u32, end: (start + words.len()) as u32 };
        let shown = around(&document(text), span);
        format!("{}\n{}{}", shown.line, " ".repeat(shown.before), "^".repeat(shown.width))
    }

    #[test]
    fn the_mark_stands_under_the_words_where_characters_take_two_columns() {
        insta::assert_snapshot!(marked("一\n全年收到申请57件，abc办结56件。\n三", "56件"), @"
        全年收到申请57件，abc办结56件。
                                 ^^^^
        ");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_words() {
        let long = format!("{}办结56件{}", "前文".repeat(60), "后文".repeat(60));
        let text = marked(&long, "56");
        let (line, mark) = text.split_once('\n').unwrap();
        assert!(line.starts_with('…') && line.ends_with('…') && line.width() <= WINDOW + 2, "{line}");
        let before = mark.width() - 2;
        assert_eq!(line.split("56").next().unwrap().width(), before);
    }

    #[test]
    fn tabs_and_escape_characters_of_the_source_do_not_reach_the_terminal() {
        assert_eq!(marked("a\tb\u{1b}[31m错", "错"), "a b [31m错\n        ^^");
    }

    #[test]
    fn a_span_outside_of_the_text_shows_nothing_and_does_no_harm() {
        let shown = around(&document("短"), Span { start: 1, end: 99 });
        assert_eq!(shown.width, 1);
    }
}
