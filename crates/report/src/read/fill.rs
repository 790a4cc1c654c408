//! Cells into figures: values in the unit of the form, and why a cell has none.

use std::borrow::Cow;

use gongkai_law::annual_report::{
    CellId, Figures,
    figures::{self, MILLIONTHS},
    form::Kind,
};

use super::{
    assign::Assigned,
    lex::{Number, Slot, Unit, What, is_zero_word},
    plan::Plan,
};
use crate::{
    clean::fold::Folded,
    document::{Document, Span},
};

/// How a cell came by its value, or why it has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing was found for it.
    #[default]
    Absent,
    /// A figure and nothing else.
    Read,
    /// A figure with words or in another unit.
    Worded,
    /// A figure in another unit than the form's.
    Converted,
    /// A blank cell or a mark such as `-`.
    Blank,
    /// A blank cell that the form's sums prove zero.
    Proven,
    /// Digits run together, told apart by the form's sums.
    Split,
    /// Digits run together that allow several readings, or none.
    Unclear,
    /// A figure that is not meant to be exact.
    About,
    /// Its column is not in the table.
    Lacking,
    /// Something else than a figure, or cells whose number is not the form's.
    Odd,
}

/// Rows whose digits run together in more than one way.
#[derive(Debug)]
pub(crate) struct Doubtful {
    /// Its cells, from the first.
    pub(crate) first: CellId,
    /// Where its digits stand.
    pub(crate) span: Span,
    /// Every reading that its own sum allows.
    pub(crate) ways: Vec<Vec<i64>>,
}

/// The figures of a report as far as they are known.
pub(crate) struct Filling<'a> {
    pub(crate) plan: &'static Plan,
    pub(crate) document: &'a Document,
    pub(crate) folded: &'a Folded,
    pub(crate) figures: Figures,
    pub(crate) spans: Vec<Option<Span>>,
    pub(crate) states: Vec<State>,
    pub(crate) doubtful: Vec<Doubtful>,
    /// Tables whose columns stand in another order than the form's.
    pub(crate) reordered: Vec<usize>,
    /// Tables whose rows all have fewer cells than the form's, with the one column that their heads do not name.
    pub(crate) narrow: Vec<(usize, Option<usize>)>,
    /// 元 or a multiple, where the head of a column of amounts states it.
    pub(crate) unit: Unit,
}

impl<'a> Filling<'a> {
    pub(crate) fn new(plan: &'static Plan, document: &'a Document, folded: &'a Folded) -> Self {
        let cells = plan.form.cells().len();
        Self {
            plan,
            document,
            folded,
            figures: Figures::unknown(plan.form.edition),
            spans: vec![None; cells],
            states: vec![State::Absent; cells],
            doubtful: Vec::new(),
            reordered: Vec::new(),
            narrow: Vec::new(),
            unit: Unit::Items,
        }
    }

    /// Takes over what was assigned to `kinds.len()` cells from `first` on.
    pub(crate) fn take(&mut self, first: CellId, kinds: &[Kind], assigned: Assigned) {
        match assigned {
            Assigned::Nothing => {}
            Assigned::Each(slots) => {
                for ((cell, &kind), slot) in (first..).zip(kinds).zip(&slots) {
                    self.slot(cell, kind, slot);
                }
            }
            Assigned::Split(slots, mut ways) => {
                let Some(span) = self.around(&slots) else { return };
                if ways.len() == 1 {
                    self.settle(first, span, &ways.pop().unwrap_or_default());
                    return;
                }
                self.refuse(first, kinds.len(), span, State::Unclear);
                self.doubtful.push(Doubtful { first, span, ways });
            }
            Assigned::Unclear(slots) => {
                let Some(span) = self.around(&slots) else { return };
                self.refuse(first, kinds.len(), span, State::Unclear);
            }
            Assigned::Odd(slots) => {
                let Some(span) = self.around(&slots) else { return };
                self.refuse(first, kinds.len(), span, State::Odd);
            }
        }
    }

