//! What stands between two labels: figures, marks, blank cells, other words.

use super::cells;
use crate::{clean::fold::Folded, document::Document};

/// A cell's worth of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// Where it starts in the folded text.
    pub(crate) start: usize,
    /// Where it ends; the start, for a blank cell.
    pub(crate) end: usize,
    /// The piece it stands in.
    pub(crate) piece: usize,
    /// What it is.
    pub(crate) what: What,
}

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Digits.
    Number(Number),
    /// `-`, `/`, `无` and their like.
    Mark,
    /// A blank cell.
    Blank,
    /// A figure that is not meant to be exact: `约90`, `90余`.
    About,
    /// Something else than a figure in a cell of its own.
    Odd,
}

/// Digits with what stands around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Where the digits start in the folded text (thousands separators and a decimal point included).
    pub(crate) from: usize,
    /// Where they end.
    pub(crate) to: usize,
    /// A minus, or a word that says so.
    pub(crate) negative: bool,
    /// A minus right after another figure, or a word of less: a sign only where figures may be negative.
    pub(crate) glued: bool,
    /// Words stand with it: `增加1项`.
    pub(crate) worded: bool,
    /// What it is counted in.
    pub(crate) unit: Unit,
}

/// 单位, where a cell states one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// None, or one that counts.
    Items,
    /// Of money: how many noughts turn it into 元.
    Money(u32),
    /// Of money, but not of ours: nobody can convert it.
    Foreign,
}

/// 金额单位: 元 and its multiples, with their noughts.
const MONEY: [(&str, u32); 8] =
    [("元", 0), ("百元", 2), ("千元", 3), ("万元", 4), ("十万元", 5), ("百万元", 6), ("千万元", 7), ("亿元", 8)];

/// The unit of money at the start of some words, and how long it is.
pub(crate) fn money(words: &str) -> Option<(Unit, usize)> {
    let (word, noughts) = MONEY.iter().find(|(word, _)| words.starts_with(word))?;
    Some((Unit::Money(*noughts), word.len()))
}

/// One thing met.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// A cell's worth.
    Slot(Slot),
    /// Other words; whether they go on right after a figure as a sentence would.
    Words { start: usize, end: usize, sentence: bool },
    /// A page number in a line of its own.
    Page(usize),
}

/// Lexes the folded text from `from` to `to`, piece by piece.
pub(crate) fn events(folded: &Folded, document: &Document, from: usize, to: usize, out: &mut Vec<Event>) {
    let starts = &folded.starts;
    let first = starts.partition_point(|&start| (start as usize) < from).saturating_sub(1);
    for piece in first..document.pieces.len() {
        let (Some(&start), Some(&end)) = (starts.get(piece), starts.get(piece + 1)) else { break };
        let (start, end) = (start as usize, end as usize);
        if start == end {
            if start >= from && start <= to {
                out.push(Event::Slot(Slot { start, end, piece, what: What::Blank }));
            }
            continue;
        }
        if start >= to {
            break;
        }
        let whole = folded.words.text.get(start..end).unwrap_or_default();
        if start >= from && end <= to && is_page_number(whole) {
            out.push(Event::Page(piece));
            continue;
        }
        chunks(folded, piece, start.max(from), end.min(to), out);
    }
}

/// The stretches of one piece between its blanks.
fn chunks(folded: &Folded, piece: usize, from: usize, to: usize, out: &mut Vec<Event>) {
    let mut gap = folded.gaps.partition_point(|&gap| gap as usize <= from);
    let mut start = from;
    let bytes = folded.words.text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let inside = || folded.gaps.iter().skip(gap).map(|&gap| gap as usize).take_while(|&gap| gap < to);
    // `近 90` is one cell, `约90 12` are two
    let parted = inside().next().is_some() && !inside().any(|gap| digit(gap.wrapping_sub(1)) && digit(gap));
    if parted && folded.words.text.get(from..to).is_some_and(cells::is_approximate) {
        out.push(Event::Slot(Slot { start: from, end: to, piece, what: What::About }));
        return;
    }
    while start < to {
        let end = folded.gaps.get(gap).map_or(to, |&gap| gap as usize).min(to);
        gap += 1;
        if let Some(text) = folded.words.text.get(start..end).filter(|text| !text.is_empty()) {
            chunk(text, start, piece, out);
        }
        start = end.max(start);
        if end == to {
            break;
        }
    }
}

