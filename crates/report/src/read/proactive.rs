//! Table two, and another one beside it for comparison.

use std::ops::Range;

use super::{
    plan::Plan,
    rows::{self, Found3, Ground},
    tables,
    twice::{self, Taken, Twice},
    words::{Mention, Sense},
};

/// Table two as it was found.
pub(crate) struct Proactive {
    /// Where its head starts, in the folded text.
    pub(crate) head: usize,
    /// Its rows.
    pub(crate) table: Found3,
    /// Another one beside it, with other figures.
    pub(crate) twice: Option<Twice>,
}

/// So many labels make a second table, and not words about the first.
const FEWEST_ROWS: usize = 4;
/// How far below its last label, in bytes of folded text, a table may end.
const LAST_ROW: usize = 300;

/// Finds table two in a stretch of the folded text: the rows below the first of its heads.
pub(crate) fn find(ground: Ground<'_>, plan: &Plan, index: usize, stretch: Range<usize>) -> Option<Proactive> {
    let from = ground.mentions.partition_point(|mention| mention.start < stretch.start);
    let to = ground.mentions.partition_point(|mention| mention.start < stretch.end);
    let inside = ground.mentions.get(from..to)?;
    let is_head = |mention: &Mention| matches!(mention.sense, Sense::Head { table: 0, edition: Some(_) });
    let inside = inside.get(inside.iter().position(is_head)?..)?;
    let of = |mentions, stretch| one(Ground { mentions, ..ground }, ground, plan, index, stretch);
    let both = twice::parted(ground, inside).and_then(|(above, below)| {
        let second = of(below, above.last()?.end..stretch.end)?;
        let first = of(above, stretch.start..second.head)?;
        own(ground, stretch.start, first, second)
    });
    both.or_else(|| of(inside, stretch.clone()))
}

/// The table whose words are in `own`, of all those in `ground`.
fn one(own: Ground<'_>, ground: Ground<'_>, plan: &Plan, index: usize, stretch: Range<usize>) -> Option<Proactive> {
    let labels = rows::chain(own, plan, 0, index);
    let head = tables::head(ground, 0, own.mentions.first()?.start + 1, stretch.start);
    let end = stretch.end.min(labels.last()?.end + LAST_ROW);
    let table = rows::take(ground, plan.rows.first().map_or(&[], Vec::as_slice), &labels, head, end);
    Some(Proactive { head, table, twice: None })
}

/// Which of two is the report's own; `None` where they are not two tables with figures of their own.
fn own(ground: Ground<'_>, from: usize, mut first: Proactive, mut second: Proactive) -> Option<Proactive> {
    let labelled = |of: &Proactive| of.table.rows.iter().filter(|row| row.label.is_some()).count() >= FEWEST_ROWS;
    let filled = |of: &Proactive| of.table.rows.iter().any(|row| !row.slots.is_empty());
    if ![&first, &second].into_iter().all(|of| labelled(of) && filled(of)) {
        return None;
    }
    let alike = first
        .table
        .rows
        .iter()
        .zip(&second.table.rows)
        .all(|(one, other)| twice::printed(ground, &one.slots) == twice::printed(ground, &other.slots));
    if alike {
        return Some(first);
    }
    let extent = |of: &Proactive| (of.head, of.table.extent.1.max(of.head));
    let taken = twice::by_captions(ground, (from, first.head), (extent(&first).1, second.head));
    if taken == Taken::Second {
        second.twice = Some(Twice { table: 0, other: extent(&first), taken });
        return Some(second);
    }
    first.twice = Some(Twice { table: 0, other: extent(&second), taken });
    if taken == Taken::Neither {
        // cells of both in one row are too many to be read
        for (row, other) in first.table.rows.iter_mut().zip(second.table.rows) {
            row.slots.extend(other.slots);
        }
    }
    Some(first)
}
