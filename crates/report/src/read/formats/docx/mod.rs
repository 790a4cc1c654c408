//! Word's DOCX: the main part, in document order. Headers, footers and notes are not read.

mod body;
mod numbering;
mod tables;
#[cfg(test)]
mod tests;

use super::{archive::Archive, budget::Budget, refusal, xml};
use crate::document::{Document, Origins, Source};
use body::Body;
use numbering::Numbering;

/// A DOCX as a document.
///
/// # Errors
/// A Chinese sentence where it is damaged, locked, larger than the limits, or takes too long.
pub(super) fn document(bytes: &[u8], budget: &Budget) -> Result<Document, String> {
    let mut archive = Archive::open(bytes, budget)?;
    let name = main_part(&archive);
    let main = xml::part(&mut archive, &name)?.ok_or_else(|| refusal::BROKEN_OFFICE.to_owned())?;
    let relations = xml::relations(&mut archive, &name, budget)?;
    let outside = relations.into_iter().filter(|relation| relation.outside);
    let addresses = outside.map(|relation| (relation.id, relation.target)).collect();
    let properties = xml::properties(&mut archive, budget)?;
    let numbering = Numbering::read(&mut archive, budget)?;
    let mut body = Body::new(addresses, numbering);
    body.read(&main, budget)?;
    Ok(Document {
        source: Source::Docx,
        text: body.draft.text,
        pieces: body.draft.pieces,
        origins: Origins::None,
        properties,
        links: body.links,
    })
}

/// Word calls it `document.xml`; some other writers number it.
fn main_part(archive: &Archive<'_>) -> String {
    const USUAL: &str = "word/document.xml";
    if archive.has(USUAL) {
        return USUAL.to_owned();
    }
    let other = archive.names().into_iter().find(|name| name.starts_with("word/document") && name.ends_with(".xml"));
    other.unwrap_or_else(|| USUAL.to_owned())
}
