//! `/reports`, `/reports/{organ}/{year}`

mod report;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_report::write::Target;
use gongkai_store::{LibraryRow, OnShelf, Organ, OrganId, ReportLine, SeriesYear, Shelf, Sight, Totals, Wish};
use serde::Deserialize;

use self::report::{Body, Fact, FileView, Sizes, drawn, facts, files, published};
use super::{
    kept,
    overview::{Measure, OUTCOMES, REDRESS, Series},
};
use crate::{
    charts::{Columns, Shares, Spark},
    compile::{desk::file::written, note::note_out, out, submit::compiled},
    guard::Visitor,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    verify::{self, Checked, FileKind, Verdict, bytes, portal::as_attachment},
};

/// Organs on one page.
const ROWS: usize = 30;
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
    /// The last organ of the page before: its position and id.
    after: String,
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
    /// The first page, on any other; and the next one, where there is more.
    pages: (Option<String>, Option<String>),
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
    let shown: Vec<i16> = match asked.year.parse().ok().filter(|year| known.contains(year)) {
        Some(year) => vec![year],
        None => years.clone(),
    };
    let shelf = on_shelf(&asked.verdict, &shown);
    let wish = Wish { kind, named: asked.q.trim(), shelf };
    let after = place(&asked.after);
    let mut rows = office.db.library(&wish, span, Sight::Public, after, ROWS as i64 + 1).await?;
    let is_more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| is_more).map(|row| format!("{}.{}", row.organ.position, row.organ.id));
    let measure = Measure::of(&asked.m);
    let charts = match rows.is_empty() {
        true => Vec::new(),
        false => together(office.db.organs_found(&wish).await?, &office.db.totals(&wish, span, Sight::Public).await?)?,
    };
    let filter = gongkai_store::Filter::default();
    page::show(&LibraryPage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        kept: office.db.report_count(&filter, Sight::Public).await?,
        organs: office.db.organ_count(None).await?,
        rows: rows.into_iter().map(|row| row_view(row, &years, &shown, measure)).collect::<Result<_, _>>()?,
        pages: (after.map(|_| link(&asked, &asked.m, "")), next.map(|next| link(&asked, &asked.m, &next))),
        measures: [Measure::Received, Measure::Open, Measure::Redress]
            .map(|m| (m.name(), link(&asked, m.key(), &asked.after), m == measure))
            .into(),
        kinds: KINDS,
        verdicts: VERDICTS,
        measure,
        known,
        years: shown,
        charts,
        asked,
    })
}

/// What the filter asks of an organ's reports of these years, which follow one another.
fn on_shelf(verdict: &str, years: &[i16]) -> Option<Shelf> {
    let has = match verdict {
        "fail" => OnShelf::Error,
        "slip" => OnShelf::Slip,
        "unsure" => OnShelf::Unsure,
        "unread" => OnShelf::Unread,
        "missing" => OnShelf::Gap(years.len() as i64),
        _ => return None,
    };
    Some(Shelf { has, years: (*years.first()?, *years.last()?), sight: Sight::Public })
}

/// The organ that a page begins after; the first page for what is no place.
fn place(after: &str) -> Option<(i32, OrganId)> {
    let (position, id) = after.split_once('.')?;
    Some((position.parse().ok()?, id.parse().ok()?))
}

/// The same list with another measure or page.
fn link(asked: &Asked, measure: &str, after: &str) -> String {
    let fields = [
        ("q", asked.q.as_str()),
        ("kind", &asked.kind),
        ("year", &asked.year),
        ("verdict", &asked.verdict),
        ("m", measure),
        ("after", after),
    ];
    let set = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = set.map(|(name, value)| format!("{name}={}", escape(value))).collect();
    format!("/reports?{}", query.join("&"))
}

