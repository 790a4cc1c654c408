//! PDF: words by where they are printed, tables by the lines around their cells.

mod canvas;
mod cmap;
mod content;
mod covered;
pub mod file;
mod filters;
mod fonts;
mod glyphs;
pub mod lexer;
mod lines;
mod matrix;
mod page;
mod ruled;
#[cfg(test)]
mod tests;
mod tree;

use super::{budget::Budget, draft::Draft, refusal};
use crate::document::{Document, Origins, Source};
use content::Painter;
pub use covered::{Covered, covered};
use file::File;
use lexer::{Dictionary, Object};

/// Facts of the information dictionary that are kept, with the names they get.
const FACTS: &[(&str, &str)] = &[
    ("Title", "title"),
    ("Subject", "subject"),
    ("Author", "creator"),
    ("CreationDate", "created"),
    ("ModDate", "modified"),
];

/// A PDF as a document.
///
/// # Errors
/// A Chinese sentence where it is scanned, locked, damaged, or takes too long.
pub(super) fn document(bytes: &[u8], budget: &Budget) -> Result<Document, String> {
    let file = File::open(bytes, budget)?;
    let trailers = file.trailers();
    if trailers.iter().any(|trailer| trailer.get("Encrypt").is_some()) {
        return Err(refusal::LOCKED.to_owned());
    }
    let pages = tree::pages(&file, &trailers, budget)?;
    let (mut draft, mut origins, mut tables) = (Draft::default(), Vec::new(), page::Tables::default());
    let mut painter = Painter::new(&file, budget);
    for (number, page) in (1..).zip(&pages) {
        budget.in_time()?;
        budget.in_room(draft.pieces.len())?;
        painter.canvas = canvas::Canvas::default();
        painter.paint(&page.content(&file), &page.resources, page.turned)?;
        origins.push((u32::try_from(draft.text.len()).unwrap_or(u32::MAX), number));
        page::write(&painter.canvas, &mut draft, &mut tables);
    }
    if file.is_spent() {
        return Err(refusal::expands_too_far(budget.expanded));
    }
    if draft.pieces.is_empty() {
        return Err(if pages.is_empty() { refusal::BROKEN_PDF } else { refusal::SCANNED }.to_owned());
    }
    if is_illegible(&draft.text) {
        return Err(refusal::NO_CHARACTERS.to_owned());
    }
    Ok(Document {
        source: Source::Pdf,
        text: draft.text,
        pieces: draft.pieces,
        origins: Origins::Pages(origins),
        properties: facts(&file, &trailers),
        links: Vec::new(),
    })
}

/// Whether most of the text is glyphs of which nobody knows the characters.
fn is_illegible(text: &str) -> bool {
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    lost > 0 && lost * 2 > text.chars().filter(|c| !c.is_whitespace()).count()
}

fn facts<'a>(file: &File<'a>, trailers: &[Dictionary<'a>]) -> Vec<(String, String)> {
    let known = trailers.iter().map(|trailer| file.inner(trailer, "Info")).find(|known| !known.0.is_empty());
    let known = known.unwrap_or_default();
    let fact = |&(theirs, ours): &(&str, &str)| match file.get(&known, theirs) {
        Object::Text(bytes) => Some((ours.to_owned(), words(&bytes))).filter(|(_, words)| !words.is_empty()),
        _ => None,
    };
    FACTS.iter().filter_map(fact).collect()
}

/// A text string: UTF-16 or UTF-8 with its mark, otherwise Latin.
pub fn words(bytes: &[u8]) -> String {
    let (words, ..) = encoding_rs::WINDOWS_1252.decode(bytes);
    words.trim().to_owned()
}
