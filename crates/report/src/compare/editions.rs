//! Which cells of two reports answer the same question. Within an edition each cell its own; across editions those that
//! both forms have, and those whose questions changed their words.

use gongkai_law::annual_report::{
    CellId, Edition, Form,
    form::{Cell, Kind},
};

use crate::write::layout::{self, Slot, SlotKind};

/// 对应的格: cells to be compared, sums of one or several on either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// The address, in the form in force where the two are of different editions.
    pub address: String,
    /// As a person reads it: `行政复议·结果维持`.
    pub name: String,
    /// What they hold.
    pub kind: Kind,
    /// In the first form.
    pub left: Vec<CellId>,
    /// In the second form.
    pub right: Vec<CellId>,
    /// 口径不同: the two editions do not ask quite the same.
    pub approximate: bool,
}

/// Table 2 of 2019 and of 2021: what was counted in other words. Where only the words changed the two are the same;
/// what was made in a year is nearly what was issued, and what is published nearly what is in force.
const REWORDED: [(&str, &str, bool); 7] = [
    ("proactive.regulations.made", "proactive.regulations.issued", true),
    ("proactive.regulations.total_published", "proactive.regulations.in_force", true),
    ("proactive.normative_documents.made", "proactive.normative_documents.issued", true),
    ("proactive.normative_documents.total_published", "proactive.normative_documents.in_force", true),
    ("proactive.licences.decisions", "proactive.licences", false),
    ("proactive.penalties.decisions", "proactive.penalties", false),
    ("proactive.coercive_measures.decisions", "proactive.coercive_measures", false),
];

/// The cells of two editions that answer the same question, in the order of the form in force.
pub fn counterparts(left: Edition, right: Edition) -> Vec<Counterpart> {
    match (left, right) {
        (Edition::Of2019, Edition::Of2021) => across(),
        (Edition::Of2021, Edition::Of2019) => across()
            .into_iter()
            .map(|mut pair| {
                std::mem::swap(&mut pair.left, &mut pair.right);
                pair
            })
            .collect(),
        _ => {
            let form = Form::of(left);
            let each = (0..).zip(form.cells());
            each.map(|(id, cell)| pair(form, id, cell, vec![id], false)).collect()
        }
    }
}

fn pair(form: &'static Form, id: CellId, cell: &Cell, left: Vec<CellId>, approximate: bool) -> Counterpart {
    let (address, kind) = (cell.address.clone(), cell.kind);
    Counterpart { address, name: name(form, id, cell), kind, left, right: vec![id], approximate }
}

/// 2019 on the left, 2021 on the right, in the order of 2021.
fn across() -> Vec<Counterpart> {
    let (old, new) = (Form::of(Edition::Of2019), Form::of(Edition::Of2021));
    let mut out = Vec::new();
    for (id, cell) in (0..).zip(new.cells()) {
        let reworded = REWORDED.iter().find(|(_, now, _)| *now == cell.address);
        let (then, approximate) = reworded.map_or((cell.address.as_str(), false), |&(then, _, near)| (then, near));
        if let Some(then) = old.cell(then) {
            out.push(pair(new, id, cell, vec![then], approximate));
        } else if let Some((column, then)) = other(old, &cell.address) {
            // the three rows of 2021 together are the one row of 2019
            let rows: Vec<CellId> = ["other_no_correction", "other_unpaid", "other_other"]
                .iter()
                .filter_map(|row| new.cell(&format!("requests.{row}.{column}")))
                .collect();
            let label = old.known(then).map_or_else(String::new, |cell| cell.name.clone());
            let address = format!("requests.other.{column}");
            out.push(Counterpart {
                address,
                name: label,
                kind: cell.kind,
                left: vec![then],
                right: rows,
                approximate: false,
            });
        }
    }
    out
}

/// For the first of the three rows, the column and the one cell of 2019.
fn other<'a>(old: &Form, address: &'a str) -> Option<(&'a str, CellId)> {
    let column = address.strip_prefix("requests.other_no_correction.")?;
    old.cell(&format!("requests.other.{column}")).map(|cell| (column, cell))
}

/// The cell's name with the heading above its column where the row has no label of its own: 行政复议·结果维持.
fn name(form: &'static Form, id: CellId, cell: &Cell) -> String {
    let slots: Vec<&Slot> = layout::of(form).get(cell.table).map_or(Vec::new(), |l| l.rows.iter().flatten().collect());
    let labelled = slots.iter().any(|slot| slot.kind == SlotKind::RowHead);
    let Some(at) = slots.iter().find(|slot| slot.kind == SlotKind::Cell(id)).filter(|_| !labelled) else {
        return cell.name.clone();
    };
    let above = |slot: &&&Slot| {
        slot.kind == SlotKind::ColumnGroup && (slot.column..slot.column + slot.colspan).contains(&at.column)
    };
    let group = slots.iter().filter(above).max_by_key(|slot| slot.row);
    group.map_or_else(|| cell.name.clone(), |group| format!("{}·{}", group.label, cell.name))
}
