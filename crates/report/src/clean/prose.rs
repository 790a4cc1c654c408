//! Running text: pieces → paragraphs, without glosses, in simplified characters.

use super::{
    fold::{Repairs, is_han},
    gloss,
    kept::Kept,
    variants,
};
use crate::{
    document::{Document, Piece},
    reading::Prose,
};

/// A line at least as long as this, in characters, that ends without a stop goes on in the next.
const FULL_LINE: usize = 22;

/// The text of some pieces; paragraphs parted by newlines, lines that were only wrapped put together again.
pub(crate) fn of<'a>(document: &Document, pieces: impl Iterator<Item = &'a Piece>, repairs: &Repairs) -> Prose {
    let mut kept = Kept::default();
    let mut paragraph = 0;
    for piece in pieces.filter(|piece| piece.span.start < piece.span.end) {
        let words = document.words(piece.span);
        let so_far = kept.text().get(paragraph..).unwrap_or_default();
        if kept.len() > 0 && (piece.cell.is_some() || !goes_on(so_far, words)) {
            kept.put('\n', kept.ended(), 0);
            paragraph = kept.len();
        }
        let at = piece.span.start as usize;
        if repairs.none() { kept.copy(words, at) } else { clean(&mut kept, words, at, repairs) }
    }
    kept.finish()
}

fn clean(kept: &mut Kept, words: &str, base: usize, repairs: &Repairs) {
    let (mut run, mut skip_to) = (0, 0);
    for (at, c) in words.char_indices() {
        if at < skip_to {
            continue;
        }
        let rest = words.get(at..).unwrap_or_default();
        let before = words.get(..at).and_then(|s| s.chars().next_back());
        let (left_out, put) = match c {
            '(' | '（' if repairs.glosses > 0 && before.is_some_and(is_han) => (gloss::length(rest, true), None),
            '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => (Some(c.len_utf8()), None),
            '\u{4e00}'..='\u{9fff}' if repairs.traditional => {
                let other = variants::simplified(c);
                if other == c { (None, None) } else { (Some(c.len_utf8()), Some(other)) }
            }
            _ => (None, None),
        };
        let Some(len) = left_out else { continue };
        kept.copy(words.get(run..at).unwrap_or_default(), base + run);
        if let Some(other) = put {
            kept.put(other, base + at, len);
        }
        (run, skip_to) = (at + len, at + len);
    }
    kept.copy(words.get(run..).unwrap_or_default(), base + run);
}

/// Whether a paragraph goes on in the next line: it was wrapped, not ended.
fn goes_on(last: &str, next: &str) -> bool {
    let ended = last.ends_with(['。', '！', '？', '；', '：', '.', ';', ':', '!', '?', '”', '"', '）', ')', '》']);
    !ended && !last.ends_with("报告") && !is_numbered(next) && last.chars().nth(FULL_LINE - 1).is_some()
}

/// Whether a line begins with a number of its own: `一、`, `（二）`, `3.`, `第四`, `五是`.
pub(crate) fn is_numbered(line: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let line = line.trim_start();
    let open = line.strip_prefix(['(', '（']);
    let inner = open.or(line.strip_prefix('第')).unwrap_or(line);
    let after = inner.trim_start_matches(|c: char| numeral(c) || c.is_ascii_digit());
    let digits = inner.len() - after.len();
    if digits == 0 || digits > 6 {
        return false;
    }
    match (open.is_some(), inner.starts_with(numeral)) {
        (true, _) => after.starts_with([')', '）']),
        (false, true) => after.starts_with(['、', '.', '．', '是', '部', '，']),
        (false, false) => {
            after.starts_with(['、', '.', '．']) && !after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clean::fold, document::Source, read::text};

    fn prose(source: &str) -> String {
        let document = text::document(source.to_owned(), Source::Text);
        let repairs = fold::document(&document).unwrap().repairs;
        of(&document, document.pieces.iter(), &repairs).text
    }

    #[test]
    fn a_wrapped_line_goes_on_and_a_numbered_one_starts_anew() {
        let source = "全年共召开村级信息员培训会两次，参加培训的共有十二个行\n政村。\n（二）依申请公开";
        assert_eq!(prose(source), "全年共召开村级信息员培训会两次，参加培训的共有十二个行政村。\n（二）依申请公开");
    }

    #[test]
    fn glosses_and_traditional_characters_are_gone_from_running_text() {
        assert_eq!(prose("公開(kāi)開放，開(kāi)始整改們(men)\u{a0}好"), "公开开放，开始整改们好");
    }
}
