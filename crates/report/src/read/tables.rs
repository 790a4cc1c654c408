//! The three statutory tables of one report: found, and their cells taken.

use std::ops::Range;

use gongkai_law::annual_report::Edition;

use super::{
    assign::{self, Shape},
    balance,
    fill::Filling,
    lex::{Slot, Unit, What},
    plan::Plan,
    redress::{self, Redress},
    rows::{self, Found, Found3, Ground},
    words::{Mention, Sense},
};

/// The tables of one report.
pub(crate) struct Tables {
    /// Tables two and three; `None` where one is missing.
    pub(crate) listed: [Option<Found3>; 2],
    /// Where the heads of tables two and three start, in the folded text.
    pub(crate) heads: [usize; 2],
    /// Table four.
    pub(crate) redress: Option<Redress>,
}

/// So many labels of table three make it a table.
const FEWEST_OUTCOMES: usize = 5;
/// How far above its first row, in bytes of folded text, a table's head may begin.
const HEAD: usize = 700;

/// Which form the labels between two places belong to; `None` where there are none.
pub(crate) fn edition(ground: Ground<'_>) -> Option<Edition> {
    let mut votes = [0_u32; 2];
    for mention in ground.mentions {
        let edition = match mention.sense {
            Sense::Head { edition, .. } => edition,
            Sense::Row { table: 1, rows: [None, Some(_)], common: false } => Some(Edition::Of2021),
            _ => None,
        };
        match edition {
            Some(Edition::Of2019) => votes[0] += 1,
            Some(Edition::Of2021) => votes[1] += 1,
            None => {}
        }
    }
    match votes {
        [0, 0] => None,
        [old, new] if old > new => Some(Edition::Of2019),
        _ => Some(Edition::Of2021),
    }
}

/// Finds the tables in a stretch of the folded text, whose mentions `ground` holds.
pub(crate) fn find(ground: Ground<'_>, plan: &Plan, stretch: Range<usize>, sections: [Option<usize>; 6]) -> Tables {
    let index = usize::from(plan.form.edition == Edition::Of2021);
    let outcomes = rows::chain(ground, plan, 1, index);
    let outcomes = if outcomes.len() >= FEWEST_OUTCOMES { outcomes } else { Vec::new() };
    let head_of_three = outcomes.first().map(|first| head(ground, 1, first.start, stretch.start));
    let two_ends = head_of_three.or(sections.get(2).copied().flatten()).unwrap_or(stretch.end);
    let two = proactive(ground, plan, index, stretch.start..two_ends);
    let mut heads = [stretch.end; 2];
    if let (Some(place), Some((start, _))) = (heads.first_mut(), &two) {
        *place = *start;
    }
    let two = two.map(|(start, labels)| {
        let end = labels.last().map_or(two_ends, |last| two_ends.min(last.end + 300));
        rows::take(ground, plan.rows.first().map_or(&[], Vec::as_slice), &labels, start, end)
    });
    let after_two = two.as_ref().map_or(stretch.start, |table| table.extent.1);
    let (three, after) = match (outcomes.last(), head_of_three) {
        (Some(last), Some(head)) => {
            heads[1] = head;
            let section_four = sections.get(3).copied().flatten().filter(|&at| at >= last.end);
            let end = section_four.unwrap_or(stretch.end).min(last.end + 400);
            let end = four_begins(ground, last).map_or(end, |four| end.min(four));
            let table = rows::take(ground, plan.rows.get(1).map_or(&[], Vec::as_slice), &outcomes, head, end);
            let after = table.extent.1;
            (Some(table), after)
        }
        _ => (None, after_two),
    };
    let redress = redress::find(ground, after.max(sections.get(3).copied().flatten().unwrap_or(0)), stretch.end);
    Tables { listed: [two, three], heads, redress }
}

fn four_begins(ground: Ground<'_>, after: &Found) -> Option<usize> {
    let is_head = |mention: &&Mention| matches!(mention.sense, Sense::Head { table: 2, .. });
    let first = ground.mentions.partition_point(|mention| mention.start < after.end);
    ground.mentions.iter().skip(first).find(is_head).map(|mention| mention.start)
}

/// Where the head of a table starts: at the first of its words that stands not far above its first row.
fn head(ground: Ground<'_>, table: usize, first: usize, least: usize) -> usize {
    let nearest = ground.mentions.partition_point(|mention| mention.start < first);
    let from = first.saturating_sub(HEAD).max(least);
    let above = ground.mentions.iter().take(nearest).rev().take_while(|mention| mention.start >= from);
    let heads = above.filter(|m| matches!(m.sense, Sense::Head { table: t, .. } if t == table));
    heads.last().map_or(first, |mention| mention.start)
}

