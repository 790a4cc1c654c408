//! 首页: what this is, and the ways in.

use askama::Template;
use axum::{extract::State, response::Response};
use gongkai_report::checks;
use gongkai_store::{Filter, ReportLine, Sight};

use crate::{
    charts::{Columns, Shares},
    guard::Visitor,
    library::overview::{self, Measure, OUTCOMES, REDRESS},
    office::Office,
    page::{self, Chrome, Error, Nav},
};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    chrome: Chrome,
    checks: usize,
    kept: i64,
    latest: Vec<ReportLine>,
    charts: Vec<String>,
    whose: String,
    paste_rows: u8,
}

/// `GET /`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let first = overview::first(&office.db).await?;
    let latest = office.db.reports(&Filter::default(), Sight::Public, None, 6).await?;
    page::show(&HomePage {
        chrome: Chrome::new(&office, &visitor, Nav::Home),
        checks: checks::ALL.len(),
        kept: office.db.report_count(&Filter::default(), Sight::Public).await?,
        charts: first.as_ref().map(charts).transpose()?.unwrap_or_default(),
        whose: first.map(|series| series.organ.name).unwrap_or_default(),
        latest,
        paste_rows: 3,
    })
}

/// Applications, outcomes and redress of one organ over the last seven years.
fn charts(series: &overview::Series) -> Result<Vec<String>, Error> {
    let all: Vec<i16> = series.years.iter().map(|known| known.year).collect();
    let years = all.get(all.len().saturating_sub(7)..).unwrap_or_default();
    let small = format!("{}—{}年，件", years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    let received = series.points(Measure::Received, years);
    Ok(vec![
        Columns::new("历年新收申请", small.as_str(), "件", "年度", &received).render()?,
        Shares::new("历年怎样答复", &small, "年度", &OUTCOMES, &series.outcomes(years)).render()?,
        Shares::new("历年行政复议、行政诉讼", &small, "年度", &REDRESS, &series.redress(years)).render()?,
    ])
}
