//! `/desk/compile/{year}/files/{file}`: the report as a file: a draft as it stands, or a version as it was handed in.

use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_report::{Report, write, write::Target};

use super::opened;
use crate::{
    compile::{examine::Examined, note, submit::compiled},
    guard::Visitor,
    letters::pdf,
    office::Office,
    page::Error,
    verify::portal::as_attachment,
};

/// The editions: the ending of a file, and its word.
pub static EDITIONS: [(&str, &str); 6] =
    [("html", "网页"), ("docx", "DOCX"), ("xlsx", "XLSX"), ("pdf", "PDF"), ("md", "Markdown"), ("json", "JSON")];

/// `GET /desk/compile/{year}/files/{file}`: `draft.docx`, `2.pdf`.
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, file)): Path<(String, String)>,
) -> Result<Response, Error> {
    let work = opened(&office, &visitor, &year).await?;
    let (which, ending) = file.split_once('.').ok_or(Error::NotFound)?;
    let ((source, report), note) = match which {
        "draft" => ((String::new(), Examined::of(&office, &work).await?.report), String::new()),
        revision => {
            let revision: i32 = revision.parse().map_err(|_| Error::NotFound)?;
            let copy = office.db.compilation_copy(work.compilation.id, revision).await?.ok_or(Error::NotFound)?;
            (compiled(&copy.report).ok_or(Error::NotFound)?, note::kept(&copy))
        }
    };
    let (media, bytes) = written(&office, ending, (&source, &report), note).await?;
    Ok(as_attachment(media, &format!("{}.{ending}", write::title(&report)), bytes))
}

/// An edition of a report, with words below its title: the type of the file, and its bytes.
///
/// # Errors
/// [`Error::NotFound`] for an edition there is not, [`Error::Unmade`] where this machine cannot make it.
pub async fn written(
    office: &Office,
    ending: &str,
    (source, report): (&str, &Report),
    note: String,
) -> Result<(&'static str, Vec<u8>), Error> {
    let (fonts, source, report) = (office.fonts.clone(), source.to_owned(), report.clone());
    if ending == "pdf" {
        let made = office.reader.apart(move || pdf::report::file(&fonts, &write::Paper::of(&report, &note))).await;
        let bytes = made.unwrap_or_else(|| Err("写文件时出了故障".to_owned())).map_err(Error::Unmade)?;
        return Ok(("application/pdf", bytes));
    }
    let target = Target::ALL.into_iter().find(|target| target.ending() == ending).ok_or(Error::NotFound)?;
    let made = office.reader.apart(move || target.write_below(&source, &report, &note)).await;
    let bytes = made.unwrap_or_else(|| Err("写文件时出了故障".to_owned())).map_err(Error::Unmade)?;
    Ok((target.media_type(), bytes))
}
