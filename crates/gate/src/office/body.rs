//! One part of a Word file, paragraph by paragraph: what is shown, what is hidden, and how it was changed.

use std::collections::HashSet;

use gongkai_report::read::formats::{budget::Budget, xml};
use quick_xml::events::{BytesStart, Event};

use super::styles::is_on;
use crate::{
    checks,
    finding::At,
    notes::Notes,
    text::{Line, address, look},
    walk::{said, walk},
};

/// Paragraphs at the head of a document where marks stand.
const HEAD: u32 = 12;

/// A part while it is read.
pub(super) struct Body<'s> {
    part: String,
    /// Whether all of it stands where marks stand, as headers do.
    margin: bool,
    /// Whether a reader reads it.
    shown: bool,
    hiding: &'s HashSet<String>,
    paragraph: u32,
    line: String,
    /// Tables inside of tables.
    tables: usize,
    in_text: bool,
    in_code: bool,
    in_run: bool,
    hidden: bool,
    /// Whether the run stands on black, and what it is written with, if that is said.
    on_black: bool,
    ink: Option<String>,
    unseen: String,
    code: String,
    /// Deep inside of a tracked change: its element, its author, what it has.
    change: Option<Change>,
    /// The change before, which may go on: programs cut one change into many runs.
    last: Option<Change>,
    /// How deep inside of a second rendering of the same.
    skipping: usize,
}

struct Change {
    name: String,
    author: String,
    words: String,
    depth: usize,
}

/// Looks at a part; `shown` says whether a reader reads it.
pub(super) fn look_at(
    text: &str,
    part: &str,
    shown: bool,
    hiding: &HashSet<String>,
    budget: &Budget,
    notes: &mut Notes<'_>,
) -> Result<(), String> {
    let mut body = Body {
        part: part.to_owned(),
        margin: part.starts_with("页"),
        shown,
        hiding,
        paragraph: 1,
        line: String::new(),
        tables: 0,
        in_text: false,
        in_code: false,
        in_run: false,
        hidden: false,
        on_black: false,
        ink: None,
        unseen: String::new(),
        code: String::new(),
        change: None,
        last: None,
        skipping: 0,
    };
    walk(text, budget, |event, _| {
        body.event(event, notes);
        Ok(())
    })?;
    body.end_line(notes);
    Ok(())
}

