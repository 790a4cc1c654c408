//! Which cell styles show a number as a date.

use quick_xml::events::Event;

use super::super::{archive::Archive, budget::Budget, xml};

/// For each cell style whether it shows dates.
pub(super) fn dates(archive: &mut Archive<'_>, budget: &Budget) -> Result<Vec<bool>, String> {
    let Some(xml) = xml::part(archive, "xl/styles.xml")? else { return Ok(Vec::new()) };
    let mut reader = xml::reader(&xml);
    let (mut dated, mut styles, mut in_cell_styles) = (Vec::new(), Vec::new(), false);
    loop {
        budget.in_time()?;
        budget.in_room(styles.len() + dated.len())?;
        match xml::next(&mut reader)? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let format = xml::attribute(&tag, "formatCode").unwrap_or_default();
                    if shows_date(&format) {
                        dated.extend(xml::attribute(&tag, "numFmtId"));
                    }
                }
                "cellXfs" => in_cell_styles = true,
                "xf" if in_cell_styles => {
                    let format = xml::attribute(&tag, "numFmtId").unwrap_or_default();
                    let built_in = matches!(format.parse(), Ok(14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58));
                    styles.push(built_in || dated.contains(&format));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// A format with a year or a day in it, outside of quotes and colours.
fn shows_date(format: &str) -> bool {
    let (mut quoted, mut in_bracket) = (false, false);
    format.chars().any(|c| {
        match c {
            '"' => quoted = !quoted,
            '[' => in_bracket = true,
            ']' => in_bracket = false,
            _ => {}
        }
        !quoted && !in_bracket && matches!(c, 'y' | 'Y' | 'd' | 'D')
    })
}
