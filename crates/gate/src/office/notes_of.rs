//! 批注: what people wrote beside a document, of Word, Excel and PowerPoint alike.

use gongkai_report::read::formats::{budget::Budget, xml};
use quick_xml::events::{BytesStart, Event};

use crate::{
    checks,
    finding::At,
    notes::Notes,
    text::{Line, look},
    walk::{said, walk},
};

/// Elements that hold one comment.
const COMMENTS: [&str; 4] = ["comment", "threadedComment", "cm", "reply"];

/// Looks at a part full of comments.
pub(super) fn look_at(text: &str, part: &str, budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let (mut words, mut at, mut author, mut in_text) = (String::new(), At::Whole, String::new(), false);
    walk(text, budget, |event, _| {
        match event {
            Event::Start(tag) if COMMENTS.contains(&tag.local_name().as_ref()) => {
                (at, author) = announced(tag);
                words.clear();
            }
            Event::Start(tag) => in_text |= matches!(tag.local_name().as_ref(), "t" | "text"),
            Event::End(tag) if COMMENTS.contains(&tag.local_name().as_ref()) => {
                let author = Some(author.as_str()).filter(|author| !author.is_empty());
                let said = author.map_or_else(|| words.clone(), |author| format!("{author}：{words}"));
                if !words.trim().is_empty() {
                    notes.tell(&checks::CHANGES, part, at.clone(), &said);
                    look(&Line { part, at: at.clone(), words: &words, head: false }, notes);
                }
                words.clear();
            }
            Event::End(tag) if matches!(tag.local_name().as_ref(), "t" | "text") => in_text = false,
            other if in_text => words.extend(said(other)),
            _ => {}
        }
        Ok(())
    })
}

fn announced(tag: &BytesStart<'_>) -> (At, String) {
    let cell = xml::attribute(tag, "ref").map_or(At::Whole, At::Cell);
    (cell, xml::attribute(tag, "author").unwrap_or_default())
}
