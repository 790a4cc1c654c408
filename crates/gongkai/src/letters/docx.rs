//! DOCX: a letter in the layout of official letters.

use gongkai_report::write::docx::{self, Element};
use gongkai_store::Letter;

use super::{
    pdf::Grid,
    text::{Block, Text},
};

/// The letter as a file, addressed to somebody; without number and date while it is not signed.
///
/// # Errors
/// A Chinese sentence when it is too large for the format.
pub fn file(text: &Text, to: &str, letter: Option<&Letter>) -> Result<Vec<u8>, String> {
    let number = letter.and_then(|letter| letter.number.clone()).unwrap_or_default();
    let dated =
        letter.and_then(|letter| letter.dated).map_or_else(String::new, |day| gongkai_law::calendar::in_chinese(day.0));
    let to = format!("{to}：");
    let attached = attachments(&text.attached);
    let mut lines: Vec<(&str, &str)> =
        vec![("LetterFrom", &text.from), ("LetterNumber", &number), ("Title", &text.heading), ("LetterTo", &to)];
    lines.extend(text.blocks.iter().map(|block| match block {
        Block::Heading(words) => ("Heading1", words.as_str()),
        Block::Paragraph(words) => ("Normal", words.as_str()),
    }));
    lines.extend(attached.iter().map(|line| ("LetterAttached", line.as_str())));
    lines.extend([("LetterSign", text.from.as_str()), ("LetterSign", &dated), ("LetterFoot", &text.contact)]);
    docx::paper(&text.heading, true, lines.into_iter().map(|(style, words)| Element::Paragraph(style, words)))
}

/// A paper for the file: a title over a table.
///
/// # Errors
/// As [`file`].
pub fn paper(title: &str, organ: &str, grid: &Grid) -> Result<Vec<u8>, String> {
    let table = Element::Table(&grid.columns, grid.head, &grid.rows);
    docx::paper(title, false, [Element::Paragraph("LetterTo", organ), Element::Paragraph("Title", title), table])
}

/// 附件说明: before each title what stands there, `附件：1.` before the first.
pub fn numbered(titles: &[String]) -> impl Iterator<Item = (String, &str)> {
    let one = titles.len() == 1;
    (1..).zip(titles).map(move |(n, title)| {
        let head = if n == 1 { "附件：" } else { "　　　" };
        (if one { head.to_owned() } else { format!("{head}{n}.") }, title.as_str())
    })
}

/// The same, one a line.
pub fn attachments(titles: &[String]) -> Vec<String> {
    numbered(titles).map(|(head, title)| format!("{head}{title}")).collect()
}
