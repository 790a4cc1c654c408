//! `/requests/new`: what applying needs, and where an application that was begun goes on.

use askama::Template;
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{ask::DRAFT, questions::Question};
use crate::{
    guard::{Visitor, attempts},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::draft,
};

/// What a saved application is counted under when its code is wrong: it has no number.
const SAVED: &str = "saved";

#[derive(Template)]
#[template(path = "requests/start.html")]
struct StartPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    /// Whether this browser has begun an application.
    begun: bool,
    days: i64,
    waits: i64,
}

/// `GET /requests/new`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    page_with(&office, &visitor, Vec::new()).await
}

async fn page_with(office: &Office, visitor: &Visitor, errors: Vec<FieldError>) -> Result<Response, Error> {
    let begun = draft::load(office, &visitor.fingerprint(office, DRAFT)).await?.is_some_and(|draft| !draft.is_blank());
    let status = page::form_status(errors.is_empty());
    let chrome = Chrome::new(office, visitor, Nav::Requests);
    page::show_as(status, &StartPage { chrome, errors, begun, days: draft::DAYS, waits: draft::WAITS / 60 })
}

/// What the start sends: a code to go on with, or the wish to begin anew.
#[derive(Deserialize)]
pub struct Wish {
    csrf: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    anew: String,
}

/// `POST /requests/new`: begins anew, or takes a saved application up.
pub async fn begin(State(office): State<Office>, visitor: Visitor, Form(wish): Form<Wish>) -> Result<Response, Error> {
    visitor.approve(&office, &wish.csrf)?;
    let browser = visitor.fingerprint(&office, DRAFT);
    if !wish.anew.is_empty() {
        draft::forget(&office, &browser).await?;
        return Ok(Redirect::to("/requests/new/applicant").into_response());
    }
    let attempt = attempts::attempt(&office, visitor.address, SAVED).await?;
    let Some(draft) = draft::take_up(&office, &browser, &wish.code).await? else {
        let wrong = FieldError::new("code", "没有这个保存码的申请：可能抄错了，也可能已经提交或者过期");
        return page_with(&office, &visitor, vec![wrong]).await;
    };
    attempt.was_right(&office).await?;
    let open = Question::open(&draft, office.today().year());
    let next = open.map_or("check", Question::key);
    Ok(Redirect::to(&format!("/requests/new/{next}")).into_response())
}
