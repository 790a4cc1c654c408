//! The walk from tag to tag.

use memchr::{memchr, memmem};

use super::{
    super::{budget::Budget, draft::Draft},
    entities,
    names::{self, Manner, name},
    near::near,
    tables::Tables,
    tag,
    unseen::{self, Sight},
    words::Words,
};
use crate::document::Span;

/// No page states more facts about itself than this.
const MOST_PROPERTIES: usize = 200;
/// How many names may lack their end before hidden elements are no longer looked for.
const MOST_ENDLESS: usize = 16;
/// Tags between two looks at the budget.
const TAGS_A_LOOK: usize = 1024;

/// A page while it is read.
pub(super) struct Page<'a> {
    page: &'a str,
    pub draft: Draft,
    pub words: Words,
    tables: Tables,
    pub properties: Vec<(String, String)>,
    pub links: Vec<(Span, String)>,
    /// An open `<a>`: where its text starts, and its address.
    link: Option<(usize, String)>,
    /// Where something may be hidden, from the page's end to its start.
    unseen: Vec<usize>,
    /// Names whose end was looked for and is not there.
    endless: Vec<u64>,
    pre: usize,
    lines_matter: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(page: &'a str) -> Self {
        let lines_matter = lines_matter(page);
        Self {
            page,
            draft: Draft::with_room(page.len() / 2),
            words: Words::new(lines_matter, page.len()),
            tables: Tables::default(),
            properties: Vec::new(),
            links: Vec::new(),
            link: None,
            unseen: unseen::clues(page),
            endless: Vec::new(),
            pre: 0,
            lines_matter,
        }
    }

    /// Reads all of it.
    pub(super) fn read(&mut self, budget: &Budget) -> Result<(), String> {
        let bytes = self.page.as_bytes();
        let (mut at, mut tags) = (0, 0);
        while at < bytes.len() {
            let next = near(b'<', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |found| at + found);
            if next > at {
                self.words.take(&mut self.draft, self.page, at, next);
            }
            at = self.tag(next);
            tags += 1;
            if tags % TAGS_A_LOOK == 0 {
                budget.in_time()?;
                budget.in_room(self.draft.pieces.len().max(self.links.len()))?;
            }
        }
        self.end_link();
        self.tables.close_all(&mut self.draft);
        self.draft.end_row();
        Ok(())
    }

    /// What starts with the `<` at a place; gives back where the text goes on.
    fn tag(&mut self, at: usize) -> usize {
        let rest = self.page.as_bytes().get(at + 1..).unwrap_or_default();
        match rest {
            [b'!', b'-', b'-', ..] => self.comment(at),
            [b'!' | b'?', ..] => memchr(b'>', rest).map_or(self.page.len(), |end| at + end + 2),
            [b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let (tag, length) = named(rest.get(1..).unwrap_or_default());
                let behind = rest.get(1 + length..).unwrap_or_default();
                self.close(tag, at);
                near(b'>', behind).map_or(self.page.len(), |end| at + 2 + length + end + 1)
            }
            [letter, ..] if letter.is_ascii_alphabetic() => self.opening(at),
            [] => self.page.len(),
            _ => {
                self.words.take(&mut self.draft, self.page, at, at + 1);
                at + 1
            }
        }
    }

    fn comment(&mut self, at: usize) -> usize {
        let rest = self.page.as_bytes().get(at + 4..).unwrap_or_default();
        let closed = if self.endless.contains(&COMMENT) { None } else { memmem::find(rest, b"-->") };
        if let Some(end) = closed {
            return at + 4 + end + 3;
        }
        // a browser would hide the rest of the page; a page that was cut off or badly pasted still says something
        self.endless.push(COMMENT);
        memchr(b'>', rest).map_or(self.page.len(), |end| at + 4 + end + 1)
    }

    fn opening(&mut self, at: usize) -> usize {
        let (tag, length) = named(self.page.as_bytes().get(at + 1..).unwrap_or_default());
        let inside = at + 1 + length;
        let end = tag::end(self.page.as_bytes(), inside);
        let attributes = self.page.get(inside..end).unwrap_or_default();
        if tag == names::SUP && self.after_figure() {
            return self.skip(tag, end, Manner::Aside);
        }
        match names::manner(tag) {
            Manner::Inline => self.open(tag, attributes, at),
            Manner::Block => {
                self.words.end_line(&mut self.draft);
                self.pre += usize::from(tag == names::PRE);
                self.words.keep_lines = self.lines_matter || self.pre > 0;
            }
            Manner::Struck => return self.skip_element(tag, end),
            manner @ (Manner::Raw | Manner::Aside) => return self.skip(tag, end, manner),
        }
        if self.has_clue(at, end) && !attributes.ends_with("/>") {
            return self.unseen(tag, attributes, end);
        }
        end
    }

    /// An inline tag, or one that tables are made of.
    fn open(&mut self, tag: u64, attributes: &str, at: usize) {
        match tag {
            names::TD | names::TH => {
                self.end_cell(at);
                self.tables.cell(&mut self.draft, attributes);
            }
            names::TR => {
                self.end_cell(at);
                self.tables.row(&mut self.draft);
            }
            names::TABLE => {
                self.words.forget_blank();
                self.tables.open(&mut self.draft);
            }
            names::A => {
                self.end_link();
                let address = tag::value(attributes, "href").unwrap_or_default();
                if !(address.is_empty() || address.starts_with('#') || address.starts_with("javascript:")) {
                    self.link = Some((self.draft.text.len(), address));
                }
            }
            names::META => self.meta(attributes),
            _ => {}
        }
    }

    fn close(&mut self, tag: u64, at: usize) {
        match tag {
            names::TD | names::TH => self.end_cell(at),
            names::TR => {
                self.end_cell(at);
                self.tables.end_row(&mut self.draft);
            }
            names::TABLE => {
                self.words.forget_blank();
                self.tables.close(&mut self.draft);
            }
            names::A => self.end_link(),
            tag if names::manner(tag) == Manner::Block => {
                self.words.end_line(&mut self.draft);
                self.pre -= usize::from(tag == names::PRE && self.pre > 0);
                self.words.keep_lines = self.lines_matter || self.pre > 0;
            }
            _ => {}
        }
    }

    /// Ends the open cell, if there is one, before the tag at a place.
    fn end_cell(&mut self, at: usize) {
        self.words.forget_blank();
        if self.tables.end_cell(&mut self.draft) {
            // a blank cell has no words whose place could be asked for: it stands where it ends
            self.words.mark(self.draft.text.len(), at);
        }
    }

    fn end_link(&mut self) {
        let Some((start, address)) = self.link.take() else { return };
        let words = self.draft.text.get(start..).unwrap_or_default();
        let start = start + words.len() - words.trim_start().len();
        let end = start + words.trim().len();
        let span =
            Span { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) };
        self.links.push((span, address));
    }

    fn meta(&mut self, attributes: &str) {
        let name = tag::value(attributes, "name").or_else(|| tag::value(attributes, "property"));
        if let (Some(name), Some(content)) = (name, tag::value(attributes, "content")) {
            self.state(&name, content.trim());
        }
    }

    fn state(&mut self, name: &str, value: &str) {
        if self.properties.len() < MOST_PROPERTIES && !value.is_empty() {
            self.properties.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Passes over the content of an element that the text does not have.
    fn skip(&mut self, tag: u64, from: usize, manner: Manner) -> usize {
        let end = if self.endless.contains(&tag) { None } else { self.closing(tag, from) };
        match end {
            Some(end) => {
                if tag == names::TITLE {
                    let title = entities::resolved(self.page.get(from..end).unwrap_or_default());
                    self.state("title", &title.split_whitespace().collect::<Vec<_>>().join(" "));
                }
                memchr(b'>', self.page.as_bytes().get(end..).unwrap_or_default())
                    .map_or(self.page.len(), |close| end + close + 1)
            }
            None if manner == Manner::Raw && tag != names::TITLE => self.page.len(),
            None => {
                self.endless.push(tag);
                from
            }
        }
    }

    /// Whether the open cell ends in a figure, so far: a raised digit after it is a note's, and no part of it.
    fn after_figure(&self) -> bool {
        self.tables.in_cell() && self.draft.text.ends_with(|c: char| c.is_ascii_digit())
    }

    /// Where the next end tag of this name starts.
    fn closing(&self, tag: u64, from: usize) -> Option<usize> {
        let bytes = self.page.as_bytes();
        memmem::find_iter(bytes.get(from..)?, b"</")
            .map(|found| from + found)
            .find(|at| named(bytes.get(at + 2..).unwrap_or_default()).0 == tag)
    }

    fn has_clue(&mut self, from: usize, to: usize) -> bool {
        while self.unseen.last().is_some_and(|&at| at < from) {
            self.unseen.pop();
        }
        self.unseen.last().is_some_and(|&at| at < to)
    }

    /// Passes over what a tag hides, or raises behind a figure.
    fn unseen(&mut self, tag: u64, attributes: &str, from: usize) -> usize {
        let sight = unseen::sight(attributes);
        if sight == Sight::Plain || sight == Sight::Raised && !self.after_figure() {
            return from;
        }
        match tag {
            // a page that shows itself by a script
            names::BODY | names::HTML | names::BR => from,
            names::TD | names::TH | names::TR => self.skip_part(tag, from),
            _ => self.skip_element(tag, from),
        }
    }

    /// Passes over what is inside of a cell or row, up to the tag that ends it: often it is not its own.
    fn skip_part(&mut self, tag: u64, from: usize) -> usize {
        if self.endless.contains(&tag) {
            return from;
        }
        let bytes = self.page.as_bytes();
        let mut depth = 0usize;
        for found in memchr::memchr_iter(b'<', bytes.get(from..).unwrap_or_default()) {
            let rest = bytes.get(from + found + 1..).unwrap_or_default();
            let closes = rest.first() == Some(&b'/');
            match named(rest.get(usize::from(closes)..).unwrap_or_default()).0 {
                names::TABLE if !closes => depth += 1,
                names::TABLE if depth > 0 => depth -= 1,
                names::TABLE | names::TR if depth == 0 => return from + found,
                names::TD | names::TH if depth == 0 && tag != names::TR => return from + found,
                _ => {}
            }
        }
        self.endless.push(tag);
        from
    }

    /// Passes over an element up to its own end tag.
    fn skip_element(&mut self, tag: u64, from: usize) -> usize {
        if self.endless.contains(&tag) || self.endless.len() > MOST_ENDLESS {
            return from;
        }
        let bytes = self.page.as_bytes();
        let mut depth = 1usize;
        for found in memchr::memchr_iter(b'<', bytes.get(from..).unwrap_or_default()) {
            let rest = bytes.get(from + found + 1..).unwrap_or_default();
            let closes = rest.first() == Some(&b'/');
            if named(rest.get(usize::from(closes)..).unwrap_or_default()).0 != tag {
                continue;
            }
            depth = if closes { depth - 1 } else { depth + 1 };
            if depth == 0 {
                self.hide_table(tag);
                return tag::end(bytes, from + found + 1);
            }
        }
        self.endless.push(tag);
        from
    }

    /// A hidden table was opened already; its end is passed over.
    fn hide_table(&mut self, tag: u64) {
        if tag == names::TABLE {
            self.tables.close(&mut self.draft);
        }
    }
}

const COMMENT: u64 = name(b"!--");

/// For each byte that a name may have its lower case, for each other 0.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || byte == b':' || byte == b'-' {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// The name at the start of some bytes, and its length.
fn named(bytes: &[u8]) -> (u64, usize) {
    let mut length = 0;
    let mut packed = 0;
    for letter in bytes.iter().map(|&byte| LETTERS[usize::from(byte)]).take_while(|&letter| letter > 0) {
        if length < 8 {
            packed = packed << 8 | u64::from(letter);
        }
        length += 1;
    }
    (packed, length)
}

/// Whether the page is text with tables in it (Markdown, or what an editor pasted) rather than markup.
fn lines_matter(page: &str) -> bool {
    let bytes = page.trim_start().as_bytes();
    if bytes.first() != Some(&b'<') {
        return true;
    }
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    // fewer tags than half as many
    lines > 0 && memchr::memchr_iter(b'<', bytes).nth(lines.div_ceil(2) - 1).is_none()
}
