//! 一年的指标: each sum with who has not counted yet. A sum that lacks a month is unknown, which is never zero.

use std::collections::BTreeMap;

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Error, FigureDuty, OrganId, Scope, YearOfFigures};

use crate::office::Office;

/// 缺的数: why an organ's year of an indicator is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// 没有落实责任: nobody said whether the organ counts it.
    Unsettled,
    /// 缺月份: these months, from 1.
    Months(Vec<u8>),
}

impl Gap {
    /// In words: `缺3月、5月至7月`, or that nobody said whether it is counted.
    ///
    /// ```
    /// use gongkai::indicators::year::Gap;
    ///
    /// assert_eq!(Gap::Months(vec![3, 5, 6, 7, 12]).said(), "缺3月、5月至7月、12月");
    /// assert_eq!(Gap::Unsettled.said(), "没有落实填报责任");
    /// ```
    pub fn said(&self) -> String {
        let Self::Months(months) = self else { return "没有落实填报责任".to_owned() };
        let runs = months.chunk_by(|a, b| a + 1 == *b);
        let said = runs.filter_map(|run| match run {
            [] => None,
            [one] => Some(format!("{one}月")),
            [first, .., last] => Some(format!("{first}月至{last}月")),
        });
        format!("缺{}", said.collect::<Vec<_>>().join("、"))
    }
}

/// 该报的月份 of one organ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Up to which month; 12 for a whole year.
    pub until: u8,
    /// Whether it was closed: a month of which nothing was over before that is its successor's.
    pub closed: bool,
}

/// 一项指标的一年
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearCount {
    /// Which.
    pub indicator: &'static Indicator,
    /// The sum of what is there.
    pub known: i64,
    /// Whose year is not whole, by organ.
    pub gaps: BTreeMap<OrganId, Gap>,
    /// Organs that count it.
    pub organs: usize,
    /// Whether there are more organs than were looked at.
    pub more: bool,
}

impl YearCount {
    /// The year's number; `None` while something is missing.
    pub fn value(&self) -> Option<i64> {
        (self.gaps.is_empty() && !self.more).then_some(self.known)
    }
}

/// Each indicator that organs enter month by month, over these organs, each up to the month that it owes.
///
/// # Errors
/// The register.
pub async fn entered(
    office: &Office,
    (scope, organs): (Scope, &BTreeMap<OrganId, Owed>),
    year: i16,
) -> Result<Vec<YearCount>, Error> {
    let (duties, sums) = tokio::try_join!(office.db.figure_duties(scope), office.db.year_of_figures(scope, year))?;
    let duties: BTreeMap<_, _> = duties.iter().map(|duty| ((duty.organ_id, duty.indicator.as_str()), duty)).collect();
    let sums: BTreeMap<_, _> = sums.iter().map(|sum| ((sum.organ_id, sum.indicator.as_str()), sum)).collect();
    let of = |indicator: &'static Indicator| {
        let mut count = YearCount { indicator, known: 0, gaps: BTreeMap::new(), organs: 0, more: false };
        for (organ, owed) in organs {
            let (duty, sum) = (duties.get(&(*organ, indicator.key)), sums.get(&(*organ, indicator.key)));
            count.organs += usize::from(duty.is_some_and(|duty| duty.none_why.is_none()));
            count.known = count.known.saturating_add(sum.map_or(0, |sum| sum.sum));
            if let Some(gap) = gap(duty.copied(), sum.copied(), (year, *owed)) {
                count.gaps.insert(*organ, gap);
            }
        }
        count
    };
    Ok(Indicator::entered().map(of).collect())
}

/// What is missing of an organ's year; nothing where it has none of the indicator.
fn gap(duty: Option<&FigureDuty>, sum: Option<&YearOfFigures>, (year, owed): (i16, Owed)) -> Option<Gap> {
    if owed.closed && owed.until == 0 {
        return None;
    }
    let Some(duty) = duty else { return Some(Gap::Unsettled) };
    if duty.none_why.is_some() {
        // months that stand against it: somebody has to say which of the two is true
        return sum.is_some_and(|sum| sum.months != 0).then_some(Gap::Unsettled);
    }
    let had = sum.map_or(0, |sum| sum.months);
    let asked = |month: &u8| format!("{year}-{month:02}") >= duty.since;
    let missing: Vec<u8> = (1..=owed.until).filter(asked).filter(|month| had >> (month - 1) & 1 == 0).collect();
    (!missing.is_empty()).then_some(Gap::Months(missing))
}
