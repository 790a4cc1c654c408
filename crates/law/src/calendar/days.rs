//! The days of the years that notices speak of, laid out for looking up.

use jiff::civil::{Date, Weekday};

use super::{
    Day, Kind,
    notice::{Line, Mark, Notice, cover},
};

/// The first day of December that a notice for the next year has ever named.
const REACHES_BACK_TO: i8 = 29;

const NEW_YEAR: &str = "元旦";

const SLOTS_A_YEAR: usize = 12 * 31;

#[derive(Clone, Debug)]
pub(super) struct Days {
    first_year: i16,
    /// 31 slots a month for each year from `first_year` on; those of days that no month has are never asked for.
    slots: Vec<Slot>,
    /// Festivals; 元旦 stands first, for years that no notice covers.
    names: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    kind: Kind,
    provisional: bool,
    /// One more than an index into the names; 0 for none.
    name: u16,
}

impl Days {
    /// Lays out notices; a later one of the slice overrules an earlier one in the days that it names.
    pub(super) fn of(notices: &[Notice]) -> Self {
        let years = notices.iter().map(|n| n.year);
        let (first, last) = (years.clone().min().unwrap_or(1) - 1, years.max().unwrap_or(0));
        let mut days = Self { first_year: first, slots: Vec::new(), names: vec![NEW_YEAR.to_owned()] };
        for year in first..=last {
            let (known, next_known) = (cover(notices, year), cover(notices, year + 1));
            for (month, day) in (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day))) {
                days.slots.push(Date::new(year, month, day).map_or(NO_DAY, |date| Slot {
                    provisional: !known || (reached_back_to(date) && !next_known),
                    ..if known { usual(date) } else { unnoticed(date) }
                }));
            }
        }
        for notice in notices {
            for line in &notice.lines {
                days.mark(line, |date| notice.changes || (reached_back_to(date) && !cover(notices, date.year() + 1)));
            }
        }
        days
    }

    pub(super) fn day(&self, date: Date) -> Day<'_> {
        let slot = self.slot(date);
        let name = usize::from(slot.name).checked_sub(1).and_then(|at| self.names.get(at));
        Day { kind: slot.kind, name: name.map(String::as_str), provisional: slot.provisional }
    }

    /// What a day is, and whether provisionally.
    pub(super) fn kind(&self, date: Date) -> (Kind, bool) {
        let slot = self.slot(date);
        (slot.kind, slot.provisional)
    }

    fn slot(&self, date: Date) -> Slot {
        self.place(date).and_then(|at| self.slots.get(at)).copied().unwrap_or_else(|| unnoticed(date))
    }

    fn place(&self, date: Date) -> Option<usize> {
        let year = usize::try_from(i32::from(date.year()) - i32::from(self.first_year)).ok()?;
        let (month, day) = (usize::from(date.month().unsigned_abs()), usize::from(date.day().unsigned_abs()));
        Some(year * SLOTS_A_YEAR + (month - 1) * 31 + day - 1)
    }

    /// Writes the days of a line; a day that was provisional stays so where the line does not settle it.
    fn mark(&mut self, line: &Line, unsettled: impl Fn(Date) -> bool) {
        let name = self.intern(&line.name);
        let mut next = Some(line.from);
        while let Some(date) = next.filter(|date| *date <= line.to) {
            let marked = match line.mark {
                Mark::Off => Slot { kind: Kind::Holiday, provisional: false, name },
                Mark::Work => Slot { kind: Kind::Workday, provisional: false, name },
                Mark::Usual => usual(date),
            };
            if let Some(slot) = self.place(date).and_then(|at| self.slots.get_mut(at)) {
                *slot = Slot { provisional: slot.provisional && unsettled(date), ..marked };
            }
            next = date.tomorrow().ok();
        }
    }

    fn intern(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|n| n == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        u16::try_from(at + 1).unwrap_or(0)
    }
}

/// Fills the places of 30 February and its like.
const NO_DAY: Slot = Slot { kind: Kind::Weekend, provisional: true, name: 0 };

/// A day that no notice names in a year that has one.
fn usual(date: Date) -> Slot {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    Slot { kind: if weekend { Kind::Weekend } else { Kind::Workday }, provisional: false, name: 0 }
}

/// A day of a year without a notice: by weekday and New Year's Day alone.
fn unnoticed(date: Date) -> Slot {
    match (date.month(), date.day()) {
        (1, 1) => Slot { kind: Kind::Holiday, provisional: true, name: 1 },
        _ => Slot { provisional: true, ..usual(date) },
    }
}

fn reached_back_to(date: Date) -> bool {
    date.month() == 12 && date.day() >= REACHES_BACK_TO
}
