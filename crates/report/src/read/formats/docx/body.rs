//! The walk through `word/document.xml`.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{budget::Budget, draft::Draft, xml},
    numbering::Numbering,
    tables::{Content, Merge, Tables},
};
use crate::document::Span;

/// Events between two looks at the budget.
const EVENTS_A_LOOK: usize = 1024;

/// The main part while it is read.
pub(super) struct Body {
    pub draft: Draft,
    tables: Tables,
    pub links: Vec<(Span, String)>,
    addresses: HashMap<String, String>,
    /// An open link: where its text starts, and its address.
    link: Option<(usize, String)>,
    /// Inside of `w:t`.
    in_text: bool,
    run: Run,
    /// How deep inside of something that is not read.
    skipping: usize,
    numbering: Numbering,
    /// The list and level that the paragraph names.
    listed: (String, usize),
    /// What a list writes before the paragraph's first words.
    number: String,
}

/// 文本块: how a run is shown.
#[derive(Clone, Copy, Default)]
struct Run {
    hidden: bool,
    struck: bool,
    struck_twice: bool,
    /// Above the line, as the mark of a note is.
    raised: bool,
}

impl Body {
    pub(super) fn new(addresses: HashMap<String, String>, numbering: Numbering) -> Self {
        Self {
            draft: Draft::default(),
            tables: Tables::default(),
            links: Vec::new(),
            addresses,
            link: None,
            in_text: false,
            run: Run::default(),
            skipping: 0,
            numbering,
            listed: (String::new(), 0),
            number: String::new(),
        }
    }

    /// Reads all of it.
    pub(super) fn read(&mut self, xml: &str, budget: &Budget) -> Result<(), String> {
        let mut reader = xml::reader(xml);
        let mut events = 0;
        loop {
            events += 1;
            if events % EVENTS_A_LOOK == 0 {
                budget.in_time()?;
                budget.in_room(self.draft.pieces.len().max(self.links.len()))?;
            }
            match xml::next(&mut reader)? {
                Event::Start(tag) => self.start(&tag),
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Text(text) if self.in_text => self.say(&text.xml10_content()),
                Event::CData(text) if self.in_text => self.say(&text.xml10_content()),
                Event::GeneralRef(reference) if self.in_text => {
                    if let Some(letter) = xml::referred(&reference) {
                        self.say(letter.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        self.draft.end_line();
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        let value = || xml::attribute(tag, "val");
        let is_on = || value().is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off"));
        let columns = || value().and_then(|n| n.parse().ok()).unwrap_or(1);
        match tag.local_name().as_ref() {
            // taken out or moved away by a tracked change, a second rendering of the same, a gloss over its base
            "del" | "moveFrom" | "Fallback" | "rt" => self.skipping = 1,
            // how it was before a tracked change
            "rPrChange" | "pPrChange" | "tcPrChange" | "trPrChange" | "tblPrChange" | "numberingChange" => {
                self.skipping = 1;
            }
            "tbl" => self.skip_if(|body| body.tables.open(&mut body.draft)),
            "tc" => self.tables.announce_cell(&mut self.draft),
            "gridBefore" => self.tables.leave_out(columns()),
            "gridSpan" => self.tables.widen(columns()),
            "vMerge" => {
                let begins = value().is_some_and(|value| value == "restart");
                self.tables.merge(if begins { Merge::Begins } else { Merge::GoesOn });
            }
            "p" => self.skip_if(|body| body.tables.content(&mut body.draft)),
            "numPr" => self.listed = (String::new(), 0),
            "ilvl" => self.listed.1 = value().and_then(|level| level.parse().ok()).unwrap_or(0),
            "numId" => self.listed.0 = value().unwrap_or_default(),
            "txbxContent" | "br" | "cr" => self.draft.end_line(),
            "r" => self.run = Run::default(),
            "vanish" => self.run.hidden = is_on(),
            "strike" => self.run.struck = is_on(),
            "dstrike" => self.run.struck_twice = is_on(),
            "vertAlign" => self.run.raised = value().is_some_and(|value| value == "superscript"),
            "footnoteReference" | "endnoteReference" => self.run.raised = true,
            "t" => self.in_text = true,
            "noBreakHyphen" => self.say("-"),
            "tab" | "ptab" => self.tab(),
            "hyperlink" => {
                let address = xml::attribute(tag, "id").and_then(|id| self.addresses.get(&id).cloned());
                self.link = address.map(|address| (self.draft.text.len(), address));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match name {
            "tbl" => self.tables.close(&mut self.draft),
            "tr" => self.tables.end_row(&mut self.draft),
            "tc" => self.tables.end_cell(&mut self.draft),
            "numPr" => self.number = self.numbering.count(&self.listed.0, self.listed.1),
            "p" | "txbxContent" => {
                self.number.clear();
                self.draft.end_line();
            }
            "t" => self.in_text = false,
            "hyperlink" => self.end_link(),
            _ => {}
        }
    }

    fn skip_if(&mut self, open: impl FnOnce(&mut Self) -> Content) {
        self.skipping = usize::from(open(self) == Content::Skip);
    }

    fn say(&mut self, words: &str) {
        let run = self.run;
        if run.hidden || run.struck || run.struck_twice || run.raised && self.after_figure() {
            return;
        }
        if !words.is_empty() {
            self.draft.say(&std::mem::take(&mut self.number));
        }
        let mut lines = words.split(['\n', '\r', '\t']);
        self.draft.say(lines.next().unwrap_or_default());
        for line in lines {
            self.draft.say(" ");
            self.draft.say(line);
        }
    }

    /// Whether a cell ends in a figure, so far: a raised digit after it is a note's, and no part of it.
    fn after_figure(&self) -> bool {
        self.draft.depth() > 0
            && !self.draft.is_fresh()
            && self.draft.text.trim_end().ends_with(|c: char| c.is_ascii_digit())
    }

    /// A tab parts words; inside of a cell it may not be taken for the next cell's start.
    fn tab(&mut self) {
        if !self.draft.is_fresh() {
            self.draft.say(if self.draft.depth() == 0 { "\t" } else { " " });
        }
    }

    fn end_link(&mut self) {
        let Some((start, address)) = self.link.take() else { return };
        let end = self.draft.text.len();
        let span =
            Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) };
        self.links.push((span, address));
    }
}
