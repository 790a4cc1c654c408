//! PDF: letters and reports as they are printed: A4, the margins, type sizes and places of official papers in the format of letters
//! (GB/T 9704).

mod face;
mod lines;
mod page;
pub mod report;
mod table;
mod tags;

use gongkai_law::calendar::in_chinese;
use gongkai_store::Letter;
use page::Place;
pub use table::Grid;

use super::{
    docx::attachments,
    fonts::Fonts,
    text::{Block, Text},
};

/// 三号: the size of the text; 28 characters a line.
const TEXT: f32 = 15.79;
/// 二号: the size of the title.
const TITLE: f32 = 22.0;
/// 四号: what stands below the letter, and page numbers.
const SMALL: f32 = 14.0;

/// 小四: what stands in tables.
const CELL: f32 = 12.0;

/// The letter as a file, addressed to somebody; without number and date while it is not signed.
///
/// # Errors
/// A Chinese sentence: no font, or a character that it lacks.
pub fn file(fonts: &Fonts, text: &Text, to: &str, letter: Option<&Letter>) -> Result<Vec<u8>, String> {
    let faces = page::Faces::open(fonts)?;
    let mut layout = faces.layout()?;
    let number = letter.and_then(|letter| letter.number.clone()).unwrap_or_default();
    let dated = letter.and_then(|letter| letter.dated).map_or_else(String::new, |day| in_chinese(day.0));
    layout.masthead(&text.from)?;
    layout.line(&number, TEXT, Place::End)?;
    layout.skip(1.0);
    layout.title(&text.heading, TITLE)?;
    layout.skip(1.0);
    layout.line(&format!("{to}："), TEXT, Place::Start)?;
    for block in &text.blocks {
        match block {
            Block::Heading(words) => layout.heading(words, TEXT)?,
            Block::Paragraph(words) => layout.paragraph(words, TEXT)?,
        }
    }
    let attached = attachments(&text.attached);
    if !attached.is_empty() {
        layout.skip(1.0);
    }
    for line in &attached {
        layout.paragraph(line, TEXT)?;
    }
    layout.signature(&text.from, &dated, TEXT)?;
    if !text.contact.is_empty() {
        layout.paragraph(&format!("（{}）", text.contact), SMALL)?;
    }
    layout.file(&text.heading)
}

/// A paper for the file: a title over a table.
///
/// # Errors
/// As [`file`].
pub fn paper(fonts: &Fonts, title: &str, organ: &str, grid: &Grid) -> Result<Vec<u8>, String> {
    let faces = page::Faces::open(fonts)?;
    let mut layout = faces.layout()?;
    layout.skip(1.0);
    layout.above_title(organ, TEXT)?;
    layout.title(title, TITLE)?;
    layout.skip(1.0);
    layout.table(&grid.into(), CELL)?;
    layout.file(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_font_it_says_what_to_do() {
        let why = file(&Fonts::default(), &Text::default(), "林晚舟", None).unwrap_err();
        assert!(why.contains("[letters] font") && why.contains("DOCX"), "{why}");
    }

    #[test]
    fn what_is_no_font_is_said_by_its_name() {
        let fonts = Fonts { body: Some("Cargo.toml".into()), title: Some("Cargo.toml".into()) };
        let why = file(&fonts, &Text::default(), "林晚舟", None).unwrap_err();
        assert!(why.contains("“Cargo.toml”不是字体"), "{why}");
    }
}
