//! `/feeds/…`: what is newly public, as Atom: of the whole site, of an organ, of a category.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use gongkai_law::proactive::catalogue;
use gongkai_store::{Moment, ReleasedFilter, ReleasedLine};

use super::lines::Line;
use crate::{office::Office, page::Error, site_map};

/// Entries of a feed.
const ENTRIES: i64 = 50;

struct Entry {
    line: Line,
    at: String,
}

#[derive(Template)]
#[template(path = "portal/feed.xml")]
struct Feed {
    base: String,
    path: String,
    title: String,
    page: String,
    updated: String,
    entries: Vec<Entry>,
}

/// `GET /feeds/latest.atom`
pub async fn latest(State(office): State<Office>, headers: HeaderMap) -> Result<Response, Error> {
    let rows = office.db.released_lines(&ReleasedFilter::default(), None, ENTRIES).await?;
    let title = format!("{}：最新公开", office.site.read().name);
    atom(&office, &headers, rows, (title, "/feeds/latest.atom".to_owned(), "/catalogue".to_owned())).await
}

/// `GET /feeds/organs/{slug}.atom`
pub async fn of_organ(
    State(office): State<Office>,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, Error> {
    let slug = file.strip_suffix(".atom").ok_or(Error::NotFound)?;
    let organ = office.db.organ_at(slug).await?;
    let filter = ReleasedFilter { organ: Some(organ.id), ..ReleasedFilter::default() };
    let rows = office.db.released_lines(&filter, None, ENTRIES).await?;
    let (path, page) = (format!("/feeds/organs/{slug}.atom"), format!("/organs/{slug}"));
    atom(&office, &headers, rows, (format!("{}：最新公开", organ.name), path, page)).await
}

/// `GET /feeds/topics/{topic}.atom`
pub async fn of_topic(
    State(office): State<Office>,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, Error> {
    let category = file.strip_suffix(".atom").and_then(catalogue::of_key).ok_or(Error::NotFound)?;
    let rows = office.db.topic_lines(category.key, None, None, ENTRIES).await?;
    let (path, page) = (format!("/feeds/topics/{}.atom", category.key), format!("/catalogue/{}", category.key));
    atom(&office, &headers, rows, (format!("{}：{}", office.site.read().name, category.title), path, page)).await
}

async fn atom(
    office: &Office,
    headers: &HeaderMap,
    rows: Vec<ReleasedLine>,
    (title, path, page): (String, String, String),
) -> Result<Response, Error> {
    let lines = Line::of(office, rows).await?;
    let feed = Feed {
        base: site_map::base(office, headers),
        path,
        title,
        page,
        // a feed without entries has not changed since it could
        updated: instant(lines.first().map_or(Moment(0), |line| line.at)),
        entries: lines.into_iter().map(|line| Entry { at: instant(line.at), line }).collect(),
    };
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed.render()?).into_response())
}

fn instant(at: Moment) -> String {
    at.timestamp().to_string()
}
