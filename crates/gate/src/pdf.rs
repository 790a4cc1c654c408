//! PDF: what its pages say, what boxes hide, and what the file carries.

use gongkai_report::Document;
use gongkai_report::read::formats::{
    budget::Budget,
    open,
    pdf::{
        covered,
        file::File,
        lexer::{Dictionary, Object},
        words,
    },
};
use memchr::memmem;
use quick_xml::events::Event;

use crate::{
    checks,
    examine::paged,
    finding::At,
    notes::Notes,
    text::{Line, address},
    walk::{said, walk},
};

/// Facts of the information dictionary that name a program or a day.
const IMPERSONAL: [&[u8]; 5] = [b"Producer", b"Creator", b"CreationDate", b"ModDate", b"Trapped"];
/// Kinds of notes that readers write. Links, fields and windows are none.
const NOTES: [&[u8]; 14] = [
    b"Text",
    b"FreeText",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Stamp",
    b"Caret",
    b"Ink",
    b"Square",
    b"Circle",
    b"Polygon",
    b"Line",
    b"Redact",
];
/// Objects inside of one object.
const MOST_NESTED: usize = 12;
/// What says of which document it is. It is often another one, or a draft.
const OF_DOCUMENT: [&[u8]; 4] = [b"Title", b"Subject", b"Keywords", b"title"];
/// Elements of XMP that name somebody, or the document.
const TOLD: [&str; 6] = ["creator", "Author", "Manager", "Company", "lastModifiedBy", "title"];

/// Looks at a PDF.
pub(crate) fn look(name: &str, bytes: &[u8], budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let document = open(bytes, name, &notes.rules.limits);
    if let Ok(document) = &document {
        paged(document, notes);
    }
    let file = File::open(bytes, budget)?;
    if file.trailers().iter().any(|trailer| trailer.get("Encrypt").is_some()) {
        return document.map(|_| ());
    }
    let shown = Shown::of(document.as_ref().ok());
    facts(&file, &shown, notes);
    luggage(&file, budget, &shown, notes)?;
    layers(&file, notes);
    versions(bytes, notes);
    for page in covered(&file, budget)? {
        for line in page.words {
            notes.tell(&checks::COVERED, "", At::Page(page.page), &line);
        }
        for line in &page.slanted {
            let line = Line { part: "水印", at: At::Page(page.page), words: line, head: true };
            crate::text::look(&line, notes);
        }
    }
    document.map(|_| ())
}

/// What the pages show, without blanks.
pub(crate) struct Shown(String);

impl Shown {
    /// Of what was read; a file whose pages cannot be read shows nothing.
    pub(crate) fn of(document: Option<&Document>) -> Self {
        Self(folded(document.map_or("", |document| document.text.as_str())))
    }

    /// Whether a fact is one that nobody reads on the pages and that names no program and no day: a title that stands on
    /// them says nothing more.
    pub(crate) fn lacks(&self, name: &[u8], value: &str) -> bool {
        let said = || OF_DOCUMENT.contains(&name) && self.0.contains(&folded(value));
        !value.trim().is_empty() && !IMPERSONAL.contains(&name) && !said()
    }
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect()
}

/// What the file says of itself.
fn facts(file: &File<'_>, shown: &Shown, notes: &mut Notes<'_>) {
    for trailer in file.trailers() {
        for (name, value) in &file.inner(&trailer, "Info").0 {
            let Object::Text(value) = file.resolve(value) else { continue };
            let (called, value) = (String::from_utf8_lossy(name), words(&value));
            // what it says of the document is read like its words
            if matches!(name.as_slice(), b"Title" | b"Subject" | b"Keywords") {
                crate::text::look(&Line { part: "文件信息", at: At::Whole, words: &value, head: true }, notes);
            }
            if shown.lacks(name, &value) {
                let called = match called.as_ref() {
                    "Author" => "作者",
                    "Title" => "标题",
                    "Subject" => "主题",
                    "Keywords" => "关键词",
                    other => other,
                };
                notes.tell(&checks::AUTHOR, "", At::Whole, &format!("{called}：{value}"));
            }
        }
    }
}

/// Every object, wherever it hangs: notes, programs, files, pictures, addresses.
fn luggage(file: &File<'_>, budget: &Budget, shown: &Shown, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut pictures = 0_usize;
    for number in file.numbers() {
        budget.in_time()?;
        let object = file.object(number);
        if let Object::Dictionary(object) = &object {
            let is = |name: &str, wanted: &[u8]| file.get(object, name).name() == Some(wanted);
            pictures += usize::from(is("Subtype", b"Image"));
            if is("Subtype", b"XML") && is("Type", b"Metadata") {
                for (_, value) in
                    xmp(file, number, budget)?.iter().filter(|(name, value)| shown.lacks(name.as_bytes(), value))
                {
                    notes.tell(&checks::AUTHOR, "", At::Whole, &format!("XMP：{value}"));
                }
            }
        }
        each(&object, 0, &mut |object| look_at_object(file, object, notes));
    }
    if pictures > 0 {
        notes.pictures.push(format!("PDF里有{pictures}幅图片"));
    }
    Ok(())
}

