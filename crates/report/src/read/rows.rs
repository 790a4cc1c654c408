//! Labels in statutory order, and what stands after each.

use super::{
    cells,
    lex::{self, Event, Slot, What},
    odd,
    plan::{Plan, Row},
    words::{Mention, Sense},
};
use crate::{clean::fold::Folded, document::Document};

/// How far, in bytes of folded text, the labels of neighbouring rows may stand apart.
const NEIGHBOURS: usize = 900;
/// How many words before a label are weighed as its neighbour.
const LOOK_BACK: usize = 48;

/// A row's label where it was met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// Position in the plan's rows of its table.
    pub(crate) row: usize,
    /// Where it starts in the folded text, its number included.
    pub(crate) start: usize,
    /// Where it ends, as far as it agrees with the form.
    pub(crate) end: usize,
}

/// What was found for one row of a table.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Its label; none where only its position tells.
    pub(crate) label: Option<Found>,
    /// Words in the place of its label.
    pub(crate) instead: Option<(usize, usize)>,
    /// Its cells.
    pub(crate) slots: Vec<Slot>,
    /// How many rows in all share these cells, this one the last of them; 1 nearly always.
    pub(crate) shared: usize,
    /// Words stand before or among its cells, and fewer figures than it should have: one of them may be its own.
    pub(crate) broken: bool,
}

/// One table as it was found.
#[derive(Debug, Default)]
pub(crate) struct Found3 {
    /// As long as the plan's rows of the table.
    pub(crate) rows: Vec<Taken>,
    /// Pages that end inside it, as pieces.
    pub(crate) pages: Vec<usize>,
    /// From the first label to the last cell, in the folded text.
    pub(crate) extent: (usize, usize),
}

/// The text that labels are looked for in.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// The source.
    pub(crate) document: &'a Document,
    /// Its words, folded.
    pub(crate) folded: &'a Folded,
    /// Every word of the form in them.
    pub(crate) mentions: &'a [Mention],
}

/// The longest run of row labels in statutory order, each near the one before; the later where two are alike.
pub(crate) fn chain(ground: Ground<'_>, plan: &Plan, table: usize, edition: usize) -> Vec<Found> {
    let rows = plan.rows.get(table).map_or(&[][..], Vec::as_slice);
    let found: Vec<(Found, u32)> = ground
        .mentions
        .iter()
        .filter_map(|mention| match mention.sense {
            Sense::Row { table: t, rows: places, common } if t == table => {
                let row = places.get(edition).copied().flatten()?;
                let found = locate(ground, rows.get(row)?, row, mention);
                Some((found, weight(ground, &found, common)))
            }
            _ => None,
        })
        .collect();
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(found.len());
    for (i, (label, weight)) in found.iter().enumerate() {
        let before = (i.saturating_sub(LOOK_BACK)..i)
            .filter(|&j| found.get(j).is_some_and(|(b, _)| b.row < label.row && label.start < b.end + NEIGHBOURS))
            .max_by_key(|&j| (best.get(j).map_or(0, |b| b.0), j));
        best.push((weight + before.and_then(|j| best.get(j)).map_or(0, |b| b.0), before));
    }
    let mut out = Vec::new();
    let mut at = best.iter().enumerate().max_by_key(|(i, (score, _))| (*score, *i)).map(|(i, _)| i);
    while let Some(i) = at {
        out.extend(found.get(i).map(|(label, _)| *label));
        at = best.get(i).and_then(|b| b.1);
    }
    out.reverse();
    out
}

/// A label in a cell or a line of its own tells more than the same words in a sentence.
fn weight(ground: Ground<'_>, label: &Found, common: bool) -> u32 {
    let start = u32::try_from(label.start).unwrap_or(u32::MAX);
    let apart = ground.folded.starts.binary_search(&start).is_ok();
    (if common { 1 } else { 4 }) + if apart { 3 } else { 0 }
}

/// The whole label around a word of it: its number before, and after as far as the form's words go on.
fn locate(ground: Ground<'_>, row: &Row, index: usize, mention: &Mention) -> Found {
    let text = &ground.folded.words.text;
    let rest = text.get(mention.start..).unwrap_or_default();
    let agreed = row.labels.iter().map(|label| common_prefix(label, rest)).max().unwrap_or(0);
    let end = mention.end.max(mention.start + agreed);
    Found { row: index, start: number_before(text, mention.start), end }
}

fn common_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

/// Where the number of a label starts: `5.`, `（三）`, `一、`.
fn number_before(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    if let Some(inner) = before.strip_suffix(')') {
        let open = inner.char_indices().rev().take(4).find(|(_, c)| *c == '(').map(|(at, _)| at);
        return open.unwrap_or(at);
    }
    let Some(inner) = before.strip_suffix(['.', '、']) else { return at };
    match inner.chars().next_back() {
        Some(c) if ('1'..='9').contains(&c) || "一二三四五六七八九".contains(c) => inner.len() - c.len_utf8(),
        _ => inner.len(),
    }
}

