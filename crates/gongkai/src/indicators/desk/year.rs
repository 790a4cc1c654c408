//! `/desk/months`: an organ's year as a grid of indicators and months, what organs enter and what the platform counts.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::annual_report::indicator::Indicator;
use gongkai_store::{FigureDuty, MonthlyFigure, Scope};

use super::{Asked, Seen};
use crate::{
    guard::Visitor,
    indicators::{
        counted, duties,
        month::{self, Month},
        number,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    verify::form::grouped,
};

/// One month of one indicator.
pub(super) enum Square {
    /// Its number, and whether it was corrected.
    Known(String, bool),
    /// It is over, and nobody entered it.
    Missing,
    /// It is not over, or not asked for.
    Blank,
}

/// 一项指标的一年
struct Row {
    indicator: &'static Indicator,
    unit: &'static str,
    href: String,
    squares: Vec<Square>,
    /// The sum of what is there; empty where there is nothing.
    sum: String,
    /// What is said of it besides: not settled, why there is none, how many months are missing.
    state: (&'static str, String),
}

/// 分组
struct Group {
    label: &'static str,
    rows: Vec<Row>,
}

/// 平台数出来的一项
struct CountView {
    name: String,
    said: &'static str,
    value: Option<String>,
    /// Why there is none.
    none: &'static str,
    href: String,
}

#[derive(Template)]
#[template(path = "indicators/year.html")]
struct YearPage {
    desk: Desk,
    seen: Seen,
    whose: String,
    years: Vec<i16>,
    groups: Vec<Group>,
    /// Months that are missing.
    missing: usize,
    /// Indicators of which nobody said whether they are counted.
    unsettled: usize,
    counted: Vec<CountView>,
}

/// `GET /desk/months`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Months).await?;
    let seen = Seen::of(&office, visitor.hand()?, &asked).await?;
    let (duties, figures) =
        tokio::try_join!(duties::of(&office, seen.organ), office.db.monthly_figures(seen.organ, seen.year))?;
    let over = Month::over_in(seen.year, office.today());
    let mut by_key: BTreeMap<&str, Vec<&MonthlyFigure>> = BTreeMap::new();
    figures.iter().for_each(|one| by_key.entry(one.indicator.as_str()).or_default().push(one));
    let mut groups: Vec<Group> = Vec::new();
    for indicator in Indicator::entered() {
        let months = by_key.remove(indicator.key).unwrap_or_default();
        let row = row(indicator, duties.get(indicator.key), &months, (&seen, over));
        match groups.last_mut().filter(|group| group.label == indicator.group) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { label: indicator.group, rows: vec![row] }),
        }
    }
    let squares = groups.iter().flat_map(|group| &group.rows).flat_map(|row| &row.squares);
    page::show(&YearPage {
        whose: office.db.organ(seen.organ).await?.name,
        years: month::years(office.today().year()),
        missing: squares.filter(|square| matches!(square, Square::Missing)).count(),
        unsettled: Indicator::entered().filter(|indicator| !duties.contains_key(indicator.key)).count(),
        counted: platform(&office, &seen).await?,
        desk,
        seen,
        groups,
    })
}

fn row(
    indicator: &'static Indicator,
    duty: Option<&FigureDuty>,
    months: &[&MonthlyFigure],
    (seen, over): (&Seen, u8),
) -> Row {
    let mut squares = squares(indicator, duty, months, (seen.year, over));
    let missing = squares.iter().filter(|square| matches!(square, Square::Missing)).count();
    let state = match duty {
        None => ("warn", "没有落实责任".to_owned()),
        Some(FigureDuty { none_why: Some(why), .. }) => ("plain", format!("不涉及：{why}")),
        Some(_) if missing > 0 => ("bad", format!("缺{missing}个月")),
        Some(_) => ("", String::new()),
    };
    let sum: i64 = months.iter().fold(0, |sum, month| sum.saturating_add(month.value));
    let mut sum = if months.is_empty() { String::new() } else { number::shown(indicator, sum) };
    round(&mut squares, &mut sum);
    Row {
        indicator,
        unit: number::unit(indicator),
        href: format!("/desk/months/{}?{}", indicator.key, seen.query()),
        squares,
        sum,
        state,
    }
}

/// Takes away the decimals of a row in which all of them are zeros: twelve amounts stand side by side.
fn round(squares: &mut [Square], sum: &mut String) {
    const ZEROS: &str = ".00";
    let is_round = |square: &Square| matches!(square, Square::Known(value, _) if value.ends_with(ZEROS));
    let is_known = |square: &&Square| matches!(square, Square::Known(..));
    if !squares.iter().filter(is_known).all(is_round) {
        return;
    }
    let values = squares.iter_mut().filter_map(|square| match square {
        Square::Known(value, _) => Some(value),
        Square::Missing | Square::Blank => None,
    });
    for value in values.chain([sum]) {
        value.truncate(value.strip_suffix(ZEROS).map_or(value.len(), str::len));
    }
}

/// The twelve months of an indicator.
pub(super) fn squares(
    indicator: &Indicator,
    duty: Option<&FigureDuty>,
    months: &[&MonthlyFigure],
    (year, over): (i16, u8),
) -> Vec<Square> {
    let counts = duty.filter(|duty| duty.none_why.is_none());
    let square = |month: u8| {
        let asked = |duty: &FigureDuty| month <= over && format!("{year}-{month:02}") >= duty.since;
        match months.iter().find(|one| one.month == i16::from(month)) {
            Some(one) => Square::Known(number::shown(indicator, one.value), one.n > 0),
            None if counts.is_some_and(asked) => Square::Missing,
            None => Square::Blank,
        }
    };
    (1..=12).map(square).collect()
}

async fn platform(office: &Office, seen: &Seen) -> Result<Vec<CountView>, Error> {
    let below = (seen.organ != seen.own).then_some(seen.organ);
    let counts = counted::counted(office, Scope::Organ(seen.organ), seen.year).await?;
    let view = |count: counted::PlatformCount| {
        let of_requests = counted::of_requests(count.indicator).is_some();
        let whose = if of_requests { "scope" } else { "organ" };
        CountView {
            name: count.indicator.name(),
            said: count.indicator.said(),
            href: match (count.value, below) {
                (Some(n), None) if n > 0 => count.href,
                // what readers found is listed for the own organ alone
                (Some(n), Some(organ)) if n > 0 && !count.href.is_empty() => format!("{}&{whose}={organ}", count.href),
                _ => String::new(),
            },
            value: count.value.map(|n| format!("{}{}", grouped(&n.to_string()), count.indicator.unit_label())),
            none: if of_requests {
                "那时还没有在平台办理申请，或者期限没有推算出来"
            } else {
                "那时还没有在平台发布"
            },
        }
    };
    Ok(counts.into_iter().map(view).collect())
}
