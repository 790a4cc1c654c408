//! `/feeds/…`: what is newly public, as Atom: of the whole site, of an organ, of a category.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use gongkai_law::proactive::catalogue;
use gongkai_store::{Moment, ReleasedFilter, ReleasedLine};
use serde::Deserialize;

use super::lines::Line;
use crate::{office::Office, page::Error, site_map, subscriptions::topic::Topic};

/// Entries of a feed.
const ENTRIES: i64 = 50;

struct Entry {
    line: Line,
    first: String,
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

/// What is looked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    q: String,
}

/// `GET /feeds/search.atom?q=`
pub async fn of_search(
    State(office): State<Office>,
    headers: HeaderMap,
    Query(sought): Query<Sought>,
) -> Result<Response, Error> {
    let Some(topic @ Topic::Search(words)) = &Topic::of(&office, "search", &sought.q).await? else {
        return Err(Error::NotFound);
    };
    let finder = office.search.clone().ok_or(Error::NotFound)?;
    let (wanted, most) = (words.clone(), usize::try_from(ENTRIES).unwrap_or(0));
    // the engine reads files and counts: not on the threads that answer
    let ids = tokio::task::spawn_blocking(move || finder.newest(&wanted, BTreeMap::new(), most))
        .await
        .map_err(|fault| Error::broken(&fault))?;
    let mut rows = office.db.released_of(&ids).await?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.released_ms, row.publication_id)));
    let title = format!("{}：{}", office.site.read().name, topic.label());
    atom(&office, &headers, rows, (title, topic.feed(), topic.page())).await
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
        entries: lines
            .into_iter()
            .map(|line| Entry { first: instant(line.first), at: instant(line.at), line })
            .collect(),
    };
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed.render()?).into_response())
}

fn instant(at: Moment) -> String {
    at.timestamp().to_string()
}
