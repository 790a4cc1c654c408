//! `/requests/follow/{number}/answer`: the answer to read and print. Where it is to be had on line, opening it serves it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::Method,
    response::Response,
};
use gongkai_law::{
    calendar::in_chinese,
    request::{application::Delivery, step::Step},
};
use gongkai_store::Letter;
use tower_sessions::Session;

use super::follow::opened;
use crate::{
    guard::Visitor,
    letters::{
        docx::attachments,
        fields::Fields,
        pass,
        text::{Block, Text},
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::{by_applicant, dossier::Dossier, take::NotTaken},
};

#[derive(Template)]
#[template(path = "requests/answer.html")]
struct AnswerPage {
    chrome: Chrome,
    number: String,
    text: Text,
    attached: Vec<String>,
    letter_number: String,
    to: String,
    dated: String,
    dated_iso: String,
}

impl AnswerPage {
    fn paragraphs(&self) -> impl Iterator<Item = (bool, &str)> {
        self.text.blocks.iter().map(|block| match block {
            Block::Heading(words) => (true, words.as_str()),
            Block::Paragraph(words) => (false, words.as_str()),
        })
    }
}

/// The letter that was sent last and its words; `None` before that.
///
/// # Errors
/// The register.
pub async fn sent(office: &Office, dossier: &Dossier) -> Result<Option<(Letter, Text)>, gongkai_store::Error> {
    let out = dossier.entries.iter().rev().find(|entry| entry.taken.step == Step::Sent);
    let Some(number) = out.map(|entry| entry.words.letter.as_str()).filter(|number| !number.is_empty()) else {
        return Ok(None);
    };
    let letters = office.db.letters_of(dossier.request.line.id).await?;
    let letter = letters.into_iter().find(|letter| letter.number.as_deref() == Some(number));
    let Some(letter) = letter else { return Ok(None) };
    let text = Fields::read(&letter)?.text;
    Ok(text.map(|text| (letter, text)))
}

/// Notes that the applicant has the answer, where it was to be had on line.
///
/// # Errors
/// The register.
pub async fn serve(office: &Office, dossier: &Dossier) -> Result<(), Error> {
    if Delivery::of_key(&dossier.request.delivery) != Some(Delivery::Online) {
        return Ok(());
    }
    match by_applicant::opened_the_answer(office, dossier).await {
        // it was served before, or the office was faster
        Ok(()) | Err(NotTaken::Refused(_) | NotTaken::Store(gongkai_store::Error::Stale)) => Ok(()),
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

/// `GET /requests/follow/{number}/answer`
pub async fn show(
    method: Method,
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let (letter, text) = sent(&office, &dossier).await?.ok_or(Error::NotFound)?;
    let to = match pass::addressee(&office, &dossier) {
        Ok(to) => to,
        Err(NotTaken::Refused(refusal)) => return Err(Error::Unreadable(refusal.to_string())),
        Err(NotTaken::Store(error)) => return Err(error.into()),
    };
    if method == Method::GET {
        serve(&office, &dossier).await?;
    }
    page::show(&AnswerPage {
        chrome: Chrome::new(&office, &visitor, Nav::Requests).private(),
        number,
        attached: attachments(&text.attached),
        text,
        letter_number: letter.number.unwrap_or_default(),
        to,
        dated: letter.dated.map(|day| in_chinese(day.0)).unwrap_or_default(),
        dated_iso: letter.dated.map(|day| day.0.to_string()).unwrap_or_default(),
    })
}
