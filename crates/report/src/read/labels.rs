//! The labels of the tables as they are printed, and the ones that were cut short.

use super::{
    meta,
    plan::{self, Plan},
    redress::{Order, Redress},
    rows::{Found3, Ground, Taken},
    tables::Tables,
};
use crate::reading::{Label, LabelOf};

/// A label that is not whole, with the words of the form that should stand there.
pub(crate) struct Cut {
    /// Its position among the labels.
    pub(crate) label: usize,
    /// What the form prints.
    pub(crate) whole: &'static str,
}

/// Every label of the tables, in the order of the document, and those that are cut short.
pub(crate) fn of(ground: Ground<'_>, plan: &'static Plan, tables: &Tables) -> (Vec<Label>, Vec<Cut>) {
    let mut out = Vec::with_capacity(80);
    for ((table, found), &head) in tables.listed.iter().enumerate().zip(&tables.heads) {
        let Some(found) = found else { continue };
        heads(ground, plan, table, head..found.extent.1, &mut out);
        for (row, taken) in plan.rows.get(table).into_iter().flatten().zip(&found.rows) {
            out.extend(row_label(ground, row.of, taken).map(|label| mended(ground, row, taken, label)));
        }
    }
    if let Some(found) = &tables.redress {
        redress_heads(ground, plan, found, &mut out);
    }
    out.sort_by_key(|label| label.span.start);
    let cuts =
        out.iter().enumerate().filter_map(|(at, label)| Some(Cut { label: at, whole: cut(plan, label)? })).collect();
    (out, cuts)
}

/// The words of a row's label; more than the form's where more stands in the same piece.
fn row_label(ground: Ground<'_>, of: LabelOf, taken: &Taken) -> Option<Label> {
    let (start, mut end) = match (&taken.label, taken.instead) {
        (Some(label), _) => (label.start, label.end),
        (None, Some(words)) => words,
        (None, None) => return None,
    };
    let piece_end =
        ground.folded.starts.get(ground.folded.piece_at(end.saturating_sub(1)) + 1).map_or(end, |&e| e as usize);
    let next = taken.slots.first().map_or(piece_end, |slot| slot.start);
    let gap = ground.folded.gaps.partition_point(|&gap| (gap as usize) < end);
    let gap = ground.folded.gaps.get(gap).map_or(piece_end, |&gap| gap as usize);
    if next.min(piece_end) > end && gap > end && taken.label.is_some() {
        let rest = ground.folded.words.text.get(end..next.min(piece_end).min(gap)).unwrap_or_default();
        let own = rest.find(|c: char| c.is_ascii_digit() || "(一二三四五六七八九".contains(c)).unwrap_or(rest.len());
        end += own;
    }
    label(ground, of, start, end)
}

/// A label that its own cells stand in the middle of, as in pages whose lines were broken, is whole.
fn mended(ground: Ground<'_>, row: &plan::Row, taken: &Taken, mut label: Label) -> Label {
    let printed = plan::without_number(&label.printed);
    let after = taken.slots.last().and_then(|slot| ground.folded.words.text.get(slot.end..)).unwrap_or_default();
    let rests = row.labels.iter().filter_map(|whole| whole.strip_prefix(printed));
    if let Some(rest) = rests.filter(|rest| !rest.is_empty()).find(|rest| after.starts_with(*rest)) {
        label.printed.push_str(rest);
    }
    label
}

fn label(ground: Ground<'_>, of: LabelOf, start: usize, end: usize) -> Option<Label> {
    let printed = ground.folded.words.text.get(start..end).filter(|printed| !printed.is_empty())?;
    Some(Label { of, span: ground.folded.words.source(start, end), printed: printed.to_owned() })
}

