//! The three statutory tables of one report: found, and their cells taken.

use std::ops::Range;

use gongkai_law::annual_report::Edition;

use super::{
    assign::{self, Assigned, Shape},
    balance, columns,
    fill::Filling,
    lex::{Slot, Unit, What, money},
    odd,
    plan::Plan,
    proactive,
    redress::{self, Order, Redress},
    rows::{self, Found, Found3, Ground},
    twice::{self, Twice},
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
    /// Tables that stand twice, with other figures.
    pub(crate) twice: Vec<Twice>,
}

/// So many labels of table three make it a table.
const FEWEST_OUTCOMES: usize = 5;
/// So many of them in the section of table three leave no doubt that it stands there.
const MOST_OUTCOMES: usize = 15;
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
    let outcomes = outcomes(ground, plan, index, sections);
    let head_of_three = outcomes.first().map(|first| head(ground, 1, first.start, stretch.start));
    let two_ends = head_of_three.or(sections.get(2).copied().flatten()).unwrap_or(stretch.end);
    let two = proactive::find(ground, plan, index, stretch.start..two_ends);
    let mut heads = [two.as_ref().map_or(stretch.end, |two| two.head), stretch.end];
    let (two, both) = two.map_or((None, None), |two| (Some(two.table), two.twice));
    let after_two = two.as_ref().map_or(stretch.start, |table| table.extent.1);
    let (three, after) = match (outcomes.last(), head_of_three) {
        (Some(last), Some(head)) => {
            heads[1] = head;
            let section_four = sections.get(3).copied().flatten().filter(|&at| at >= last.end);
            let end = section_four.unwrap_or(stretch.end).min(last.end + 400);
            let end = four_begins(ground, last).map_or(end, |four| end.min(four));
            let own = rows_of(plan, 1);
            let mut table = rows::take(ground, own, &outcomes, head, end);
            if let Some(other) = rival(ground, plan, index, &outcomes, sections) {
                contest(ground, &mut table, &rows::take(ground, own, &other, usize::MAX, head));
            }
            let after = table.extent.1;
            (Some(table), after)
        }
        _ => (None, after_two),
    };
    let from = after.max(sections.get(3).copied().flatten().unwrap_or(0));
    let section_five = sections.get(4).copied().flatten().filter(|&at| at > from);
    let redress = section_five.and_then(|to| redress::find(ground, from, to));
    let redress = redress.or_else(|| redress::find(ground, from, stretch.end));
    let mut redress = redress.or_else(|| exchanged(ground, plan, after_two, head_of_three?));
    if let Some(four) = &mut redress {
        let whole = three.as_ref().is_some_and(|table| odd::is_whole(rows_of(plan, 1), &table.rows));
        let to = section_five.filter(|&to| to >= four.head_end).unwrap_or(stretch.end);
        odd::mend_redress(ground, four, to, whole, width_of_four(plan));
    }
    let (redress, twice) = match redress {
        Some(first) => twice::of_redress(ground, first, from, section_five.unwrap_or(stretch.end)),
        None => (None, None),
    };
    Tables { listed: [two, three], heads, redress, twice: both.into_iter().chain(twice).collect() }
}

/// Table four where it stands before table three: only with all of its heads and cells, since what stands there may be
/// words about it.
fn exchanged(ground: Ground<'_>, plan: &Plan, from: usize, to: usize) -> Option<Redress> {
    let width = width_of_four(plan);
    redress::find(ground, from, to).filter(|found| found.heads.len() == width && found.slots.len() == width)
}

fn width_of_four(plan: &Plan) -> usize {
    rows_of(plan, 2).first().map_or(0, super::plan::Row::width)
}

fn rows_of(plan: &Plan, table: usize) -> &[super::plan::Row] {
    plan.rows.get(table).map_or(&[], Vec::as_slice)
}

/// The rows of table three: those in its own section, if there is a table; else wherever they stand. A table of
/// another year in section one is none of this report.
fn outcomes(ground: Ground<'_>, plan: &Plan, index: usize, sections: [Option<usize>; 6]) -> Vec<Found> {
    let [_, _, Some(from), next @ ..] = sections else { return chain_of(ground, plan, index) };
    let to = next.into_iter().flatten().next().unwrap_or(usize::MAX);
    let first = ground.mentions.partition_point(|mention| mention.start < from);
    let end = ground.mentions.partition_point(|mention| mention.start < to);
    let inside = Ground { mentions: ground.mentions.get(first..end).unwrap_or_default(), ..ground };
    let own = chain_of(inside, plan, index);
    if own.len() >= MOST_OUTCOMES { own } else { chain_of(ground, plan, index) }
}

/// Another table three in the same section, above the one that was found.
fn rival(
    ground: Ground<'_>,
    plan: &Plan,
    index: usize,
    found: &[Found],
    sections: [Option<usize>; 6],
) -> Option<Vec<Found>> {
    let (from, to) = (sections.get(2).copied().flatten()?, found.first()?.start);
    let first = ground.mentions.partition_point(|mention| mention.start < from);
    let end = ground.mentions.partition_point(|mention| mention.start < to);
    let above = Ground { mentions: ground.mentions.get(first..end)?, ..ground };
    let other = rows::chain(above, plan, 1, index);
    (other.len() >= MOST_OUTCOMES).then_some(other)
}

