//! `/desk/mistakes`: what is to be answered, the nearest term first, and how the year went.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    calendar::in_chinese,
    proactive::mistake::{ANSWERED_WITHIN, BASIS, MistakeAnswer},
};
use gongkai_store::{Civil, Mistake, MistakeTotals, PublicationId};
use jiff::civil::{Date, date};
use serde::Deserialize;

use crate::{
    guard::Visitor,
    mistakes::page::titled,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
};

/// Rows of a page.
const ROWS: i64 = 50;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `all`, or the open ones.
    v: String,
    /// A page, from 1.
    p: i64,
}

struct Row {
    number: String,
    /// The publication's title, or the page's name.
    title: String,
    words: String,
    now: &'static str,
    /// ISO and in words.
    due: Option<(String, String)>,
    /// The class of its tag, and its words.
    tag: Option<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "mistakes/list.html")]
struct ListPage {
    desk: Desk,
    all: bool,
    rows: Vec<Row>,
    found: i64,
    page: i64,
    more: bool,
    days: u16,
    basis: &'static str,
    year: i16,
    totals: MistakeTotals,
}

/// `GET /desk/mistakes`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(wish): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Mistakes).await?;
    let scope = visitor.hand()?.scope()?;
    let (open, page, today) = (wish.v != "all", wish.p.clamp(1, 10_000), office.today());
    let rows = office.db.mistakes(scope, open, (page - 1) * ROWS, ROWS).await?;
    let ids: Vec<PublicationId> = rows.iter().filter_map(|row| row.publication_id).collect();
    let lines = office.db.released_of(&ids).await?;
    let titles: HashMap<_, _> = lines.into_iter().map(|line| (line.publication_id, line.title)).collect();
    let found = office.db.mistake_count(scope, open).await?;
    let year = today.year();
    let whole = (Civil(date(year, 1, 1)), Civil(date(year, 12, 31)));
    page::show(&ListPage {
        desk,
        all: !open,
        rows: rows.iter().map(|row| view(row, &titles, today)).collect(),
        found,
        page,
        more: page * ROWS < found,
        days: ANSWERED_WITHIN,
        basis: BASIS,
        year,
        totals: office.db.mistake_totals(scope, whole, Civil(today)).await?,
    })
}

fn view(row: &Mistake, titles: &HashMap<PublicationId, String>, today: Date) -> Row {
    const MOST: usize = 40;
    let short: String = row.words.chars().take(MOST).collect();
    Row {
        number: row.number.clone(),
        title: match (row.publication_id, &row.page) {
            (Some(id), _) => titles.get(&id).cloned().unwrap_or_default(),
            (None, path) => path.as_deref().map(titled).unwrap_or_default(),
        },
        words: if row.words.chars().nth(MOST).is_some() { format!("{short}……") } else { short },
        now: now(row),
        due: row.due.map(|day| (day.0.to_string(), in_chinese(day.0))),
        tag: tag(row, today),
    }
}

/// Where it stands, in a word.
pub fn now(row: &Mistake) -> &'static str {
    row.outcome.as_deref().and_then(MistakeAnswer::of_key).map_or("待答复", MistakeAnswer::label)
}

/// How its term stands today: what is open says so before it is late, what was late says so for good.
pub fn tag(row: &Mistake, today: Date) -> Option<(&'static str, &'static str)> {
    let due = row.due?.0;
    match row.answered {
        Some(day) if day.0 > due => Some(("bad", "逾期答复")),
        Some(_) => None,
        None if today > due => Some(("bad", "已经逾期")),
        None if today == due => Some(("warn", "今天到期")),
        None => None,
    }
}
