//! 卷内材料页: a paper for the file, to look at, to print, to take away.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::request::letter::{LetterKind, Occasion};
use gongkai_store::Moment;

use super::{
    download::{self, Format},
    file_of,
    letter::masked,
};
use crate::{
    guard::Visitor,
    letters::{
        docx,
        papers::{self, Paper},
        pass, pdf,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{dossier::Dossier, reveal, shown::Shown},
};

#[derive(Template)]
#[template(path = "letters/paper.html")]
struct PaperPage {
    /// Whether this visitor may take it away with the name in full.
    opens: bool,
    /// 打印: with the name in full.
    print: bool,
    desk: Desk,
    number: String,
    file: String,
    here: String,
    title: &'static str,
    heading: &'static str,
    paper: Paper,
}

/// The papers for a file.
pub(super) fn kinds() -> impl Iterator<Item = LetterKind> {
    LetterKind::all().filter(|kind| kind.occasion() == Occasion::File)
}

async fn opened(office: &Office, visitor: &Visitor, number: &str, key: &str) -> Result<(Dossier, LetterKind), Error> {
    let kind = kinds().find(|kind| kind.key() == key).ok_or(Error::NotFound)?;
    let dossier = Dossier::numbered(office, number, visitor.hand()?.scope()?).await?;
    kind.has_place(&dossier.standing).map_err(|_| Error::NotFound)?;
    Ok((dossier, kind))
}

/// `GET /desk/requests/{number}/papers/{kind}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (dossier, kind) = opened(&office, &visitor, &number, &key).await?;
    shown(&office, &visitor, &dossier, kind, false).await
}

async fn shown(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    kind: LetterKind,
    print: bool,
) -> Result<Response, Error> {
    let view = Shown::to(office, visitor.hand()?, dossier);
    let who = if print { pass::addressee(office, dossier) } else { masked(office, dossier) };
    let paper = papers::write(office, dossier, kind, &who, &view).await?;
    let number = dossier.request.line.number.clone();
    let (file, key) = (file_of(&number), kind.key());
    page::show(&PaperPage {
        opens: view.is_whole(),
        print,
        desk: Desk::new(office, visitor, Place::Requests).await?,
        here: format!("{file}/papers/{key}"),
        title: kind.title(),
        heading: kind.heading(),
        number,
        file,
        paper,
    })
}

/// `GET /desk/requests/{number}/papers/{kind}/docx`: with the applicant's name, which leaves a row in the journal.
pub async fn docx(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    file(office, visitor, path, Format::Docx).await
}

/// `GET /desk/requests/{number}/papers/{kind}/pdf`: the same, as it is printed.
pub async fn pdf(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    file(office, visitor, path, Format::Pdf).await
}

async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
    format: Format,
) -> Result<Response, Error> {
    let (dossier, kind) = opened(&office, &visitor, &number, &key).await?;
    reveal::may(visitor.hand()?, &dossier)?;
    let view = Shown::to(&office, visitor.hand()?, &dossier);
    let to = pass::addressee(&office, &dossier);
    let paper = papers::write(&office, &dossier, kind, &to, &view).await?;
    let bytes = match format {
        Format::Docx => docx::paper(kind.heading(), &paper.organ, &paper.grid),
        Format::Pdf => pdf::paper(&office.fonts, kind.heading(), &paper.organ, &paper.grid),
    };
    let response = download::file(bytes, kind.title(), format)?;
    taken_away(&office, &visitor, &dossier, kind).await?;
    Ok(response)
}

/// The row in the journal that the name in full costs.
async fn taken_away(office: &Office, visitor: &Visitor, dossier: &Dossier, kind: LetterKind) -> Result<(), Error> {
    let line = &dossier.request.line;
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    act.record("letter.open", Some(line.organ_id), line.id, serde_json::json!({ "paper": kind.key() }));
    Ok(act.commit().await?)
}

/// `GET /desk/requests/{number}/papers/{kind}/print`: the page to print, with the applicant's name, which leaves a row in
/// the journal.
pub async fn print(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (dossier, kind) = opened(&office, &visitor, &number, &key).await?;
    reveal::may(visitor.hand()?, &dossier)?;
    taken_away(&office, &visitor, &dossier, kind).await?;
    shown(&office, &visitor, &dossier, kind, true).await
}
