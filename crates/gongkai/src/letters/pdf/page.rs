//! 版面: pages filled from top to bottom with lines and rules.

use krilla::{
    Document, SerializeSettings,
    color::{luma, rgb},
    configure::{Accessibility, Configuration, ConfigurationBuilder},
    geom::{PathBuilder, Point},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagKind},
    text::KrillaGlyph,
};

use super::{
    SMALL, TEXT,
    face::{Face, Pen},
    lines::{self, Line},
    tags::Parts,
};
use crate::letters::fonts::Fonts;

/// Millimetres in points.
const fn mm(length: f32) -> f32 {
    length * 72.0 / 25.4
}

const WIDTH: f32 = mm(210.0);
const HEIGHT: f32 = mm(297.0);
/// 天头
pub(super) const TOP: f32 = mm(37.0);
/// 订口
pub(super) const LEFT: f32 = mm(28.0);
/// 版心
pub(super) const AREA: (f32, f32) = (mm(156.0), mm(225.0));
pub(super) const BOTTOM: f32 = TOP + AREA.1;
/// 22 lines a page.
pub(super) const LINE: f32 = AREA.1 / 22.0;
/// One line for the seal, the organ, the date.
const SIGNATURE: f32 = LINE * 3.0;
/// Pages of one paper.
const MOST: usize = 200;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// From the left edge.
    Start,
    /// At the right edge.
    End,
}

/// What stands on a page.
enum Mark {
    Text { at: Point, size: f32, red: bool, title: bool, glyphs: Vec<KrillaGlyph>, text: String, part: Option<usize> },
    Rule { from: Point, to: Point, width: f32, red: bool },
}

/// Both faces, opened for one paper.
pub struct Faces {
    body: Face,
    title: Face,
}

impl Faces {
    /// Opens the files.
    pub fn open(fonts: &Fonts) -> Result<Self, String> {
        let (body, title) = fonts.both()?;
        Ok(Self { body: Face::open(body)?, title: Face::open(title)? })
    }

    /// An empty first page.
    pub fn layout(&self) -> Result<Layout<'_>, String> {
        let (body, title) = (self.body.pen()?, self.title.pen()?);
        Ok(Layout { body, title, pages: vec![Vec::new()], y: TOP, letter: false, parts: Parts::default(), part: None })
    }
}

/// Pages being filled.
pub struct Layout<'f> {
    body: Pen<'f>,
    title: Pen<'f>,
    pages: Vec<Vec<Mark>>,
    /// Where the next line begins.
    y: f32,
    /// 信函格式: the first page bears no number, and rules below.
    letter: bool,
    /// What reads out.
    parts: Parts,
    /// The part that is being set; `None` for what is there for the eye alone.
    part: Option<usize>,
}

