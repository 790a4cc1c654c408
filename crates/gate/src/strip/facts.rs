//! Facts that a package states about itself and its makers.

use gongkai_report::read::formats::xml::attribute;

use super::{
    edits::{Fate, sift},
    package::Parts,
};
use crate::{image, kind::Kind};

/// What stays of `core.xml`: its language, and when it was made. A title is often that of another document, or of a draft.
const CORE: [&str; 4] = ["coreProperties", "language", "created", "modified"];
/// What stays of `app.xml`: the program, and counts.
const APP: [&str; 13] = [
    "Properties",
    "Application",
    "AppVersion",
    "DocSecurity",
    "Pages",
    "Words",
    "Characters",
    "CharactersWithSpaces",
    "Lines",
    "Paragraphs",
    "Slides",
    "Notes",
    "HiddenSlides",
];
/// What programs leave in other parts: saved sessions, variables of templates, folders of somebody's machine.
const ELSEWHERE: [(&str, &[&str]); 2] = [
    ("word/settings.xml", &["rsids", "docVars", "attachedTemplate", "mailMerge"]),
    ("xl/workbook.xml", &["absPath", "fileSharing"]),
];

/// Takes out facts; whether there were any that name somebody.
pub(super) fn facts(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    let keep =
        |list: &'static [&'static str]| move |name: &str| if list.contains(&name) { Fate::Keep } else { Fate::Drop };
    let mut any = parts.sift("docProps/core.xml", keep(&CORE))?;
    any |= parts.sift("docProps/app.xml", keep(&APP))?;
    any |= parts.remove("docProps/custom.xml");
    for name in parts.under("docProps/thumbnail") {
        any |= parts.remove(&name);
    }
    for (name, dropped) in ELSEWHERE {
        any |= parts.sift(name, |element| if dropped.contains(&element) { Fate::Drop } else { Fate::Keep })?;
    }
    any |= sources(parts)?;
    Ok(any)
}

/// The addresses of the template and of the list of addressees, which the settings named.
fn sources(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    const SETTINGS: &str = "word/_rels/settings.xml.rels";
    let text = parts.text(SETTINGS)?;
    let edits = sift(&text, parts.budget, |tag, _| {
        let kind = attribute(tag, "Type").unwrap_or_default();
        let named = ["/attachedTemplate", "/mailMergeSource", "/mailMergeHeaderSource", "/recipientData"];
        if named.iter().any(|named| kind.ends_with(named)) { Fate::Drop } else { Fate::Keep }
    })?;
    Ok(parts.edit(SETTINGS, &text, edits))
}

/// Takes out what pictures carry; whether any did. A damaged picture stays as it is: it is shown, or not, as before.
pub(super) fn pictures(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    let mut any = false;
    for folder in ["word/media/", "xl/media/", "ppt/media/"] {
        for name in parts.under(folder) {
            let Some(bytes) = parts.bytes(&name)? else { continue };
            let kind = Kind::of(&name, &bytes);
            if kind.is_picture()
                && let Ok(Some(cleaned)) = image::clean(kind, &bytes)
            {
                parts.put(&name, cleaned);
                any = true;
            }
        }
    }
    Ok(any)
}
