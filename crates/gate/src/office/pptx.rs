//! PowerPoint's PPTX: slides in the order of their numbers, notes, comments.

use gongkai_report::read::formats::{budget::Budget, xml};
use quick_xml::events::Event;

use super::{
    notes_of,
    package::{Package, target},
};
use crate::{
    checks,
    finding::At,
    notes::Notes,
    text::{Line, look},
    walk::{said, walk},
};

const PRESENTATION: &str = "ppt/presentation.xml";

/// Looks at a presentation.
pub(crate) fn pptx(bytes: &[u8], budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut package = Package::open(bytes, budget)?;
    for (number, name) in (1..).zip(slides(&mut package)?) {
        let text = package.text(&name)?;
        slide(&text, number, budget, notes)?;
    }
    for name in package.parts("ppt/notesSlides/") {
        let text = package.text(&name)?;
        let lines = paragraphs(&text, budget)?;
        // the number of the page stands on it as a paragraph of its own
        let told = lines.iter().filter(|line| line.parse::<u32>().is_err());
        for line in told {
            notes.tell(&checks::SPEAKER_NOTES, "备注", At::Whole, line);
            look(&Line { part: "备注", at: At::Whole, words: line, head: false }, notes);
        }
    }
    for start in ["ppt/slideMasters/", "ppt/slideLayouts/"] {
        for name in package.parts(start) {
            let text = package.text(&name)?;
            for line in paragraphs(&text, budget)? {
                look(&Line { part: "母版", at: At::Whole, words: &line, head: true }, notes);
            }
        }
    }
    for name in package.parts("ppt/comments/") {
        let text = package.text(&name)?;
        notes_of::look_at(&text, "批注", budget, notes)?;
    }
    package.luggage(notes)
}

/// The parts of the slides, in the order in which they are shown; those that nobody shows after them.
fn slides(package: &mut Package<'_, '_>) -> Result<Vec<String>, String> {
    let text = package.text(PRESENTATION)?;
    let relations = package.relations(PRESENTATION)?;
    let mut slides = Vec::new();
    walk(&text, package.budget, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == "sldId"
        {
            // both its own number and the relation are called id
            let named = |id: &str| tag.attributes().flatten().any(|attribute| attribute.value == id);
            let shown = relations.iter().find(|relation| named(&relation.id));
            slides.extend(shown.map(|relation| target(PRESENTATION, &relation.target)));
        }
        Ok(())
    })?;
    for name in package.parts("ppt/slides/slide") {
        if !slides.contains(&name) {
            slides.push(name);
        }
    }
    Ok(slides)
}

fn slide(text: &str, number: u32, budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut hidden = false;
    walk(text, budget, |event, _| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "sld"
        {
            hidden = xml::attribute(tag, "show").is_some_and(|show| matches!(show.as_str(), "0" | "false"));
        }
        Ok(())
    })?;
    let lines = paragraphs(text, budget)?;
    if hidden {
        let first = lines.first().map_or("没有文字", String::as_str);
        notes.tell(&checks::HIDDEN_SLIDE, "", At::Slide(number), first);
    }
    for line in lines {
        look(&Line { part: "", at: At::Slide(number), words: &line, head: number == 1 }, notes);
        if !hidden {
            notes.say(&line);
        }
    }
    Ok(())
}

/// The paragraphs of a drawing.
pub(super) fn paragraphs(text: &str, budget: &Budget) -> Result<Vec<String>, String> {
    let (mut lines, mut line, mut in_text) = (Vec::new(), String::new(), false);
    walk(text, budget, |event, _| {
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => in_text = true,
            Event::Empty(tag) if tag.local_name().as_ref() == "br" => line.push(' '),
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "p" if !line.trim().is_empty() => lines.push(std::mem::take(&mut line).trim().to_owned()),
                _ => {}
            },
            other if in_text => line.extend(said(other)),
            _ => {}
        }
        Ok(())
    })?;
    Ok(lines)
}
