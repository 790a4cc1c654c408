//! Bytes of any format into one [`Document`]: the only place that knows what a file is made of.

pub mod archive;
pub mod budget;
mod csv;
mod decode;
mod docx;
mod draft;
mod grid;
mod html;
mod kept;
mod mhtml;
pub mod pdf;
mod refusal;
#[cfg(test)]
mod showing;
mod sniff;
#[cfg(test)]
mod tests;
pub mod xlsx;
pub mod xml;

use super::{Limits, text};
use crate::document::{Document, Source};
use budget::Budget;
pub use decode::decode;
use sniff::Kind;

/// Turns a source into a document.
///
/// What the source is follows from its bytes; the ending of `name` is looked at only where they leave it open
/// (text, Markdown or CSV). Never panics.
///
/// # Errors
/// A Chinese sentence that says why there is nothing to read: too large, packed too large, scanned, locked,
/// damaged, or no document at all.
pub fn open(bytes: &[u8], name: &str, limits: &Limits) -> Result<Document, String> {
    if bytes.len() > limits.source {
        return Err(refusal::too_large(limits.source));
    }
    let budget = Budget::new(limits);
    match sniff::kind(bytes)? {
        Kind::Pdf => pdf::document(bytes, &budget),
        Kind::Docx => docx::document(bytes, &budget),
        Kind::Xlsx => xlsx::document(bytes, &budget),
        Kind::Mhtml => mhtml::document(bytes, &budget),
        Kind::Kept => kept::document(bytes, &budget),
        Kind::Plain => plain(bytes, name, &budget),
    }
}

/// The report of a source that is one kept as JSON; `None` for every other.
pub fn kept(bytes: &[u8]) -> Option<crate::reading::Report> {
    kept::is_one(bytes).then(|| kept::report(bytes).ok()).flatten()
}

/// Text of some kind: a page, Markdown or plain.
fn plain(bytes: &[u8], name: &str, budget: &Budget) -> Result<Document, String> {
    let text = decode::decode(bytes);
    if sniff::is_markup(&text) {
        return html::document(text, budget);
    }
    if sniff::is_binary(&text) {
        return Err(refusal::UNKNOWN.to_owned());
    }
    budget.in_time()?;
    budget.in_room(memchr::memchr_iter(b'\n', text.as_bytes()).count())?;
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(text::document(csv::tabbed(&text), Source::Text)),
        Some("md" | "markdown") => Ok(text::document(text, Source::Markdown)),
        _ => Ok(text::document(text, Source::Text)),
    }
}
