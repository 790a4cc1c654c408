//! Table four: one row without a label below three levels of head.

use super::{
    lex::{self, Event, Slot, What},
    rows::{self, Ground},
    words::Sense,
};

/// Table four as it was found.
pub(crate) struct Redress {
    /// The words above each column, where there are as many as columns: start and end in the folded text.
    pub(crate) heads: Vec<(usize, usize)>,
    /// Its cells.
    pub(crate) slots: Vec<Slot>,
    /// From the first word of the head to the last cell, in the folded text.
    pub(crate) extent: (usize, usize),
    /// Pages that end inside it, as pieces.
    pub(crate) pages: Vec<usize>,
}

/// Finds the table between two places of the folded text.
pub(crate) fn find(ground: Ground<'_>, from: usize, to: usize) -> Option<Redress> {
    let mut heads = ground
        .mentions
        .iter()
        .skip(ground.mentions.partition_point(|mention| mention.start < from))
        .take_while(|mention| mention.end <= to)
        .filter(|mention| matches!(mention.sense, Sense::Head { table: 2, .. }));
    let first = heads.next()?;
    let last = heads.take_while(|mention| mention.start < first.end + 600).last()?;
    let start = head_start(ground, first.start, from);
    let mut events = Vec::new();
    lex::events(ground.folded, ground.document, start, to.min(last.end + 1200), &mut events);
    let begins = events.iter().position(|event| match event {
        Event::Slot(slot) => slot.what != What::Blank && slot.start >= last.start,
        _ => false,
    });
    let filled_row = begins.and_then(|at| events.get(at)).and_then(|event| match event {
        Event::Slot(slot) => ground.document.pieces.get(slot.piece).map(|piece| piece.row),
        _ => None,
    });
    let (head, body) = events.split_at(begins.unwrap_or(events.len()));
    let pages = events.iter().filter_map(|event| if let Event::Page(piece) = event { Some(*piece) } else { None });
    let mut out =
        Redress { heads: words_of(ground, head), slots: Vec::new(), extent: (start, last.end), pages: pages.collect() };
    let blanks_before = head.iter().rev().map_while(|event| match event {
        Event::Slot(slot) if slot.what == What::Blank => Some(*slot),
        _ => None,
    });
    let same_row = |slot: &Slot| ground.document.pieces.get(slot.piece).map(|piece| piece.row) == filled_row;
    out.slots = blanks_before.filter(same_row).collect();
    out.slots.reverse();
    for event in body {
        match event {
            Event::Slot(slot) => out.slots.push(*slot),
            Event::Page(_) => {}
            Event::Words { sentence: true, .. } => {
                rows::drop_line(&mut out.slots);
                break;
            }
            Event::Words { .. } => break,
        }
    }
    out.extent.1 = out.slots.iter().map(|slot| slot.end).max().unwrap_or(last.end).max(last.end);
    Some(out)
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
