//! 缺报: who lacks which months of a year, organ by organ.

use std::collections::{BTreeMap, HashSet};

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Civil, Error, FigureOrgan, OrganId, Scope};

use super::{
    month::Month,
    year::{Gap, Owed, YearCount, entered},
};
use crate::office::Office;

/// Organs that are looked at together.
pub const MOST: i64 = 5_000;

/// What one organ lacks.
pub struct Lack {
    /// Which.
    pub organ: OrganId,
    /// 简称
    pub name: String,
    /// What it lacks of each indicator of table 2 and of the others, in their order.
    pub gaps: Vec<(&'static Indicator, Gap)>,
}

impl Lack {
    /// How many months are missing, and how many indicators nobody settled.
    pub fn counts(&self) -> (usize, usize) {
        let months = |(_, gap): &(_, Gap)| if let Gap::Months(months) = gap { months.len() } else { 0 };
        (self.gaps.iter().map(months).sum(), self.gaps.iter().filter(|(_, gap)| *gap == Gap::Unsettled).count())
    }
}

/// 该报的月份 of an organ in a year: those that are over, and of one that was closed those that were over by then. The month
/// of the closing and what follows are its successor's. Of one whose day nobody wrote down every month is asked for of a year
/// in which it did something, and nothing of any other.
pub fn owed(office: &Office, year: i16, (closed, on): (bool, Option<Civil>), at_work: bool) -> Owed {
    let over = Month::over_in(year, office.today());
    let until = match on.filter(|_| closed) {
        Some(on) => over.min(Month::over_in(year, on.0)),
        None if closed && !at_work => 0,
        None => over,
    };
    Owed { until, closed }
}

/// Whose months of a year a scope has: all its organs with what each owes, at most [`MOST`] of them; whether there are more.
///
/// # Errors
/// The register.
pub async fn counting(office: &Office, scope: Scope, year: i16) -> Result<(Vec<(FigureOrgan, Owed)>, bool), Error> {
    let mut organs = office.db.figure_organs(scope, MOST + 1).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let more = organs.len() > most;
    organs.truncate(most);
    let is_undated = |organ: &&FigureOrgan| organ.successor_id.is_some() && organ.closed_on.is_none();
    let undated: Vec<_> = organs.iter().filter(is_undated).map(|organ| organ.id).collect();
    let at_work: HashSet<_> = office.db.at_work_in(&undated, year).await?.into_iter().collect();
    let with = |organ: FigureOrgan| {
        let closed = (organ.successor_id.is_some(), organ.closed_on);
        let owed = owed(office, year, closed, at_work.contains(&organ.id));
        (organ, owed)
    };
    Ok((organs.into_iter().map(with).collect(), more))
}

/// A year's counts of a scope up to the last month that is over, and who counts in it. Where a scope has more organs than are
/// looked at, no sum is whole.
///
/// # Errors
/// The register.
pub async fn counted(
    office: &Office,
    scope: Scope,
    year: i16,
) -> Result<(Vec<YearCount>, Vec<(FigureOrgan, Owed)>), Error> {
    let (organs, more) = counting(office, scope, year).await?;
    let owed: BTreeMap<_, _> = organs.iter().map(|(organ, owed)| (organ.id, *owed)).collect();
    let mut counts = entered(office, (scope, &owed), year).await?;
    counts.iter_mut().for_each(|count| count.more = more);
    Ok((counts, organs))
}

/// What each organ of a scope lacks, in their order; an organ that lacks nothing has no gaps, and one that was closed and
/// lacks nothing is not there.
///
/// # Errors
/// The register.
pub async fn of(office: &Office, scope: Scope, year: i16) -> Result<Vec<Lack>, Error> {
    let (counts, organs) = counted(office, scope, year).await?;
    let mut gaps: BTreeMap<OrganId, Vec<(&'static Indicator, Gap)>> = BTreeMap::new();
    for count in counts {
        for (organ, gap) in count.gaps {
            gaps.entry(organ).or_default().push((count.indicator, gap));
        }
    }
    let lack = |(organ, owed): (FigureOrgan, Owed)| {
        let gaps = gaps.remove(&organ.id).unwrap_or_default();
        let name = if owed.closed { format!("{}（已撤并）", organ.short_name) } else { organ.short_name };
        (!owed.closed || !gaps.is_empty()).then_some(Lack { organ: organ.id, name, gaps })
    };
    Ok(organs.into_iter().filter_map(lack).collect())
}
