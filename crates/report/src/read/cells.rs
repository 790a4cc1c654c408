//! 单元格: what a cell says besides its digits, and rows whose cells the source itself keeps apart.

use std::ops::Range;

use gongkai_law::annual_report::form::Kind;

use super::{
    lex::{Event, Number, Slot, Unit, What, is_page_number},
    rows::{Found, Ground},
};

/// Words before a figure that make it an approximate one.
const ABOUT_BEFORE: [&str; 16] = [
    "大约", "约为", "约", "将近", "接近", "近", "超过", "超", "逾", "不足", "不到", "至少", "至多", "最多", "多达", "≈",
];
/// Words after it that do.
const ABOUT_AFTER: [&str; 8] = ["余", "多", "左右", "上下", "以上", "以下", "以内", "+"];
/// What is counted.
const ITEMS: [&str; 10] = ["项", "件", "个", "次", "宗", "份", "条", "家", "起", "人"];

/// 约数: whether the words are a figure that is not meant to be exact, and nothing else.
pub(crate) fn is_approximate(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    if plain || text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let before = ABOUT_BEFORE.iter().find_map(|word| text.strip_prefix(word));
    let rest = before.unwrap_or(text);
    let scaled = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '十' | '百' | '千' | '万' | '亿' | '元');
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let rest = rest.trim_start_matches(scaled);
    let after = ABOUT_AFTER.iter().find_map(|word| rest.strip_prefix(word));
    let unit = after.unwrap_or(rest);
    let unit = ITEMS.into_iter().chain(["万元", "元"]).find_map(|word| unit.strip_prefix(word)).unwrap_or(unit);
    let late = ABOUT_AFTER.iter().find_map(|word| unit.strip_prefix(word));
    late.unwrap_or(unit).is_empty() && (before.is_some() || after.is_some() || late.is_some())
}

/// 脚注: whether what stands after a figure only leads to a note below the table: `[1]`, `*`, `①`, `（注）`.
pub(crate) fn is_note(after: &str) -> bool {
    let raised = |c: char| matches!(c, '①'..='⑳' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '※' | '†' | '‡');
    let number = |s: &str| s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    let named =
        |s: &str| s.strip_prefix('注').is_some_and(|rest| rest.is_empty() || number(rest) || rest.chars().all(raised));
    let inside = |open: char, close: char| after.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let bracketed = inside('[', ']').or_else(|| inside('〔', '〕')).or_else(|| inside('【', '】'));
    after == "*"
        || !after.is_empty() && after.chars().count() <= 2 && after.chars().all(raised)
        || named(after)
        || bracketed.is_some_and(|inner| !inner.is_empty() && number(inner) || named(inner))
        || inside('(', ')').is_some_and(named)
}

/// The cells after a label, each by itself, where the source keeps as many apart as the row has. `None` where it does
/// not, and the words between two labels must tell. `whole` is whether the label is known to be whole.
pub(crate) fn apart(
    ground: Ground<'_>,
    label: &Found,
    width: usize,
    to: usize,
    events: &[Event],
    whole: bool,
) -> Option<Vec<Slot>> {
    let document = ground.document;
    let own = ground.folded.piece_at(label.end.saturating_sub(1));
    let row = document.pieces.get(own)?.row;
    let start = |piece: usize| ground.folded.starts.get(piece).map_or(usize::MAX, |&start| start as usize);
    let after = document.pieces.iter().enumerate().skip(own + 1).take(width + 12);
    let pieces: Vec<usize> =
        after.take_while(|(at, piece)| piece.row == row && start(*at) < to).map(|(at, _)| at).collect();
    let pieces = trimmed(ground, &pieces, width).filter(|_| start(own + 1) >= label.end)?;
    let slots: Vec<Slot> = pieces.iter().map(|&piece| cell(ground, piece, events)).collect::<Option<_>>()?;
    let worded =
        |slot: &Slot| slot.what == What::Odd && !ground.folded.piece(slot.piece).contains(|c: char| c.is_ascii_digit());
    // words without a figure may be the end of the label, and then the figures after them are not counted from here
    (whole || !slots.first().is_some_and(worded)).then_some(slots)
}

/// As many pieces of one row as the row has cells, without the blank ones on one side that fill up merged cells.
pub(crate) fn trimmed<'a>(ground: Ground<'_>, mut pieces: &'a [usize], width: usize) -> Option<&'a [usize]> {
    let is_blank = |piece: Option<&usize>| piece.is_some_and(|&piece| ground.folded.piece(piece).is_empty());
    while let (true, Some((first, rest))) = (pieces.len() > width, pieces.split_first()) {
        if !is_blank(Some(first)) || is_blank(rest.last()) {
            break;
        }
        pieces = rest;
    }
    while let (true, Some((last, rest))) = (pieces.len() > width, pieces.split_last()) {
        if !is_blank(Some(last)) || is_blank(rest.first()) {
            break;
        }
        pieces = rest;
    }
    (pieces.len() == width).then_some(pieces)
}

