//! `/desk/months/below`: who of the organs below lacks which months, for whoever supervises them.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{Asked, Seen};
use crate::{
    guard::Visitor,
    indicators::{
        missing::{self, Lack},
        month::{self, Month},
        year::Gap,
    },
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Role,
    },
    sheet::csv,
    verify::portal::as_attachment,
};

/// Which organs, and which of their indicators.
const VIEWS: [(&str, &str); 3] = [("lacks", "缺报、没有落实责任的"), ("table", "年报表二缺报的"), ("all", "全部机关")];

/// One organ.
struct Row {
    name: String,
    href: String,
    /// Indicator, and its months.
    lacks: Vec<(String, String)>,
    months: usize,
    unsettled: usize,
}

#[derive(Template)]
#[template(path = "indicators/below.html")]
struct BelowPage {
    desk: Desk,
    seen: Seen,
    years: Vec<i16>,
    views: [(&'static str, &'static str); 3],
    v: &'static str,
    over: String,
    organs: usize,
    whole: usize,
    missing: usize,
    unsettled: usize,
    rows: Vec<Row>,
}

async fn looked(office: &Office, visitor: &Visitor, asked: &Asked) -> Result<(Seen, &'static str, Vec<Lack>), Error> {
    let seen = Seen::of(office, visitor.hand()?, asked).await?;
    if !seen.supervises {
        return Err(Error::Forbidden(format!("下级机关的月报由{}查看", Role::Supervisor.label())));
    }
    let wanted = if asked.v.is_empty() { "lacks" } else { asked.v.as_str() };
    let (v, _) = *VIEWS.iter().find(|(key, _)| *key == wanted).ok_or(Error::Garbled)?;
    let mut lacks = missing::of(office, seen.scope, seen.year).await?;
    if v == "table" {
        lacks.iter_mut().for_each(|lack| lack.gaps.retain(|(indicator, _)| indicator.is_statutory()));
    }
    Ok((seen, v, lacks))
}

/// `GET /desk/months/below`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Months).await?;
    let (seen, v, lacks) = looked(&office, &visitor, &asked).await?;
    let counts = || lacks.iter().map(Lack::counts);
    let today = office.today();
    let over = match Month::over_in(seen.year, today) {
        0 => format!("{}年还没有过完一个月", seen.year),
        month => format!("{}年{month}月", seen.year),
    };
    page::show(&BelowPage {
        years: month::years(today.year()),
        views: VIEWS,
        v,
        over,
        organs: lacks.len(),
        whole: lacks.iter().filter(|lack| lack.gaps.is_empty()).count(),
        missing: counts().map(|(months, _)| months).sum(),
        unsettled: counts().map(|(_, unsettled)| unsettled).sum(),
        rows: lacks.iter().filter(|lack| v == "all" || !lack.gaps.is_empty()).map(|lack| row(lack, &seen)).collect(),
        desk,
        seen,
    })
}

fn row(lack: &Lack, seen: &Seen) -> Row {
    let (months, unsettled) = lack.counts();
    let organ = if lack.organ == seen.own { String::new() } else { format!("&organ={}", lack.organ) };
    let named = lack.gaps.iter().filter(|(_, gap)| *gap != Gap::Unsettled);
    Row {
        name: lack.name.clone(),
        href: format!("/desk/months?year={}{organ}", seen.year),
        lacks: named.map(|(indicator, gap)| (indicator.name(), gap.said())).collect(),
        months,
        unsettled,
    }
}

/// `GET /desk/months/below.csv`: a line for each indicator that an organ lacks something of.
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let (seen, _, lacks) = looked(&office, &visitor, &asked).await?;
    let year = seen.year.to_string();
    let mut file = String::from(csv::MARK);
    csv::line(&mut file, ["机关", "年份", "指标", "年报表二", "缺什么", "缺的月数"]);
    for lack in &lacks {
        for (indicator, gap) in &lack.gaps {
            let months = if let Gap::Months(months) = gap { months.len().to_string() } else { String::new() };
            let statutory = if indicator.is_statutory() { "是" } else { "" };
            csv::line(&mut file, [&lack.name, &year, &indicator.name(), statutory, &gap.said(), &months]);
        }
    }
    Ok(as_attachment("text/csv; charset=utf-8", &format!("{year}-月报缺报.csv"), file.into_bytes()))
}
