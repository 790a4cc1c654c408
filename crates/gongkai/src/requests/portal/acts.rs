//! What an applicant does on line: withdraw the application, take the answer.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::step::Verb;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    follow::opened,
    progress::wanted,
    questions::{cleaned, too_many},
};
use crate::{
    case_files,
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    people::roles::Hand,
    requests::{
        by_applicant,
        dossier::Dossier,
        take::{self, NotTaken},
    },
    verify::portal::as_attachment,
};

/// The longest reason for a withdrawal.
const WHY: usize = 300;

#[derive(Template)]
#[template(path = "requests/withdraw.html")]
struct WithdrawPage {
    chrome: Chrome,
    number: String,
    errors: Vec<FieldError>,
    wanted: Vec<String>,
    why: String,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    #[serde(default)]
    why: String,
}

/// `GET /requests/follow/{number}/withdraw`
pub async fn ask_withdrawal(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    match opened(&office, &session, &number).await? {
        Ok(dossier) => withdraw_page(&office, &visitor, &dossier, (String::new(), Vec::new())),
        Err(form) => Ok(form),
    }
}

fn withdraw_page(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    (why, mut errors): (String, Vec<FieldError>),
) -> Result<Response, Error> {
    if let Err(refusal) = take::may(office, &Hand::Applicant, dossier, Verb::Withdraw) {
        errors = vec![FieldError::new("why", refusal)];
    }
    let status = page::form_status(errors.is_empty());
    page::show_as(
        status,
        &WithdrawPage {
            chrome: Chrome::new(office, visitor, Nav::Requests).private(),
            number: dossier.request.line.number.clone(),
            errors,
            wanted: wanted(dossier),
            why,
        },
    )
}

/// `POST /requests/follow/{number}/withdraw`
pub async fn withdraw(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
    Form(form): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let why = cleaned("why", &form.why);
    if let Some(fault) = too_many("why", "原因", &why, WHY) {
        return withdraw_page(&office, &visitor, &dossier, (why, vec![fault]));
    }
    match by_applicant::withdraw(&office, &dossier, why.clone()).await {
        Ok(()) => Ok(Redirect::to(&format!("/requests/follow/{number}?done=withdrawn")).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            withdraw_page(&office, &visitor, &dossier, (why, vec![FieldError::new("why", refusal)]))
        }
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

/// `GET /requests/follow/{number}/files/{n}`: a file that goes with an answer.
pub async fn file(
    State(office): State<Office>,
    session: Session,
    Path((number, n)): Path<(String, String)>,
) -> Result<Response, Error> {
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let n = crate::verify::portal::number(&n)?;
    let files = office.db.request_files(dossier.request.line.id).await?;
    let wanted = |file: &gongkai_store::Attached| file.shown && usize::try_from(file.n) == Ok(n);
    let file = files.into_iter().find(wanted).ok_or(Error::NotFound)?;
    let bytes = case_files::open(&office, file.file_sm3).await?;
    Ok(as_attachment(&file.media, &file.name, bytes))
}
