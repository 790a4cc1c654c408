//! `/catalogue/{topic}`: what is public of one category, the newest first.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_law::proactive::catalogue::{self, Category};
use gongkai_store::{Moment, Organ, PublicationId};
use serde::Deserialize;

use super::lines::{Line, cut, link, place};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    verify::grouped,
};

/// Rows of a page.
const ROWS: usize = 25;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    organ: String,
    /// The last of the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "portal/topic.html")]
struct TopicPage {
    chrome: Chrome,
    category: &'static Category,
    shown: Arc<Shown>,
    /// The first page, on any other; and the next one, where there is more.
    pages: (Option<String>, Option<String>),
}

/// What the page says to everybody.
struct Shown {
    organ: Option<Organ>,
    organs: Vec<(String, String, i64)>,
    count: String,
    lines: Vec<Line>,
    /// The last row, where more follow it.
    next: Option<String>,
}

/// `GET /catalogue/{topic}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(topic): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let category = catalogue::of_key(&topic).ok_or(Error::NotFound)?;
    let after = place(&asked.after);
    let name = format!("topic {} {:?} {:?}", category.key, asked.organ, asked.after);
    let shown = office.common(name, shown(&office, category, &asked.organ, after)).await?;
    let path = format!("/catalogue/{}", category.key);
    let page = |after: &str| link(&path, &[("organ", &asked.organ), ("after", after)]);
    page::show(&TopicPage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        category,
        pages: (after.map(|_| page("")), shown.next.as_ref().map(|next| page(next))),
        shown,
    })
}

async fn shown(
    office: &Office,
    category: &Category,
    slug: &str,
    after: Option<(Moment, PublicationId)>,
) -> Result<Shown, Error> {
    let organ = match slug {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?),
    };
    let id = organ.as_ref().map(|organ| organ.id);
    let mut rows = office.db.topic_lines(category.key, id, after, ROWS as i64 + 1).await?;
    let next = cut(&mut rows, ROWS);
    let organs = office.db.topic_organs(category.key).await?;
    let ours = organs.iter().filter(|(known, ..)| slug.is_empty() || known == slug);
    let count: i64 = ours.map(|(.., count)| count).sum();
    Ok(Shown { count: grouped(&count.to_string()), organs, lines: Line::of(office, rows).await?, next, organ })
}
