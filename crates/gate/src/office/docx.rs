//! Word's DOCX: every part that has words, and what it carries.

use std::collections::HashSet;

use gongkai_report::read::formats::budget::Budget;
use quick_xml::events::Event;

use super::{body, notes_of, package::Package, styles};
use crate::{checks, finding::At, notes::Notes, walk::walk};

/// Parts with words, by how their names begin; what they are called; whether a reader reads them.
const PARTS: [(&str, &str, bool); 6] = [
    ("word/document", "", true),
    ("word/header", "页眉", true),
    ("word/footer", "页脚", true),
    ("word/footnotes", "脚注", true),
    ("word/endnotes", "尾注", true),
    ("word/glossary/document", "文档部件", false),
];

/// Looks at a Word file.
pub(crate) fn docx(bytes: &[u8], budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut package = Package::open(bytes, budget)?;
    let styles = package.text("word/styles.xml")?;
    let hiding: HashSet<String> = styles::hiding(&styles, budget)?;
    for (start, part, shown) in PARTS {
        for name in package.parts(start) {
            let text = package.text(&name)?;
            body::look_at(&text, part, shown, &hiding, budget, notes)?;
        }
    }
    for name in package.parts("word/comments") {
        // the other parts of this name hold no words
        if !name.contains("Ex") && !name.contains("Ids") {
            let text = package.text(&name)?;
            notes_of::look_at(&text, "批注", budget, notes)?;
        }
    }
    let settings = package.text("word/settings.xml")?;
    variables(&settings, budget, notes)?;
    package.luggage(notes)
}

/// Words that a template or a program left in the file, where nobody sees them.
fn variables(settings: &str, budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    use gongkai_report::read::formats::xml::attribute;
    walk(settings, budget, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == "docVar"
        {
            let (name, value) = (attribute(tag, "name"), attribute(tag, "val"));
            let words = format!("文档变量{}：{}", name.unwrap_or_default(), value.unwrap_or_default());
            notes.tell(&checks::AUTHOR, "", At::Whole, &words);
        }
        Ok(())
    })
}
