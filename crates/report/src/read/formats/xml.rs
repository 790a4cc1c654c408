//! What the XML inside of office files has in common.

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{archive::Archive, budget::Budget, decode, refusal};

/// Facts of `docProps/core.xml` that are kept, by local name.
const FACTS: &[&str] = &["title", "subject", "creator", "lastModifiedBy", "created", "modified"];

/// A reader over some XML that forgives what office programs forgive.
pub fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// A part of a package as text; `None` where there is none.
///
/// # Errors
/// As [`Archive::part`].
pub fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, String> {
    Ok(archive.part(name)?.map(|bytes| decode::decode(&bytes)))
}

/// The next event.
///
/// # Errors
/// A Chinese sentence for what is no XML.
pub fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, String> {
    reader.read_event().map_err(|_| refusal::BROKEN_OFFICE.to_owned())
}

/// An attribute by its local name, whatever its prefix, its references resolved.
pub fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == wanted)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}

/// The character of a reference; `None` for names that XML does not have.
pub fn referred(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Where one part points to.
pub struct Relation {
    /// What the part calls it.
    pub id: String,
    /// The last word of what it is: `hyperlink`, `comments`.
    pub kind: String,
    /// As it is written there.
    pub target: String,
    /// Out of the package.
    pub outside: bool,
}

/// What a part points to.
///
/// # Errors
/// As [`next`] and [`Archive::part`], and when the budget is spent.
pub fn relations(archive: &mut Archive<'_>, part_name: &str, budget: &Budget) -> Result<Vec<Relation>, String> {
    let mut relations = Vec::new();
    let (folder, file) = part_name.rsplit_once('/').unwrap_or(("", part_name));
    let Some(text) = part(archive, &format!("{folder}/_rels/{file}.rels"))? else { return Ok(relations) };
    let mut reader = reader(&text);
    loop {
        budget.in_time()?;
        budget.in_room(relations.len())?;
        match next(&mut reader)? {
            Event::Start(tag) | Event::Empty(tag) => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                    let outside = attribute(&tag, "TargetMode").is_some_and(|mode| mode == "External");
                    let kind = attribute(&tag, "Type").unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relations.push(Relation { id, kind, target, outside });
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// The facts that the package states about itself.
pub(super) fn properties(archive: &mut Archive<'_>, budget: &Budget) -> Result<Vec<(String, String)>, String> {
    let mut properties = Vec::new();
    let Some(xml) = part(archive, "docProps/core.xml")? else { return Ok(properties) };
    let mut reader = reader(&xml);
    let (mut name, mut value) = (String::new(), String::new());
    loop {
        budget.in_time()?;
        match next(&mut reader)? {
            Event::Start(tag) => {
                tag.local_name().as_ref().clone_into(&mut name);
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => value.extend(referred(&reference)),
            Event::End(_) => {
                let (fact, words) = (std::mem::take(&mut name), value.trim());
                if FACTS.contains(&fact.as_str()) && !words.is_empty() && properties.len() < FACTS.len() {
                    properties.push((fact, words.to_owned()));
                }
            }
            Event::Eof => return Ok(properties),
            _ => {}
        }
    }
}
