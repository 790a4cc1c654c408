//! `/reports`, `/reports/{organ}/{year}`

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_store::{LibraryRow, Organ, ReportLine, SeriesYear, Sight, Wish};
use serde::Deserialize;

use super::{
    kept,
    overview::{Measure, OUTCOMES, REDRESS, Series},
};
use crate::{
    charts::{Columns, Shares, Spark},
    guard::Visitor,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    verify::{self, Checked, FileKind, Verdict},
};

/// Organs on one page.
const ROWS: usize = 30;
/// Organs that one answer takes together.
const SEARCHED: i64 = 2000;
/// Years side by side.
const YEARS: usize = 7;

/// The filters, as they came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    kind: String,
    verdict: String,
    year: String,
    m: String,
    p: String,
}

struct Row {
    organ: Organ,
    spark: String,
    latest: String,
    years: Vec<Cell>,
    chart: String,
}

struct Cell {
    year: i16,
    tag: Option<(&'static str, String)>,
}

struct PageLink {
    label: usize,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    chrome: Chrome,
    asked: Asked,
    kinds: [(&'static str, &'static str); 4],
    verdicts: [(&'static str, &'static str); 6],
    measures: Vec<(&'static str, String, bool)>,
    measure: Measure,
    /// The years that may be asked for, the latest first.
    known: Vec<i16>,
    /// The years of the table.
    years: Vec<i16>,
    kept: i64,
    organs: i64,
    rows: Vec<Row>,
    pages: Vec<PageLink>,
    charts: Vec<String>,
}

/// Kinds of organs, as the filter offers them.
const KINDS: [(&str, &str); 4] = [("", "全部"), ("government", "政府"), ("department", "部门"), ("township", "乡镇")];
/// Results, as the filter offers them.
const VERDICTS: [(&str, &str); 6] = [
    ("", "全部"),
    ("fail", "有错误"),
    ("slip", "有不规范"),
    ("unsure", "有存疑"),
    ("unread", "读不全"),
    ("missing", "缺报告"),
];

/// `GET /reports`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let known: Vec<i16> = office.db.report_years(Sight::Public).await?.into_iter().take(YEARS).collect();
    let years: Vec<i16> = known.iter().rev().copied().collect();
    let span = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    let kind = KINDS.iter().map(|(key, _)| *key).find(|key| !key.is_empty() && *key == asked.kind);
    let wish = Wish { kind, named: asked.q.trim() };
    let all = office.db.library(&wish, span, Sight::Public, None, SEARCHED).await?;
    let shown: Vec<i16> = match asked.year.parse().ok().filter(|year| known.contains(year)) {
        Some(year) => vec![year],
        None => years.clone(),
    };
    let wanted: Vec<LibraryRow> = all.into_iter().filter(|row| fits(row, &asked.verdict, &shown)).collect();
    let measure = Measure::of(&asked.m);
    let last = wanted.len().div_ceil(ROWS).max(1);
    let here = asked.p.parse::<usize>().unwrap_or(1).clamp(1, last);
    let charts = summary(&wanted, &years);
    let rows = wanted.into_iter().skip((here - 1) * ROWS).take(ROWS);
    let filter = gongkai_store::Filter::default();
    page::show(&LibraryPage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        kept: office.db.report_count(&filter, Sight::Public).await?,
        organs: office.db.organ_count(None).await?,
        rows: rows.map(|row| row_view(row, &years, &shown, measure)).collect::<Result<_, _>>()?,
        pages: (1..=last)
            .map(|n| PageLink { label: n, href: (n != here).then(|| link(&asked, &asked.m, n)) })
            .collect(),
        measures: [Measure::Received, Measure::Open, Measure::Redress]
            .map(|m| (m.name(), link(&asked, m.key(), here), m == measure))
            .into(),
        kinds: KINDS,
        verdicts: VERDICTS,
        measure,
        known,
        years: shown,
        charts: charts?,
        asked,
    })
}

/// The same list with another measure or page.
fn link(asked: &Asked, measure: &str, n: usize) -> String {
    let fields = [
        ("q", asked.q.as_str()),
        ("kind", &asked.kind),
        ("year", &asked.year),
        ("verdict", &asked.verdict),
        ("m", measure),
    ];
    let mut query = String::new();
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.push_str(&format!("{name}={}&", escape(value)));
    }
    format!("/reports?{query}p={n}")
}

