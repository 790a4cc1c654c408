//! 一年的指标: each sum with who has not counted yet. A sum that lacks a month is unknown, which is never zero.

use std::collections::BTreeMap;

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Error, FigureDuty, OrganId, Scope, YearOfFigures};

use super::month::Month;
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
    /// Of which year.
    pub year: i16,
    /// The sum of what is there.
    pub known: i64,
    /// Whose year is not whole, by organ.
    pub gaps: BTreeMap<OrganId, Gap>,
    /// Organs that count it.
    pub organs: usize,
    /// Whether there are more organs than were looked at.
    pub more: bool,
    /// 不涉及: the reason of the first organ that has none of it; `None` where no organ says so.
    pub none_why: Option<String>,
    /// The first month that any of them counts; `None` where none does.
    pub from: Option<Month>,
    /// Up to which month those that count it owe the year; 12 for a whole one.
    pub until: u8,
}

impl YearCount {
    /// The year's number; `None` while something is missing.
    pub fn value(&self) -> Option<i64> {
        (self.gaps.is_empty() && !self.more).then_some(self.known)
    }

    /// 不涉及: why nobody here counts it; `None` where somebody does, or nobody said.
    pub fn is_none_of(&self) -> Option<&str> {
        self.none_why.as_deref().filter(|_| self.organs == 0 && self.gaps.is_empty() && !self.more)
    }

    /// 那时还没有填报: the month from which on it is counted, where all of this year lies before it; its zero is no count.
    pub fn begins_later(&self) -> Option<Month> {
        self.from.filter(|from| from.year > self.year && self.gaps.is_empty() && !self.more)
    }

    /// 半年的数: the month of this year from which on it is counted, where months of it lie before that; its sum is not the
    /// year's.
    pub fn begins_within(&self) -> Option<Month> {
        self.from.filter(|from| from.year == self.year && from.month > 1)
    }

    /// Takes in what an organ says of it, and has of its year.
    fn add(&mut self, duty: Option<&FigureDuty>, sum: Option<&YearOfFigures>, owed: Owed) {
        self.known = self.known.saturating_add(sum.map_or(0, |sum| sum.sum));
        match duty {
            Some(FigureDuty { none_why: Some(why), .. }) => {
                self.none_why.get_or_insert_with(|| why.clone());
            }
            Some(duty) => {
                let had =
                    sum.filter(|sum| sum.months != 0).and_then(|sum| i8::try_from(sum.months.trailing_zeros()).ok());
                let had = had.and_then(|before| Month::of(self.year, before + 1));
                self.from = [self.from, Month::strictly(&duty.since), had].into_iter().flatten().min();
                self.organs += 1;
                self.until = self.until.max(owed.until);
            }
            None => {}
        }
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
        let (known, gaps, more, none_why) = (0, BTreeMap::new(), false, None);
        let mut count = YearCount { indicator, year, known, gaps, organs: 0, more, none_why, from: None, until: 0 };
        for (organ, owed) in organs {
            let place = (*organ, indicator.key);
            let (duty, sum) = (duties.get(&place).copied(), sums.get(&place).copied());
            count.add(duty, sum, *owed);
            if let Some(gap) = gap(duty, sum, (year, *owed)) {
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