/// Where two tables of one section differ, nobody knows which is meant: the row gets the cells of both, too many to be
/// read.
fn contest(ground: Ground<'_>, table: &mut Found3, other: &Found3) {
    for (own, other) in table.rows.iter_mut().zip(&other.rows) {
        if !other.slots.is_empty() && twice::printed(ground, &own.slots) != twice::printed(ground, &other.slots) {
            own.slots.splice(0..0, other.slots.iter().copied());
        }
    }
}

fn chain_of(ground: Ground<'_>, plan: &Plan, index: usize) -> Vec<Found> {
    let found = rows::chain(ground, plan, 1, index);
    if found.len() >= FEWEST_OUTCOMES { found } else { Vec::new() }
}

fn four_begins(ground: Ground<'_>, after: &Found) -> Option<usize> {
    let is_head = |mention: &&Mention| matches!(mention.sense, Sense::Head { table: 2, .. });
    let first = ground.mentions.partition_point(|mention| mention.start < after.end);
    ground.mentions.iter().skip(first).find(is_head).map(|mention| mention.start)
}

/// Where the head of a table starts: at the first of its words that stands not far above its first row.
pub(crate) fn head(ground: Ground<'_>, table: usize, first: usize, least: usize) -> usize {
    let nearest = ground.mentions.partition_point(|mention| mention.start < first);
    let from = first.saturating_sub(HEAD).max(least);
    let above = ground.mentions.iter().take(nearest).rev().take_while(|mention| mention.start >= from);
    let heads = above.filter(|m| matches!(m.sense, Sense::Head { table: t, .. } if t == table));
    heads.last().map_or(first, |mention| mention.start)
}

/// Fills the figures of a report from its tables.
pub(crate) fn fill(filling: &mut Filling<'_>, tables: &Tables) {
    let text = &filling.folded.words.text;
    filling.unit = tables.heads.first().map_or(Unit::Items, |&head| unit(text, head));
    for ((table, found), &head) in tables.listed.iter().enumerate().zip(&tables.heads) {
        if let Some(found) = found {
            listed(filling, table, found, head);
        }
    }
    if let (Some(row), Some(found)) = (filling.plan.rows.get(2).and_then(|rows| rows.first()), &tables.redress) {
        let shape = Shape { width: row.width(), group: row.width() / 3, summed: true, right: false, counts: true };
        let spread = columns::spread(filling.document, text, &found.slots, row.width());
        let slots = spread.as_deref().unwrap_or(&found.slots);
        let assigned = match &found.order {
            Order::OfTheForm => assign::assign(shape, 1, slots, text),
            Order::Unknown => Assigned::Odd(slots.to_vec()),
            Order::Printed(order) => {
                filling.reordered.push(2);
                columns::in_order_of_form(order, slots).map_or(Assigned::Odd(slots.to_vec()), Assigned::Each)
            }
        };
        filling.take(row.first, &row.kinds, assigned);
    }
    balance::columns(filling);
    balance::prove_zeros(filling);
}

/// Fills table two or three.
fn listed(filling: &mut Filling<'_>, table: usize, found: &Found3, head: usize) {
    let (text, plan) = (&filling.folded.words.text, filling.plan);
    let rows = plan.rows.get(table).map_or(&[][..], Vec::as_slice);
    if table == 1 {
        let named = named(filling, table, found, head);
        if let Some(cells) = narrow(filling, rows, found, &named) {
            return lacking(filling, table, found, cells, &named);
        }
    }
    let right = fills_before(rows, found);
    let orders = orders(filling, table, rows, found, head);
    if orders.iter().any(Option::is_some) {
        filling.reordered.push(table);
    }
    for (i, taken) in found.rows.iter().enumerate() {
        let Some(row) = rows.get(i) else { continue };
        let spread = columns::spread(filling.document, text, &taken.slots, row.width());
        let slots = spread.as_deref().unwrap_or(&taken.slots);
        if let Some(order) = orders.get(row.of.block()).and_then(Option::as_ref) {
            let assigned =
                columns::in_order_of_form(order, slots).map_or(Assigned::Odd(slots.to_vec()), Assigned::Each);
            filling.take(row.first, &row.kinds, assigned);
            continue;
        }
        let counts = row.kinds.iter().all(|kind| !kind.is_amount());
        let shape = Shape { width: row.width(), group: row.width(), summed: row.summed, right, counts };
        let shared = shared(rows, i, taken.shared, slots.len());
        let first = rows.get(i + 1 - shared).map_or(row.first, |row| row.first);
        let kinds: Vec<_> = (0..shared).flat_map(|_| row.kinds.iter().copied()).collect();
        filling.take(first, &kinds, assign::assign(shape, shared, slots, text));
    }
}

