//! 检查: the one way into the gate.

use gongkai_report::{
    Document,
    document::Span,
    read::formats::{budget::Budget, open},
};

use crate::{
    Rules, checks,
    finding::{At, Finding},
    image,
    kind::Kind,
    notes::Notes,
    ofd, office, pdf,
    text::{Line, NAME, address, look},
};

/// Lines at the head of a text where marks stand.
const HEAD: u32 = 8;

/// 检查结果: what one file has in it.
#[derive(Clone, Debug)]
pub struct Examined {
    /// What it is.
    pub kind: Kind,
    /// All that a reader or an index would read, 8 MiB at most; what is hidden in the file is not in it.
    pub text: String,
    /// The gravest first.
    pub findings: Vec<Finding>,
}

/// Looks at a file, its name included. Never panics and never fails: what could not be looked at is a finding.
pub fn examine(name: &str, bytes: &[u8], rules: &Rules) -> Examined {
    let kind = Kind::of(name, bytes);
    let mut notes = Notes::new(name, rules);
    let bare = name_of(name);
    let bare = bare.rsplit_once('.').map_or(bare, |(stem, _)| stem);
    look(&Line { part: NAME, at: At::Whole, words: bare, head: false }, &mut notes);
    if bytes.len() > rules.limits.source {
        let size = format!("文件超过{} MB", rules.limits.source / 1_000_000);
        notes.tell(&checks::CLOSED, "", At::Whole, &size);
    } else {
        let budget = Budget::new(&rules.limits);
        if let Err(why) = read(kind, name, bytes, &budget, &mut notes) {
            notes.tell(if notes.text.is_empty() { &checks::CLOSED } else { &checks::CUT_SHORT }, "", At::Whole, &why);
        }
    }
    for picture in std::mem::take(&mut notes.pictures) {
        notes.tell(&checks::PICTURE_WORDS, "", At::Whole, &picture);
    }
    let (text, findings) = notes.finish(kind);
    Examined { kind, text, findings }
}

/// Looks at words that are no file: a title, a body. `part` is what they are called.
pub fn examine_text(part: &str, text: &str, rules: &Rules) -> Vec<Finding> {
    let mut notes = Notes::new("", rules);
    lines(text, part, &mut notes);
    notes.finish(Kind::Text).1
}

fn read(kind: Kind, name: &str, bytes: &[u8], budget: &Budget, notes: &mut Notes<'_>) -> Result<(), String> {
    match kind {
        Kind::Docx => office::docx(bytes, budget, notes),
        Kind::Xlsx => office::xlsx(bytes, budget, notes),
        Kind::Pptx => office::pptx(bytes, budget, notes),
        Kind::Pdf => pdf::look(name, bytes, budget, notes),
        Kind::Ofd => ofd::look(bytes, budget, notes),
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp => {
            image::look(kind, bytes, "", notes)?;
            let size = image::size(kind, bytes).map_or(String::new(), |(x, y)| format!("　{x}×{y}"));
            notes.pictures.push(format!("{}{size}", name_of(name)));
            Ok(())
        }
        Kind::Html | Kind::Csv | Kind::Text => written(name, bytes, notes),
        Kind::Closed(what) => {
            notes.tell(&checks::CLOSED, "", At::Whole, what);
            Ok(())
        }
    }
}

fn written(name: &str, bytes: &[u8], notes: &mut Notes<'_>) -> Result<(), String> {
    let document = open(bytes, name, &notes.rules.limits)?;
    for (span, goal) in &document.links {
        let place = document.place(*span);
        address(goal, "", &place.line.map_or(At::Whole, At::Line), notes);
    }
    paged(&document, notes);
    Ok(())
}

/// Looks at the lines of a document, each with the page or line of the file that it stands in.
pub(crate) fn paged(document: &Document, notes: &mut Notes<'_>) {
    let (mut spans, mut lines, mut start) = (Vec::new(), Vec::new(), 0_usize);
    for line in document.text.split('\n') {
        let end = start + line.len();
        if !line.trim().is_empty()
            && let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(end))
        {
            spans.push(Span { start: from, end: to });
            lines.push(line);
        }
        start = end + 1;
    }
    let mut on_page = (0, 0);
    for (place, line) in document.positions(&spans).into_iter().zip(lines) {
        let page = place.page.unwrap_or(0);
        on_page = if on_page.0 == page { (page, on_page.1 + 1) } else { (page, 1) };
        let at = place.page.map(At::Page).or(place.line.map(At::Line)).unwrap_or(At::Whole);
        look(&Line { part: "", at, words: line, head: page <= 1 && on_page.1 <= HEAD }, notes);
        notes.say(line);
    }
}

fn lines(text: &str, part: &str, notes: &mut Notes<'_>) {
    for (number, line) in (1..).zip(text.lines()) {
        look(&Line { part, at: At::Line(number), words: line, head: number <= HEAD }, notes);
        notes.say(line);
    }
}

/// A name without the folders before it.
fn name_of(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
