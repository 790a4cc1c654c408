//! Columns in another order than the form's, and cells merged over several columns.

use std::ops::Range;

use super::{
    lex::{Slot, What},
    plan,
};
use crate::{clean::fold::Folded, document::Document};

/// The columns of a block from left to right as the head above its first row names them; `None` where that is the
/// form's order, or where not every column is named.
pub(crate) fn printed_order(
    folded: &Folded,
    document: &Document,
    above: Range<usize>,
    head: &plan::Head,
) -> Option<Vec<usize>> {
    let order = named(folded, document, above, head);
    (order.len() == head.columns.len() && !order.is_sorted()).then_some(order)
}

/// The columns of a block that the head above its first row names, from left to right.
pub(crate) fn named(folded: &Folded, document: &Document, above: Range<usize>, head: &plan::Head) -> Vec<usize> {
    let places = head.columns.iter().enumerate();
    let places = places.filter_map(|(column, (_, labels))| Some((place(folded, document, &above, labels)?, column)));
    let mut places: Vec<(usize, usize)> = places.collect();
    places.sort_unstable();
    let mut order: Vec<usize> = places.into_iter().map(|(_, column)| column).collect();
    // 总计 stands beside 法人或其他组织, a line above the columns under that
    if let Some(sum) = head.columns.iter().position(|(label, _)| *label == "总计")
        && order.first() != Some(&sum)
    {
        order.retain(|&column| column != sum);
        order.push(sum);
    }
    order
}

/// Where a column's label stands, the nearest above the rows: whole, or cut short in a cell of its own. Words that
/// lines have torn apart do not tell which column comes first.
fn place(folded: &Folded, document: &Document, above: &Range<usize>, labels: &[String]) -> Option<usize> {
    const GROUP: &str = "法人或";
    let text = folded.words.text.get(above.clone())?;
    let whole = |label: &String| {
        let words = label.split('(').next().filter(|words| !words.is_empty())?;
        let mut found = text.rmatch_indices(words).map(|(at, _)| at);
        found.find(|&at| !text.get(..at).is_some_and(|before| before.ends_with(GROUP))).map(|at| above.start + at)
    };
    let cut = |label: &String| {
        let pieces = folded.piece_at(above.start)..folded.piece_at(above.end);
        let is_cut = |piece: &usize| {
            let words = folded.piece(*piece);
            let in_grid = document.pieces.get(*piece).is_some_and(|piece| piece.cell.is_some());
            in_grid && words.chars().nth(1).is_some() && label.starts_with(words)
        };
        pieces.rev().find(is_cut).and_then(|piece| folded.starts.get(piece)).map(|&start| start as usize)
    };
    labels.iter().find_map(whole).or_else(|| labels.iter().find_map(cut))
}

/// The cells of a row in the order of the form; `None` where their number is not the form's.
pub(crate) fn in_order_of_form(order: &[usize], slots: &[Slot]) -> Option<Vec<Slot>> {
    let filled: Vec<Slot> = slots.iter().filter(|slot| slot.what != What::Blank).copied().collect();
    let row = [slots, &filled].into_iter().find(|row| row.len() == order.len())?;
    let mut pairs: Vec<(usize, Slot)> = order.iter().copied().zip(row.iter().copied()).collect();
    pairs.sort_by_key(|(column, _)| *column);
    Some(pairs.into_iter().map(|(_, slot)| slot).collect())
}

/// A zero that is merged over several columns counts for each of them, where this makes the row whole.
pub(crate) fn spread(document: &Document, text: &str, slots: &[Slot], width: usize) -> Option<Vec<Slot>> {
    if slots.is_empty() || slots.len() >= width {
        return None;
    }
    let columns = |slot: &Slot| {
        let cell = document.pieces.get(slot.piece).and_then(|piece| piece.cell);
        cell.map_or(1, |cell| usize::from(cell.width))
    };
    let is_zero = |slot: &Slot| text.get(slot.start..slot.end) == Some("0");
    let fits = slots.iter().map(columns).sum::<usize>() == width;
    let certain = slots.iter().all(|slot| columns(slot) == 1 || is_zero(slot));
    (fits && certain).then(|| slots.iter().flat_map(|slot| std::iter::repeat_n(*slot, columns(slot))).collect())
}
