//! `/desk/print`: the list as it stands, whole, on paper.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_store::Turn;

use super::{
    Row,
    asked::{Asked, ORDERS, VIEWS},
    eyes, rows,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
};

/// Rows of a printed list: some twenty sheets.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "desk/print.html")]
struct PrintPage {
    desk: Desk,
    /// Which view, in which order.
    what: String,
    back: String,
    rows: Vec<Row>,
    found: i64,
}

/// `GET /desk/print`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    let (scope, me, own) = eyes(visitor.hand()?)?;
    let filter = asked.filter(&office, me);
    let lines = office.db.requests(scope, &filter, asked.order(), Turn::First, MOST).await?;
    let words = |all: &[(&str, &'static str)], key: &str| {
        all.iter().find(|(other, _)| *other == key).map_or("", |(_, label)| *label)
    };
    let narrowed = if asked.is_narrowed() { "，筛选过" } else { "" };
    page::show(&PrintPage {
        desk,
        what: format!("{}{narrowed}，{}", words(&VIEWS, &asked.v), words(&ORDERS, asked.by())),
        back: format!("/desk?{}", asked.query()),
        rows: rows(&office, &lines, own).await?,
        found: office.db.request_count(scope, &filter).await?,
    })
}
