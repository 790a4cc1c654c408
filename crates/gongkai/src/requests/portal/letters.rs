//! `/requests/follow/{number}/answer` and `…/letters/{id}`: what the office wrote to the applicant, to read, to print, to
//! take away as it is printed. Where the answer is to be had on line, opening it serves it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::Method,
    response::Response,
};
use gongkai_law::{calendar::in_chinese, request::application::Delivery};
use gongkai_store::LetterId;
use tower_sessions::Session;

use super::follow::opened;
use crate::{
    guard::Visitor,
    letters::{
        docx::attachments,
        given::{self, Given},
        pass, pdf,
        text::Text,
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::{by_applicant, dossier::Dossier, take::NotTaken},
    verify::portal::as_attachment,
};

#[derive(Template)]
#[template(path = "requests/letter.html")]
struct LetterPage {
    chrome: Chrome,
    number: String,
    text: Text,
    attached: Vec<String>,
    letter_number: String,
    to: String,
    dated: String,
    dated_iso: String,
    /// Where it is had as it is printed; `None` where the machine has no font.
    pdf: Option<String>,
}

/// A letter in the list of the progress page.
pub struct LetterView {
    /// Its page.
    pub href: String,
    /// 政府信息予以公开告知书
    pub title: String,
    /// 文号
    pub number: String,
    /// The place of the step that it goes with.
    pub step: Option<i32>,
    /// Where it is had as PDF.
    pub pdf: Option<String>,
}

impl LetterView {
    /// The letters for the applicant, the newest first.
    ///
    /// # Errors
    /// The register.
    pub async fn all(office: &Office, dossier: &Dossier) -> Result<Vec<Self>, gongkai_store::Error> {
        let number = &dossier.request.line.number;
        let view = |given: Given| Self {
            href: format!("/requests/follow/{number}/letters/{}", given.letter.id),
            title: given.text.heading,
            step: given.step,
            pdf: printed(office, number, given.letter.id),
            number: given.letter.number.unwrap_or_default(),
        };
        Ok(given::all(office, dossier).await?.into_iter().map(view).collect())
    }
}

fn printed(office: &Office, number: &str, id: LetterId) -> Option<String> {
    office.fonts.both().is_ok().then(|| format!("/requests/follow/{number}/letters/{id}/pdf"))
}

/// `GET /requests/follow/{number}/answer`: the answer that was sent last.
pub async fn answer(
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
    let given = given::all(&office, &dossier).await?.into_iter().find(|given| given.answers);
    page_of(&office, &visitor, &dossier, given.ok_or(Error::NotFound)?, &method).await
}

/// `GET /requests/follow/{number}/letters/{id}`
pub async fn show(
    method: Method,
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let given = found(&office, &dossier, &id).await?;
    page_of(&office, &visitor, &dossier, given, &method).await
}

async fn found(office: &Office, dossier: &Dossier, id: &str) -> Result<Given, Error> {
    let id: LetterId = id.parse().map_err(|_| Error::NotFound)?;
    let given = given::all(office, dossier).await?.into_iter().find(|given| given.letter.id == id);
    given.ok_or(Error::NotFound)
}

async fn page_of(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    given: Given,
    method: &Method,
) -> Result<Response, Error> {
    let to = pass::addressee(office, dossier);
    serve(office, dossier, &given, method).await?;
    let Given { letter, text, .. } = given;
    let number = dossier.request.line.number.clone();
    page::show(&LetterPage {
        chrome: Chrome::new(office, visitor, Nav::Requests).private(),
        pdf: printed(office, &number, letter.id),
        number,
        attached: attachments(&text.attached),
        text,
        letter_number: letter.number.unwrap_or_default(),
        to,
        dated: letter.dated.map(|day| in_chinese(day.0)).unwrap_or_default(),
        dated_iso: letter.dated.map(|day| day.0.to_string()).unwrap_or_default(),
    })
}

/// `GET /requests/follow/{number}/letters/{id}/pdf`: as it is printed, to be kept and not to be changed.
pub async fn file(
    method: Method,
    State(office): State<Office>,
    session: Session,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let given = found(&office, &dossier, &id).await?;
    let (to, name) = (pass::addressee(&office, &dossier), format!("{}.pdf", given.text.heading));
    let (fonts, paper) = (office.fonts.clone(), given.clone());
    // reading fonts and cutting out what is used keeps a thread busy for a while
    let set = move || pdf::file(&fonts, &paper.text, &to, Some(&paper.letter));
    let made = tokio::task::spawn_blocking(set).await.map_err(|fault| Error::broken(&fault))?;
    let bytes = made.map_err(|why| {
        tracing::warn!(%why, "an applicant's letter could not be set");
        Error::Unmade("这份文书暂时做不成PDF，请打开网页上的文书，用浏览器打印。".to_owned())
    })?;
    serve(&office, &dossier, &given, &method).await?;
    Ok(as_attachment("application/pdf", &name, bytes))
}

/// Notes that the applicant has the answer, where it was to be had on line. What is only asked after (`HEAD`) was not
/// opened.
async fn serve(office: &Office, dossier: &Dossier, given: &Given, method: &Method) -> Result<(), Error> {
    let online = Delivery::of_key(&dossier.request.delivery) == Some(Delivery::Online);
    if !online || !given.answers || *method != Method::GET {
        return Ok(());
    }
    match by_applicant::opened_the_answer(office, dossier).await {
        // it was served before, or the office was faster
        Ok(()) | Err(NotTaken::Refused(_) | NotTaken::Store(gongkai_store::Error::Stale)) => Ok(()),
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}
