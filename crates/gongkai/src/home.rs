//! 首页: what people come for: to search, to look through what is public, to apply, to ask how far it is.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use gongkai_law::proactive::validity::Validity;
use gongkai_store::{Civil, Filter, ReleasedFilter, ReportLine, Sight};

use crate::{
    charts::{Columns, Shares},
    columns::portal::Entry,
    guard::Visitor,
    library::{
        kept,
        overview::{self, Measure, OUTCOMES, REDRESS},
    },
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::{KINDS, Line, sign, word},
    verify::grouped,
};

/// The latest items.
const LATEST: i64 = 7;
/// The latest reports.
const REPORTS: i64 = 3;
/// Special columns that run.
const SPECIALS: i64 = 6;

/// 年报, as the home page shows one.
struct Report {
    line: ReportLine,
    on: String,
    tag: (&'static str, String),
}

/// 有效性: how many documents, and where they are listed.
struct Count {
    label: &'static str,
    href: String,
    sign: &'static str,
    count: i64,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    chrome: Chrome,
    shown: Arc<Shown>,
}

/// What the page says to everybody.
struct Shown {
    kept: i64,
    items: String,
    lines: Vec<Line>,
    policies: Vec<Count>,
    reports: Vec<Report>,
    /// 专题 that run.
    specials: Vec<Entry>,
    charts: Vec<String>,
    whose: String,
}

/// `GET /`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let shown = office.common("home".to_owned(), shown(&office)).await?;
    page::show(&HomePage { chrome: Chrome::new(&office, &visitor, Nav::Home), shown })
}

async fn shown(office: &Office) -> Result<Shown, Error> {
    let first = overview::first(&office.db).await?;
    let reports = office.db.reports(&Filter::default(), Sight::Public, None, REPORTS).await?;
    let all = ReleasedFilter::default();
    let validities = office.db.released_validities(&ReleasedFilter { kinds: &KINDS, ..all }).await?;
    let specials = office.db.specials_running(Civil(office.today()), None, SPECIALS).await?;
    Ok(Shown {
        kept: office.db.report_count(&Filter::default(), Sight::Public).await?,
        items: grouped(&office.db.released_count(&all).await?.to_string()),
        lines: Line::of(office, office.db.released_lines(&all, None, LATEST).await?).await?,
        policies: Validity::ALL.map(|validity| count(validity, &validities)).into(),
        reports: reports.into_iter().map(report).collect(),
        specials: specials.iter().map(Entry::of).collect(),
        charts: first.as_ref().map(charts).transpose()?.unwrap_or_default(),
        whose: first.map(|series| series.organ.name).unwrap_or_default(),
    })
}

fn report(line: ReportLine) -> Report {
    Report { on: civil_date(line.kept_ms.timestamp()).to_string(), tag: kept::standing(line.counts), line }
}

fn count(validity: Validity, known: &[(String, i64)]) -> Count {
    Count {
        label: word(validity),
        href: format!("/policies?v={}", validity.key()),
        sign: sign(validity),
        count: known.iter().find(|(key, _)| key == validity.key()).map_or(0, |(_, count)| *count),
    }
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
