//! The words that the sheets share.

use quick_xml::events::Event;

use super::super::{archive::Archive, budget::Budget, xml};

/// All shared words, in order.
///
/// # Errors
/// A Chinese sentence where they are damaged, or more than the budget.
pub fn read(archive: &mut Archive<'_>, budget: &Budget) -> Result<Vec<String>, String> {
    let Some(xml) = xml::part(archive, "xl/sharedStrings.xml")? else { return Ok(Vec::new()) };
    let mut reader = xml::reader(&xml);
    let mut strings = Vec::new();
    let (mut words, mut in_text, mut in_gloss) = (String::new(), false, false);
    loop {
        budget.in_time()?;
        budget.in_room(strings.len())?;
        match xml::next(&mut reader)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => words.clear(),
                "rPh" => in_gloss = true,
                "t" => in_text = !in_gloss,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => strings.push(std::mem::take(&mut words)),
                "rPh" => in_gloss = false,
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => words.push_str(&text.xml10_content()),
            Event::CData(text) if in_text => words.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if in_text => words.extend(xml::referred(&reference)),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}