fn chunk(text: &str, base: usize, piece: usize, out: &mut Vec<Event>) {
    if is_mark(text) {
        out.push(Event::Slot(Slot { start: base, end: base + text.len(), piece, what: What::Mark }));
        return;
    }
    if cells::is_approximate(text) {
        out.push(Event::Slot(Slot { start: base, end: base + text.len(), piece, what: What::About }));
        return;
    }
    if is_zero_word(text) {
        let (from, to) = (base, base + text.len());
        let zero = Number { from, to, negative: false, glued: false, worded: true, unit: Unit::Items };
        out.push(Event::Slot(Slot { start: from, end: to, piece, what: What::Number(zero) }));
        return;
    }
    let (mut at, mut words) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match number(rest, at == 0) {
            Some((mut number, mut len)) => {
                push_words(text, words, at, base, out);
                if let Some(after) = rest.get(len..).filter(|after| cells::is_note(after)) {
                    (number.worded, len) = (true, len + after.len());
                }
                let number = Number { from: base + at + number.from, to: base + at + number.to, ..number };
                let (start, end) = (base + at, base + at + len);
                out.push(Event::Slot(Slot { start, end, piece, what: What::Number(number) }));
                at += len;
                words = at;
            }
            None => at += skip(rest),
        }
    }
    push_words(text, words, at, base, out);
}

/// How far words go on at least: one character, and a row's own number (`2.`) with its point.
fn skip(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits.max(rest.chars().next().map_or(1, char::len_utf8))
}

fn push_words(text: &str, from: usize, to: usize, base: usize, out: &mut Vec<Event>) {
    let Some(words) = text.get(from..to).filter(|words| !words.is_empty()) else { return };
    let sentence = from > 0
        && words.starts_with([',', '，', '。', ';', '、', '年', '月', '日', '%', '为', '和', '及', '与', '余']);
    out.push(Event::Words { start: base + from, end: base + to, sentence });
}

/// A figure at the start of `rest`: its digits relative to `rest`, and how long it is with all that belongs to it.
fn number(rest: &str, first: bool) -> Option<(Number, usize)> {
    const MORE: [&str; 10] = ["增加", "新增", "增长", "上升", "增", "加", "升", "↑", "净增", "+"];
    const LESS: [&str; 10] = ["减少", "下降", "取消", "下放", "减", "降", "少", "↓", "净减", "-"];
    const THAN: [&str; 5] = ["较上年", "比上年", "较上一年", "比上一年", "同比"];
    let than = THAN.iter().filter(|_| first).find(|word| rest.starts_with(**word)).map_or(0, |word| word.len());
    let change = rest.get(than..)?;
    let sign = |words: &[&str]| words.iter().find(|word| change.starts_with(**word)).map_or(0, |word| word.len());
    let (more, less) = (sign(&MORE), sign(&LESS));
    // a word of less, or of another year, tells of a change and never how many there are
    let glued = !first && rest.starts_with(['+', '-']) || less > 1 || than > 0;
    let from = than + more.max(less);
    if than > 0 && from == than {
        return None;
    }
    let digits = digits(rest.get(from..)?)?;
    let to = from + digits;
    let after = rest.get(to..).unwrap_or_default();
    if after.starts_with(['.', '、', ')']) && after.chars().nth(1).is_none_or(|c| !c.is_ascii_digit()) {
        // the last digit numbers what follows
        let before = to.checked_sub(1).filter(|&before| before > from)?;
        let number = Number { from, to: before, negative: less > 0, glued, worded: from > 1, unit: Unit::Items };
        return Some((number, before));
    }
    const ITEMS: [&str; 10] = ["项", "件", "个", "次", "宗", "份", "条", "家", "起", "人"];
    let counted = || ITEMS.iter().find(|word| after.starts_with(**word)).map_or(0, |word| word.len());
    let (unit, words) = money(after).unwrap_or_else(|| (Unit::Items, counted()));
    Some((Number { from, to, negative: less > 0, glued, worded: from > 1 || words > 0, unit }, to + words))
}

