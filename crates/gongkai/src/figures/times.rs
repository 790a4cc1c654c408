//! 用时: how many working days the requests took that ended in the year, half of them and the slowest, organ by organ.

use std::collections::BTreeMap;

use gongkai_store::{Duration, OrganId};

use super::view::View;
use crate::{charts::Columns, office::Office};

/// The steps of the chart: up to so many working days.
const STEPS: [(&str, i32); 5] = [("1至5", 5), ("6至10", 10), ("11至15", 15), ("16至20", 20), ("20以上", i32::MAX)];

/// Requests by the working days that they took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Days and how many took them, the quickest first.
    counts: BTreeMap<i32, i64>,
    /// How many have no clock.
    unknown: i64,
}

impl Times {
    fn add(&mut self, duration: &Duration) {
        match duration.used {
            Some(used) => *self.counts.entry(used).or_default() += duration.count,
            None => self.unknown += duration.count,
        }
    }

    /// How many there are with a clock.
    pub fn count(&self) -> i64 {
        self.counts.values().sum()
    }

    /// 中位数: the working days within which half of them ended, of an even number the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        let count = self.count();
        let at = |nth: i64| {
            let mut before = 0;
            self.counts.iter().find(|(_, count)| {
                before += *count;
                before > nth
            })
        };
        let [low, high] = [at((count - 1).div_euclid(2))?, at(count.div_euclid(2))?].map(|(days, _)| f64::from(*days));
        Some((low + high) / 2.0)
    }

    /// The most that one took.
    pub fn slowest(&self) -> Option<i32> {
        self.counts.last_key_value().map(|(days, _)| *days)
    }

    /// `10` or `10.5`; a dash where nothing ended.
    pub fn median_said(&self) -> String {
        self.median().map_or("—".to_owned(), |median| format!("{median}"))
    }

    /// In words; a dash where nothing ended.
    pub fn slowest_said(&self) -> String {
        self.slowest().map_or("—".to_owned(), |days| days.to_string())
    }
}

/// What the page shows of them.
pub struct TimesView {
    /// Of all together.
    pub all: Times,
    /// Of each organ, where there are several.
    pub organs: Vec<(String, Times)>,
    /// How many took how long.
    pub chart: Columns,
}

/// The times of a view.
///
/// # Errors
/// The register.
pub async fn times(office: &Office, view: &View) -> Result<TimesView, gongkai_store::Error> {
    let durations = office.db.durations(view.scope, view.year).await?;
    let mut all = Times::default();
    let mut organs: BTreeMap<OrganId, Times> = BTreeMap::new();
    for duration in &durations {
        all.add(duration);
        organs.entry(duration.organ_id).or_default().add(duration);
    }
    let ids: Vec<_> = organs.keys().copied().collect();
    let names: BTreeMap<_, _> =
        if view.is_wide() { office.db.short_names(&ids).await? } else { Vec::new() }.into_iter().collect();
    let named = organs.into_iter().filter_map(|(id, times)| Some((names.get(&id)?.clone(), times)));
    let mut organs: Vec<_> = named.collect();
    organs.sort_by_key(|(_, times)| std::cmp::Reverse(times.slowest()));
    Ok(TimesView { chart: chart(&all), organs, all })
}

fn chart(all: &Times) -> Columns {
    let mut from = i32::MIN;
    let mut points = Vec::with_capacity(STEPS.len());
    for (label, to) in STEPS {
        let within = all.counts.iter().filter(|(days, _)| **days >= from && **days <= to);
        points.push((label.to_owned(), Some(within.map(|(_, count)| *count).sum())));
        from = to.saturating_add(1);
    }
    Columns::new("答复用时", format!("办结{}件", all.count()), "件", "工作日", &points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(days: &[(i32, i64)]) -> Times {
        Times { counts: days.iter().copied().collect(), unknown: 0 }
    }

    #[test]
    fn half_of_them_took_no_longer_than_the_median() {
        assert_eq!(of(&[]).median(), None);
        assert_eq!(of(&[(7, 1)]).median(), Some(7.0));
        assert_eq!(of(&[(3, 1), (8, 1)]).median(), Some(5.5));
        assert_eq!(of(&[(3, 2), (8, 1)]).median(), Some(3.0));
        assert_eq!(of(&[(1, 5), (20, 5)]).median_said(), "10.5");
        assert_eq!(of(&[(1, 5), (20, 6)]).median_said(), "20");
        assert_eq!(of(&[(1, 5), (20, 6), (31, 1)]).slowest(), Some(31));
    }
}
