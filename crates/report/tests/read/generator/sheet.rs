//! The statutory tables as merged cells with words in them.

use gongkai_law::annual_report::{CellId, Figures, figures::show, form::Kind};
use gongkai_report::write::layout::{self, SlotKind};

use super::{Damage, random::Random};

/// One merged cell.
#[derive(Clone)]
pub struct Cell {
    pub words: String,
    pub rowspan: usize,
    pub colspan: usize,
    pub id: Option<CellId>,
    pub kind: SlotKind,
}

/// One table.
pub struct Sheet {
    pub rows: Vec<Vec<Cell>>,
    pub table: usize,
}

pub fn sheets(figures: &Figures, damages: &[Damage], random: &mut Random) -> Vec<Sheet> {
    let form = figures.form();
    let mut cell = |slot: &layout::Slot| {
        let id = if let SlotKind::Cell(id) = slot.kind { Some(id) } else { None };
        let words = match id {
            Some(id) => figure(figures.get(id).unwrap(), form.cells()[usize::from(id)].kind, damages, random.below(4)),
            None => slot.label.to_owned(),
        };
        Cell { words, rowspan: slot.rowspan, colspan: slot.colspan, id, kind: slot.kind }
    };
    let mut out = Vec::new();
    for (table, layout) in layout::of(form).iter().enumerate() {
        let rows = layout.rows.iter().map(|row| row.iter().map(&mut cell).collect()).collect();
        out.push(Sheet { rows, table });
    }
    out
}

/// A figure as an office might write it.
fn figure(value: i64, kind: Kind, damages: &[Damage], manner: u64) -> String {
    let digits = show(value, kind);
    match kind {
        Kind::Change if damages.contains(&Damage::Words) => match (value, manner) {
            (0, _) => digits,
            (v, 0) if v > 0 => format!("增加{v}项"),
            (v, 1) if v > 0 => format!("加{v}项"),
            (v, 2) if v > 0 => format!("{v}项"),
            (v, _) if v < 0 => format!("减{}项", -v),
            _ => digits,
        },
        Kind::Wan if damages.contains(&Damage::Words) && manner == 0 => format!("{}元", show(value * 10_000, kind)),
        Kind::Wan if damages.contains(&Damage::Words) && manner == 1 => format!("{digits}万元"),
        Kind::Yuan if damages.contains(&Damage::Words) && manner == 0 => format!("{}万元", show(value / 10_000, kind)),
        Kind::Yuan if damages.contains(&Damage::Words) && manner == 1 => format!("{digits}元"),
        Kind::Count if damages.contains(&Damage::Words) && manner == 0 && value >= 1000 => {
            format!("{},{:03}", value / 1000, value % 1000)
        }
        _ => digits,
    }
}
