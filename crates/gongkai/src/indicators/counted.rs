//! 平台计数: what the platform counts of a year from its own records, with where the list behind each number is.

use gongkai_law::{
    annual_report::indicator::{INDICATORS, Indicator, Origin, Published},
    proactive::kind::PublicationKind,
};
use gongkai_store::{Cell, Civil, Duration, Error, FirstReleased, Moment, Scope};
use jiff::{civil::date, tz::Offset};

use crate::office::Office;

/// The column of table 3 that is all kinds of applicants together.
pub const TOTAL: &str = "total";

/// 平台数出来的一项
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformCount {
    /// Which.
    pub indicator: &'static Indicator,
    /// How many; `None` for a year that ended before anything of this scope was published here, or, of requests, received.
    pub value: Option<i64>,
    /// Of how many it is a part, as the same records have it: 办结 of requests; `None` of a count by itself.
    pub of: Option<i64>,
    /// Where what it counts is listed, without the organ: `/desk/months/website?year=2026`.
    pub href: String,
}

/// Every indicator that the platform counts, over a scope: two readings of what was released for the first time in the
/// year, one of what readers found wrong, two of the requests that ended in it.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a kind of publication that the law does not know.
pub async fn counted(office: &Office, scope: Scope, year: i16) -> Result<Vec<PlatformCount>, Error> {
    let days = (Civil(date(year, 1, 1)), Civil(date(year, 12, 31)));
    let (groups, first, mistakes, ended, received) = tokio::try_join!(
        office.db.first_released(scope, span(year)),
        office.db.first_release(scope),
        office.db.mistake_totals(scope, days, Civil(office.today())),
        office.db.durations(scope, year),
        office.db.first_received(scope),
    )?;
    let known = first.is_some_and(|first| first < span(year).1);
    let registered = received.is_some_and(|first| first.0.year() <= year);
    let mut counts = Vec::new();
    for indicator in INDICATORS.iter().filter(|indicator| indicator.origin == Origin::Counted) {
        let value = match indicator.key {
            "mistakes" => known.then_some(mistakes.all),
            _ if of_requests(indicator).is_some() => of_ended(indicator, &ended).filter(|_| registered),
            _ => {
                let count = of_groups(indicator, &groups)?.iter().map(|group| group.count).sum();
                known.then_some(count)
            }
        };
        let href = match indicator.key {
            // their list knows no years, and not everybody who reads figures answers them
            "mistakes" => String::new(),
            _ => behind(indicator, year),
        };
        let of = of_requests(indicator).map(|_| ended.iter().map(|one| one.count).sum());
        counts.push(PlatformCount { indicator, value, of, href });
    }
    Ok(counts)
}

/// 依申请: which of the year's requests an indicator counts; `None` for one that counts something else.
pub fn of_requests(indicator: &Indicator) -> Option<Cell<'static>> {
    match indicator.key {
        "extended" => Some(Cell::Extended),
        "in_time" => Some(Cell::InTime),
        _ => None,
    }
}

/// How many of the requests that ended in a year an indicator counts; `None` where of one of them no clock says.
fn of_ended(indicator: &Indicator, ended: &[Duration]) -> Option<i64> {
    let count = |one: &Duration| match indicator.key {
        "extended" => Some(if one.extended > 0 { one.count } else { 0 }),
        _ => one.in_time.map(|in_time| if in_time { one.count } else { 0 }),
    };
    ended.iter().map(count).sum()
}

/// Where what an indicator counts in a year is listed.
pub fn behind(indicator: &Indicator, year: i16) -> String {
    let key = indicator.key;
    match of_requests(indicator) {
        Some(_) => format!("/desk/figures/list?year={year}&row={key}&column={TOTAL}"),
        None => format!("/desk/months/{key}?year={year}"),
    }
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
