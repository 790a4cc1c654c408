//! `/desk/complaints`: what this organ handles, and what it is asked about itself.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    calendar::in_chinese,
    matter::{Matter, Settled},
};
use serde::Deserialize;

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
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
    kind: &'static str,
    title: String,
    /// 受理, 等说明 …
    now: &'static str,
    /// The office's own term: ISO and in words.
    due: Option<(String, String)>,
    late: bool,
}

#[derive(Template)]
#[template(path = "matters/list.html")]
struct ListPage {
    desk: Desk,
    all: bool,
    rows: Vec<Row>,
    /// What other organs ask this one about itself.
    asked: Vec<Row>,
    found: i64,
    page: i64,
    more: bool,
    days: u16,
}

/// `GET /desk/complaints`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(wish): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Complaints).await?;
    let hand = visitor.hand()?;
    let scope = hand.scope()?;
    let (open, page) = (wish.v != "all", wish.p.clamp(1, 10_000));
    let found = office.db.matter_count(scope, open).await?;
    let rows = office.db.matters(scope, open, (page - 1) * ROWS, ROWS).await?;
    let asked = match hand {
        Hand::Staff { organ: Some(organ), .. } => office.db.matters_asked(*organ, ROWS).await?,
        _ => Vec::new(),
    };
    let view = |matter| row(&office, matter);
    page::show(&ListPage {
        desk,
        all: !open,
        rows: rows.iter().map(view).collect(),
        // the organ complained about sees that it was asked, not who complained of what
        asked: asked.iter().map(view).map(|row| Row { title: "要求本机关说明情况".to_owned(), ..row }).collect(),
        found,
        page,
        more: page * ROWS < found,
        days: office.matter_days,
    })
}

fn row(office: &Office, matter: &gongkai_store::Matter) -> Row {
    Row {
        number: matter.number.clone(),
        kind: Matter::of_key(&matter.kind).map_or("", Matter::label),
        title: matter.title.clone(),
        now: stage(matter),
        due: matter.due.map(|day| (day.0.to_string(), in_chinese(day.0))),
        late: matter.due.is_some_and(|day| day.0 < office.today()),
    }
}

/// Where it stands, in a word.
pub fn stage(matter: &gongkai_store::Matter) -> &'static str {
    match (matter.stage.as_str(), matter.outcome.as_deref().and_then(Settled::of_key)) {
        (_, Some(settled)) => settled.label(),
        ("asked", _) => "等机关说明",
        ("accepted", _) => "已受理",
        _ => "待受理",
    }
}