/// Block headings and column labels of tables two and three: the first of each in its place.
fn heads(ground: Ground<'_>, plan: &Plan, table: usize, stretch: std::ops::Range<usize>, out: &mut Vec<Label>) {
    let Some(heads) = plan.heads.get(table) else { return };
    let text = ground.folded.words.text.get(stretch.clone()).unwrap_or_default();
    let mut at = 0;
    for (b, head) in heads.iter().enumerate() {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(place) = meta::find(rest, &head.heading).filter(|_| !head.heading.is_empty()) {
            let start = stretch.start + at + place;
            let end = start + head.heading.len();
            out.extend(label(ground, LabelOf::Block { table, block: b }, start, end));
            at += place + head.heading.len();
        }
        let below = text.get(at..).unwrap_or_default();
        let is_first = |row: &&plan::Row| row.of == LabelOf::Row { table, block: b, row: 0 };
        let first = plan.rows.get(table).and_then(|rows| rows.iter().find(is_first));
        let ends = first.into_iter().flat_map(|row| &row.labels).filter_map(|label| meta::find(below, label)).min();
        let above = ends.and_then(|end| below.get(..end)).unwrap_or(below);
        let of = |column: usize| LabelOf::Column { table, block: b, column };
        at += columns(ground, head, of, stretch.start + at, above, out);
    }
}

/// The column labels of one block in the words above its first row, which start at `base`; how far they go.
fn columns(
    ground: Ground<'_>,
    head: &plan::Head,
    of: impl Fn(usize) -> LabelOf,
    base: usize,
    above: &str,
    out: &mut Vec<Label>,
) -> usize {
    let mut next = 0;
    let organisations = meta::find(above, "法人或其他组织").map(|at| at..at + "法人或其他组织".len());
    for (column, (_, labels)) in head.columns.iter().enumerate() {
        let words = labels.iter().find_map(|words| {
            let mut found = memchr::memmem::find_iter(above.as_bytes(), words.as_bytes());
            let at = found.find(|at| !organisations.as_ref().is_some_and(|range| range.contains(at)))?;
            Some((at, words.len()))
        });
        let words = words.or_else(|| in_another_unit(above, labels));
        let Some((at, len)) = words else { continue };
        out.extend(label(ground, of(column), base + at, base + at + len));
        next = next.max(at + len);
    }
    next
}

/// The label of a column of amounts whose brackets say something else than the form's.
fn in_another_unit(above: &str, labels: &[String]) -> Option<(usize, usize)> {
    labels.iter().find_map(|label| {
        let (stem, _) = label.split_once('(')?;
        let at = meta::find(above, stem)?;
        let brackets = above.get(at + stem.len()..).filter(|after| after.starts_with('('))?;
        let len = stem.len() + brackets.find(')')? + 1;
        (len < 60).then_some((at, len))
    })
}

/// The fifteen words above table four, by their places.
fn redress_heads(ground: Ground<'_>, plan: &Plan, found: &Redress, out: &mut Vec<Label>) {
    let width = plan.rows.get(2).and_then(|rows| rows.first()).map_or(0, super::plan::Row::width);
    if found.heads.len() != width {
        return;
    }
    for (at, &(start, end)) in found.heads.iter().enumerate() {
        let column = match &found.order {
            Order::Printed(order) => order.get(at).copied().unwrap_or(at),
            _ => at,
        };
        out.extend(label(ground, LabelOf::Column { table: 2, block: 0, column }, start, end));
    }
}

/// The form's words for a label that lacks some of them.
fn cut(plan: &'static Plan, label: &Label) -> Option<&'static str> {
    let (form, whole) = wording(plan, label.of)?;
    let printed = plan::without_number(&label.printed);
    let is_part = |whole: &String| whole.starts_with(printed) || whole.ends_with(printed);
    (!whole.iter().any(|whole| whole == printed) && !printed.is_empty() && whole.iter().any(is_part)).then_some(form)
}

/// How the form words a label, and every way in which it is met.
fn wording(plan: &'static Plan, of: LabelOf) -> Option<(&'static str, &'static [String])> {
    match of {
        LabelOf::Block { .. } => None,
        LabelOf::Row { table, .. } => {
            let row = plan.rows.get(table)?.iter().find(|row| row.of == of)?;
            Some((row.whole, &row.labels))
        }
        LabelOf::Column { table, block, column } => {
            let (whole, labels) = plan.heads.get(table)?.get(block)?.columns.get(column)?;
            Some((whole, labels))
        }
    }
}

/// The rows of a table that only their places tell.
pub(crate) fn by_place(found: &Found3) -> impl Iterator<Item = usize> + '_ {
    found
        .rows
        .iter()
        .enumerate()
        .filter(|(_, taken)| taken.label.is_none() && taken.instead.is_some())
        .map(|(at, _)| at)
}