/// A value for an address.
pub fn escape(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    value.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
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

/// All organs of the list together: applications, outcomes and redress over the years.
fn together(organs: i64, years: &[Totals]) -> Result<Vec<String>, Error> {
    let small = format!("{organs}个单位合计，件");
    let each = |of: fn(&Totals) -> Vec<Option<i64>>| -> Vec<(String, Vec<Option<i64>>)> {
        years.iter().map(|year| (year.year.to_string(), of(year))).collect()
    };
    let received: Vec<_> = years.iter().map(|year| (year.year.to_string(), year.received)).collect();
    let outcomes = each(|year| vec![year.granted, year.partial, year.denied, year.unable, year.rest]);
    let redress =
        each(|year| vec![year.reviews_rest, year.reviews_corrected, year.lawsuits_rest, year.lawsuits_corrected]);
    Ok(vec![
        Columns::new("新收申请", small.as_str(), "件", "年度", &received).render()?,
        Shares::new("怎样答复", &small, "年度", &OUTCOMES, &outcomes).render()?,
        Shares::new("行政复议、行政诉讼", &small, "年度", &REDRESS, &redress).render()?,
    ])
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    chrome: Chrome,
    organ: Organ,
    line: ReportLine,
    /// 发布机构
    publisher: String,
    /// 发布日期, for machines and in words; `None` where nobody says.
    published: Option<(String, String)>,
    /// The file that was kept: how large, and since when it is here.
    kept: String,
    verdict: Verdict,
    rule_at: String,
    body: Body,
    facts: Vec<Fact>,
    /// Charts of its own figures.
    drawn: Vec<String>,
    has_tables: bool,
    files: Vec<FileView>,
    years: Vec<i16>,
    charts: Vec<String>,
    /// 更正说明 of what was compiled here: its day, and what was corrected why.
    corrections: Vec<(String, String)>,
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
    let (source, read) = kept::read(&office, &organ, &report.line).await?;
    let Some(Checked::Report(reading, verdicts)) = read.found.get(kept::position(&read, &report.line)) else {
        return Err(Error::NotFound);
    };
    let mut verdict = Verdict::of(reading, verdicts);
    verdict.rule(&kept::rulings(&office.db, &organ, year).await?);
    let tables = std::mem::take(&mut verdict.tables);
    let figures = reading.report.figures.as_ref();
    let base = format!("/reports/{slug}/{year}");
    let series = Series::of(&office.db, organ.clone()).await?;
    let years: Vec<i16> = series.years.iter().map(|known| known.year).collect();
    let kept_on = civil_date(report.line.kept_ms.timestamp());
    // what was compiled here came out on the day on which it was kept, as this page and this data
    let compiled = compiled(&report.report).is_some();
    let sizes = compiled.then_some(Sizes { page: source.bytes.len(), data: report.report.len() });
    page::show(&ReportPage {
        corrections: if compiled { out::corrections(&office, organ.id, year).await? } else { Vec::new() },
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        publisher: reading.report.agency.clone().unwrap_or_else(|| organ.name.clone()),
        published: published(reading, compiled.then_some(kept_on)),
        kept: format!("{}，{kept_on}留存", bytes(source.bytes.len())),
        files: files(&base, sizes),
        rule_at: format!("{base}/rule"),
        charts: charts(&series, &years)?,
        facts: figures.map(|figures| facts(figures, year, &series)).unwrap_or_default(),
        drawn: figures.map(drawn).transpose()?.unwrap_or_default(),
        has_tables: !tables.is_empty(),
        body: Body::of(reading, tables),
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
    let organ = office.db.organ_at(&slug).await?;
    let report = office.db.report_of(organ.id, year, Sight::Public).await?.ok_or(Error::NotFound)?;
    // of what was compiled here the page and the data are those that were published, whatever wrote them; the other editions
    // are written from the same words
    let ending = file.strip_prefix("report.").filter(|ending| *ending != "sarif");
    if let Some((ending, (source, compiled))) = ending.zip(compiled(&report.report)) {
        let (media, bytes) = match ending {
            "html" => (Target::Html.media_type(), office.db.file_bytes(report.line.file_sm3).await?),
            "json" => (Target::Json.media_type(), report.report.into_bytes()),
            _ => {
                let note = note_out(&office, organ.id, year).await?;
                written(&office, ending, (&source, &compiled), note).await?
            }
        };
        return Ok(as_attachment(media, &file, bytes));
    }
    let kind = FileKind::named(&file).ok_or(Error::NotFound)?;
    let (source, read) = kept::read(&office, &organ, &report.line).await?;
    let found = read.found.get(kept::position(&read, &report.line)).ok_or(Error::NotFound)?;
    verify::portal::attachment(kind, &source, found)
}
