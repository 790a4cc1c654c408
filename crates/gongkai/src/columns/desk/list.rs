//! `/desk/columns`: the special columns of the own organ.

use askama::Template;
use axum::{extract::State, response::Response};
use gongkai_store::Special;
use jiff::civil::Date;

use super::own;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
};

/// Special columns of an organ that are listed.
const MOST: i64 = 200;

struct Row {
    special: Special,
    /// The class of its tag, and its words.
    tag: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "columns/own.html")]
struct ListPage {
    desk: Desk,
    rows: Vec<Row>,
}

/// `GET /desk/columns`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Columns).await?;
    let organ = own(&office, &visitor).await?;
    let today = office.today();
    let rows = office.db.specials_of(organ.id, MOST).await?;
    let rows = rows.into_iter().map(|special| Row { tag: tag(&special, today), special }).collect();
    page::show(&ListPage { desk, rows })
}

fn tag(special: &Special, today: Date) -> (&'static str, &'static str) {
    match () {
        () if special.first.0 > today => ("info", "还没有开始"),
        () if special.last.0 < today => ("", "已经结束"),
        () => ("ok", "进行中"),
    }
}
