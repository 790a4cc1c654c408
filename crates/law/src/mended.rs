//! 更正: what a register of steps looks like once its corrections are taken in.

use jiff::civil::Date;

/// The day of each step after all mends, each the place of a step and its right day, `None` for one that never happened;
/// a mend may be mended in its turn.
pub(crate) fn days(
    days: impl Iterator<Item = Date>,
    mends: impl Iterator<Item = (usize, Option<Date>)>,
) -> Vec<Option<Date>> {
    let mut days: Vec<Option<Date>> = days.map(Some).collect();
    for (place, to) in mends {
        days.get_mut(place).into_iter().for_each(|day| *day = day.and(to));
    }
    days
}
