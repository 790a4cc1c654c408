//! 不是数的单元格: rows that a word among their figures broke apart, put together again.
//!
//! Words end the cells of a row, since most words are no cell. A word is one only where the shape of the row says so:
//! from the label to the last figure there are exactly as many cells, lines or stretches between blanks as the form has
//! columns, and the rest of the table is whole, so that none of them can have been lost.

use std::{ops::Range, sync::LazyLock};

use gongkai_law::annual_report::{Edition, Form, form::Node};

use super::{
    cells,
    lex::{self, Event, Slot, What, is_page_number},
    plan::{self, Row},
    redress::{Order, Redress},
    rows::{Found, Found3, Ground, Taken},
};
use crate::clean::fold;

/// Words longer than this, in bytes of folded text, are no cell's.
const LONGEST: usize = 60;
/// For each broken row a table has so many whole ones, or nothing is known of its shape.
const WHOLE_FOR_BROKEN: usize = 3;
/// So far, in bytes of folded text, table four may go on below its head.
const BELOW_HEAD: usize = 1200;
/// Stretches after the last cell that are looked at: another figure among them is one too many.
const BEHIND: usize = 6;

/// A stretch of folded text that may be a cell.
struct Part {
    text: Range<usize>,
    piece: usize,
}

/// What is known of the words at both ends of a row.
#[derive(Clone, Copy)]
struct Ends {
    /// The label, or the head, before it is whole: what follows is not the rest of it.
    first: bool,
    /// What ends the row is known: the last words in it are not a heading.
    last: bool,
}

/// Whether these are the cells of a row, blank ones included.
fn fit(slots: &[Slot], width: usize) -> bool {
    let filled = slots.iter().filter(|slot| slot.what != What::Blank).count();
    filled <= width && slots.len() >= width
}

fn is_broken(row: &Row, taken: &Taken) -> bool {
    taken.broken || !fit(&taken.slots, row.width())
}

/// Whether nearly all rows of a table have the cells that they should.
pub(crate) fn is_whole(rows: &[Row], taken: &[Taken]) -> bool {
    let labelled = || rows.iter().zip(taken).filter(|(_, taken)| taken.label.is_some());
    let broken = labelled().filter(|(row, taken)| is_broken(row, taken)).count();
    labelled().count() >= broken + (broken * WHOLE_FOR_BROKEN).max(1)
}

/// `12x`: a figure and words that nothing parts, and that are no word of the form, are no figure.
pub(crate) fn worded_figures(ground: Ground<'_>, events: &mut Vec<Event>) {
    let ends = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        ground.folded.starts.binary_search(&at).is_ok() || ground.folded.gaps.binary_search(&at).is_ok()
    };
    let one = |pair: &[Event]| match pair {
        &[Event::Slot(slot), Event::Words { start, end, sentence: false }] if slot.end == start => {
            let odd = Slot { end, what: What::Odd, ..slot };
            let words = Part { text: start..end, piece: slot.piece };
            (ends(slot.start) && ends(end) && !ends(start) && is_cell(ground, &odd) && !is_group(ground, &words))
                .then_some(odd)
        }
        _ => None,
    };
    let found: Vec<(usize, Slot)> =
        (0..).zip(events.windows(2)).filter_map(|(at, pair)| Some((at, one(pair)?))).collect();
    for (at, odd) in &found {
        if let Some(event) = events.get_mut(*at) {
            *event = Event::Slot(*odd);
        }
    }
    let (mut at, mut next) = (0, found.iter().peekable());
    events.retain(|_| {
        at += 1;
        next.next_if(|(before, _)| before + 2 == at).is_none()
    });
}

/// Whether the first words behind a label may be a cell of its row: blank cells before them say nothing of their place.
pub(crate) fn cuts_row(ground: Ground<'_>, label: &Found, events: &[Event]) -> bool {
    let row = |at: usize| ground.document.pieces.get(ground.folded.piece_at(at)).map(|piece| piece.row);
    let words = events.iter().position(|event| matches!(event, Event::Words { .. }));
    let Some((before, Event::Words { start, end, .. })) =
        words.and_then(|at| Some((events.get(..at)?, *events.get(at)?)))
    else {
        return false;
    };
    let Some(Event::Slot(last)) = before.last() else { return false };
    let part = Part { text: start..end, piece: last.piece };
    let in_lines = row(label.end.saturating_sub(1)) != ground.document.pieces.get(last.piece).map(|piece| piece.row);
    (in_lines || row(start) == row(label.end.saturating_sub(1)))
        && end - start <= LONGEST
        && !is_of_form(ground, &part.text)
        && !is_group(ground, &part)
}

