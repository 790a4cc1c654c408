//! `/reports/data`: what the open data are, and the data: read from the register while they are sent, a part at a time.

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
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;

use crate::{
    guard::Visitor,
    library::region::rows::{COLUMNS, Column, LICENCE, Source},
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
    /// Each year with how many reports it has, and each file of it.
    years: Vec<(i16, [(&'static str, String); 3])>,
    reports: i64,
    all: [(&'static str, String); 3],
    forms: [&'static Form; 2],
}

const FILES: [(&str, &str); 3] =
    [("CSV", "/reports/data.csv"), ("XLSX", "/reports/data.xlsx"), ("JSON", "/reports/data.json")];

/// `GET /reports/data`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let files = |year: &str| FILES.map(|(name, path)| (name, link(path, &[("year", year)])));
    let years = office.db.report_years(Sight::Public).await?;
    page::show(&DataPage {
        chrome: Chrome::new(&office, &visitor, Nav::Reports),
        view: "data",
        licence: LICENCE,
        columns: &COLUMNS,
        years: years.into_iter().map(|year| (year, files(&year.to_string()))).collect(),
        reports: office.db.report_count(&Filter::default(), Sight::Public).await?,
        all: files(""),
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
    let cells = i64::try_from(Form::of(Edition::Of2019).cells().len()).unwrap_or(i64::MAX);
    let rows = office.db.report_count(&filter, Sight::Public).await?.saturating_mul(cells);
    if rows > sheet::MOST {
        let why =
            format!("全部年报约有{rows}行，一个XLSX最多放{}行：请按年度下载，或者下载CSV，CSV不限行数。", sheet::MOST);
        return Err(Error::Unreadable(why));
    }
    let room = ROOM.acquire().await.map_err(|error| Error::broken(&error))?;
    let base = site_map::base(&office, &headers);
    let book = workbook(&office, &filter, &base).await?;
    let finish = move || (book.finish(), drop(room)).0;
    let made = tokio::task::spawn_blocking(finish).await.map_err(|fault| Error::broken(&fault))?;
    let body = sent(made.map_err(|fault| Error::broken(&fault))?);
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(media, "annual-reports.xlsx", body))
}

/// Two sheets: the rows, and what their columns say.
async fn workbook(office: &Office, filter: &Filter, base: &str) -> Result<sheet::Book, Error> {
    let broken = |fault: rust_xlsxwriter::XlsxError| Error::broken(&fault);
    let mut book = sheet::Book::default();
    let heads = COLUMNS.each_ref().map(|column| (column.heading, column.width));
    let mut rows = book.sheet("各格数据", &heads).map_err(broken)?;
    let mut turn = Turn::After(None);
    while let Turn::After(after) = turn {
        let (reports, next) = part(office, filter, after).await?;
        for report in &reports {
            for row in Source::of(report, base).rows() {
                row.with_words(|words| rows.row_with_numbers(words, &NUMBERS)).map_err(broken)?;
            }
        }
        turn = next;
    }
    let mut about = book.sheet("说明", &[("列", 12), ("说明", 80)]).map_err(broken)?;
    for column in &COLUMNS {
        about.row([column.heading, column.about]).map_err(broken)?;
    }
    about.row(["许可", LICENCE]).map_err(broken)?;
    about.row(["说明页", &format!("{base}/reports/data")]).map_err(broken)?;
    Ok(book)
}

/// The columns that a spreadsheet is to add up: year, value, version.
const NUMBERS: [usize; 3] = [2, 6, 8];