/// Table two: the rows below the first of its heads.
fn proactive(ground: Ground<'_>, plan: &Plan, index: usize, stretch: Range<usize>) -> Option<(usize, Vec<Found>)> {
    let from = ground.mentions.partition_point(|mention| mention.start < stretch.start);
    let to = ground.mentions.partition_point(|mention| mention.start < stretch.end);
    let inside = ground.mentions.get(from..to)?;
    let is_head = |mention: &Mention| matches!(mention.sense, Sense::Head { table: 0, edition: Some(_) });
    let first = inside.iter().position(is_head)?;
    let labels = rows::chain(Ground { mentions: inside.get(first..)?, ..ground }, plan, 0, index);
    let start = inside.get(first)?.start;
    (!labels.is_empty()).then(|| (head(ground, 0, start + 1, stretch.start), labels))
}

/// Fills the figures of a report from its tables.
pub(crate) fn fill(filling: &mut Filling<'_>, tables: &Tables) {
    let text = &filling.folded.words.text;
    filling.unit = tables.heads.first().map_or(Unit::Items, |&head| unit(text, head));
    for (rows, found) in filling.plan.rows.iter().zip(&tables.listed) {
        let Some(found) = found else { continue };
        let right = fills_before(rows, found);
        for (i, taken) in found.rows.iter().enumerate() {
            let Some(row) = rows.get(i) else { continue };
            let counts = row.kinds.iter().all(|kind| !kind.is_amount());
            let shape = Shape { width: row.width(), group: row.width(), summed: row.summed, right, counts };
            let shared = shared(rows, i, taken.shared, taken.slots.len());
            let first = rows.get(i + 1 - shared).map_or(row.first, |row| row.first);
            let kinds: Vec<_> = (0..shared).flat_map(|_| row.kinds.iter().copied()).collect();
            filling.take(first, &kinds, assign::assign(shape, shared, &taken.slots, text));
        }
    }
    if let (Some(row), Some(found)) = (filling.plan.rows.get(2).and_then(|rows| rows.first()), &tables.redress) {
        let shape = Shape { width: row.width(), group: row.width() / 3, summed: true, right: false, counts: true };
        filling.take(row.first, &row.kinds, assign::assign(shape, 1, &found.slots, text));
    }
    balance::columns(filling);
    balance::prove_zeros(filling);
}

/// Whether, in the rows whose cells are all filled, blanks stand before the figures and never after them.
fn fills_before(rows: &[super::plan::Row], found: &Found3) -> bool {
    let is_blank = |slot: &&Slot| slot.what == What::Blank;
    let full = rows
        .iter()
        .zip(&found.rows)
        .filter(|(row, taken)| taken.slots.iter().filter(|slot| slot.what != What::Blank).count() == row.width());
    let (before, after) = full.fold((0, 0), |(before, after), (_, taken)| {
        let first = taken.slots.iter().take_while(is_blank).count();
        (before + first, after + taken.slots.iter().rev().take_while(is_blank).count())
    });
    before > 0 && after == 0
}

/// How many rows share these cells: those before it without any, if they are of the same shape and there are more
/// cells than one row has.
fn shared(rows: &[super::plan::Row], last: usize, most: usize, slots: usize) -> usize {
    let width = rows.get(last).map_or(0, super::plan::Row::width);
    if most <= 1 || (2..=width).contains(&slots) {
        return 1;
    }
    let alike = rows.iter().take(last + 1).rev().take(most).take_while(|row| row.width() == width && row.summed);
    alike.count().max(1)
}

/// 元 or 万元 in the head of a column of amounts.
fn unit(text: &str, head: usize) -> Unit {
    let near = head + text.get(head..).map_or(0, |rest| rest.char_indices().nth(800).map_or(rest.len(), |(at, _)| at));
    let Some(rest) = text.get(head..near) else { return Unit::Items };
    for column in ["本年收费金额", "采购总金额"] {
        let Some(after) = rest.find(column).and_then(|at| rest.get(at + column.len()..)) else { continue };
        let Some(stated) = after.strip_prefix('(').and_then(|after| after.split_once(')')).map(|(stated, _)| stated)
        else {
            return Unit::Items;
        };
        return match stated.trim_start_matches("单位").trim_start_matches(':') {
            "万元" => Unit::Wan,
            "元" => Unit::Yuan,
            _ => Unit::Items,
        };
    }
    Unit::Items
}
