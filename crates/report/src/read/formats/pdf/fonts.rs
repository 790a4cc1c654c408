//! Fonts: what a string of codes says, and how wide each glyph is.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GB18030};

use super::{
    cmap::CMap,
    file::File,
    glyphs,
    lexer::{Dictionary, Object},
};

/// More widths than a font of all Chinese characters has.
const MOST_WIDTHS: usize = 100_000;
/// A digit's width in most fonts, in thousandths of its size.
const USUAL_WIDTH: f32 = 556.0;
/// A Chinese character's width.
const FULL_WIDTH: f32 = 1000.0;
/// A Latin character's width in Chinese fonts.
const HALF_WIDTH: f32 = 500.0;

/// A font of a page.
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
    widths: HashMap<u32, f32>,
    default_width: f32,
    /// From a width's unit to the font's size.
    scale: f32,
}

/// How codes are cut out of a string, and what they say by themselves.
enum Codes {
    /// A byte each; the character of each.
    Single(Vec<Option<char>>),
    /// Two bytes each, glyph numbers that say nothing without a map.
    Glyphs,
    /// UTF-16, big end first.
    Utf16,
    /// A Chinese encoding: the official PDFs of many offices have no map but this.
    Chinese(&'static Encoding),
}

/// One glyph of a string.
pub(super) struct Glyph<'s> {
    pub words: &'s str,
    /// In units of the font's size.
    pub width: f32,
    /// The single byte 32, which word spacing widens.
    pub is_space: bool,
}

impl Font {
    pub(super) fn read<'a>(file: &File<'a>, font: &Dictionary<'a>) -> Self {
        let to_unicode = font.get("ToUnicode").and_then(|map| file.stream(map)).map(|map| CMap::read(&map.bytes));
        match file.get(font, "DescendantFonts") {
            Object::Array(items) => {
                let descendant = match items.first().map(|item| file.resolve(item)) {
                    Some(Object::Dictionary(descendant)) => descendant,
                    _ => Dictionary::default(),
                };
                let codes = composite(&file.get(font, "Encoding"));
                let default_width = file.get(&descendant, "DW").number().map_or(FULL_WIDTH, single);
                let widths = glyph_widths(file, &descendant);
                Self { codes, to_unicode, widths, default_width, scale: 0.001 }
            }
            _ => {
                let matrix = file.get(font, "FontMatrix");
                let scale = matrix.array().and_then(|matrix| matrix.first()?.number()).map_or(0.001, single);
                let codes = Codes::Single(characters(file, font));
                Self { codes, to_unicode, widths: byte_widths(file, font), default_width: USUAL_WIDTH, scale }
            }
        }
    }

    /// Each glyph of a string, in order.
    pub(super) fn glyphs(&self, string: &[u8], mut each: impl FnMut(Glyph<'_>)) {
        let mut rest = string;
        let mut own = String::new();
        while let Some(&first) = rest.first() {
            let length = self.code_length(rest).min(rest.len());
            let (code, after) = rest.split_at(length);
            rest = after;
            let number = code.iter().fold(0, |n, &byte| n << 8 | u32::from(byte));
            let mapped = self.to_unicode.as_ref().and_then(|map| map.get(number));
            own.clear();
            match mapped {
                Some(words) => own.push_str(&words),
                None => self.say(code, number, &mut own),
            }
            let width = self.width(number, &own) * self.scale;
            each(Glyph { words: &own, width, is_space: length == 1 && first == b' ' });
        }
    }

    fn code_length(&self, rest: &[u8]) -> usize {
        match (&self.codes, rest) {
            (Codes::Single(_), _) => 1,
            (Codes::Glyphs, _) => 2,
            // the second half of a pair follows
            (Codes::Utf16, [0xd8..=0xdb, ..]) => 4,
            (Codes::Utf16, _) => 2,
            (Codes::Chinese(_), [0..=0x80, ..]) => 1,
            (Codes::Chinese(_), [_, b'0'..=b'9', ..]) => 4,
            (Codes::Chinese(_), _) => 2,
        }
    }

    /// What a code says without a map.
    fn say(&self, code: &[u8], number: u32, out: &mut String) {
        match &self.codes {
            Codes::Single(characters) => out.extend(characters.get(number as usize).copied().flatten()),
            Codes::Glyphs => out.push(char::REPLACEMENT_CHARACTER),
            Codes::Utf16 => {
                let units = code.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                out.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            Codes::Chinese(encoding) => out.push_str(&encoding.decode_without_bom_handling(code).0),
        }
    }

    fn width(&self, code: u32, words: &str) -> f32 {
        match self.codes {
            // widths are listed by glyph, and which glyph a character has is known to the font's maker alone
            Codes::Utf16 | Codes::Chinese(_) => {
                if words.is_ascii() {
                    HALF_WIDTH
                } else {
                    FULL_WIDTH
                }
            }
            Codes::Single(_) | Codes::Glyphs => self.widths.get(&code).copied().unwrap_or(self.default_width),
        }
    }
}

fn composite(encoding: &Object<'_>) -> Codes {
    let name = String::from_utf8_lossy(encoding.name().unwrap_or_default()).into_owned();
    if name.starts_with("Uni") && (name.contains("UCS2") || name.contains("UTF16")) {
        Codes::Utf16
    } else if name.starts_with("GB") {
        Codes::Chinese(GB18030)
    } else if name.starts_with("ETen") || name.starts_with("B5") || name.starts_with("HKscs") {
        Codes::Chinese(BIG5)
    } else {
        Codes::Glyphs
    }
}

/// The character of each byte of a simple font: Windows' Latin with the differences that the font lists.
fn characters<'a>(file: &File<'a>, font: &Dictionary<'a>) -> Vec<Option<char>> {
    let latin = |byte: u8| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next();
    let mut characters: Vec<Option<char>> = (0..=255).map(latin).collect();
    let encoding = file.inner(font, "Encoding");
    let mut code = 0;
    for item in encoding.get("Differences").and_then(Object::array).unwrap_or_default() {
        match item {
            Object::Number(_) => code = item.count().unwrap_or(0),
            Object::Name(name) => {
                if let Some(character) = characters.get_mut(code) {
                    *character = glyphs::character(name);
                }
                code += 1;
            }
            _ => {}
        }
    }
    characters
}