impl Layout<'_> {
    /// 发文机关标志 in red over its double rule.
    pub fn masthead(&mut self, from: &str) -> Result<(), String> {
        self.letter = true;
        let wide = self.title.measure(from)?;
        let size = (AREA.0 / wide.max(1.0)).min(30.0);
        let (top, end) = (mm(30.0), LEFT + AREA.0 / 2.0 + wide * size / 2.0);
        self.begin(Tag::P, from);
        self.put(from, (end - wide * size, top + size * 0.88), size, (true, true), 0.0)?;
        let rule = top + size + mm(4.0);
        let (left, right) = (mm(20.0), WIDTH - mm(20.0));
        self.rule((left, rule), (right, rule), 1.6, true);
        self.rule((left, rule + 2.6), (right, rule + 2.6), 0.5, true);
        let foot = HEIGHT - mm(20.0);
        self.rule((left, foot - 2.6), (right, foot - 2.6), 0.5, true);
        self.rule((left, foot), (right, foot), 1.6, true);
        self.y = rule + mm(3.0);
        Ok(())
    }

    /// Blank lines.
    pub fn skip(&mut self, lines: f32) {
        self.y += LINE * lines;
    }

    /// One line of text, unbroken.
    pub fn line(&mut self, text: &str, size: f32, place: Place) -> Result<(), String> {
        self.begin(Tag::P, text);
        for line in lines::broken(&self.body, text, AREA.0 / size)? {
            let free = AREA.0 - line.width * size;
            let x = match place {
                Place::Start => LEFT,
                Place::End => LEFT + free,
            };
            let y = self.next(LINE);
            self.put(&line.text, (x, y), size, (false, false), 0.0)?;
        }
        Ok(())
    }

    /// 标题: in the middle, in lines of about the same length; a line break in it is kept.
    pub fn title(&mut self, text: &str, size: f32) -> Result<(), String> {
        self.begin_heading(1, &text.replace('\n', ""), 1.15);
        text.lines().try_for_each(|line| self.centred(line, size))
    }

    /// What stands above a title, set like it.
    pub fn above_title(&mut self, text: &str, size: f32) -> Result<(), String> {
        self.begin(Tag::P, text);
        self.centred(text, size)
    }

    fn centred(&mut self, text: &str, size: f32) -> Result<(), String> {
        let wide = self.title.measure(text)? * size;
        let rows = (wide / (AREA.0 - 2.0 * size)).ceil().max(1.0);
        let width = (wide / rows / size).ceil() + 1.0;
        let width = if rows > 1.0 { width } else { AREA.0 / size };
        for line in lines::broken(&self.title, text, width)? {
            let y = self.next(LINE * 1.15);
            let x = LEFT + (AREA.0 - line.width * size) / 2.0;
            self.put(&line.text, (x, y), size, (false, true), 0.0)?;
        }
        Ok(())
    }

    /// 正文: indented by two characters, justified.
    pub fn paragraph(&mut self, text: &str, size: f32) -> Result<(), String> {
        self.begin(Tag::P, text);
        self.indented(text, size, 0.0)
    }

    /// The same before the signature: where that and what stands `below` it has no room left, two lines of the text go on
    /// to the next page with them, so that no page has the end of a letter alone.
    pub fn last_paragraph(&mut self, text: &str, size: f32, below: f32) -> Result<(), String> {
        self.begin(Tag::P, text);
        self.indented(text, size, SIGNATURE + below)
    }

    /// 层次标题: as a paragraph, to be leapt to; never the last line of a page.
    pub fn heading(&mut self, text: &str, size: f32) -> Result<(), String> {
        if self.y + LINE * 2.0 > BOTTOM {
            self.turn();
        }
        self.begin_heading(2, text, 1.0);
        self.indented(text, size, 0.0)
    }

    /// How tall a paragraph or a heading will be.
    pub(super) fn tall(&self, text: &str, size: f32) -> Result<f32, String> {
        let lines = lines::broken(&self.body, &indented(text), AREA.0 / size)?.len();
        Ok(f32::from(u16::try_from(lines).unwrap_or(u16::MAX)) * LINE)
    }

    /// Lines of which the last two stand on one page with what has to follow, `after` so tall.
    fn indented(&mut self, text: &str, size: f32, after: f32) -> Result<(), String> {
        let text = indented(text);
        let width = AREA.0 / size;
        let lines = lines::broken(&self.body, &text, width)?;
        let kept = lines.len().min(2);
        let together = LINE * f32::from(u8::try_from(kept).unwrap_or(2)) + after;
        for (at, line) in lines.iter().enumerate() {
            if after > 0.0 && at + kept == lines.len() && self.y + together > BOTTOM + 0.5 {
                self.turn();
            }
            let y = self.next(LINE);
            self.put(&line.text, (LEFT, y), size, (false, false), slack(line, width))?;
        }
        Ok(())
    }

    /// 附件说明: a head two characters in, and beside it a text whose further lines hang under its first.
    pub fn hanging(&mut self, head: &str, text: &str, size: f32) -> Result<(), String> {
        let indent = (2.0 + self.body.measure(head)?) * size;
        let width = (AREA.0 - indent) / size;
        let mut head = Some(head);
        for line in lines::broken(&self.body, text, width)? {
            let y = self.next(LINE);
            if let Some(head) = head.take() {
                self.put(head, (LEFT + 2.0 * size, y), size, (false, false), 0.0)?;
            }
            self.put(&line.text, (LEFT + indent, y), size, (false, false), slack(&line, width))?;
        }
        Ok(())
    }

    /// 署名和成文日期: the date four characters from the right, the organ over its middle, with room for the seal.
    pub fn signature(&mut self, organ: &str, dated: &str, size: f32, below: f32) -> Result<(), String> {
        // two blank lines for the seal, one where the page is nearly full; organ, date and what is below them never part
        match BOTTOM + 0.5 - self.y - below {
            room if room >= SIGNATURE + LINE => self.skip(2.0),
            room if room >= SIGNATURE => self.skip(1.0),
            _ => {
                self.turn();
                self.skip(2.0);
            }
        }
        let (wide, dates) = (self.body.measure(organ)? * size, self.body.measure(dated)? * size);
        let half = (dates / 2.0).max(wide / 2.0);
        let middle = LEFT + AREA.0 - 4.0 * size - half;
        for (text, wide) in [(organ, wide), (dated, dates)] {
            self.begin(Tag::P, text);
            let y = self.next(LINE);
            self.put(text, (middle - wide / 2.0, y), size, (false, false), 0.0)?;
        }
        Ok(())
    }

    /// The base line of the next line, on a new page where this one is full.
    fn next(&mut self, tall: f32) -> f32 {
        if self.y + tall > BOTTOM + 0.5 {
            self.turn();
        }
        self.y += tall;
        self.y - tall * 0.28
    }

    /// What stands on each page, line by line.
    #[cfg(test)]
    pub(super) fn words(&self) -> Vec<Vec<&str>> {
        fn line(mark: &Mark) -> Option<&str> {
            match mark {
                Mark::Text { text, .. } => Some(text),
                Mark::Rule { .. } => None,
            }
        }
        self.pages.iter().map(|page| page.iter().filter_map(line).collect()).collect()
    }

    /// Where the next line begins.
    pub(super) fn y(&self) -> f32 {
        self.y
    }

    /// Goes on at this height.
    pub(super) fn go_to(&mut self, y: f32) {
        self.y = y;
    }

    /// What sets the text.
    pub(super) fn body(&self) -> &Pen<'_> {
        &self.body
    }

    /// What reads out.
    pub(super) fn parts(&mut self) -> &mut Parts {
        &mut self.parts
    }

    /// What follows is set as this part.
    pub(super) fn reading(&mut self, part: Option<usize>) {
        self.part = part;
    }

    /// What follows is a part of its own, unless it has no words.
    fn begin(&mut self, tag: impl Into<TagKind>, words: &str) {
        self.part = (!words.is_empty()).then(|| self.parts.add(tag, None));
    }

    fn begin_heading(&mut self, level: u16, words: &str, lines: f32) {
        if self.y + LINE * lines > BOTTOM + 0.5 {
            self.turn();
        }
        let part = self.parts.heading(level, words, self.pages.len() - 1, self.y);
        self.part = Some(part);
    }

    /// On to a new page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Sets some text with its base line here.
    pub(super) fn put(
        &mut self,
        text: &str,
        (x, y): (f32, f32),
        size: f32,
        (red, title): (bool, bool),
        room: f32,
    ) -> Result<(), String> {
        if text.is_empty() {
            return Ok(());
        }
        let glyphs = if title { self.title.glyphs(text, room)? } else { self.body.glyphs(text, room)? };
        let mark =
            Mark::Text { at: Point::from_xy(x, y), size, red, title, glyphs, text: text.to_owned(), part: self.part };
        self.mark(mark);
        Ok(())
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Draws a line.
    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32, red: bool) {
        let [from, to] = [from, to].map(|(x, y)| Point::from_xy(x, y));
        self.mark(Mark::Rule { from, to, width, red });
    }

    /// 页码: — 2 —, outside; a letter's first page has none.
    fn number_pages(&mut self) -> Result<(), String> {
        let pages = std::mem::take(&mut self.pages);
        self.part = None;
        for (n, page) in (1..).zip(pages) {
            self.pages.push(page);
            if n == 1 && self.letter {
                continue;
            }
            let text = format!("— {n} —");
            let wide = self.body.measure(&text)? * SMALL;
            let x = if n % 2 == 1 { LEFT + AREA.0 - TEXT - wide } else { LEFT + TEXT };
            self.put(&text, (x, BOTTOM + mm(7.0) + SMALL), SMALL, (false, false), 0.0)?;
        }
        Ok(())
    }

    /// The paper as a file.
    pub fn file(mut self, title: &str) -> Result<Vec<u8>, String> {
        if self.pages.len() > MOST {
            return Err(format!("超过{MOST}页，做不成PDF"));
        }
        self.number_pages()?;
        // whoever has it read aloud gets what PDF/UA promises; where a font stands in its way, all of it but the promise
        let mut builder = ConfigurationBuilder::new();
        builder = builder.with_accessibility_validator(Accessibility::UA1);
        let promised = builder.finish().ok().and_then(|promise| self.drawn(title, promise).ok());
        promised.map_or_else(|| self.drawn(title, Configuration::default()), Ok)
    }

    fn drawn(&self, title: &str, configuration: Configuration) -> Result<Vec<u8>, String> {
        let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        document.set_metadata(Metadata::new().title(title.to_owned()).language("zh-CN".to_owned()));
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("版面尺寸不对")?;
        let mut leaves = vec![Vec::new(); self.parts.count()];
        for marks in &self.pages {
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            for mark in marks {
                let part = if let Mark::Text { part, .. } = mark { *part } else { None };
                let leaves = part.and_then(|part| leaves.get_mut(part));
                let tag = match (&leaves, mark) {
                    (Some(_), _) => ContentTag::Span(SpanTag::empty()),
                    (None, Mark::Text { .. }) => {
                        ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
                    }
                    (None, Mark::Rule { .. }) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
                };
                let piece = surface.start_tagged(tag);
                self.draw(&mut surface, mark);
                surface.end_tagged();
                leaves.into_iter().for_each(|leaves| leaves.push(piece));
            }
            surface.finish();
            page.finish();
        }
        document.set_outline(self.parts.outline());
        document.set_tag_tree(self.parts.tree(&leaves));
        document.finish().map_err(|error| format!("写不成PDF：{error:?}"))
    }

    fn draw(&self, surface: &mut Surface<'_>, mark: &Mark) {
        match mark {
            Mark::Text { at, size, red, title, glyphs, text, .. } => {
                let pen = if *title { &self.title } else { &self.body };
                surface.set_fill(Some(Fill { paint: paint(*red), ..Fill::default() }));
                surface.set_stroke(None);
                surface.draw_glyphs(*at, glyphs, pen.font.clone(), text, *size, false);
            }
            Mark::Rule { from, to, width, red } => {
                let mut path = PathBuilder::new();
                path.move_to(from.x, from.y);
                path.line_to(to.x, to.y);
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: paint(*red), width: *width, ..Stroke::default() }));
                path.finish().iter().for_each(|path| surface.draw_path(path));
            }
        }
    }
}

fn indented(text: &str) -> String {
    format!("　　{}", text.trim_start_matches('　'))
}

fn paint(red: bool) -> krilla::paint::Paint {
    if red { rgb::Color::new(0xb3, 0x24, 0x1b).into() } else { luma::Color::black().into() }
}

/// The room after each character that fills the line; none for a paragraph's last line.
fn slack(line: &Line, width: f32) -> f32 {
    let gaps = line.text.chars().count().saturating_sub(1);
    let gaps = f32::from(u16::try_from(gaps).unwrap_or(u16::MAX));
    let free = width - line.width;
    if line.last || gaps < 1.0 || free > 4.0 { 0.0 } else { (free / gaps).max(0.0) }
}
