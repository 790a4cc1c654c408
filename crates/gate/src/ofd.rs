//! OFD, the format of official documents (GB/T 33190): a ZIP with pages of placed words. Words are read as they are placed,
//! line by line; what a page draws as curves or pictures has no words to read.

use gongkai_report::read::formats::{
    archive::Archive,
    budget::Budget,
    xml::{self, attribute},
};
use quick_xml::events::{BytesStart, Event};

use crate::{
    checks,
    finding::At,
    image,
    kind::Kind,
    notes::Notes,
    text::{Line, look as look_at},
    walk::{said, walk},
};

/// The part that every OFD has.
pub(crate) const ROOT: &str = "OFD.xml";
/// Lines at the head of a page where marks stand.
const HEAD: usize = 8;
/// Millimetres by which the words of one line may stand higher or lower.
const SWAY: f64 = 1.5;
/// Blank millimetres after which another cell of a table begins.
const GAP: f64 = 6.0;

/// Whether a part holds seals and signatures.
pub(crate) fn is_signature(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("/signs/") || lower.ends_with("/signatures.xml") || lower.ends_with("signedvalue.dat")
}

/// Looks at an OFD.
pub(crate) fn look(bytes: &[u8], budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut archive = Archive::open(bytes, budget)?;
    let root = xml::part(&mut archive, ROOT)?.unwrap_or_default();
    facts(&root, budget, notes)?;
    let mut names = archive.names();
    // Page_2 before Page_10
    names.sort_by_key(|name| (name.len(), name.clone()));
    let mut page = 0;
    for name in &names {
        budget.in_time()?;
        let lower = name.to_ascii_lowercase();
        let file = name.rsplit('/').next().unwrap_or(name);
        if lower.ends_with(".xml") && has_words(&lower) {
            let text = xml::part(&mut archive, name)?.unwrap_or_default();
            let is_page = lower.contains("/pages/") && lower.ends_with("/content.xml");
            page += u32::from(is_page);
            let (part, at) = match is_page {
                true => ("", At::Page(page)),
                false if lower.contains("/tpls/") => ("模板页", At::Whole),
                false => ("注释", At::Whole),
            };
            words(&text, (part, &at), budget, notes)?;
        } else if lower.contains("/attachs/") && !lower.ends_with("/attachments.xml") {
            notes.tell(&checks::EMBEDDED, "", At::Whole, file);
        } else if lower.contains("/res/") {
            picture(&mut archive, name, file, notes)?;
        }
    }
    match page {
        0 => Err("没有找到页面".to_owned()),
        _ => Ok(()),
    }
}

/// Pages, templates below them, and what stands upon them.
fn has_words(lower: &str) -> bool {
    lower.contains("/pages/") || lower.contains("/tpls/") || lower.contains("/annots/")
}

fn picture(archive: &mut Archive<'_>, name: &str, file: &str, notes: &mut Notes<'_>) -> Result<(), String> {
    let Some(bytes) = archive.part(name)? else { return Ok(()) };
    let kind = Kind::of(file, &bytes);
    if kind.is_picture() {
        if image::look(kind, &bytes, file, notes).is_err() {
            notes.tell(&checks::CUT_SHORT, file, At::Whole, "图片已损坏");
        }
        notes.pictures.push(file.to_owned());
    }
    Ok(())
}

/// What the file says about its makers.
fn facts(root: &str, budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let (mut name, mut value) = (String::new(), String::new());
    walk(root, budget, |event, _| {
        match event {
            Event::Start(tag) => {
                name = match tag.local_name().as_ref() {
                    "Author" => "作者".to_owned(),
                    "CustomData" => format!("自定义属性{}", attribute(tag, "Name").unwrap_or_default()),
                    _ => String::new(),
                };
                value.clear();
            }
            Event::End(_) => {
                let (name, value) = (std::mem::take(&mut name), std::mem::take(&mut value));
                if !name.is_empty() && !value.trim().is_empty() {
                    notes.tell(&checks::AUTHOR, "", At::Whole, &format!("{name}：{}", value.trim()));
                }
            }
            other => value.extend(said(other)),
        }
        Ok(())
    })
}

/// The words of one page, while they are put into lines.
#[derive(Default)]
struct Page {
    /// Words, by where their line stands and where they begin and end in it.
    placed: Vec<(f64, f64, f64, String)>,
    /// Where the object that is read stands: left, top, width.
    object: (f64, f64, f64),
    hidden: bool,
    in_words: bool,
    baseline: f64,
    said: String,
    unseen: Vec<String>,
}

impl Page {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "TextObject" => {
                    self.object = boundary(tag);
                    self.hidden = attribute(tag, "Visible").is_some_and(|it| it == "false" || it == "0");
                }
                "TextCode" => {
                    self.in_words = true;
                    self.baseline = number(attribute(tag, "Y"));
                    self.said.clear();
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "TextCode" => {
                self.in_words = false;
                let (left, top, width) = self.object;
                let said = std::mem::take(&mut self.said);
                if self.hidden {
                    self.unseen.push(said.clone());
                }
                self.placed.push((top + self.baseline, left, left + width, said));
            }
            other if self.in_words => self.said.extend(said(other)),
            _ => {}
        }
    }

    /// What stands on one height reads as one line, a wide blank as the border of two cells.
    fn lines(mut self) -> (Vec<String>, Vec<String>) {
        self.placed.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut lines = Vec::new();
        for row in self.placed.chunk_by(|a, b| b.0 - a.0 < SWAY) {
            let mut row: Vec<_> = row.iter().collect();
            row.sort_by(|a, b| a.1.total_cmp(&b.1));
            let (mut line, mut end) = (String::new(), f64::MAX);
            for (_, from, to, words) in row {
                if from - end > GAP {
                    line.push('\t');
                }
                line.push_str(words);
                end = *to;
            }
            lines.push(line);
        }
        (lines, self.unseen)
    }
}

fn words(text: &str, (part, at): (&str, &At), budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    let mut page = Page::default();
    walk(text, budget, |event, _| {
        page.event(event);
        Ok(())
    })?;
    let first = matches!(at, At::Page(1) | At::Whole);
    let (lines, unseen) = page.lines();
    for (nth, line) in lines.iter().enumerate() {
        look_at(&Line { part, at: at.clone(), words: line, head: first && nth < HEAD }, notes);
        notes.say(line);
    }
    for words in unseen {
        notes.tell(&checks::HIDDEN_WORDS, part, at.clone(), &words);
    }
    Ok(())
}

/// Left, top and width of an object, in millimetres.
fn boundary(tag: &BytesStart<'_>) -> (f64, f64, f64) {
    let written = attribute(tag, "Boundary").unwrap_or_default();
    let mut numbers = written.split_whitespace().map(|it| number(Some(it.to_owned())));
    let mut next = || numbers.next().unwrap_or(0.0);
    (next(), next(), next())
}

fn number(written: Option<String>) -> f64 {
    written.and_then(|it| it.trim().parse().ok()).filter(|it: &f64| it.is_finite()).unwrap_or(0.0)
}
