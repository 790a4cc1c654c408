//! `/desk/keys`: the shortcuts of the desk, for those who look them up without the script that knows them.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
};

#[derive(Template)]
#[template(path = "desk/keys.html")]
struct KeysPage {
    desk: Desk,
}

/// `GET /desk/keys`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    page::show(&KeysPage { desk: Desk::new(&office, &visitor, Place::Account).await? })
}
