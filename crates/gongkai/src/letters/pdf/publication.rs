//! 公开信息: one publication as it is printed.

use super::{
    CELL, SMALL, TEXT, TITLE,
    page::{Faces, Layout},
};
use crate::{
    letters::fonts::Fonts,
    publish::portal::paper::{Line, Paper, Part},
};

/// A publication as a file.
///
/// # Errors
/// A Chinese sentence: no font, a character that it lacks, or more pages than a paper may have.
pub fn file(fonts: &Fonts, paper: &Paper) -> Result<Vec<u8>, String> {
    let faces = Faces::open(fonts)?;
    let mut layout = faces.layout()?;
    for part in &paper.parts {
        set(&mut layout, part)?;
    }
    layout.file(&paper.title)
}

fn set(layout: &mut Layout<'_>, part: &Part) -> Result<(), String> {
    match part {
        Part::Line(Line::Title, words) => {
            layout.title(words, TITLE)?;
            layout.skip(0.5);
        }
        Part::Line(Line::Centred, words) => {
            layout.above_title(words, SMALL)?;
            layout.skip(0.5);
        }
        Part::Line(Line::Chapter | Line::Heading, words) => layout.heading(words, TEXT)?,
        Part::Line(Line::Text, words) => layout.paragraph(words, TEXT)?,
        Part::Line(Line::Foot, words) => layout.paragraph(words, SMALL)?,
        Part::Table(grid) => {
            layout.table(&grid.into(), CELL)?;
            layout.skip(0.5);
        }
    }
    Ok(())
}