/// Gives the broken rows of a table their cells, where its other rows are whole; figures with words among them that
/// nobody knows to be a cell are left alone. `end` is where something else begins.
pub(crate) fn mend(ground: Ground<'_>, rows: &[Row], labels: &[Found], end: usize, out: &mut Found3) {
    let of = |label: &Found| rows.get(label.row).zip(out.rows.get(label.row));
    let is_broken = |label: &Found| of(label).is_some_and(|(row, taken)| is_broken(row, taken));
    let broken: Vec<usize> = (0..).zip(labels).filter(|(_, label)| is_broken(label)).map(|(at, _)| at).collect();
    if broken.is_empty() {
        return;
    }
    let whole = is_whole(rows, &out.rows);
    for at in broken {
        let Some((label, row)) = labels.get(at).and_then(|label| Some((label, rows.get(label.row)?))) else { continue };
        let next = labels.get(at + 1);
        let follows = next.is_none_or(|next| next.row == label.row + 1);
        let to = next.map_or(end, |next| next.start).max(label.end);
        let cells = if whole && follows { of_row(ground, row, label, to, next.is_some()) } else { None };
        let Some(taken) = out.rows.get_mut(label.row) else { continue };
        match cells {
            Some(slots) => (taken.slots, taken.broken) = (slots, false),
            None if taken.broken => taken.slots.clear(),
            None => {}
        }
    }
}

/// The cells of one row.
fn of_row(ground: Ground<'_>, row: &Row, label: &Found, to: usize, followed: bool) -> Option<Vec<Slot>> {
    let width = row.width();
    let events = filled_events(ground, label.end, to);
    let printed = plan::without_number(ground.folded.words.text.get(label.start..label.end)?);
    let whole = row.labels.iter().any(|label| label == printed);
    let kept_apart = cells::apart(ground, label, width, to, &events, whole);
    if kept_apart.as_ref().is_some_and(|slots| slots.iter().all(|slot| is_cell(ground, slot))) {
        return kept_apart;
    }
    let own = |parts: Vec<Part>| {
        let is_last = || followed || ends_at_form(ground, &parts, width, to);
        let last = parts.get(width.wrapping_sub(1)).is_some_and(|part| !is_group(ground, part)) && is_last();
        shaped(ground, &parts, width, &events, Ends { first: whole, last })
    };
    lines(ground, label.end, to).and_then(own).or_else(|| own(in_one_line(ground, label.end, to, width)?))
}

/// Gives table four its cells. `whole` is whether the table before it has lost none.
pub(crate) fn mend_redress(ground: Ground<'_>, found: &mut Redress, to: usize, whole: bool, width: usize) {
    let filled = |slot: &&Slot| slot.what != What::Blank;
    if found.slots.iter().filter(filled).count() >= width {
        return;
    }
    let to = to.min(found.head_end + BELOW_HEAD);
    let from = head_end(ground, found.head_end, to);
    let first_slot = found.slots.iter().find(filled).map_or(from, |slot| slot.start);
    let events = filled_events(ground, from, to);
    let head = ground.folded.words.text.get(..from).unwrap_or_default();
    let first = head.ends_with("总计") || head.ends_with("合计");
    let own = |parts: Vec<Part>| {
        let last = ends_at_form(ground, &parts, width, to);
        shaped(ground, &parts, width, &events, Ends { first, last })
    };
    let cells = kept_apart(ground, from, to, width, &events)
        .or_else(|| lines(ground, from, to).filter(|_| whole).and_then(own))
        .or_else(|| own(in_one_line(ground, from, to, width).filter(|_| whole)?));
    let Some(slots) = cells else {
        if !is_rest_of_head(ground.folded.words.text.get(from..first_slot).unwrap_or_default()) {
            // words that may be the first cell: no blank cell behind the others makes up for it
            found.order = Order::Unknown;
        }
        return;
    };
    if let (Some(first), Some(end)) = (slots.first(), slots.iter().map(|slot| slot.end).max()) {
        found.heads.retain(|(start, _)| *start < first.start);
        found.extent.1 = found.extent.1.max(end);
    }
    found.slots = slots;
}

