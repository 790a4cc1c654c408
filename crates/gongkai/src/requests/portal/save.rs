//! `/requests/new/save`: what was written so far, kept under a code that is shown once.

use askama::Template;
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::calendar::in_chinese;
use jiff::ToSpan as _;

use super::{ask::DRAFT, begun};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::draft::{self, Draft},
    signin::Bare,
};

#[derive(Template)]
#[template(path = "requests/saved.html")]
struct SavedPage {
    chrome: Chrome,
    code: String,
    days: i64,
    /// Until when it is kept, as a date and in words.
    until: (String, String),
    /// Whether a code was given before, which opens nothing any more.
    again: bool,
}

/// `POST /requests/new/save`: saves what was answered so far; the answer shows the code.
pub async fn save(State(office): State<Office>, visitor: Visitor, Form(form): Form<Bare>) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    match begun::draft(&office, &visitor).await? {
        Ok(Some(draft)) => saved(&office, &visitor, draft).await,
        Ok(None) => Ok(Redirect::to("/requests/new").into_response()),
        Err(submitted) => Ok(submitted),
    }
}

/// Saves a draft of this browser.
///
/// # Errors
/// The register.
pub async fn saved(office: &Office, visitor: &Visitor, draft: Draft) -> Result<Response, Error> {
    let again = draft.is_saved();
    let code = draft::save(office, &visitor.fingerprint(office, DRAFT), draft).await?;
    let until = office.today().saturating_add(draft::DAYS.days());
    page::show(&SavedPage {
        chrome: Chrome::new(office, visitor, Nav::Requests).private(),
        code,
        days: draft::DAYS,
        until: (until.to_string(), in_chinese(until)),
        again,
    })
}
