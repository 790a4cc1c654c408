//! PDF: letters and reports as they are printed: A4, the margins, type sizes and places of official papers in the format of letters
//! (GB/T 9704).

mod face;
mod lines;
mod page;
pub mod publication;
pub mod report;
mod table;
mod tags;

use gongkai_law::calendar::in_chinese;
use gongkai_store::Letter;
use page::Place;
pub use table::Grid;

use super::{
    docx::numbered,
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
    set(&mut layout, text, to, letter)?;
    layout.file(&text.heading)
}

/// Puts a letter onto its pages.
fn set(layout: &mut page::Layout<'_>, text: &Text, to: &str, letter: Option<&Letter>) -> Result<(), String> {
    let number = letter.and_then(|letter| letter.number.clone()).unwrap_or_default();
    let dated = letter.and_then(|letter| letter.dated).map_or_else(String::new, |day| in_chinese(day.0));
    layout.masthead(&text.from)?;
    layout.line(&number, TEXT, Place::End)?;
    layout.skip(1.0);
    layout.title(&text.heading, TITLE)?;
    layout.skip(1.0);
    layout.line(&format!("{to}："), TEXT, Place::Start)?;
    let contact = if text.contact.is_empty() { String::new() } else { format!("（{}）", text.contact) };
    let below = if contact.is_empty() { 0.0 } else { layout.tall(&contact, SMALL)? };
    let last = text.blocks.len().checked_sub(1).filter(|_| text.attached.is_empty());
    for (at, block) in text.blocks.iter().enumerate() {
        match block {
            Block::Heading(words) => layout.heading(words, TEXT)?,
            Block::Paragraph(words) if Some(at) == last => layout.last_paragraph(words, TEXT, below)?,
            Block::Paragraph(words) => layout.paragraph(words, TEXT)?,
        }
    }
    if !text.attached.is_empty() {
        layout.skip(1.0);
    }
    for (head, title) in numbered(&text.attached) {
        layout.hanging(&head, title, TEXT)?;
    }
    layout.signature(&text.from, &dated, TEXT, below)?;
    if !contact.is_empty() {
        layout.paragraph(&contact, SMALL)?;
    }
    Ok(())
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
    fn no_page_has_the_end_of_a_letter_without_two_lines_of_its_text() {
        let fonts = Fonts::of(&crate::letters::fonts::Chosen::default());
        if fonts.body.is_none() {
            return;
        }
        let faces = page::Faces::open(&fonts).unwrap();
        let mut turned = 0;
        for length in (20..1300).step_by(20) {
            let text = Text {
                from: "青禾县水利局".to_owned(),
                heading: "第三方意见征询书".to_owned(),
                blocks: vec![
                    Block::Paragraph("本机关收到政府信息公开申请。".to_owned()),
                    Block::Paragraph("文".repeat(length)),
                ],
                contact: "联系人：马静，电话：0000-555 0166，地址：青禾县城关镇南堤路9号".repeat(2),
                ..Text::default()
            };
            let mut layout = faces.layout().unwrap();
            set(&mut layout, &text, "禾丰公司", None).unwrap();
            let pages = layout.words();
            let [.., last] = &pages[..] else { panic!("no page") };
            let lines = last.iter().filter(|line| line.contains("文文")).count();
            assert!(pages.len() == 1 || lines >= 2, "of {length} characters {lines} lines go with the end: {last:?}");
            assert!(last.iter().any(|line| line.contains("青禾县水利局")) && last.last().unwrap().ends_with('）'));
            turned += usize::from(pages.len() > 1);
        }
        assert!(turned > 20, "{turned} letters have two pages");
    }

    #[test]
    fn what_is_no_font_is_said_by_its_name() {
        let fonts = Fonts { body: Some("Cargo.toml".into()), title: Some("Cargo.toml".into()) };
        let why = file(&fonts, &Text::default(), "林晚舟", None).unwrap_err();
        assert!(why.contains("“Cargo.toml”不是字体"), "{why}");
    }
}
