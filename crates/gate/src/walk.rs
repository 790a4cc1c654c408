//! Through the XML of a package, knowing where in it each event stands.

use std::ops::Range;

use gongkai_report::read::formats::{budget::Budget, xml};
use quick_xml::events::Event;

/// Events between two looks at the budget.
const EVENTS_A_LOOK: usize = 1024;

/// Calls for each event with the bytes of `text` that it stands in. The bytes of all events together are the text.
pub(crate) fn walk<'x>(
    text: &'x str,
    budget: &Budget,
    mut each: impl FnMut(&Event<'x>, Range<usize>) -> Result<(), String>,
) -> Result<(), String> {
    let mut reader = xml::reader(text);
    let (mut from, mut events) = (0, 0_usize);
    loop {
        events += 1;
        if events.is_multiple_of(EVENTS_A_LOOK) {
            budget.in_time()?;
        }
        let event = xml::next(&mut reader)?;
        let to = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        if matches!(event, Event::Eof) {
            return Ok(());
        }
        each(&event, from..to)?;
        from = to;
    }
}

/// What text, a character or a section of text says; nothing for other events.
pub(crate) fn said(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.xml10_content().into_owned()),
        Event::CData(text) => Some(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => xml::referred(reference).map(String::from),
        _ => None,
    }
}