/// The cells of a row that tells a change, each in a line of its own, where words stand between two figures: `336`,
/// `持平`, `340`. The words are the change, whatever they say.
pub(crate) fn line_by_line(
    ground: Ground<'_>,
    label: &Found,
    kinds: &[Kind],
    to: usize,
    events: &[Event],
) -> Option<Vec<Slot>> {
    let change = kinds.iter().position(|kind| *kind == Kind::Change)?;
    let own = ground.folded.piece_at(label.end.saturating_sub(1));
    let start = |piece: usize| ground.folded.starts.get(piece).map_or(usize::MAX, |&start| start as usize);
    let rest = ground.folded.words.text.get(label.end..start(own + 1))?;
    let filled = (own + 1..ground.document.pieces.len()).take_while(|&piece| start(piece) < to);
    let counts =
        |piece: &usize| !matches!(ground.folded.piece(*piece), words if words.is_empty() || is_page_number(words));
    let filled = filled.filter(counts).take(kinds.len());
    let slots: Vec<Slot> = filled.map(|piece| cell(ground, piece, events)).collect::<Option<_>>()?;
    // after the last cell other words follow: only such as tell of a change are one
    let inside = change + 1 < kinds.len();
    let of_change = |slot: &Slot| inside || tells_of_change(ground.folded.piece(slot.piece));
    let told = |(at, slot): (usize, &Slot)| match slot.what {
        What::Number(_) | What::Mark => true,
        _ => at == change && of_change(slot),
    };
    let whole = slots.len() == kinds.len() && slots.iter().enumerate().all(told);
    (whole && !rest.contains(|c: char| c.is_ascii_digit())).then_some(slots)
}

fn tells_of_change(words: &str) -> bool {
    let same = ["持平", "不变", "未变", "无变化", "相同", "不详"].iter().any(|word| words.contains(word));
    words.len() <= 60 && (same || words.contains(|c: char| c.is_ascii_digit()))
}

/// One cell; `None` where the source has no such piece.
pub(crate) fn cell(ground: Ground<'_>, piece: usize, events: &[Event]) -> Option<Slot> {
    let at = |piece: usize| ground.folded.starts.get(piece).map(|&start| start as usize);
    Some(cell_in(ground, at(piece)?..at(piece + 1)?, piece, events))
}

/// One cell that takes up a stretch of a piece.
pub(crate) fn cell_in(ground: Ground<'_>, text: Range<usize>, piece: usize, events: &[Event]) -> Slot {
    let Range { start, end } = text;
    if text.is_empty() {
        return Slot { start, end, piece, what: What::Blank };
    }
    let mut own = events.iter().filter(|event| match event {
        Event::Slot(slot) => slot.piece == piece && slot.start >= start && slot.end <= end,
        Event::Words { start: from, .. } => text.contains(from),
        Event::Page(page) => *page == piece,
    });
    match (own.next(), own.next()) {
        (Some(Event::Slot(slot)), None) => *slot,
        _ => Slot { start, end, piece, what: thousands(ground, start, end).map_or(What::Odd, What::Number) },
    }
}

/// Digits in threes with blanks between them: `1 234 567`.
fn thousands(ground: Ground<'_>, from: usize, to: usize) -> Option<Number> {
    let digits = ground.folded.words.text.get(from..to).filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?;
    let first = ground.folded.gaps.partition_point(|&gap| gap as usize <= from);
    let gaps = ground.folded.gaps.iter().skip(first).map(|&gap| gap as usize).take_while(|&gap| gap < to);
    let gaps: Vec<usize> = gaps.collect();
    let threes = (1..).zip(gaps.iter().rev()).all(|(nth, gap)| to - gap == 3 * nth);
    let head = gaps.first().map_or(0, |gap| gap - from);
    let whole = threes && (1..=3).contains(&head) && digits.len() - head == 3 * gaps.len() && !digits.starts_with('0');
    whole.then_some(Number { from, to, negative: false, glued: false, worded: true, unit: Unit::Items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_are_not_exact_are_told_from_those_that_are() {
        for about in ["约90", "近90件", "90余", "90余件", "90件左右", "超1.2万", "1万余元", "90+"] {
            assert!(is_approximate(about), "{about}");
        }
        for exact in ["90", "90件", "约", "近年", "90年", "余90", "1,234"] {
            assert!(!is_approximate(exact), "{exact}");
        }
    }

    #[test]
    fn a_mark_that_leads_to_a_note_is_told_from_words() {
        for note in ["[1]", "*", "①", "¹", "(注)", "(注2)", "注", "注①", "〔3〕", "※"] {
            assert!(is_note(note), "{note}");
        }
        for other in ["", "**", "(含1件)", "(1)", "[]", "[x]", "1", "x"] {
            assert!(!is_note(other), "{other}");
        }
    }
}
