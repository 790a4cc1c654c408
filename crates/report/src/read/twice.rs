//! A table that stands twice in one report, the other one of another year for comparison.

use super::{
    lex::{Slot, What},
    redress::{self, Order, Redress},
    rows::Ground,
    words::Mention,
};

/// A table that was met twice, with other figures.
pub(crate) struct Twice {
    /// Which table, from 0.
    pub(crate) table: usize,
    /// Where the one that was not taken stands, in the folded text.
    pub(crate) other: (usize, usize),
    /// Which one was taken.
    pub(crate) taken: Taken,
}

/// Which of two tables is the report's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The one above.
    First,
    /// The one below, since the words above the first say that it is of another year.
    Second,
    /// Nobody knows.
    Neither,
}

/// So many cells make a second table.
const FEWEST_CELLS: usize = 10;
/// How far above a table, in bytes of folded text, its caption may begin.
const CAPTION: usize = 90;

/// Table four, and whether there are two of it between `from` and `to`.
pub(crate) fn of_redress(
    ground: Ground<'_>,
    mut first: Redress,
    from: usize,
    to: usize,
) -> (Option<Redress>, Option<Twice>) {
    let filled = |slots: &[Slot]| slots.iter().filter(|slot| slot.what != What::Blank).count();
    let other = redress::find(ground, first.extent.1, to).filter(|other| {
        filled(&other.slots) >= FEWEST_CELLS
            && filled(&first.slots) >= FEWEST_CELLS
            && printed(ground, &other.slots) != printed(ground, &first.slots)
    });
    let Some(other) = other else { return (Some(first), None) };
    let taken = by_captions(ground, (from, first.extent.0), (first.extent.1, other.extent.0));
    let twice = |other| Some(Twice { table: 2, other, taken });
    match taken {
        Taken::First => (Some(first), twice(other.extent)),
        Taken::Second => (Some(other), twice(first.extent)),
        Taken::Neither => {
            first.order = Order::Unknown;
            (Some(first), twice(other.extent))
        }
    }
}

/// The words of table two above and below the place where its first head stands again.
pub(crate) fn parted<'a>(ground: Ground<'_>, inside: &'a [Mention]) -> Option<(&'a [Mention], &'a [Mention])> {
    let words = |mention: &Mention| ground.folded.words.text.get(mention.start..mention.end);
    let first = words(inside.first()?)?;
    let again = inside.iter().skip(1).position(|mention| words(mention) == Some(first))? + 1;
    inside.split_at_checked(again)
}

/// Which of two tables is meant, by the words between a place and each of them.
pub(crate) fn by_captions(ground: Ground<'_>, first: (usize, usize), second: (usize, usize)) -> Taken {
    choose(caption(ground, first.0, first.1), caption(ground, second.0, second.1))
}

/// Cells as they are printed.
pub(crate) fn printed<'a>(ground: Ground<'a>, slots: &[Slot]) -> Vec<&'a str> {
    slots.iter().filter_map(|slot| ground.folded.words.text.get(slot.start..slot.end)).collect()
}

/// The words right above a table.
fn caption<'a>(ground: Ground<'a>, from: usize, to: usize) -> &'a str {
    let text = &ground.folded.words.text;
    let near = (from.max(to.saturating_sub(CAPTION))..=to).find(|&at| text.is_char_boundary(at));
    near.and_then(|near| text.get(near..to)).unwrap_or_default()
}

/// The first table counts, unless its caption gives it to another year and the other's does not.
fn choose(first: &str, second: &str) -> Taken {
    let compares = |words: &str| {
        ["上年", "上一年", "去年", "往年", "对比", "对照", "比较"].iter().any(|word| words.contains(word))
    };
    match (compares(first), compares(second), year(first).zip(year(second))) {
        (true, true, _) => Taken::Neither,
        (true, false, _) => Taken::Second,
        (false, true, _) => Taken::First,
        (_, _, Some((first, second))) if first < second => Taken::Second,
        _ => Taken::First,
    }
}

/// The year that a caption names last.
fn year(words: &str) -> Option<u16> {
    let mut places = words.match_indices('年').filter_map(|(at, _)| words.get(at.checked_sub(4)?..at)?.parse().ok());
    places.next_back()
}