/// Gives each row of a table the cells that follow its label. `head` is where the table's head ends, `end` where
/// something else begins.
pub(crate) fn take(ground: Ground<'_>, rows: &[Row], labels: &[Found], head: usize, end: usize) -> Found3 {
    let mut out = Found3::default();
    out.rows.resize_with(rows.len(), Taken::default);
    let mut events = Vec::new();
    let first = labels.first().map_or(end, |label| label.start);
    lex::events(ground.folded, ground.document, head.min(first), first, &mut events);
    let missing = 0..labels.first().map_or(0, |label| label.row);
    let strangers = groups(&mut events, &mut out.pages).1;
    adopt(&mut out.rows, missing, strangers);
    let mut waiting = 0;
    for (i, label) in labels.iter().enumerate() {
        let next = labels.get(i + 1);
        let to = next.map_or(end, |next| next.start).max(label.end);
        events.clear();
        lex::events(ground.folded, ground.document, label.end, to, &mut events);
        let width = rows.get(label.row).map_or(0, Row::width);
        let kinds = rows.get(label.row).map_or(&[][..], |row| &row.kinds);
        let apart = is_mixed(&events, width).then(|| {
            cells::apart(ground, label, width, to, &events, false)
                .or_else(|| cells::line_by_line(ground, label, kinds, to, &events))
        });
        let apart = apart.flatten();
        odd::worded_figures(ground, &mut events);
        let left_out = own_words(ground, rows.get(label.row), label, &mut events);
        let cut = odd::cuts_row(ground, label, &events);
        let told = apart.is_some();
        let (own, strangers) = match apart {
            Some(slots) => (slots, Vec::new()),
            None => groups(&mut events, &mut out.pages),
        };
        let Some(taken) = out.rows.get_mut(label.row) else { continue };
        taken.label = Some(*label);
        taken.shared = 1 + waiting;
        let empty = own.is_empty() && strangers.is_empty();
        waiting = if empty && !left_out { waiting + 1 } else { 0 };
        let filled = own.iter().filter(|slot| slot.what != What::Blank).count();
        taken.broken =
            !told && filled < width && (left_out || cut || filled > 1 && !strangers.is_empty() && next.is_some());
        taken.slots = own;
        adopt(&mut out.rows, label.row + 1..next.map_or(rows.len(), |next| next.row), strangers);
    }
    odd::mend(ground, rows, labels, end, &mut out);
    let last = out.rows.iter().flat_map(|row| &row.slots).map(|slot| slot.end).max();
    let from = labels.first().map_or(first, |label| label.start);
    out.extent = (from, last.unwrap_or(from).max(labels.last().map_or(from, |label| label.end)));
    out
}

/// Whether what follows a label is more, or other, than its cells.
fn is_mixed(events: &[Event], width: usize) -> bool {
    events.len() != width || !events.iter().all(|event| matches!(event, Event::Slot(_)))
}

/// Leaves out the rest of a label that its own cells broke in two, or that follows it after a slip of the pen. Whether
/// it may have been more than that: a cell of its own.
fn own_words(ground: Ground<'_>, row: Option<&Row>, label: &Found, events: &mut Vec<Event>) -> bool {
    let Some(row) = row else { return false };
    let text = &ground.folded.words.text;
    let belongs = |start: usize, end: usize| {
        let words = text.get(start..end).unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
        words.is_empty() || row.labels.iter().any(|label| label.contains(words))
    };
    let (glued, mut apart) = (label.end, false);
    let own_piece = ground.folded.piece_at(label.end.saturating_sub(1));
    let parted = ground.folded.piece_at(glued) != own_piece
        || ground.folded.gaps.binary_search(&u32::try_from(glued).unwrap_or(u32::MAX)).is_ok();
    events.retain(|event| match event {
        Event::Words { start, end, sentence } if !*sentence => {
            let own = belongs(*start, *end);
            apart |= !own && *start == glued && parted;
            !own && *start != glued
        }
        _ => true,
    });
    apart
}

/// A run of cells with the words before it.
struct Group {
    words: Option<(usize, usize)>,
    slots: Vec<Slot>,
}

/// The cells right at the start, and the runs of cells that other words lead.
fn groups(events: &mut Vec<Event>, pages: &mut Vec<usize>) -> (Vec<Slot>, Vec<Group>) {
    let mut out = vec![Group { words: None, slots: Vec::new() }];
    for event in events.drain(..) {
        let Some(group) = out.last_mut() else { break };
        match event {
            Event::Page(piece) => pages.push(piece),
            Event::Slot(slot) => group.slots.push(slot),
            Event::Words { start, end, sentence: true } => {
                drop_line(&mut group.slots);
                out.push(Group { words: Some((start, end)), slots: Vec::new() });
            }
            Event::Words { start, end, .. } if group.slots.is_empty() && group.words.is_some() => {
                group.words = group.words.map(|(first, _)| (first, end)).or(Some((start, end)));
            }
            Event::Words { start, end, .. } => out.push(Group { words: Some((start, end)), slots: Vec::new() }),
        }
    }
    let own = if out.is_empty() { Vec::new() } else { out.remove(0).slots };
    out.retain(|group| group.slots.iter().any(|slot| slot.what != What::Blank));
    (own, out)
}

/// Figures that turn out to stand in a sentence are no cells, and neither is anything else in its line.
pub(crate) fn drop_line(slots: &mut Vec<Slot>) {
    let Some(line) = slots.last().map(|slot| slot.piece) else { return };
    slots.retain(|slot| slot.piece != line);
}

/// Rows whose labels are unreadable get the cells in their place, but only when as many were found as are missing.
fn adopt(rows: &mut [Taken], missing: std::ops::Range<usize>, strangers: Vec<Group>) {
    if missing.len() != strangers.len() {
        return;
    }
    for (row, group) in missing.zip(strangers) {
        if let Some(taken) = rows.get_mut(row) {
            *taken = Taken { label: None, instead: group.words, slots: group.slots, shared: 1, broken: false };
        }
    }
}