/// The words above the columns of table four.
const RESULTS: [&str; 6] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "合计"];

/// Whether some words are nothing but such as stand above columns, whole or cut short.
fn is_rest_of_head(words: &str) -> bool {
    words.chars().all(|c| RESULTS.iter().any(|result| result.contains(c)))
}

/// Where the head of table four ends: behind such words of it as are cut short, or stand above other tables too.
fn head_end(ground: Ground<'_>, from: usize, to: usize) -> usize {
    const SHORTEST: usize = "总计".len();
    let text = |part: &Part| ground.folded.words.text.get(part.text.clone()).unwrap_or_default();
    let is_head = |part: &Part| {
        let words = text(part);
        words.len() >= SHORTEST && RESULTS.iter().any(|result| result.contains(words))
    };
    between_blanks(ground, from, to).iter().take_while(|part| is_head(part)).last().map_or(from, |part| part.text.end)
}

/// What stands between two places, blank cells left out: nobody knows how many there are.
fn filled_events(ground: Ground<'_>, from: usize, to: usize) -> Vec<Event> {
    let mut events = Vec::new();
    lex::events(ground.folded, ground.document, from, to, &mut events);
    events.retain(|event| !matches!(event, Event::Slot(slot) if slot.what == What::Blank));
    events
}

/// The first row of cells below a place that the source itself keeps apart, as many as the row has, more than half of
/// them figures.
fn kept_apart(ground: Ground<'_>, from: usize, to: usize, width: usize, events: &[Event]) -> Option<Vec<Slot>> {
    let pieces = pieces(ground, from, to);
    let row = |piece: &usize| ground.document.pieces.get(*piece).map(|piece| piece.row);
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let (own, below) = rest.split_at(rest.iter().take_while(|piece| row(piece) == row(first)).count());
        rest = below;
        let Some(own) = cells::trimmed(ground, own, width) else { continue };
        let slots: Vec<Slot> = own.iter().map(|&piece| cells::cell(ground, piece, events)).collect::<Option<_>>()?;
        let figures = slots.iter().filter(|slot| !matches!(slot.what, What::Odd | What::Blank)).count();
        if figures * 2 > width && slots.iter().all(|slot| is_cell(ground, slot)) {
            return Some(slots);
        }
    }
    None
}

/// The pieces that start between two places.
fn pieces(ground: Ground<'_>, from: usize, to: usize) -> Vec<usize> {
    let start = |piece: usize| ground.folded.starts.get(piece).map_or(usize::MAX, |&start| start as usize);
    let own = ground.folded.piece_at(from.saturating_sub(1));
    (own + 1..ground.document.pieces.len()).take_while(|&piece| start(piece) < to).collect()
}

/// Each filled piece between two places; `None` where figures stand right behind the first place.
fn lines(ground: Ground<'_>, from: usize, to: usize) -> Option<Vec<Part>> {
    let at = |piece: usize| ground.folded.starts.get(piece).map(|&start| start as usize);
    let own = ground.folded.piece_at(from.saturating_sub(1));
    let rest = ground.folded.words.text.get(from..at(own + 1)?.max(from))?;
    if rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let filled =
        |piece: &usize| !matches!(ground.folded.piece(*piece), words if words.is_empty() || is_page_number(words));
    let part = |piece: usize| Some(Part { text: at(piece)?..at(piece + 1)?.min(to), piece });
    pieces(ground, from, to).into_iter().filter(filled).map(part).collect()
}

/// Each stretch between two blanks, or between the ends of pieces.
fn between_blanks(ground: Ground<'_>, from: usize, to: usize) -> Vec<Part> {
    let at = |piece: usize| ground.folded.starts.get(piece).map_or(usize::MAX, |&start| start as usize);
    let own = ground.folded.piece_at(from.saturating_sub(1));
    let mut parts = Vec::new();
    for piece in std::iter::once(own).chain(pieces(ground, from, to)) {
        if is_page_number(ground.folded.piece(piece)) {
            continue;
        }
        let (mut start, end) = (at(piece).max(from), at(piece + 1).min(to));
        let gaps = ground.folded.gaps.iter().skip(ground.folded.gaps.partition_point(|&gap| (gap as usize) < start));
        for gap in gaps.map(|&gap| gap as usize).take_while(|&gap| gap < end).chain([end]) {
            if gap > start {
                parts.push(Part { text: start..gap, piece });
            }
            start = gap;
        }
    }
    parts
}