/// How many cells each row of a table has that the source keeps apart, where all have as many and fewer than the form.
/// Blanks around them may only fill up merged cells, unless each row has room for all cells and the head names all.
fn narrow(filling: &Filling<'_>, rows: &[super::plan::Row], found: &Found3, named: &[usize]) -> Option<usize> {
    let labelled = || rows.iter().zip(&found.rows).filter(|(_, taken)| taken.label.is_some());
    let cells = labelled().map(|(_, taken)| between_blanks(&taken.slots).len()).find(|&cells| cells > 0)?;
    let place = |slot: &Slot| (slot.piece, filling.document.pieces.get(slot.piece).map(|piece| piece.row));
    let apart = |two: &[Slot]| matches!(two, [a, b] if place(a).0 != place(b).0 && place(a).1 == place(b).1);
    let like = |(row, taken): (&super::plan::Row, &rows::Taken)| {
        let own = between_blanks(&taken.slots);
        own.len() == cells && cells < row.width() && own.windows(2).all(apart)
    };
    let room = labelled().all(|(row, taken)| taken.slots.len() >= row.width() && named.len() == row.width());
    (cells >= 3 && !room && labelled().count() >= FEWEST_OUTCOMES && labelled().all(like)).then_some(cells)
}

fn between_blanks(slots: &[Slot]) -> &[Slot] {
    let filled = |slot: &Slot| slot.what != What::Blank;
    let ends = slots.iter().position(filled).zip(slots.iter().rposition(filled));
    ends.and_then(|(first, last)| slots.get(first..=last)).unwrap_or_default()
}

/// The columns of a table of one block that its head names, from left to right.
fn named(filling: &Filling<'_>, table: usize, found: &Found3, head: usize) -> Vec<usize> {
    let first = found.rows.iter().find_map(|taken| taken.label).map_or(head, |label| label.start);
    let words = filling.plan.heads.get(table).and_then(|heads| heads.first());
    words.map_or_else(Vec::new, |words| columns::named(filling.folded, filling.document, head..first, words))
}

/// Fills a table without one of the form's columns: by its head, where that names each of the columns there are.
fn lacking(filling: &mut Filling<'_>, table: usize, found: &Found3, cells: usize, named: &[usize]) {
    let rows = filling.plan.rows.get(table).map_or(&[][..], Vec::as_slice);
    let width = rows.first().map_or(0, super::plan::Row::width);
    let told = cells + 1 == width && named.len() == cells;
    filling.narrow.push((table, (0..width).find(|column| told && !named.contains(column))));
    for (row, taken) in rows.iter().zip(&found.rows) {
        let slots = between_blanks(&taken.slots);
        filling.lack(row.first, row.width(), slots);
        for (&column, slot) in named.iter().zip(slots).filter(|_| told) {
            let (Some(&kind), Ok(at)) = (row.kinds.get(column), u16::try_from(column)) else { continue };
            filling.take(row.first + at, &[kind], Assigned::Each(vec![*slot]));
        }
    }
}

/// The order of the columns of each block, where it is not the form's.
fn orders(
    filling: &Filling<'_>,
    table: usize,
    rows: &[super::plan::Row],
    found: &Found3,
    head: usize,
) -> Vec<Option<Vec<usize>>> {
    let heads = filling.plan.heads.get(table).map_or(&[][..], Vec::as_slice);
    let mut above = head;
    let order = |(b, head): (usize, &super::plan::Head)| {
        let own = || rows.iter().zip(&found.rows).filter(|(row, _)| row.of.block() == b);
        let first = own().find_map(|(_, taken)| taken.label).map(|label| label.start)?;
        let from = std::mem::replace(&mut above, own().filter_map(|(_, taken)| taken.label).next_back()?.end);
        columns::printed_order(filling.folded, filling.document, from..first, head)
    };
    heads.iter().enumerate().map(order).collect()
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

/// 元 or a multiple of it in the head of a column of amounts.
fn unit(text: &str, head: usize) -> Unit {
    let near = head + text.get(head..).map_or(0, |rest| rest.char_indices().nth(800).map_or(rest.len(), |(at, _)| at));
    let Some(rest) = text.get(head..near) else { return Unit::Items };
    for column in ["本年收费金额", "采购总金额"] {
        let Some(after) = rest.find(column).and_then(|at| rest.get(at + column.len()..)) else { continue };
        let bracketed = after.strip_prefix('(').and_then(|after| after.split_once(')')).map(|(stated, _)| stated);
        let mut stated = bracketed.unwrap_or(after);
        for word in ["计量单位", "金额单位", "单位", ":", "人民币"] {
            stated = stated.trim_start_matches(word);
        }
        return match (money(stated), bracketed) {
            (Some((unit, length)), Some(_)) if length == stated.len() => unit,
            (Some((unit, _)), None) => unit,
            (_, Some(_)) if stated.contains('元') => Unit::Foreign,
            _ => Unit::Items,
        };
    }
    Unit::Items
}
