//! 下载: letters and papers as files to keep.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use gongkai_report::write::Target;
use gongkai_store::Letter;

use crate::{
    letters::{docx, draft::Written, pdf, text::Text},
    office::Office,
    page::Error,
};

/// In which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To go on writing.
    Docx,
    /// As it is printed.
    Pdf,
}

/// A letter, addressed to somebody.
pub fn letter(
    office: &Office,
    written: &Written,
    to: &str,
    letter: Option<&Letter>,
    format: Format,
) -> Result<Response, Error> {
    text(office, (&written.text, written.kind.title()), to, letter, format)
}

/// The same of words that stand.
pub fn text(
    office: &Office,
    (text, title): (&Text, &str),
    to: &str,
    letter: Option<&Letter>,
    format: Format,
) -> Result<Response, Error> {
    let bytes = match format {
        Format::Docx => docx::file(text, to, letter),
        Format::Pdf => pdf::file(&office.fonts, text, to, letter),
    };
    file(bytes, title, format)
}

/// A file to keep; what cannot be made says why.
pub fn file(bytes: Result<Vec<u8>, String>, title: &str, format: Format) -> Result<Response, Error> {
    let bytes = bytes.map_err(Error::Unmade)?;
    let (ending, media) = match format {
        Format::Docx => ("docx", Target::Docx.media_type()),
        Format::Pdf => ("pdf", "application/pdf"),
    };
    let name = crate::library::portal::escape(&format!("{title}.{ending}"));
    let attachment = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}"));
    let mut response = (StatusCode::OK, [(header::CONTENT_TYPE, media)], bytes).into_response();
    response.headers_mut().extend(attachment.ok().map(|value| (header::CONTENT_DISPOSITION, value)));
    Ok(response)
}