    /// Values that digits run together turned out to hold.
    pub(crate) fn settle(&mut self, first: CellId, span: Span, values: &[i64]) {
        for (cell, &value) in (first..).zip(values) {
            self.set(cell, Some(value), Some(span), State::Split);
        }
    }

    pub(crate) fn set(&mut self, cell: CellId, value: Option<i64>, span: Option<Span>, state: State) {
        self.figures.set(cell, value);
        let at = usize::from(cell);
        if let (Some(place), Some(was)) = (self.spans.get_mut(at), self.states.get_mut(at)) {
            (*place, *was) = (span, state);
        }
    }

    /// Cells whose column is not in the table, or of which nobody knows the column.
    pub(crate) fn lack(&mut self, first: CellId, cells: usize, slots: &[Slot]) {
        let span = self.around(slots);
        for (cell, _) in (first..).zip(0..cells) {
            self.set(cell, None, span, State::Lacking);
        }
    }

    fn refuse(&mut self, first: CellId, cells: usize, span: Span, state: State) {
        for (cell, _) in (first..).zip(0..cells) {
            self.set(cell, None, Some(span), state);
        }
    }

    fn around(&self, slots: &[Slot]) -> Option<Span> {
        let (first, last) = (slots.first()?, slots.last()?);
        Some(self.folded.words.source(first.start, last.end))
    }

    fn slot(&mut self, cell: CellId, kind: Kind, slot: &Slot) {
        let piece = self.document.pieces.get(slot.piece).map(|piece| piece.span);
        let span = if slot.what == What::Blank { piece } else { Some(self.folded.words.source(slot.start, slot.end)) };
        let number = match slot.what {
            What::Number(number) => number,
            What::Blank | What::Mark => return self.set(cell, None, span, State::Blank),
            What::About => return self.set(cell, None, span, State::About),
            What::Odd => return self.set(cell, None, span, State::Odd),
        };
        match self.value(kind, number) {
            Some((value, state)) => self.set(cell, Some(value), span, state),
            None => self.set(cell, None, span, State::Odd),
        }
    }

    /// A figure in the unit of its cell.
    fn value(&self, kind: Kind, number: Number) -> Option<(i64, State)> {
        // no count and no amount is less than nothing: a dash before it may part cells as well
        if (number.glued || number.negative) && kind != Kind::Change {
            return None;
        }
        let printed = self.folded.words.text.get(number.from..number.to)?;
        let printed = if is_zero_word(printed) { "0" } else { printed };
        let digits = if printed.contains(',') { Cow::Owned(printed.replace(',', "")) } else { Cow::Borrowed(printed) };
        if digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") {
            return None;
        }
        let value = figures::parse(&digits, kind)? * if number.negative { -1 } else { 1 };
        let unit = if kind.is_amount() && number.unit == Unit::Items { self.unit } else { number.unit };
        let state = if number.worded { State::Worded } else { State::Read };
        let own = match kind {
            Kind::Wan => Some(4),
            Kind::Yuan => Some(0),
            Kind::Count | Kind::Change => None,
        };
        match (own, unit) {
            (_, Unit::Items) => Some((value, state)),
            (Some(own), Unit::Money(stated)) if own == stated => Some((value, State::Read)),
            (Some(own), Unit::Money(stated)) => Some((converted(value, stated, own)?, State::Converted)),
            _ => None,
        }
    }
}

/// An amount in millionths of one unit in those of another, each unit by its noughts; `None` where it cannot be told
/// exactly, or no amount is so large.
fn converted(value: i64, stated: u32, own: u32) -> Option<i64> {
    /// No longer than twelve digits and six behind the point.
    const MOST: i64 = 1_000_000_000_000 * MILLIONTHS;
    let factor = 10_i64.checked_pow(stated.abs_diff(own))?;
    if stated < own {
        return (value % factor == 0).then_some(value / factor);
    }
    value.checked_mul(factor).filter(|value| value.abs() < MOST)
}
