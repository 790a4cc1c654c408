//! `/catalogue/{topic}`: what is public of one category, the newest first.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use gongkai_law::proactive::catalogue::{self, Category};
use gongkai_store::Organ;
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
    organ: Option<Organ>,
    organs: Vec<(String, String, i64)>,
    count: String,
    lines: Vec<Line>,
    /// The first page, on any other; and the next one, where there is more.
    pages: (Option<String>, Option<String>),
}

/// `GET /catalogue/{topic}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(topic): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let category = catalogue::of_key(&topic).ok_or(Error::NotFound)?;
    let organ = match asked.organ.as_str() {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?),
    };
    let after = place(&asked.after);
    let id = organ.as_ref().map(|organ| organ.id);
    let mut rows = office.db.topic_lines(category.key, id, after, ROWS as i64 + 1).await?;
    let next = cut(&mut rows, ROWS);
    let organs = office.db.topic_organs(category.key).await?;
    let ours = organs.iter().filter(|(slug, ..)| asked.organ.is_empty() || *slug == asked.organ);
    let count: i64 = ours.map(|(.., count)| count).sum();
    let path = format!("/catalogue/{}", category.key);
    let page = |after: &str| link(&path, &[("organ", &asked.organ), ("after", after)]);
    page::show(&TopicPage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        category,
        count: grouped(&count.to_string()),
        organs,
        lines: Line::of(&office, rows).await?,
        pages: (after.map(|_| page("")), next.map(|next| page(&next))),
        organ,
    })
}
