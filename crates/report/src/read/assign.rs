//! The slots after a label → the cells of its row.

use super::{
    lex::{Slot, What},
    split::Splitter,
};

/// How the cells of a row are known.
#[derive(Debug)]
pub(crate) enum Assigned {
    /// One slot for each cell.
    Each(Vec<Slot>),
    /// Digits run together, and every reading that the row's own sum allows; one or more.
    Split(Vec<Slot>, Vec<Vec<i64>>),
    /// Digits run together that allow no reading, or too many.
    Unclear(Vec<Slot>),
    /// Too many or too few slots to know which is which.
    Odd(Vec<Slot>),
    /// Nothing.
    Nothing,
}

/// How many readings of one row are kept for the columns to choose from.
const MOST_READINGS: usize = 2_000;

/// What is known of the shape of a row.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Cells.
    pub(crate) width: usize,
    /// Cells in a group whose last is the sum of the others; `width` where it is one group.
    pub(crate) group: usize,
    /// Whether groups are summed.
    pub(crate) summed: bool,
    /// Whether blanks that fill up merged cells stand before the figures and not after them.
    pub(crate) right: bool,
    /// Whether digits that run together may be read at all; not where amounts stand among them.
    pub(crate) counts: bool,
}

/// Gives slots to cells. `rows` rows of the same shape share the slots (1 nearly always).
pub(crate) fn assign(shape: Shape, rows: usize, slots: &[Slot], text: &str) -> Assigned {
    let width = shape.width * rows;
    let filled: Vec<Slot> = slots.iter().filter(|slot| slot.what != What::Blank).copied().collect();
    let blanks = slots.len() - filled.len();
    let glued = filled.iter().any(|slot| is_glued(slot, text));
    if filled.is_empty() {
        return if blanks >= width { each(slots.get(..width)) } else { Assigned::Nothing };
    }
    if filled.len() == width && !glued {
        return Assigned::Each(filled);
    }
    if filled.len() < width && slots.len() >= width && !glued {
        return by_place(slots, width, shape.right);
    }
    if filled.len() > width {
        return without_one(shape, rows, filled, text);
    }
    if !shape.counts || filled.iter().any(|slot| !is_digits(slot, text)) {
        return Assigned::Odd(filled);
    }
    let (digits, cuts) = run(&filled, text);
    if digits.len() < width {
        return Assigned::Odd(filled);
    }
    // no sum tells where figures of a row without one come apart; only zeros allow a single reading
    let zeros = digits.len() == width && digits.iter().all(|&digit| digit == b'0');
    if !shape.summed && !zeros {
        return Assigned::Unclear(filled);
    }
    match Splitter::new(&digits, &cuts, shape.group, shape.summed).readings(width / shape.group.max(1), MOST_READINGS) {
        Some(ways) if !ways.is_empty() => Assigned::Split(filled, ways),
        _ => Assigned::Unclear(filled),
    }
}

fn each(slots: Option<&[Slot]>) -> Assigned {
    slots.map_or(Assigned::Nothing, |slots| Assigned::Each(slots.to_vec()))
}

/// A number with a zero before it, or one longer than any cell: several run together.
fn is_glued(slot: &Slot, text: &str) -> bool {
    let What::Number(number) = slot.what else { return false };
    let digits = text.get(number.from..number.to).unwrap_or_default();
    let zeros = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    zeros || digits.bytes().filter(u8::is_ascii_digit).count() > 12
}

fn is_digits(slot: &Slot, text: &str) -> bool {
    let What::Number(number) = slot.what else { return false };
    let digits = text.get(number.from..number.to).unwrap_or_default();
    !number.negative
        && !number.glued
        && !number.worded
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

fn run(filled: &[Slot], text: &str) -> (Vec<u8>, Vec<usize>) {
    let (mut digits, mut cuts) = (Vec::new(), Vec::new());
    for slot in filled {
        digits.extend_from_slice(text.get(slot.start..slot.end).unwrap_or_default().as_bytes());
        cuts.push(digits.len());
    }
    (digits, cuts)
}

/// Blank cells count where cells are kept apart. Blanks that only fill up merged cells stand at the end of a row, or
/// all at its start; where filled cells are left over, nothing is certain.
fn by_place(slots: &[Slot], width: usize, right: bool) -> Assigned {
    let (first, rest) = if right {
        let (rest, last) = slots.split_at(slots.len() - width);
        (last, rest)
    } else {
        slots.split_at(width)
    };
    let long = first.iter().filter(|slot| slot.what != What::Blank).count() == 1
        && first.iter().any(|slot| slot.end - slot.start >= width);
    if long || rest.iter().any(|slot| slot.what != What::Blank) {
        return Assigned::Odd(slots.to_vec());
    }
    Assigned::Each(first.to_vec())
}

/// One slot too many: a page number. It is the one without which the sums hold, if there is only one reading.
fn without_one(shape: Shape, rows: usize, filled: Vec<Slot>, text: &str) -> Assigned {
    let numbers = |slots: &[&Slot]| slots.iter().map(|slot| value(slot, text)).collect::<Option<Vec<i64>>>();
    let mut found: Option<(Vec<i64>, usize)> = None;
    if filled.len() != shape.width * rows + 1 || !shape.summed {
        return Assigned::Odd(filled);
    }
    for left_out in 0..filled.len() {
        let kept: Vec<&Slot> =
            filled.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, slot)| slot).collect();
        let Some(values) = numbers(&kept).filter(|values| adds_up(values, shape.group)) else { continue };
        match &found {
            Some((other, _)) if *other != values => return Assigned::Odd(filled),
            Some(_) => {}
            None => found = Some((values, left_out)),
        }
    }
    match found {
        Some((_, left_out)) => {
            let mut kept = filled;
            kept.remove(left_out);
            Assigned::Each(kept)
        }
        None => Assigned::Odd(filled),
    }
}

fn value(slot: &Slot, text: &str) -> Option<i64> {
    let What::Number(number) = slot.what else { return None };
    text.get(number.from..number.to)?.parse().ok()
}

/// Whether in each group the last is the sum of the others.
pub(crate) fn adds_up(values: &[i64], group: usize) -> bool {
    values.chunks(group.max(1)).all(|cells| match cells.split_last() {
        Some((total, parts)) => parts.iter().try_fold(0_i64, |sum, &part| sum.checked_add(part)) == Some(*total),
        None => true,
    })
}