/// The stretches between blanks that a row's cells may be: all of one line. Where a row has several lines or cells of its own,
/// a blank may stand inside of one of them, and then there is one too many.
fn in_one_line(ground: Ground<'_>, from: usize, to: usize, width: usize) -> Option<Vec<Part>> {
    let parts = between_blanks(ground, from, to);
    let line = parts.first()?.piece;
    parts.iter().take(width).all(|part| part.piece == line).then_some(parts)
}

/// The cells of a row that these stretches are, if they have the shape of one: as many as columns, nothing in their line
/// and no figure behind them, and at least half of them figures where there are several.
fn shaped(ground: Ground<'_>, parts: &[Part], width: usize, events: &[Event], ends: Ends) -> Option<Vec<Slot>> {
    let slot = |part: &Part| cells::cell_in(ground, part.text.clone(), part.piece, events);
    let is_figure = |slot: &Slot| slot.what != What::Odd;
    let mut slots: Vec<Slot> = parts.iter().take(width + BEHIND).map(slot).collect();
    let (own, behind) = slots.split_at_checked(width)?;
    let figures = own.iter().filter(|slot| is_figure(slot)).count();
    let ends_hold =
        (ends.first || own.first().is_some_and(is_figure)) && (ends.last || own.last().is_some_and(is_figure));
    let enough = width == 1 || figures * 2 >= width;
    let row = |part: Option<&Part>| ground.document.pieces.get(part?.piece).map(|piece| piece.row);
    let goes_on = parts.get(width).is_some_and(|next| {
        let text = ground.folded.words.text.get(next.text.clone()).unwrap_or_default();
        row(Some(next)) == row(parts.get(width.wrapping_sub(1))) || text.contains(|c: char| c.is_ascii_digit())
    });
    if !enough || !ends_hold || goes_on || behind.iter().any(is_figure) || !own.iter().all(|slot| is_cell(ground, slot))
    {
        return None;
    }
    slots.truncate(width);
    Some(slots)
}

/// Whether a slot may be a cell: a figure, a blank, or a few words of which none is a word of the form.
fn is_cell(ground: Ground<'_>, slot: &Slot) -> bool {
    slot.what != What::Odd || slot.end - slot.start <= LONGEST && !is_of_form(ground, &(slot.start..slot.end))
}

/// Whether a word of the form stands in a stretch of text.
fn is_of_form(ground: Ground<'_>, text: &Range<usize>) -> bool {
    let next = ground.mentions.partition_point(|mention| mention.end <= text.start);
    ground.mentions.get(next).is_some_and(|mention| mention.start < text.end)
}

/// Whether what follows the last of some cells is a word of the form, as in a heading.
fn ends_at_form(ground: Ground<'_>, parts: &[Part], width: usize, to: usize) -> bool {
    let at = |piece: usize| ground.folded.starts.get(piece).map_or(to, |&start| start as usize);
    let piece = ground.folded.piece_at(to);
    let behind = parts.get(width).map_or_else(|| to.min(at(piece))..at(piece + 1), |part| part.text.clone());
    parts.len() >= width && is_of_form(ground, &behind)
}

/// Whether words are a group of rows in the form or stand above some, or a part of such words: `（三）不予公开`.
fn is_group(ground: Ground<'_>, part: &Part) -> bool {
    static GROUPS: LazyLock<Vec<String>> = LazyLock::new(groups);
    let words = plan::without_number(ground.folded.words.text.get(part.text.clone()).unwrap_or_default());
    GROUPS.iter().any(|group| group.contains(words) || words.contains(group))
}

fn groups() -> Vec<String> {
    fn collect(nodes: &'static [Node], out: &mut Vec<String>) {
        for node in nodes.iter().filter(|node| !node.is_leaf()) {
            out.extend(plan::labels(node));
            collect(node.children, out);
        }
    }
    let mut out = Vec::new();
    for block in Edition::ALL.iter().flat_map(|&edition| Form::of(edition).tables).flat_map(|table| table.blocks) {
        collect(block.rows, &mut out);
        out.extend([block.corner, block.heading].map(fold::plain).into_iter().filter(|words| !words.is_empty()));
    }
    out
}
