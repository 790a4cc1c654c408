//! 平台计数: what the platform counts of a year from its own records, with where the list behind each number is.

use gongkai_law::{
    annual_report::indicator::{INDICATORS, Indicator, Origin, Published},
    proactive::kind::PublicationKind,
};
use gongkai_store::{Civil, Error, FirstReleased, Moment, Scope};
use jiff::{civil::date, tz::Offset};

use crate::office::Office;

/// 平台数出来的一项
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformCount {
    /// Which.
    pub indicator: &'static Indicator,
    /// How many; `None` for a year that ended before anything of this scope was published here.
    pub value: Option<i64>,
    /// Where what it counts is listed, without the organ: `/desk/months/website?year=2026`.
    pub href: String,
}

/// Every indicator that the platform counts, over a scope: two readings of what was released for the first time in the
/// year, one of what readers found wrong.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a kind of publication that the law does not know.
pub async fn counted(office: &Office, scope: Scope, year: i16) -> Result<Vec<PlatformCount>, Error> {
    let days = (Civil(date(year, 1, 1)), Civil(date(year, 12, 31)));
    let (groups, first, mistakes) = tokio::try_join!(
        office.db.first_released(scope, span(year)),
        office.db.first_release(scope),
        office.db.mistake_totals(scope, days, Civil(office.today())),
    )?;
    let known = first.is_some_and(|first| first < span(year).1);
    let mut counts = Vec::new();
    for indicator in INDICATORS.iter().filter(|indicator| indicator.origin == Origin::Counted) {
        let value = match indicator.key {
            "mistakes" => mistakes.all,
            _ => of_groups(indicator, &groups)?.iter().map(|group| group.count).sum(),
        };
        let href = match indicator.key {
            // their list knows no years, and not everybody who reads figures answers them
            "mistakes" => String::new(),
            key => format!("/desk/months/{key}?year={year}"),
        };
        counts.push(PlatformCount { indicator, value: known.then_some(value), href });
    }
    Ok(counts)
}

/// Those of these groups that count under an indicator.
///
/// # Errors
/// [`Error::Corrupt`]
pub fn of_groups(indicator: &Indicator, groups: &[FirstReleased]) -> Result<Vec<FirstReleased>, Error> {
    let mut out = Vec::new();
    for group in groups {
        let kind =
            PublicationKind::of_key(&group.kind).ok_or_else(|| Error::Corrupt(format!("信息种类“{}”", group.kind)))?;
        let topics: Vec<_> = group.topics.split_whitespace().collect();
        let published = Published { kind, form: &group.form, topics: &topics, converted: group.converted };
        if indicator.counts(published) {
            out.push(group.clone());
        }
    }
    Ok(out)
}

/// From the first moment of a year to the first of the next, in Asia/Shanghai.
pub fn span(year: i16) -> (Moment, Moment) {
    let first = |year: i16| {
        let day = date(year, 1, 1).at(0, 0, 0, 0);
        Offset::constant(8).to_timestamp(day).map_or(Moment(i64::MAX), Moment::from)
    };
    (first(year), first(year.saturating_add(1)))
}
