//! `/reports/data`: what the open data are, and the data: read from the register while they are sent, a part at a time.

use std::{fs::File, time::Duration};

use askama::Template;
use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures_util::stream::try_unfold;
use gongkai_law::annual_report::{Edition, Form};
use gongkai_store::{Filter, KeptFigures, OrganId, Sight};
use rust_xlsxwriter::XlsxError;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};

use crate::{
    guard::Visitor,
    library::region::{
        matrix::Shelves,
        rows::{COLUMNS, Column, LICENCE, Source},
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::link,
    requests::desk::list::export::sent,
    sheet::{csv, xlsx as sheet},
    site_map,
};

/// Reports that are read together.
const PART: i64 = 100;

/// Workbooks that are made at once: each takes a core for some seconds.
static ROOM: Semaphore = Semaphore::const_new(1);

/// How long one waits for the workbook before.
const PATIENCE: Duration = Duration::from_secs(5);

/// Of which organ and year; empty for all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    organ: String,
    year: String,
}

impl Asked {
    async fn filter(&self, office: &Office) -> Result<Filter, Error> {
        let organ = match self.organ.as_str() {
            "" => None,
            slug => Some(office.db.organ_at(slug).await?.id),
        };
        let year = match self.year.as_str() {
            "" => None,
            year => Some(year.parse().map_err(|_| Error::NotFound)?),
        };
        Ok(Filter { organ, year, verdict: None })
    }
}

