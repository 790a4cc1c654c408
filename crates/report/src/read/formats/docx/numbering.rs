//! Numbers that Word writes before paragraphs by itself: `一、` is often not typed but counted.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::super::{archive::Archive, budget::Budget, xml};

/// Levels of a list; Word has nine.
const LEVELS: usize = 9;

/// The lists of a document, and how far each was counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// By the id that paragraphs name: the kind of list.
    kinds: HashMap<String, String>,
    levels: HashMap<(String, usize), Level>,
    counted: HashMap<String, [u32; LEVELS]>,
}

/// How one level of a list is written.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`: the counts of the levels at their places.
    text: String,
}

impl Numbering {
    /// Reads the part that describes the lists; none is no list.
    pub(super) fn read(archive: &mut Archive<'_>, budget: &Budget) -> Result<Self, String> {
        let mut numbering = Self::default();
        let Some(part) = xml::part(archive, "word/numbering.xml")? else { return Ok(numbering) };
        let mut reader = xml::reader(&part);
        let (mut owner, mut at) = (String::new(), 0);
        loop {
            budget.in_time()?;
            budget.in_room(numbering.levels.len() + numbering.kinds.len())?;
            match xml::next(&mut reader)? {
                Event::Start(tag) | Event::Empty(tag) => numbering.take(&tag, &mut owner, &mut at),
                Event::Eof => return Ok(numbering),
                _ => {}
            }
        }
    }

    fn take(&mut self, tag: &BytesStart<'_>, owner: &mut String, at: &mut usize) {
        let value = || xml::attribute(tag, "val").unwrap_or_default();
        match tag.local_name().as_ref() {
            "abstractNum" => *owner = xml::attribute(tag, "abstractNumId").unwrap_or_default(),
            "num" => *owner = xml::attribute(tag, "numId").unwrap_or_default(),
            "abstractNumId" => {
                self.kinds.insert(owner.clone(), value());
            }
            "lvl" => {
                *at = xml::attribute(tag, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                self.levels.insert((owner.clone(), *at), Level { start: 1, ..Level::default() });
            }
            "start" => self.level(owner, *at, |level| level.start = value().parse().unwrap_or(1)),
            "numFmt" => self.level(owner, *at, |level| level.format = value()),
            "lvlText" => self.level(owner, *at, |level| level.text = value()),
            _ => {}
        }
    }

    fn level(&mut self, owner: &str, at: usize, change: impl FnOnce(&mut Level)) {
        if let Some(level) = self.levels.get_mut(&(owner.to_owned(), at)) {
            change(level);
        }
    }

    /// Counts a paragraph of a list; what stands before it, nothing for a bullet.
    pub(super) fn count(&mut self, list: &str, level: usize) -> String {
        let Some(kind) = self.kinds.get(list).filter(|_| level < LEVELS).cloned() else { return String::new() };
        let starts: [u32; LEVELS] =
            std::array::from_fn(|at| self.levels.get(&(kind.clone(), at)).map_or(1, |l| l.start));
        let counted = self.counted.entry(kind.clone()).or_insert([0; LEVELS]);
        for (at, count) in counted.iter_mut().enumerate().skip(level) {
            *count = match at == level {
                true if *count == 0 => starts.get(at).copied().unwrap_or(1),
                true => count.saturating_add(1),
                false => 0,
            };
        }
        let counted = *counted;
        let Some(Level { format, text, .. }) = self.levels.get(&(kind.clone(), level)) else { return String::new() };
        if format == "bullet" || format == "none" {
            return String::new();
        }
        let mut out = text.clone();
        for (at, &count) in counted.iter().enumerate().take(level + 1) {
            let place = format!("%{}", at + 1);
            if out.contains(&place) {
                let format = self.levels.get(&(kind.clone(), at)).map_or("", |level| &level.format);
                out = out.replace(&place, &written(count.max(1), format));
            }
        }
        out
    }
}

/// A count as a list writes it; what no report uses is written in digits.
fn written(count: u32, format: &str) -> String {
    let letter = |first: u8| {
        let letter = u8::try_from(count - 1).ok().filter(|n| *n < 26).map(|n| char::from(first + n));
        letter.map_or_else(|| count.to_string(), String::from)
    };
    match format {
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if count <= 20 => {
            char::from_u32(0x245f + count).map_or_else(|| count.to_string(), String::from)
        }
        _ if format.starts_with("chinese") || format.starts_with("japanese") || format.starts_with("ideograph") => {
            chinese(count)
        }
        _ => count.to_string(),
    }
}

/// 一 to 九十九.
fn chinese(count: u32) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| digits.get(n as usize).copied().unwrap_or_default();
    match count {
        1..=9 => digit(count).to_owned(),
        10..=19 => format!("十{}", digit(count - 10)),
        20..=99 => format!("{}十{}", digit(count / 10), digit(count % 10)),
        _ => count.to_string(),
    }
}
