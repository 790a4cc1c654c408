//! `/matters/{number}/letter`: what the office wrote to whoever brought a matter, to read, to print, to take away.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::calendar::in_chinese;
use gongkai_store::Letter;
use tower_sessions::Session;

use super::follow::opened;
use crate::{
    guard::Visitor,
    letters::{fields::Fields, pdf, text::Text},
    matters::{case::Case, letter::addressee},
    office::Office,
    page::{self, Chrome, Error, Nav},
    verify::portal::as_attachment,
};

#[derive(Template)]
#[template(path = "matters/told.html")]
struct ToldPage {
    chrome: Chrome,
    number: String,
    text: Text,
    to: String,
    letter_number: String,
    dated: String,
    dated_iso: String,
    /// Whether the machine has the fonts to print it.
    prints: bool,
}

/// The letter of a matter, with its words and to whom; `None` while it has no number.
async fn told(office: &Office, case: &Case) -> Result<Option<(Letter, Text, String)>, Error> {
    let Some(letter) = office.db.letter_of_matter(case.matter.id).await? else { return Ok(None) };
    let Some(text) = Fields::read(&letter)?.text.filter(|_| letter.number.is_some()) else { return Ok(None) };
    let who = case.identity(office).map_err(|why| Error::Unopened(why.to_string()))?;
    let to = addressee(who.as_ref()).to_owned();
    Ok(Some((letter, text, to)))
}

/// Its heading and its number, for the page on which the matter is followed.
///
/// # Errors
/// The register.
pub async fn named(office: &Office, case: &Case) -> Result<Option<(String, String)>, Error> {
    Ok(told(office, case).await?.map(|(letter, text, _)| (text.heading, letter.number.unwrap_or_default())))
}

/// `GET /matters/{number}/letter`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let case = match opened(&office, &session, &number).await? {
        Ok(case) => case,
        Err(form) => return Ok(form),
    };
    let (letter, text, to) = told(&office, &case).await?.ok_or(Error::NotFound)?;
    page::show(&ToldPage {
        chrome: Chrome::new(&office, &visitor, Nav::Requests).private(),
        number,
        text,
        to,
        letter_number: letter.number.unwrap_or_default(),
        dated: letter.dated.map(|day| in_chinese(day.0)).unwrap_or_default(),
        dated_iso: letter.dated.map(|day| day.0.to_string()).unwrap_or_default(),
        prints: office.fonts.both().is_ok(),
    })
}

/// `GET /matters/{number}/letter/pdf`: as it is printed.
pub async fn file(
    State(office): State<Office>,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let case = match opened(&office, &session, &number).await? {
        Ok(case) => case,
        Err(form) => return Ok(form),
    };
    let (letter, text, to) = told(&office, &case).await?.ok_or(Error::NotFound)?;
    let (fonts, name) = (office.fonts.clone(), format!("{}.pdf", text.heading));
    // reading fonts and cutting out what is used keeps a thread busy for a while
    let set = move || pdf::file(&fonts, &text, &to, Some(&letter));
    let made = tokio::task::spawn_blocking(set).await.map_err(|fault| Error::broken(&fault))?;
    let bytes = made.map_err(|why| {
        tracing::warn!(%why, "the letter of a matter could not be set");
        Error::Unmade("这份文书暂时做不成PDF，请打开网页上的文书，用浏览器打印。".to_owned())
    })?;
    Ok(as_attachment("application/pdf", &name, bytes))
}
