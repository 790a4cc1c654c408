//! 下载: a publication as a DOCX or a PDF, with its validity above it and its particulars below.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use gongkai_law::proactive::attribute::Attribute;
use gongkai_report::write::docx::{self, Element};
use gongkai_store::PublicationId;
use tokio::sync::Semaphore;

use super::{
    facts::facts,
    item::{Shown, shown},
    validity::Banner,
};
use crate::{
    guard::headers::unchanged,
    letters::pdf::{self, Grid},
    office::Office,
    page::Error,
    publish::body::{self, Block, Item, plain},
    verify::portal::as_attachment,
};

/// Columns of a table are as wide as their words, within these bounds.
const WIDTHS: (usize, usize) = (3, 18);

/// 格式
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML text.
    Docx,
    /// As it is printed.
    Pdf,
}

impl Format {
    /// Both, with the endings of their files.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Docx, "docx"), (Self::Pdf, "pdf")];
}

/// How a line stands on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// 标题
    Title,
    /// In the middle below or above it: number, validity.
    Centred,
    /// 章
    Chapter,
    /// A heading below it.
    Heading,
    /// A paragraph.
    Text,
    /// Particulars at the end.
    Foot,
}

impl Line {
    /// Its style in a DOCX.
    fn style(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Centred => "Centred",
            Self::Chapter | Self::Heading => "Heading1",
            Self::Text => "Normal",
            Self::Foot => "LetterTo",
        }
    }
}

/// One part of a paper, from top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Words.
    Line(Line, String),
    /// A table.
    Table(Grid),
}

impl Part {
    fn element(&self) -> Element<'_> {
        match self {
            Self::Table(grid) => Element::Table(&grid.columns, grid.head, &grid.rows),
            Self::Line(line, words) => Element::Paragraph(line.style(), words),
        }
    }
}

/// A publication as it stands on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// 标题
    pub title: String,
    /// What it is made of.
    pub parts: Vec<Part>,
}

impl Paper {
    /// What everybody sees; `below` are its particulars and `banner` its validity.
    fn of(shown: &Shown, banner: Option<&Banner>, below: Vec<String>) -> Self {
        let content = &shown.content;
        let line = |line: Line| move |words: String| Part::Line(line, words);
        let mut parts = vec![Part::Line(Line::Title, content.title.clone())];
        parts.extend(Some(content.number.clone()).filter(|number| !number.is_empty()).map(line(Line::Centred)));
        let validity = banner.map(|banner| format!("（{}。{}）", banner.word, banner.days).replace("。）", "）"));
        parts.extend(validity.map(line(Line::Centred)));
        for block in body::blocks(&content.body) {
            match block {
                Block::Chapter(words) => parts.push(Part::Line(Line::Chapter, plain(&words))),
                Block::Heading(words) => parts.push(Part::Line(Line::Heading, plain(&words))),
                Block::Paragraph(lines) => parts.extend(lines.iter().map(|words| plain(words)).map(line(Line::Text))),
                Block::List(items) => parts.extend(items.iter().map(Item::plain).map(line(Line::Text))),
                Block::Picture { words, file } => {
                    parts.push(Part::Line(Line::Text, format!("（图：{words}，见附件“{file}”）")));
                }
                Block::Table(rows) => parts.push(Part::Table(table(rows))),
            }
        }
        let attribute = content.attribute();
        let note = attribute.line().filter(|_| attribute == Attribute::Proactive);
        parts.extend(note.map(str::to_owned).map(line(Line::Text)));
        parts.extend(below.into_iter().map(line(Line::Foot)));
        Self { title: content.title.clone(), parts }
    }

    /// The same as a DOCX file.
    ///
    /// # Errors
    /// A Chinese sentence when it is too large for the format.
    pub fn docx(&self) -> Result<Vec<u8>, String> {
        docx::paper(&self.title, false, self.parts.iter().map(Part::element))
    }
}

fn table(mut rows: Vec<Vec<String>>) -> Grid {
    let across = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| {
        row.iter_mut().for_each(|cell| *cell = plain(cell));
        row.resize(across, String::new());
    });
    let wide = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0).clamp(WIDTHS.0, WIDTHS.1);
        f32::from(u8::try_from(longest).unwrap_or(u8::MAX))
    };
    Grid { columns: (0..across).map(wide).collect(), head: rows.len() > 1, rows }
}

/// `{id}/paper.{ending}`, taken apart.
pub fn named(key: &str) -> Option<(PublicationId, Format)> {
    let (id, ending) = key.split_once("/paper.")?;
    let (format, _) = Format::ALL.into_iter().find(|(_, known)| *known == ending)?;
    Some((id.parse().ok()?, format))
}

/// Sends what is public now on paper. One is made at a time: to cut the characters that are used out of a font keeps a
/// thread busy for a while.
pub async fn send(office: &Office, headers: &HeaderMap, id: PublicationId, format: Format) -> Result<Response, Error> {
    static ROOM: Semaphore = Semaphore::const_new(1);
    let released = office.db.released(id).await?;
    if released.state != "public" {
        return Err(Error::NotFound);
    }
    let etag = format!("\"{id}.{}.{}\"", released.position, office.today());
    if let Some(unchanged) = unchanged(headers, &etag) {
        return Ok(unchanged);
    }
    let shown = shown(office, released, "").await?;
    let banner = Banner::of(&shown.released, shown.kind, &[], office.today());
    let below = facts(&shown, &office.calendar).into_iter().map(|fact| format!("{}：{}", fact.label, fact.value));
    let paper = Paper::of(&shown, banner.as_ref(), below.collect());
    let (fonts, title) = (office.fonts.clone(), paper.title.clone());
    let _one_at_a_time = ROOM.acquire().await.map_err(|fault| Error::broken(&fault))?;
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Docx => paper.docx(),
        Format::Pdf => pdf::publication::file(&fonts, &paper),
    });
    let bytes = made.await.map_err(|fault| Error::broken(&fault))?.map_err(|why| {
        tracing::warn!(%why, %id, "a publication could not be put on paper");
        Error::Unmade("这一件暂时做不成文件，请用浏览器打印这一页。".to_owned())
    })?;
    let (media, ending) = match format {
        Format::Docx => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        Format::Pdf => ("application/pdf", "pdf"),
    };
    let mut response = as_attachment(media, &format!("{title}.{ending}"), bytes);
    response.headers_mut().insert(header::ETAG, HeaderValue::from_str(&etag).map_err(|_| Error::NotFound)?);
    Ok(response)
}