/// Every dictionary that stands in an object, not those that it points to.
fn each<'o, 'a>(object: &'o Object<'a>, depth: usize, look: &mut impl FnMut(&'o Dictionary<'a>)) {
    // the notation itself ends nesting far above this
    if depth > MOST_NESTED {
        return;
    }
    match object {
        Object::Array(items) => items.iter().for_each(|item| each(item, depth + 1, look)),
        Object::Dictionary(dictionary) => {
            look(dictionary);
            dictionary.0.iter().for_each(|(_, value)| each(value, depth + 1, look));
        }
        _ => {}
    }
}

fn look_at_object<'a>(file: &File<'a>, object: &Dictionary<'a>, notes: &mut Notes<'_>) {
    let named = |name: &str| file.get(object, name).name().unwrap_or_default().to_vec();
    let kind = named("Subtype");
    if NOTES.contains(&kind.as_slice()) && object.get("Rect").is_some() {
        note(file, object, &kind, notes);
    }
    if object.get("EF").is_some() {
        notes.tell(&checks::EMBEDDED, "", At::Whole, &text(file, object, &["UF", "F"]));
    }
    match named("S").as_slice() {
        b"JavaScript" => notes.tell(&checks::SCRIPT, "", At::Whole, "JavaScript"),
        b"Launch" => notes.tell(&checks::SCRIPT, "", At::Whole, "启动程序"),
        b"URI" => address(&text(file, object, &["URI"]), "", &At::Whole, notes),
        _ => {}
    }
    if object.get("FT").is_some() {
        // what somebody filled into a form
        text(file, object, &["V"]).lines().for_each(|line| look_at(line, "表单", notes));
    }
}

fn note(file: &File<'_>, note: &Dictionary<'_>, kind: &[u8], notes: &mut Notes<'_>) {
    let (said, author) = (text(file, note, &["Contents"]), text(file, note, &["T"]));
    if kind == b"Redact" {
        notes.tell(&checks::COVERED, "", At::Whole, "标了密文、没有真正删去");
    }
    // a box or a line that nobody wrote anything beside is a drawing
    if said.is_empty() && !matches!(kind, b"Text" | b"FreeText") {
        return;
    }
    let author = if author.is_empty() { String::new() } else { format!("{author}：") };
    notes.tell(&checks::CHANGES, "批注", At::Whole, &format!("{author}{said}"));
    for line in said.lines() {
        look_at(line, "批注", notes);
    }
}

fn look_at(words: &str, part: &str, notes: &mut Notes<'_>) {
    crate::text::look(&Line { part, at: At::Whole, words, head: false }, notes);
}

/// The words that stand under the first of some names.
fn text(file: &File<'_>, holder: &Dictionary<'_>, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| match file.get(holder, name) {
        Object::Text(bytes) => Some(words(&bytes)),
        _ => None,
    });
    found.unwrap_or_default()
}

/// What the metadata of a stream names: element and words.
pub(crate) fn xmp(file: &File<'_>, number: u32, budget: &Budget) -> Result<Vec<(String, String)>, String> {
    let mut told = Vec::new();
    let Some(stream) = file.stream(&Object::Reference(number)) else { return Ok(told) };
    let text = gongkai_report::read::formats::decode(&stream.bytes);
    let (mut inside, mut value) = (0_usize, String::new());
    // damaged metadata is no reason to leave the pages unread
    let _ = walk(&text, budget, |event, _| {
        match event {
            Event::Start(tag) => inside += usize::from(TOLD.contains(&tag.local_name().as_ref())),
            Event::End(tag) if TOLD.contains(&tag.local_name().as_ref()) => {
                inside = inside.saturating_sub(1);
                let value = std::mem::take(&mut value);
                told.push((tag.local_name().as_ref().to_owned(), value.trim().to_owned()));
            }
            other if inside > 0 => value.extend(said(other)),
            _ => {}
        }
        Ok(())
    });
    budget.in_time()?;
    Ok(told)
}

/// Layers that are off when the file is opened.
fn layers(file: &File<'_>, notes: &mut Notes<'_>) {
    for trailer in file.trailers() {
        let root = file.inner(&trailer, "Root");
        let shown = file.inner(&file.inner(&root, "OCProperties"), "D");
        if file.get(&shown, "BaseState").name() == Some(b"OFF") {
            notes.tell(&checks::HIDDEN_LAYER, "", At::Whole, "没有另外说明的图层都不显示");
        }
        for layer in file.get(&shown, "OFF").array().unwrap_or_default() {
            if let Object::Dictionary(layer) = file.resolve(layer) {
                notes.tell(&checks::HIDDEN_LAYER, "", At::Whole, &text(file, &layer, &["Name"]));
            }
        }
    }
}

/// A file that was changed by adding to its end has the versions before in it. One that is made for fast viewing ends
/// twice from the beginning.
fn versions(bytes: &[u8], notes: &mut Notes<'_>) {
    let ends = memmem::find_iter(bytes, b"%%EOF").take(100).count();
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let usual = 1 + usize::from(memmem::find(head, b"/Linearized").is_some());
    if ends > usual {
        notes.tell(&checks::VERSIONS, "", At::Whole, &format!("保存过{}次，每次的内容都在文件里", ends - usual + 1));
    }
}
