//! 缺报: who lacks which months of a year, organ by organ.

use std::collections::{BTreeMap, BTreeSet};

use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{Error, OrganId, Scope};

use super::{
    month::Month,
    year::{Gap, YearCount, entered},
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

/// A year's counts of a scope up to the last month that is over, and who counts in it.
///
/// # Errors
/// The register.
pub async fn counted(
    office: &Office,
    scope: Scope,
    year: i16,
) -> Result<(Vec<YearCount>, Vec<(OrganId, String, String)>), Error> {
    let organs = office.db.counting_organs(scope, MOST).await?;
    let ids: BTreeSet<_> = organs.iter().map(|(id, ..)| *id).collect();
    let counts = entered(office, (scope, &ids), (year, Month::over_in(year, office.today()))).await?;
    Ok((counts, organs))
}

/// What each organ of a scope lacks, in their order; an organ that lacks nothing has no gaps.
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
    let lack = |(organ, name, _)| Lack { organ, name, gaps: gaps.remove(&organ).unwrap_or_default() };
    Ok(organs.into_iter().map(lack).collect())
}
