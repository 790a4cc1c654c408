//! `/access`: 无障碍说明: how these pages are read by whoever sees, hears or moves with difficulty, and whom to tell where
//! they cannot.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
};

#[derive(Template)]
#[template(path = "access.html")]
struct AccessPage {
    chrome: Chrome,
}

/// `GET /access`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    page::show(&AccessPage { chrome: Chrome::new(&office, &visitor, Nav::Elsewhere) })
}
