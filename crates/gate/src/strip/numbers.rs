//! Personal numbers in the words of a package, masked where they stand, though they be cut into several runs.

use std::ops::Range;

use gongkai_report::read::formats::xml::attribute;
use quick_xml::{
    escape::escape,
    events::{BytesStart, Event},
};

use super::{
    Mend,
    edits::{Edit, with_attribute},
    package::Parts,
};
use crate::{
    text::mask_some,
    walk::{said, walk},
};

/// Masks; whether there was anything to mask.
pub(super) fn masked(parts: &mut Parts<'_, '_>, mends: &[Mend]) -> Result<bool, String> {
    let mut any = false;
    for folder in ["word/", "xl/", "ppt/"] {
        let named = parts.under(folder).into_iter();
        for name in named.filter(|name| name.ends_with(".xml") && !name.contains("/theme/")) {
            let text = parts.text(&name)?;
            let mut words = Words::of(mends);
            walk(&text, parts.budget, |event, range| {
                words.event(event, range, &text);
                Ok(())
            })?;
            any |= parts.edit(&name, &text, words.edits);
        }
    }
    Ok(any)
}

/// Words that a reader reads as one: a paragraph, a shared string.
#[derive(Default)]
struct Whole {
    words: String,
    /// Where in the words, and where in the part.
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

/// A cell that holds its own value.
#[derive(Default)]
struct Cell {
    head: Range<usize>,
    kind: String,
    value: String,
    /// Where the value's element stands, and a formula before it.
    stands: Range<usize>,
    formula: Option<Range<usize>>,
}

struct Words<'m> {
    mends: &'m [Mend],
    open: Vec<Whole>,
    in_text: bool,
    cell: Option<Cell>,
    in_value: bool,
    edits: Vec<Edit>,
}

impl<'m> Words<'m> {
    fn of(mends: &'m [Mend]) -> Self {
        Self { mends, open: Vec::new(), in_text: false, cell: None, in_value: false, edits: Vec::new() }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" | "br" | "cr" => self.say("\t", range.end..range.end),
                "f" => self.cell.iter_mut().for_each(|cell| cell.formula = Some(range.clone())),
                _ => {}
            },
            Event::End(tag) => self.end(tag.local_name().as_ref(), range, text),
            other => {
                let Some(words) = said(other) else { return };
                if self.in_text {
                    self.say(&words, range);
                } else if let (true, Some(cell)) = (self.in_value, &mut self.cell) {
                    cell.value.push_str(&words);
                }
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, range: Range<usize>) {
        match tag.local_name().as_ref() {
            "p" | "si" | "is" | "text" => self.open.push(Whole::default()),
            "t" | "delText" => self.in_text = true,
            "c" => {
                let kind = attribute(tag, "t").unwrap_or_default();
                self.cell = Some(Cell { head: range, kind, ..Cell::default() });
            }
            "v" => {
                self.in_value = true;
                self.cell.iter_mut().for_each(|cell| cell.stands = range.clone());
            }
            "f" => self.cell.iter_mut().for_each(|cell| cell.formula = Some(range.clone())),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, range: Range<usize>, text: &str) {
        match name {
            "p" | "si" | "is" | "text" => {
                if let Some(whole) = self.open.pop() {
                    whole.mask(self.mends, &mut self.edits);
                }
            }
            "t" | "delText" => self.in_text = false,
            "f" => {
                if let Some(formula) = self.cell.as_mut().and_then(|cell| cell.formula.as_mut()) {
                    formula.end = range.end;
                }
            }
            "v" => {
                self.in_value = false;
                self.cell.iter_mut().for_each(|cell| cell.stands.end = range.end);
            }
            "c" => {
                if let Some(cell) = self.cell.take() {
                    cell.mask(text, self.mends, &mut self.edits);
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, words: &str, range: Range<usize>) {
        if let Some(whole) = self.open.last_mut() {
            let start = whole.words.len();
            whole.words.push_str(words);
            whole.pieces.push((start..whole.words.len(), range));
        }
    }
}

impl Whole {
    fn mask(self, mends: &[Mend], edits: &mut Vec<Edit>) {
        let masked = mask_some(&self.words, mends);
        if masked == self.words {
            return;
        }
        for (words, place) in self.pieces {
            let (before, after) = (self.words.get(words.clone()), masked.get(words));
            if before != after {
                edits.push((place, escape(after.unwrap_or_default()).into_owned()));
            }
        }
    }
}

impl Cell {
    /// A number that is masked is a number no more: the cell holds words from now on, and no formula makes it anew.
    fn mask(self, text: &str, mends: &[Mend], edits: &mut Vec<Edit>) {
        if self.kind == "s" || self.kind == "inlineStr" || self.stands.is_empty() {
            return;
        }
        let value = match self.value.parse::<f64>() {
            Ok(number) if self.value.contains(['e', 'E']) => format!("{number}"),
            _ => self.value,
        };
        let masked = mask_some(&value, mends);
        if masked == value {
            return;
        }
        let head = text.get(self.head.clone()).unwrap_or_default();
        edits.push((self.head, with_attribute(head, "t", "inlineStr")));
        edits.push((self.stands, format!("<is><t>{}</t></is>", escape(&masked))));
        edits.extend(self.formula.map(|formula| (formula, String::new())));
    }
}