/// How long the digits at the start are, with thousands separators and a decimal point; none without a digit.
fn digits(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = run(0);
    if end == 0 {
        return None;
    }
    if end <= 3 {
        while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
            end += 4;
        }
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    Some(end + scale(text.get(end..).unwrap_or_default()))
}

/// How long what multiplies the digits before it is: `E+02` of a spreadsheet, 亿 but in 亿元. It is kept with them,
/// so that nobody takes the digits alone.
fn scale(after: &str) -> usize {
    if let Some(power) = after.strip_prefix(['e', 'E']) {
        let digits = power.trim_start_matches(['+', '-']);
        let run = digits.bytes().take_while(u8::is_ascii_digit).count();
        return if run > 0 { after.len() - digits.len() + run } else { 0 };
    }
    match after.chars().next() {
        Some(c @ ('百' | '千' | '万' | '亿')) if money(after).is_none() => c.len_utf8(),
        _ => 0,
    }
}

/// 〇: a cell that says zero in characters.
pub(crate) fn is_zero_word(text: &str) -> bool {
    matches!(text, "〇" | "零")
}

fn is_mark(text: &str) -> bool {
    matches!(text, "无" | "空" | "N/A" | "n/a" | "不涉及" | "不适用")
        || text.len() <= 12 && text.chars().all(|c| matches!(c, '-' | '/' | '\\' | '*' | '_' | '~' | '·'))
}

/// `-4-`, `第4页`, `第4页共9页`, `4/9`: a whole line that numbers a page.
pub(crate) fn is_page_number(text: &str) -> bool {
    if text.len() > 30 {
        return false;
    }
    let is_count = |s: &str| (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let dashed = text.strip_prefix('-').and_then(|t| t.strip_suffix('-')).map(|t| t.trim_matches('-'));
    let paged = text.strip_prefix('第').and_then(|t| t.split_once('页')).map(|(n, _)| n);
    let of = text.split_once('/').filter(|(_, all)| is_count(all)).map(|(n, _)| n);
    [dashed, paged, of].into_iter().flatten().any(is_count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clean::fold, document::Source, read::text};

    fn shown(source: &str) -> Vec<String> {
        let document = text::document(source.to_owned(), Source::Text);
        let folded = fold::document(&document).unwrap();
        let mut out = Vec::new();
        events(&folded, &document, 0, folded.words.text.len(), &mut out);
        let words = |a: usize, b: usize| folded.words.text[a..b].to_owned();
        let slot = |slot: &Slot| match slot.what {
            What::Blank => "□".to_owned(),
            What::Mark => format!("mark {}", words(slot.start, slot.end)),
            What::About | What::Odd => format!("odd {}", words(slot.start, slot.end)),
            What::Number(n) if n.negative => format!("-{}", words(n.from, n.to)),
            What::Number(n) => words(n.from, n.to),
        };
        out.iter()
            .map(|event| match event {
                Event::Slot(s) => slot(s),
                Event::Words { start, end, .. } => format!("“{}”", words(*start, *end)),
                Event::Page(_) => "page".to_owned(),
            })
            .collect()
    }

    #[test]
    fn figures_come_apart_at_bars_blanks_and_words() {
        assert_eq!(shown("规章 | 0 |  | 12,345.6元 | 加76项"), ["“规章”", "0", "□", "12,345.6", "76"]);
        assert_eq!(shown("137减3项5665"), ["137", "-3", "5665"]);
        assert_eq!(shown("－ | 无 | -5"), ["mark -", "mark 无", "-5"]);
    }

    #[test]
    fn a_note_belongs_to_its_figure_and_an_approximate_figure_is_none() {
        assert_eq!(shown("41[1] | 5* | 3① | 12（注） | 9件*"), ["41", "5", "3", "12", "9"]);
        assert_eq!(shown("约90 | 近 90 | 90余"), ["odd 约90", "odd 近90", "odd 90余"]);
    }

    #[test]
    fn the_number_of_a_row_is_no_figure() {
        assert_eq!(shown("0002.其他"), ["000", "“2.其他”"]);
        assert_eq!(shown("3、其他0"), ["“3、其他”", "0"]);
    }

    #[test]
    fn a_page_number_is_no_figure() {
        assert_eq!(shown("0\n- 4 -\n0\n第 5 页\n0"), ["0", "page", "0", "page", "0"]);
    }
}
