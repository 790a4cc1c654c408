//! Pages as sites serve them and browsers save them, in one pass over the bytes.
//!
//! No tree is built: what the reader needs is the text, and where the cells of each table stand. Tags that nobody
//! closed are closed where a browser would close them.

mod entities;
mod names;
mod near;
mod page;
mod tables;
mod tag;
#[cfg(test)]
mod tests;
mod unseen;
mod words;

use super::budget::Budget;
use crate::document::{Document, Origins, Source};
use page::Page;

/// A page as a document.
///
/// # Errors
/// A Chinese sentence where it has more cells than any report, or takes too long.
pub(super) fn document(source: String, budget: &Budget) -> Result<Document, String> {
    let mut page = Page::new(&source);
    page.read(budget)?;
    let Page { draft, words, properties, links, .. } = page;
    let marks = words.marks;
    Ok(Document {
        source: Source::Html,
        text: draft.text,
        pieces: draft.pieces,
        origins: Origins::Markup { source, marks },
        properties,
        links,
    })
}