#[derive(Template)]
#[template(path = "library/data.html")]
struct DataPage {
    chrome: Chrome,
    view: &'static str,
    licence: &'static str,
    columns: &'static [Column],
    /// Each year, and each file of it; without an address where it has too many rows.
    years: Vec<(i16, [(&'static str, String); 3])>,
    reports: i64,
    all: [(&'static str, String); 3],
    forms: [&'static Form; 2],
}

const FILES: [(&str, &str); 3] =
    [("CSV", "/reports/data.csv"), ("XLSX", "/reports/data.xlsx"), ("JSON", "/reports/data.json")];

/// The files of a year with so many reports; without an address where it could only be refused.
fn files(year: &str, reports: i64) -> [(&'static str, String); 3] {
    let is_too_long = most_rows(reports) > sheet::MOST;
    FILES.map(|(name, path)| match name {
        "XLSX" if is_too_long => (name, String::new()),
        _ => (name, link(path, &[("year", year)])),
    })
}

/// `GET /reports/data`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let shelves = Shelves::of(&office).await?;
    let reports = office.db.report_count(&Filter::default(), Sight::Public).await?;
    let of_year = |year: i16| (year, files(&year.to_string(), shelves.there(year)));
    let years = office.db.report_years(Sight::Public).await?;
    page::show(&DataPage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        view: "data",
        licence: LICENCE,
        columns: &COLUMNS,
        years: years.into_iter().map(of_year).collect(),
        reports,
        all: files("", reports),
        forms: [Form::of(Edition::Of2021), Form::of(Edition::Of2019)],
    })
}

fn file(media: &'static str, name: &str, body: Body) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    let about = "</reports/data>; rel=\"describedby\"".to_owned();
    let headers =
        [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, named), (header::LINK, about)];
    (headers, body).into_response()
}

/// `GET /reports/data.csv`
pub async fn csv(
    State(office): State<Office>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let filter = asked.filter(&office).await?;
    let mut head = String::from(csv::MARK);
    csv::line(&mut head, COLUMNS.each_ref().map(|column| column.heading));
    let base = site_map::base(&office, &headers);
    let body = streamed((office, filter, base), (head, String::new()), csv_lines);
    Ok(file("text/csv; charset=utf-8", "annual-reports.csv", body))
}

/// `GET /reports/data.json`
pub async fn json(
    State(office): State<Office>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let filter = asked.filter(&office).await?;
    let column = |column: &Column| json!({"key": column.key, "name": column.heading, "about": column.about});
    let columns: Vec<_> = COLUMNS.iter().map(column).collect();
    let base = site_map::base(&office, &headers);
    let (licence, on, about) = (json!(LICENCE), office.today(), json!(format!("{base}/reports/data")));
    let head =
        format!("{{\"about\":{about},\"licence\":{licence},\"on\":\"{on}\",\"columns\":{},\"rows\":[", json!(columns));
    let body = streamed((office, filter, base), (head, "\n]}\n".to_owned()), json_lines);
    Ok(file("application/json; charset=utf-8", "annual-reports.json", body))
}

/// Adds a report's rows: whether they are the first, and by which address the site is known.
type Write = fn(&mut String, &KeptFigures, &mut bool, &str);

fn csv_lines(out: &mut String, report: &KeptFigures, _: &mut bool, base: &str) {
    for row in Source::of(report, base).rows() {
        row.with_words(|words| csv::line(out, words));
    }
}

fn json_lines(out: &mut String, report: &KeptFigures, first: &mut bool, base: &str) {
    for row in Source::of(report, base).rows() {
        out.push_str(if std::mem::take(first) { "\n" } else { ",\n" });
        out.push_str(&row.json().to_string());
    }
}

/// Where the reading stands.
enum Turn {
    After(Option<(i16, OrganId)>),
    Over,
}

/// The next part, and where it ends; `None` after the last.
async fn part(
    office: &Office,
    filter: &Filter,
    after: Option<(i16, OrganId)>,
) -> Result<(Vec<KeptFigures>, Turn), gongkai_store::Error> {
    let reports = office.db.kept_figures(filter, after, PART).await?;
    let is_full = i64::try_from(reports.len()).is_ok_and(|count| count == PART);
    let last = reports.last().filter(|_| is_full).map(|report| (report.year, report.organ_id));
    Ok((reports, last.map_or(Turn::Over, |last| Turn::After(Some(last)))))
}

/// A body that is read from the register while it is sent.
fn streamed((office, filter, base): (Office, Filter, String), (head, tail): (String, String), write: Write) -> Body {
    let begun = (office, filter, base, head, tail, true, Turn::After(None));
    Body::from_stream(try_unfold(begun, move |(office, filter, base, mut head, tail, mut first, turn)| async move {
        let Turn::After(after) = turn else { return Ok::<_, gongkai_store::Error>(None) };
        let (reports, next) = part(&office, &filter, after).await?;
        let mut out = std::mem::take(&mut head);
        for report in &reports {
            write(&mut out, report, &mut first, &base);
        }
        if matches!(next, Turn::Over) {
            out.push_str(&tail);
        }
        Ok(Some((Bytes::from(out), (office, filter, base, head, tail, first, next))))
    }))
}

/// `GET /reports/data.xlsx`
pub async fn xlsx(
    State(office): State<Office>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let filter = asked.filter(&office).await?;
    let rows = most_rows(office.db.report_count(&filter, Sight::Public).await?);
    if rows > sheet::MOST {
        let why =
            format!("这些年报约有{rows}行，一个XLSX最多放{}行：请按年度下载，或者下载CSV，CSV不限行数。", sheet::MOST);
        return Err(Error::TooLong(why));
    }
    let room = room(PATIENCE).await?;
    let base = site_map::base(&office, &headers);
    let (give, take) = mpsc::channel(1);
    let making = tokio::task::spawn_blocking(move || (workbook(take, &base), drop(room)).0);
    let mut turn = Turn::After(None);
    while let Turn::After(after) = turn {
        let (reports, next) = part(&office, &filter, after).await?;
        // who stopped making it says why below
        turn = if give.send(reports).await.is_ok() { next } else { Turn::Over };
    }
    drop(give);
    let made = making.await.map_err(|fault| Error::broken(&fault))?;
    let body = sent(made.map_err(|fault| Error::broken(&fault))?);
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(media, "annual-reports.xlsx", body))
}

/// Rows of so many reports at most.
fn most_rows(reports: i64) -> i64 {
    let cells = Edition::ALL.map(|edition| Form::of(edition).cells().len()).into_iter().max().unwrap_or(0);
    reports.saturating_mul(i64::try_from(cells).unwrap_or(i64::MAX))
}

/// Room for one more workbook; nobody waits for long.
async fn room(patience: Duration) -> Result<SemaphorePermit<'static>, Error> {
    match tokio::time::timeout(patience, ROOM.acquire()).await {
        Ok(room) => room.map_err(|closed| Error::broken(&closed)),
        Err(_) => Err(Error::Making),
    }
}

/// Two sheets: the rows of the reports as they come, and what their columns say.
fn workbook(mut reports: mpsc::Receiver<Vec<KeptFigures>>, base: &str) -> Result<File, XlsxError> {
    let mut book = sheet::Book::default();
    let heads = COLUMNS.each_ref().map(|column| (column.heading, column.width));
    let mut rows = book.sheet("各格数据", &heads)?;
    while let Some(some) = reports.blocking_recv() {
        for report in &some {
            for row in Source::of(report, base).rows() {
                row.with_words(|words| rows.row_with_numbers(words, &NUMBERS))?;
            }
        }
    }
    let mut about = book.sheet("说明", &[("列", 12), ("说明", 80)])?;
    for column in &COLUMNS {
        about.row([column.heading, column.about])?;
    }
    about.row(["许可", LICENCE])?;
    about.row(["说明页", &format!("{base}/reports/data")])?;
    book.finish()
}

/// The columns that a spreadsheet is to add up: year, value, version.
const NUMBERS: [usize; 3] = [2, 6, 8];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_another_workbook_in_the_making_is_told_so_and_does_not_wait() {
        let held = room(Duration::from_secs(1)).await.unwrap();
        let refused = room(Duration::from_millis(1)).await;
        assert!(matches!(refused, Err(Error::Making)), "{refused:?}");
        drop(held);
        assert!(room(Duration::from_secs(1)).await.is_ok());
    }

    #[test]
    fn a_file_that_would_be_refused_has_no_address() {
        let fits = sheet::MOST / most_rows(1);
        let addresses = |reports| files("2024", reports).map(|(name, href)| (name, !href.is_empty()));
        assert_eq!(addresses(fits), [("CSV", true), ("XLSX", true), ("JSON", true)]);
        assert_eq!(addresses(fits + 1), [("CSV", true), ("XLSX", false), ("JSON", true)]);
    }
}
