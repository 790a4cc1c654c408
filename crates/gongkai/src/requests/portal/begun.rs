//! The draft that this browser has begun, unless another copy of it was submitted meanwhile.

use askama::Template;
use axum::response::Response;

use super::ask::DRAFT;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::draft::{self, Draft},
};

#[derive(Template)]
#[template(path = "requests/submitted.html")]
struct SubmittedPage {
    chrome: Chrome,
    number: String,
}

/// The draft of this browser, if it has one.
///
/// # Errors
/// The register; a page where another copy of it was submitted: as the answer to give.
pub async fn draft(office: &Office, visitor: &Visitor) -> Result<Result<Option<Draft>, Response>, Error> {
    let Some(draft) = draft::load(office, &visitor.fingerprint(office, DRAFT)).await? else { return Ok(Ok(None)) };
    match draft::submitted(office, &draft).await? {
        Some(number) => submitted(office, visitor, number).map(Err),
        None => Ok(Ok(Some(draft))),
    }
}

/// What somebody is told who goes on with a draft that was submitted from elsewhere.
///
/// # Errors
/// Where the page cannot be rendered.
pub fn submitted(office: &Office, visitor: &Visitor, number: String) -> Result<Response, Error> {
    page::show(&SubmittedPage { chrome: Chrome::new(office, visitor, Nav::Requests).private(), number })
}
