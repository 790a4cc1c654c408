//! Table four: one row without a label below three levels of head.

use std::ops::Range;

use super::{
    lex::{self, Event, Slot, What},
    odd,
    rows::{self, Ground},
    words::{Mention, Sense},
};

/// Table four as it was found.
pub(crate) struct Redress {
    /// The words above each column, where there are as many as columns: start and end in the folded text.
    pub(crate) heads: Vec<(usize, usize)>,
    /// What the head says of the order of its columns.
    pub(crate) order: Order,
    /// Where the last known word of its head ends, in the folded text.
    pub(crate) head_end: usize,
    /// Its cells.
    pub(crate) slots: Vec<Slot>,
    /// From the first word of the head to the last cell, in the folded text.
    pub(crate) extent: (usize, usize),
    /// Pages that end inside it, as pieces.
    pub(crate) pages: Vec<usize>,
}

/// What the head of table four says of the order of its fifteen columns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The form's, or nothing against it.
    OfTheForm,
    /// Another one: for each column from left to right its place in the form.
    Printed(Vec<usize>),
    /// Another one, but not which.
    Unknown,
}

/// A row of cells has at least so many digits.
const FEWEST_DIGITS: usize = 10;
/// How far above its first known word, in bytes of folded text, the head may begin.
const HEAD_ABOVE: usize = 60;

/// Finds the table between two places of the folded text.
pub(crate) fn find(ground: Ground<'_>, from: usize, to: usize) -> Option<Redress> {
    let (first, last) = head(ground, from, to)?;
    let start = head_start(ground, first.start, from);
    let mut events = Vec::new();
    lex::events(ground.folded, ground.document, start, to.min(last.end + 1200), &mut events);
    odd::worded_figures(ground, &mut events);
    let begins = events.iter().position(|event| match event {
        Event::Slot(slot) => slot.what != What::Blank && slot.start >= last.start,
        _ => false,
    });
    let first_slot = begins.and_then(|at| events.get(at)).and_then(|event| match event {
        Event::Slot(slot) => Some(*slot),
        _ => None,
    });
    let (head, body) = events.split_at(begins.unwrap_or(events.len()));
    let pages = events.iter().filter_map(|event| if let Event::Page(piece) = event { Some(*piece) } else { None });
    let head_ends = first_slot.map_or(last.end, |slot| slot.start);
    let slots = slots(ground, head, body, first_slot);
    let end = slots.iter().map(|slot| slot.end).max().unwrap_or(last.end).max(last.end);
    Some(Redress {
        heads: words_of(ground, head),
        order: order(ground, first.start.saturating_sub(HEAD_ABOVE).max(from)..head_ends),
        head_end: last.end,
        slots,
        extent: (start, end),
        pages: pages.collect(),
    })
}

/// The first and the last known word of the head.
fn head<'a>(ground: Ground<'a>, from: usize, to: usize) -> Option<(&'a Mention, &'a Mention)> {
    let mut heads = ground
        .mentions
        .iter()
        .skip(ground.mentions.partition_point(|mention| mention.start < from))
        .take_while(|mention| mention.end <= to)
        .filter(|mention| matches!(mention.sense, Sense::Head { table: 2, .. }));
    let first = heads.next()?;
    let mut end = first.end;
    // cells part the head of this table from that of another one below it
    let own = |mention: &&Mention| {
        let between = ground.folded.words.text.get(end..mention.start).unwrap_or_default();
        end = mention.end;
        between.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS
    };
    let last = heads.take_while(|mention| mention.start < first.end + 600).take_while(own).last()?;
    Some((first, last))
}

/// The cells below the head, with the blank ones that stand before the first filled one in its row.
fn slots(ground: Ground<'_>, head: &[Event], body: &[Event], first: Option<Slot>) -> Vec<Slot> {
    let row = |slot: &Slot| ground.document.pieces.get(slot.piece).map(|piece| piece.row);
    let filled_row = first.as_ref().and_then(row);
    let blanks_before = head.iter().rev().map_while(|event| match event {
        Event::Slot(slot) if slot.what == What::Blank => Some(*slot),
        _ => None,
    });
    let mut slots: Vec<Slot> = blanks_before.filter(|slot| row(slot) == filled_row).collect();
    slots.reverse();
    for event in body {
        match event {
            Event::Slot(slot) => slots.push(*slot),
            Event::Page(_) => {}
            Event::Words { sentence: true, .. } => {
                rows::drop_line(&mut slots);
                break;
            }
            Event::Words { .. } => break,
        }
    }
    slots
}