/// A value for an address.
pub fn escape(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn fits(row: &LibraryRow, verdict: &str, years: &[i16]) -> bool {
    let mut reports = row.reports.iter().filter(|report| years.contains(&report.year));
    match verdict {
        "fail" => reports.any(|report| report.counts.fails > report.counts.slips),
        "slip" => reports.any(|report| report.counts.slips > 0),
        "unsure" => reports.any(|report| report.counts.unsures > 0),
        "unread" => reports.any(|report| report.counts.unread > 0),
        "missing" => reports.count() < years.len(),
        _ => true,
    }
}

fn series(row: &LibraryRow) -> Series {
    let of =
        |report: &ReportLine| SeriesYear { year: report.year, edition: report.edition.clone(), series: report.series };
    Series { organ: row.organ.clone(), years: row.reports.iter().map(of).collect() }
}

fn row_view(row: LibraryRow, years: &[i16], shown: &[i16], measure: Measure) -> Result<Row, Error> {
    let series = series(&row);
    let points = series.points(measure, years);
    let report = |year: &i16| row.reports.iter().find(|report| report.year == *year);
    let name = &row.organ.short_name;
    let chart =
        Columns::new(name.as_str(), format!("{}，{}", measure.name(), measure.unit()), measure.unit(), "年度", &points);
    Ok(Row {
        spark: Spark::new(&format!("{name}历年{}", measure.name()), measure.unit(), &points).render()?,
        latest: match points.last().and_then(|(_, value)| *value) {
            Some(value) => format!("{value}{}", if measure == Measure::Open { "%" } else { "" }),
            None => "—".to_owned(),
        },
        years: shown
            .iter()
            .map(|year| Cell { year: *year, tag: report(year).map(|report| kept::standing(report.counts)) })
            .collect(),
        chart: chart.render()?,
        organ: row.organ,
    })
}

/// All listed organs together: applications, outcomes and redress over the years.
fn summary(rows: &[LibraryRow], years: &[i16]) -> Result<Vec<String>, Error> {
    if rows.is_empty() || years.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<Series> = rows.iter().map(series).collect();
    let small = format!("{}个单位合计，件", rows.len());
    let mut received: Vec<(String, Option<i64>)> = years.iter().map(|year| (year.to_string(), None)).collect();
    for one in &all {
        for (sum, (_, value)) in received.iter_mut().zip(one.points(Measure::Received, years)) {
            sum.1 = add(sum.1, value);
        }
    }
    Ok(vec![
        Columns::new("新收申请", small.as_str(), "件", "年度", &received).render()?,
        Shares::new("怎样答复", &small, "年度", &OUTCOMES, &together(&all, |one| one.outcomes(years))).render()?,
        Shares::new("行政复议、行政诉讼", &small, "年度", &REDRESS, &together(&all, |one| one.redress(years)))
            .render()?,
    ])
}

type Years = Vec<(String, Vec<Option<i64>>)>;

fn together(all: &[Series], of: impl Fn(&Series) -> Years) -> Years {
    let mut sums = Years::new();
    for one in all {
        let years = of(one);
        if sums.is_empty() {
            sums = years;
            continue;
        }
        for ((_, sum), (_, values)) in sums.iter_mut().zip(years) {
            sum.iter_mut().zip(values).for_each(|(sum, value)| *sum = add(*sum, value));
        }
    }
    sums
}

fn add(sum: Option<i64>, value: Option<i64>) -> Option<i64> {
    match (sum, value) {
        (None, None) => None,
        (sum, value) => Some(sum.unwrap_or(0) + value.unwrap_or(0)),
    }
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    chrome: Chrome,
    organ: Organ,
    line: ReportLine,
    kept_on: String,
    verdict: Verdict,
    rule_at: String,
    files: Vec<(&'static str, String)>,
    years: Vec<i16>,
    charts: Vec<String>,
}

#[derive(Template)]
#[template(path = "tombstone.html")]
struct TombstonePage {
    chrome: Chrome,
    line: ReportLine,
    why: String,
    on: String,
}

/// `GET /reports/{organ}/{year}`
pub async fn one(
    State(office): State<Office>,
    visitor: Visitor,
    Path((slug, year)): Path<(String, String)>,
) -> Result<Response, Error> {
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    let organ = office.db.organ_at(&slug).await?;
    let Some(report) = office.db.report_of(organ.id, year, Sight::Public).await? else {
        return tombstone(&office, &visitor, &organ, year).await;
    };
    let (_, read) = kept::read(&office, &organ, &report.line).await?;
    let Some(Checked::Report(reading, verdicts)) = read.found.get(kept::position(&read, &report.line)) else {
        return Err(Error::NotFound);
    };
    let mut verdict = Verdict::of(reading, verdicts);
    verdict.rule(&kept::rulings(&office.db, &organ, year).await?);
    let base = format!("/reports/{slug}/{year}");
    let series = Series::of(&office.db, organ.clone()).await?;
    let years: Vec<i16> = series.years.iter().map(|known| known.year).collect();
    page::show(&ReportPage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        kept_on: civil_date(report.line.kept_ms.timestamp()).to_string(),
        files: FileKind::ALL.iter().map(|kind| (kind.label(), format!("{base}/{}", kind.name()))).collect(),
        rule_at: format!("{base}/rule"),
        charts: charts(&series, &years)?,
        years,
        organ,
        line: report.line,
        verdict,
    })
}

fn charts(series: &Series, years: &[i16]) -> Result<Vec<String>, Error> {
    let name = format!("{}—{}年，件", years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    let received = series.points(Measure::Received, years);
    Ok(vec![
        Columns::new("历年新收申请", name.as_str(), "件", "年度", &received).render()?,
        Shares::new("历年怎样答复", &name, "年度", &OUTCOMES, &series.outcomes(years)).render()?,
        Shares::new("历年行政复议、行政诉讼", &name, "年度", &REDRESS, &series.redress(years)).render()?,
    ])
}

async fn tombstone(office: &Office, visitor: &Visitor, organ: &Organ, year: i16) -> Result<Response, Error> {
    let line = office.db.tombstone(organ.id, year).await?.ok_or(Error::NotFound)?;
    page::show(&TombstonePage {
        chrome: Chrome::new(office, visitor, Nav::Reports).private(),
        why: line.withdrawn_why.clone().unwrap_or_default(),
        on: line.withdrawn_ms.map(|at| crate::calendar_view::spoken(civil_date(at.timestamp()))).unwrap_or_default(),
        line,
    })
}

/// `GET /reports/{organ}/{year}/{file}`
pub async fn download(
    State(office): State<Office>,
    Path((slug, year, file)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    let kind = FileKind::named(&file).ok_or(Error::NotFound)?;
    let organ = office.db.organ_at(&slug).await?;
    let report = office.db.report_of(organ.id, year, Sight::Public).await?.ok_or(Error::NotFound)?;
    let (source, read) = kept::read(&office, &organ, &report.line).await?;
    let found = read.found.get(kept::position(&read, &report.line)).ok_or(Error::NotFound)?;
    verify::portal::attachment(kind, &source, found)
}