fn byte_widths<'a>(file: &File<'a>, font: &Dictionary<'a>) -> HashMap<u32, f32> {
    let first = file.get(font, "FirstChar").count().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let widths = file.get(font, "Widths");
    let widths = widths.array().unwrap_or_default().iter().take(256);
    (first..).zip(widths).filter_map(|(code, width)| Some((code, single(file.resolve(width).number()?)))).collect()
}

/// `W`: `first [w w w]` and `first last w`.
fn glyph_widths<'a>(file: &File<'a>, font: &Dictionary<'a>) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let mut spent = 0;
    let list = file.get(font, "W");
    let mut items = list.array().unwrap_or_default().iter().map(|item| file.resolve(item));
    while let (Some(first), Some(second)) = (items.next().and_then(|n| n.count()), items.next()) {
        let first = u32::try_from(first).unwrap_or(u32::MAX);
        match second {
            Object::Array(list) => {
                spent += list.len();
                widths.extend((first..).zip(&list).filter_map(|(code, width)| Some((code, single(width.number()?)))));
            }
            last => {
                let last = last.count().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
                let Some(width) = items.next().and_then(|width| width.number()) else { break };
                let last = last.min(0xffff);
                spent += last.saturating_sub(first) as usize;
                widths.extend((first..=last).map(|code| (code, single(width))));
            }
        }
        if spent > MOST_WIDTHS {
            break;
        }
    }
    widths
}

#[expect(clippy::cast_possible_truncation, reason = "a width's last digits do not matter")]
fn single(number: f64) -> f32 {
    number as f32
}
