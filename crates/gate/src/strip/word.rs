//! Comments go, changes are accepted.

use std::collections::HashSet;

use gongkai_report::read::formats::xml::attribute;
use quick_xml::events::{BytesStart, Event};

use super::{
    edits::{Fate, elements, sift},
    package::Parts,
};
use crate::walk::walk;

/// Parts of comments and of who wrote them, by how their names begin.
const COMMENTS: [&str; 13] = [
    "word/comments",
    "word/people.xml",
    "xl/comments",
    "xl/threadedComments/",
    "xl/persons/",
    "xl/revisions/",
    "ppt/comments/",
    "ppt/commentAuthors.xml",
    "ppt/authors.xml",
    "ppt/threadedComments/",
    "ppt/persons/",
    "ppt/changesInfos/",
    "ppt/revisionInfo.xml",
];
/// Parts with changes, by how their names begin.
const CHANGED: [&str; 6] =
    ["word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/glossary/document"];
/// Elements that only tell of changes and comments.
const MARKS: [&str; 26] = [
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "tcPrChange",
    "trPrChange",
    "tblGridChange",
    "numberingChange",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
    "cellIns",
    "cellMerge",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
];

/// Takes the comments away; whether there were any.
pub(super) fn comments(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    balloons(parts)?;
    let mut any = false;
    for start in COMMENTS {
        for name in parts.under(start) {
            any |= name.ends_with(".xml") && parts.remove(&name);
        }
    }
    Ok(any)
}

/// Excel draws each comment in a part of old markup, which the sheet points to.
fn balloons(parts: &mut Parts<'_, '_>) -> Result<(), String> {
    for sheet in parts.under("xl/worksheets/sheet") {
        let relations = parts.relations(&sheet)?;
        if !relations.iter().any(|relation| relation.kind == "comments") {
            continue;
        }
        for relation in relations.iter().filter(|relation| relation.kind == "vmlDrawing") {
            let drawing = parts.text(&relation.target)?;
            let objects = drawing.matches("ObjectType=").count();
            if objects != drawing.matches("ObjectType=\"Note\"").count() {
                continue;
            }
            let text = parts.text(&sheet)?;
            let found = elements(&text, &["legacyDrawing"], parts.budget)?;
            let here = found.iter().filter(|it| attribute(&it.tag, "id").as_ref() == Some(&relation.id));
            let edits = here.map(|element| (element.range.clone(), String::new())).collect();
            parts.edit(&sheet, &text, edits);
            parts.remove(&relation.target);
        }
    }
    Ok(())
}

/// Accepts the changes, as far as words go: what was deleted goes with its rows and blank paragraphs, what was put in
/// stays. Two paragraphs of which the mark between was deleted stay two.
pub(super) fn changes(parts: &mut Parts<'_, '_>) -> Result<bool, String> {
    // or whoever opens it goes on tracking
    let tracking = |name: &str| if name == "trackRevisions" { Fate::Drop } else { Fate::Keep };
    let mut any = parts.sift("word/settings.xml", tracking)?;
    for start in CHANGED {
        for name in parts.under(start).into_iter().filter(|name| name.ends_with(".xml")) {
            let text = parts.text(&name)?;
            let whole = deleted_whole(&text, parts)?;
            let edits = sift(&text, parts.budget, |tag, at| fate(tag, whole.contains(&at)))?;
            any |= parts.edit(&name, &text, edits);
        }
    }
    Ok(any)
}

fn fate(tag: &BytesStart<'_>, whole: bool) -> Fate {
    match tag.local_name().as_ref() {
        _ if whole => Fate::Drop,
        "del" | "moveFrom" => Fate::Drop,
        "ins" | "moveTo" => Fate::Unwrap,
        name if MARKS.contains(&name) => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// A row, a cell or a paragraph while it is read.
struct Open {
    name: String,
    start: usize,
    deleted: bool,
    /// Whether something stays in it.
    holds: bool,
}

/// Where the rows, cells and blank paragraphs start that were deleted as a whole.
fn deleted_whole(text: &str, parts: &Parts<'_, '_>) -> Result<HashSet<usize>, String> {
    let (mut whole, mut open, mut gone): (HashSet<usize>, Vec<Open>, usize) = (HashSet::new(), Vec::new(), 0);
    walk(text, parts.budget, |event, range| {
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                mark(&name, &mut open);
                gone += usize::from(gone > 0 || matches!(name.as_str(), "del" | "moveFrom"));
                hold(&name, gone > 0, &mut open);
                open.push(Open { name, start: range.start, deleted: false, holds: false });
            }
            Event::Empty(tag) => {
                mark(tag.local_name().as_ref(), &mut open);
                hold(tag.local_name().as_ref(), gone > 0, &mut open);
            }
            Event::End(_) => {
                gone = gone.saturating_sub(1);
                let Some(closed) = open.pop() else { return Ok(()) };
                let next = text.get(range.end..).unwrap_or_default();
                // the last paragraph of a cell or a page has to stay
                let followed = next.starts_with("<w:p>") || next.starts_with("<w:p ");
                if closed.deleted && (closed.name != "p" || !closed.holds && followed) {
                    whole.insert(closed.start);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(whole)
}

/// A mark of deletion counts for the row, cell or paragraph whose properties it stands in.
fn mark(name: &str, open: &mut [Open]) {
    let last = |nth: usize| open.len().checked_sub(nth).and_then(|at| open.get(at)).map(|it| it.name.as_str());
    let up = match (name, last(1), last(2)) {
        ("del", Some("trPr"), _) | ("cellDel", Some("tcPr"), _) => 2,
        ("del" | "moveFrom", Some("rPr"), Some("pPr")) => 3,
        _ => return,
    };
    let holder = open.len().checked_sub(up).and_then(|at| open.get_mut(at));
    if let Some(holder) = holder.filter(|holder| matches!(holder.name.as_str(), "tr" | "tc" | "p")) {
        holder.deleted = true;
    }
}

/// What a reader sees, or a section's end, keeps its paragraph.
fn hold(name: &str, gone: bool, open: &mut [Open]) {
    let seen = matches!(name, "t" | "drawing" | "pict" | "object" | "sectPr" | "oMath" | "fldChar" | "sym");
    if seen && !gone {
        open.iter_mut().filter(|it| it.name == "p").for_each(|it| it.holds = true);
    }
}
