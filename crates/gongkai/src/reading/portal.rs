//! `/places`: every reading place, kind by kind.

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use gongkai_law::proactive::reading::ReadingPlaceKind;
use gongkai_store::ReadingPlace;

use super::{MOST, kind};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

/// The page that everybody sees.
pub fn routes() -> Router<Office> {
    Router::new().route("/places", get(show))
}

/// The places of a kind.
struct Group {
    kind: ReadingPlaceKind,
    places: Vec<ReadingPlace>,
}

#[derive(Template)]
#[template(path = "reading/list.html")]
struct ListPage {
    chrome: Chrome,
    groups: Vec<Group>,
    count: usize,
}

/// `GET /places`
async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let all = office.db.reading_places(None, MOST).await?;
    let group = |of: ReadingPlaceKind| Group {
        kind: of,
        places: all.iter().filter(|place| kind(place) == of).cloned().collect(),
    };
    let groups = ReadingPlaceKind::ALL.map(group).into_iter().filter(|group| !group.places.is_empty());
    let chrome = Chrome::new(&office, &visitor, Nav::More);
    page::show(&ListPage { chrome, groups: groups.collect(), count: all.len() })
}