/// The columns from left to right as the head names them. Words that were cut short tell nothing: what stands there
/// must only not speak against the form's order.
fn order(ground: Ground<'_>, head: Range<usize>) -> Order {
    let mut from = head.start;
    while from < head.end && !ground.folded.words.text.is_char_boundary(from) {
        from += 1;
    }
    let Some(text) = ground.folded.words.text.get(from..head.end) else { return Order::OfTheForm };
    let Some(groups) = groups(ground, text, from) else { return Order::Unknown };
    const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (result, words) in RESULTS.iter().enumerate() {
        found.extend(text.match_indices(words).map(|(at, _)| (at, result)));
    }
    found.sort_unstable();
    let results: Vec<usize> = found.into_iter().map(|(_, result)| result).collect();
    let mut form = (0..3).flat_map(|_| 0..5);
    let agrees = results.iter().all(|result| form.any(|own| own == *result));
    if agrees {
        let straight = groups == [0, 1, 2];
        let order = || groups.iter().flat_map(|group| (0..5).map(move |result| group * 5 + result)).collect();
        return if straight { Order::OfTheForm } else { Order::Printed(order()) };
    }
    let whole = results.len() == 15 && results.chunks(5).all(|five| (0..5).all(|result| five.contains(&result)));
    if !whole {
        return Order::Unknown;
    }
    let columns =
        groups.iter().zip(results.chunks(5)).flat_map(|(group, five)| five.iter().map(move |r| group * 5 + r));
    Order::Printed(columns.collect())
}

/// The three groups from left to right; `None` where their words contradict the form and do not tell.
fn groups(ground: Ground<'_>, text: &str, base: usize) -> Option<[usize; 3]> {
    // 行政复议、行政诉讼情况 is the title of the section
    let in_title = |at: usize, words: &str| {
        let after = text.get(at + words.len()..).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default();
        after.starts_with(['、', '和', '情', '及', '数']) || before.ends_with(['、', '和', '开', '起', '及', '请'])
    };
    let group = |words: &str| text.match_indices(words).map(|(at, _)| at).filter(|at| !in_title(*at, words)).last();
    let place = |at: usize| ground.document.pieces.get(ground.folded.piece_at(base + at)).map(|piece| piece.row);
    let litigation_first = match (group("行政复议"), group("行政诉讼")) {
        // a merged cell may be printed below its neighbour: only words side by side tell
        (Some(review), Some(litigation)) if litigation < review => {
            (place(review) == place(litigation)).then_some(true)?
        }
        _ => false,
    };
    let after_first = match (text.find("未经复议直接起诉"), text.find("复议后起诉")) {
        (Some(direct), Some(after)) => after < direct,
        _ => false,
    };
    Some(match (litigation_first, after_first) {
        (false, false) => [0, 1, 2],
        (false, true) => [0, 2, 1],
        (true, false) => [1, 2, 0],
        (true, true) => [2, 1, 0],
    })
}

/// The head begins with `行政复议` in a cell of its own.
fn head_start(ground: Ground<'_>, first: usize, from: usize) -> usize {
    let text = &ground.folded.words.text;
    let before = text.get(from..first).unwrap_or_default();
    match before.rfind("行政复议").map(|at| from + at) {
        Some(at) if first - at <= 60 => at,
        _ => first,
    }
}

/// The words of the head that stand above columns, each piece by itself.
fn words_of(ground: Ground<'_>, head: &[Event]) -> Vec<(usize, usize)> {
    let text = &ground.folded.words.text;
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for event in head {
        let Event::Words { start, end, .. } = *event else { continue };
        let piece = ground.folded.starts.partition_point(|&s| s as usize <= start);
        match out.last_mut() {
            Some(last) if last.2 == piece => last.1 = end,
            _ => out.push((start, end, piece)),
        }
    }
    const GROUPS: [&str; 5] = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", ""];
    out.retain(|&(start, end, _)| !GROUPS.contains(&text.get(start..end).unwrap_or_default()));
    out.into_iter().map(|(start, end, _)| (start, end)).collect()
}
