//! Excel's XLSX: the visible sheets in order.
//!
//! Read by hand: a workbook is four kinds of small XML parts, and what is claimed in them (sizes, counts, far-away
//! cells) must cost nothing before it is met.

mod layout;
mod sheet;
pub mod strings;
mod styles;
#[cfg(test)]
mod tests;

use quick_xml::events::Event;

use super::{archive::Archive, budget::Budget, draft::Draft, refusal, xml};
use crate::document::{Document, Origins, Source};

/// A workbook as a document.
///
/// # Errors
/// A Chinese sentence where it is damaged, locked, larger than the limits, or takes too long.
pub(super) fn document(bytes: &[u8], budget: &Budget) -> Result<Document, String> {
    let mut archive = Archive::open(bytes, budget)?;
    let mut properties = xml::properties(&mut archive, budget)?;
    let strings = strings::read(&mut archive, budget)?;
    let dates = styles::dates(&mut archive, budget)?;
    let targets = xml::relations(&mut archive, "xl/workbook.xml", budget)?;
    let mut draft = Draft::default();
    let mut tables = 0;
    for Sheet { name, hidden, id } in sheets(&mut archive, budget)? {
        let part = targets.iter().find(|relation| relation.id == id).map(|relation| located(&relation.target));
        if hidden {
            properties.push(("hidden_sheet".to_owned(), name));
            continue;
        }
        let Some(xml) = part.map(|part| xml::part(&mut archive, &part)).transpose()?.flatten() else { continue };
        let sheet = sheet::read(&xml, &strings, &dates, budget)?;
        layout::write(&sheet, &mut draft, &mut tables, budget)?;
        properties.push(("sheet".to_owned(), name));
    }
    let (text, pieces) = (draft.text, draft.pieces);
    Ok(Document { source: Source::Xlsx, text, pieces, origins: Origins::None, properties, links: Vec::new() })
}

struct Sheet {
    name: String,
    hidden: bool,
    id: String,
}

fn sheets(archive: &mut Archive<'_>, budget: &Budget) -> Result<Vec<Sheet>, String> {
    let workbook = xml::part(archive, "xl/workbook.xml")?.ok_or_else(|| refusal::BROKEN_OFFICE.to_owned())?;
    let mut reader = xml::reader(&workbook);
    let mut sheets = Vec::new();
    loop {
        budget.in_time()?;
        match xml::next(&mut reader)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                let hidden = xml::attribute(&tag, "state").is_some_and(|state| state != "visible");
                let name = xml::attribute(&tag, "name").unwrap_or_default();
                if let Some(id) = xml::attribute(&tag, "id") {
                    sheets.push(Sheet { name, hidden, id });
                }
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// The name in the package of what the workbook points to.
fn located(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    }
}
