//! Changes to XML by the bytes that they concern: everything else stays as its program wrote it.

use std::ops::Range;

use gongkai_report::read::formats::budget::Budget;
use quick_xml::events::{BytesStart, Event};

use crate::walk::{said, walk};

/// Said of elements that do not end, or end in another's place: such a file is left alone.
const BROKEN: &str = "文件里的内容不完整，没有处理";

/// Some bytes of a text, and what stands there afterwards.
pub(super) type Edit = (Range<usize>, String);

/// What becomes of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Keep,
    /// It goes with all that is in it.
    Drop,
    /// It goes, and what is in it stays.
    Unwrap,
}

/// An element with all that is in it.
pub(super) struct Element<'x> {
    pub range: Range<usize>,
    /// Its start tag.
    pub head: Range<usize>,
    pub tag: BytesStart<'x>,
    /// All words in it.
    pub words: String,
}

/// The text after its edits; `None` where there are none. Of two that overlap the first counts.
pub(super) fn edited(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, words) in edits {
        if range.start >= at {
            out.push_str(text.get(at..range.start).unwrap_or_default());
            out.push_str(&words);
            at = range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Some(out)
}

/// The edits that take elements out; they are known by their start tag and by where it stands.
pub(super) fn sift(
    text: &str,
    budget: &Budget,
    mut fate: impl FnMut(&BytesStart<'_>, usize) -> Fate,
) -> Result<Vec<Edit>, String> {
    let mut edits = Vec::new();
    let mut open: Vec<(Fate, String)> = Vec::new();
    let mut dropping: Option<(usize, usize)> = None;
    walk(text, budget, |event, range| {
        match event {
            Event::Start(tag) => {
                let fate = if dropping.is_some() { Fate::Keep } else { fate(tag, range.start) };
                open.push((fate, tag.name().as_ref().to_owned()));
                match fate {
                    Fate::Drop => dropping = Some((open.len(), range.start)),
                    Fate::Unwrap => edits.push((range, String::new())),
                    Fate::Keep => {}
                }
            }
            Event::Empty(tag) if dropping.is_none() && fate(tag, range.start) != Fate::Keep => {
                edits.push((range, String::new()));
            }
            Event::End(tag) => {
                let depth = open.len();
                let Some((fate, name)) = open.pop() else { return Err(BROKEN.to_owned()) };
                if name != tag.name().as_ref() {
                    return Err(BROKEN.to_owned());
                }
                if let Some((_, start)) = dropping.filter(|(at, _)| *at == depth) {
                    dropping = None;
                    edits.push((start..range.end, String::new()));
                } else if fate == Fate::Unwrap {
                    edits.push((range, String::new()));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if open.is_empty() { Ok(edits) } else { Err(BROKEN.to_owned()) }
}

/// All elements of some names, none inside of another.
pub(super) fn elements<'x>(text: &'x str, names: &[&str], budget: &Budget) -> Result<Vec<Element<'x>>, String> {
    let mut found: Vec<Element<'x>> = Vec::new();
    let (mut depth, mut within) = (0_usize, None);
    walk(text, budget, |event, range| {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if within.is_none() && names.contains(&tag.local_name().as_ref()) {
                    within = Some(depth);
                    found.push(Element { range: range.clone(), head: range, tag: tag.clone(), words: String::new() });
                }
            }
            Event::Empty(tag) if within.is_none() && names.contains(&tag.local_name().as_ref()) => {
                found.push(Element { range: range.clone(), head: range, tag: tag.clone(), words: String::new() });
            }
            Event::End(_) => {
                if within == Some(depth) {
                    within = None;
                    if let Some(element) = found.last_mut() {
                        element.range.end = range.end;
                    }
                }
                depth = depth.saturating_sub(1);
            }
            other if within.is_some() => {
                if let (Some(element), Some(words)) = (found.last_mut(), said(other)) {
                    element.words.push_str(&words);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// A start tag with an attribute set.
pub(super) fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let mark = format!(" {name}=");
    if let Some((before, after)) = tag.split_once(&mark)
        && let Some(quote) = after.chars().next()
        && let Some((_, rest)) = after.get(1..).and_then(|after| after.split_once(quote))
    {
        return format!("{before} {name}=\"{value}\"{rest}");
    }
    let body = tag.trim_end_matches('>').trim_end_matches('/');
    let end = tag.get(body.len()..).unwrap_or_default();
    format!("{body} {name}=\"{value}\"{end}")
}

#[cfg(test)]
mod tests {
    use gongkai_report::read::Limits;

    use super::*;

    fn sifted(text: &str) -> Option<String> {
        let budget = Budget::new(&Limits::WEB);
        let edits = sift(text, &budget, |tag, _| match tag.local_name().as_ref() {
            "del" => Fate::Drop,
            "ins" => Fate::Unwrap,
            _ => Fate::Keep,
        });
        edited(text, edits.unwrap())
    }

    #[test]
    fn what_is_dropped_goes_whole_and_what_is_unwrapped_stays() {
        assert_eq!(
            sifted(
                "<w:p><w:del a='1'><w:ins/>甲<w:del>乙</w:del></w:del>丙<w:ins><b>丁</b></w:ins>&amp;<w:del/></w:p>"
            )
            .unwrap(),
            "<w:p>丙<b>丁</b>&amp;</w:p>"
        );
        assert_eq!(sifted("<a x=\"&lt;\">甲 &amp; 乙<!-- 丙 --></a>"), None, "nothing to take out");
    }

    #[test]
    fn what_is_dropped_and_never_ends_is_damage() {
        let budget = Budget::new(&Limits::WEB);
        assert!(
            sift("<p><del>甲", &budget, |tag, _| if tag.local_name().as_ref() == "del" {
                Fate::Drop
            } else {
                Fate::Keep
            })
            .is_err()
        );
    }

    #[test]
    fn an_attribute_is_set_or_added() {
        assert_eq!(
            with_attribute("<c r=\"A1\" t='n' s=\"2\">", "t", "inlineStr"),
            "<c r=\"A1\" t=\"inlineStr\" s=\"2\">"
        );
        assert_eq!(with_attribute("<c r=\"A1\"/>", "t", "s"), "<c r=\"A1\" t=\"s\"/>");
    }
}