impl Body<'_> {
    fn at(&self) -> At {
        At::Paragraph(self.paragraph)
    }

    fn event(&mut self, event: &Event<'_>, notes: &mut Notes<'_>) {
        match event {
            Event::Start(tag) => {
                if self.skipping > 0 || tag.local_name().as_ref() == "Fallback" {
                    self.skipping += 1;
                    return;
                }
                self.start(tag);
                if let Some(change) = &mut self.change {
                    change.depth += 1;
                } else if matches!(tag.local_name().as_ref(), "ins" | "del" | "moveFrom" | "moveTo") {
                    let author = xml::attribute(tag, "author").unwrap_or_default();
                    let name = tag.local_name().as_ref().to_owned();
                    self.change = Some(Change { name, author, words: String::new(), depth: 1 });
                }
            }
            Event::Empty(tag) if self.skipping == 0 => {
                self.start(tag);
                if matches!(tag.local_name().as_ref(), "ins" | "del") {
                    self.changed(
                        if tag.local_name().as_ref() == "ins" {
                            "新增段落或者行"
                        } else {
                            "删除段落或者行"
                        },
                        notes,
                    );
                }
                self.end(tag.local_name().as_ref(), notes);
            }
            Event::End(tag) => {
                if self.skipping > 0 {
                    self.skipping -= 1;
                    return;
                }
                self.end(tag.local_name().as_ref(), notes);
                self.end_change(notes);
            }
            other if self.skipping == 0 => {
                if let Some(words) = said(other) {
                    if self.in_text && self.change.is_none() {
                        self.tell_change(notes);
                    }
                    self.say(&words);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let value = |name| xml::attribute(tag, name);
        match tag.local_name().as_ref() {
            // a watermark is words on a line, in the margin's part
            "textpath" => {
                self.line.push(' ');
                self.line.extend(xml::attribute(tag, "string"));
            }
            "tbl" => self.tables += 1,
            "r" => (self.in_run, self.hidden, self.on_black, self.ink) = (true, false, false, None),
            "highlight" if self.in_run => self.on_black |= value("val").is_some_and(|ground| ground == "black"),
            // an ink that is not named turns white on black shading
            "shd" if self.in_run => {
                self.on_black |= value("fill").is_some_and(|it| it == "000000") && self.ink.is_some()
            }
            "color" if self.in_run => self.ink = value("val").filter(|ink| ink != "auto"),
            "vanish" if self.in_run => self.hidden = is_on(tag),
            "rStyle" | "pStyle" if self.in_run => {
                self.hidden |= xml::attribute(tag, "val").is_some_and(|style| self.hiding.contains(&style));
            }
            "t" | "delText" => self.in_text = true,
            "instrText" | "delInstrText" => self.in_code = true,
            "tab" | "br" | "cr" | "noBreakHyphen" if self.in_run => self.line.push(' '),
            "txbxContent" => self.line.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, notes: &mut Notes<'_>) {
        match name {
            "tbl" => {
                self.end_line(notes);
                self.tables = self.tables.saturating_sub(1);
            }
            "tc" if self.tables > 0 => self.line.push('\t'),
            "tr" => self.end_line(notes),
            "p" if self.tables > 0 => {
                self.line.push(' ');
                self.paragraph += 1;
            }
            "p" => {
                self.end_line(notes);
                self.paragraph += 1;
            }
            "r" => {
                self.in_run = false;
                self.end_unseen(notes);
            }
            "t" | "delText" => self.in_text = false,
            "instrText" | "delInstrText" => {
                self.in_code = false;
                self.link(notes);
            }
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        if self.in_code {
            self.code.push_str(words);
        }
        if !self.in_text {
            return;
        }
        if let Some(change) = &mut self.change {
            change.words.push_str(words);
            if change.name == "del" || change.name == "moveFrom" {
                return;
            }
        }
        let black = self.ink.as_deref().is_none_or(|ink| ink == "000000");
        if self.hidden || self.on_black && black {
            self.unseen.push_str(words);
        } else {
            self.line.push_str(words);
        }
    }

    /// A field's words that name an address: `HYPERLINK "…"`.
    fn link(&mut self, notes: &mut Notes<'_>) {
        let code = std::mem::take(&mut self.code);
        if let Some((_, rest)) = code.split_once("HYPERLINK")
            && let Some(goal) = rest.split('"').nth(1)
            && !rest.trim_start().starts_with('\\')
        {
            address(goal, &self.part, &self.at(), notes);
        }
    }

    fn end_unseen(&mut self, notes: &mut Notes<'_>) {
        let words = std::mem::take(&mut self.unseen);
        if !words.trim().is_empty() {
            notes.tell(&checks::HIDDEN_WORDS, &self.part, self.at(), &words);
            let part = format!("{}（隐藏文字）", self.part);
            look(&Line { part: &part, at: self.at(), words: &words, head: false }, notes);
        }
    }

    fn end_change(&mut self, notes: &mut Notes<'_>) {
        let Some(change) = &mut self.change else { return };
        change.depth -= 1;
        if change.depth > 0 {
            return;
        }
        let Some(change) = self.change.take() else { return };
        match &mut self.last {
            Some(last) if last.name == change.name && last.author == change.author => {
                last.words.push_str(&change.words)
            }
            _ => {
                self.tell_change(notes);
                self.last = Some(change);
            }
        }
    }

    /// Says what the last change was.
    fn tell_change(&mut self, notes: &mut Notes<'_>) {
        let Some(change) = self.last.take() else { return };
        let removed = change.name == "del" || change.name == "moveFrom";
        let what = if removed { "删除" } else { "插入" };
        self.changed(&format!("{}{what}：{}", change.author, change.words), notes);
        if removed && !change.words.trim().is_empty() {
            let part = format!("{}（已删除的修订）", self.part);
            look(&Line { part: &part, at: self.at(), words: &change.words, head: false }, notes);
        }
    }

    fn changed(&self, words: &str, notes: &mut Notes<'_>) {
        notes.tell(&checks::CHANGES, "修订", self.at(), words);
    }

    fn end_line(&mut self, notes: &mut Notes<'_>) {
        self.tell_change(notes);
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        let head = self.margin || self.shown && self.paragraph <= HEAD;
        look(&Line { part: &self.part, at: self.at(), words: line.trim_end(), head }, notes);
        if self.shown {
            notes.say(&line);
        }
    }
}
