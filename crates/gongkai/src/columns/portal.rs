//! `/columns`, `/columns/{slug}`: the special columns, those that run and those that are over.

use std::collections::HashSet;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use gongkai_store::{Civil, Special};
use serde::Deserialize;

use super::gather::by_rule;
use crate::{
    calendar_view::spoken,
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::{Line, cut, link, place},
};

/// Rows of a page.
const ROWS: usize = 25;
/// Special columns of a list.
const LISTED: i64 = 100;

/// The pages that everybody sees.
pub fn routes() -> Router<Office> {
    Router::new().route("/columns", get(list)).route("/columns/{slug}", get(one))
}

/// A special column in a list.
pub struct Entry {
    /// Its address.
    pub href: String,
    /// 标题.
    pub title: String,
    /// The beginning of its intro.
    pub intro: String,
    /// From when until when.
    pub days: String,
}

impl Entry {
    /// As a list shows it.
    pub fn of(special: &Special) -> Self {
        const MOST: usize = 60;
        let intro: String = special.intro.lines().next().unwrap_or_default().chars().take(MOST).collect();
        let is_cut = intro.len() < special.intro.len();
        Self {
            href: format!("/columns/{}", special.slug),
            title: special.title.clone(),
            intro: if is_cut { format!("{intro}……") } else { intro },
            days: format!("{}至{}", special.first.0, special.last.0),
        }
    }
}

#[derive(Template)]
#[template(path = "columns/list.html")]
struct ListPage {
    chrome: Chrome,
    running: Vec<Entry>,
    over: Vec<Entry>,
}

/// `GET /columns`
async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let today = Civil(office.today());
    page::show(&ListPage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        running: office.db.specials_running(today, None, LISTED).await?.iter().map(Entry::of).collect(),
        over: office.db.specials_over(today, LISTED).await?.iter().map(Entry::of).collect(),
    })
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The last of the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "columns/one.html")]
struct OnePage {
    chrome: Chrome,
    title: String,
    intro: Vec<String>,
    organ: String,
    slug: String,
    days: (String, String),
    /// Since when it is over.
    over: Option<String>,
    picks: Vec<Line>,
    lines: Vec<Line>,
    /// The first page, on any other; and the next one, where there is more.
    pages: (Option<String>, Option<String>),
}

/// `GET /columns/{slug}`: from its first day on, and for good.
async fn one(
    State(office): State<Office>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let (special, today) = (office.db.special_at(&slug).await?, office.today());
    if special.first.0 > today {
        return Err(Error::NotFound);
    }
    let picks = office.db.special_picks(special.id).await?;
    let picked: HashSet<_> = picks.iter().map(|line| line.publication_id).collect();
    let after = place(&asked.after);
    // what was picked is taken out of the page, so that a page may be short and never has a gap
    let most = ROWS + 1 + picked.len();
    let mut rows = by_rule(&office, &special, &picked, after, i64::try_from(most).unwrap_or(i64::MAX)).await?;
    let next = cut(&mut rows, ROWS);
    let organ = office.db.organ(special.organ_id).await?;
    let page = |after: &str| link(&format!("/columns/{slug}"), &[("after", after)]);
    page::show(&OnePage {
        chrome: Chrome::new(&office, &visitor, Nav::Catalogue),
        title: special.title,
        intro: special.intro.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
        organ: organ.name,
        slug: organ.slug,
        days: (spoken(special.first.0), spoken(special.last.0)),
        over: (special.last.0 < today).then(|| spoken(special.last.0)),
        picks: if after.is_none() { Line::of(&office, picks).await? } else { Vec::new() },
        lines: Line::of(&office, rows).await?,
        pages: (after.map(|_| page("")), next.map(|next| page(&next))),
    })
}
