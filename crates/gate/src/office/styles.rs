//! Word's styles, as far as they hide words.

use std::collections::HashSet;

use gongkai_report::read::formats::{budget::Budget, xml};
use quick_xml::events::{BytesStart, Event};

use crate::walk::walk;

/// The styles that hide what is set in them.
pub(super) fn hiding(styles: &str, budget: &Budget) -> Result<HashSet<String>, String> {
    let (mut hiding, mut style) = (HashSet::new(), String::new());
    walk(styles, budget, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                "style" => style = xml::attribute(tag, "styleId").unwrap_or_default(),
                "vanish" if is_on(tag) && !style.is_empty() => {
                    hiding.insert(style.clone());
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(hiding)
}

/// Whether a switch is on: it is unless it says otherwise.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    xml::attribute(tag, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"))
}
