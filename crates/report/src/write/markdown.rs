//! Markdown.

use super::{Paper, Printed, layout::SlotKind};

/// The report as Markdown. A merged cell has its words in its first square, the others are blank.
pub(super) fn text_of(paper: &Paper<'_>) -> String {
    let mut out = format!("# {}\n", text(&paper.title));
    for paragraph in &paper.opening {
        out += &format!("\n{}\n", text(paragraph));
    }
    for part in &paper.parts {
        out += &format!("\n## {}\n", text(&part.heading));
        for paragraph in &part.paragraphs {
            out += &format!("\n{}\n", text(paragraph));
        }
        if let Some(printed) = &part.table {
            out.push('\n');
            table(&mut out, printed);
        }
    }
    out
}

fn table(out: &mut String, printed: &Printed<'_>) {
    let rows: Vec<Vec<String>> = (0..printed.layout.rows.len()).map(|row| squares(printed, row)).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (nth, mut row) in rows.into_iter().enumerate() {
        row.resize(width, String::new());
        *out += &format!("| {} |\n", row.join(" | "));
        if nth == 0 {
            *out += &format!("|{}\n", " --- |".repeat(width));
        }
    }
}

/// One row. Where blocks stand below each other, each with columns of its own, a merged cell takes one square, so that
/// no blank stands between two figures; under a common heading it takes as many as it covers.
fn squares(printed: &Printed<'_>, row: usize) -> Vec<String> {
    let layout = printed.layout;
    let mut squares = Vec::with_capacity(layout.width);
    for (slot, starts) in layout.across(row) {
        squares.push(match slot.kind {
            _ if !starts => String::new(),
            SlotKind::Cell(cell) => printed.shown(cell),
            _ => slot.label.to_owned(),
        });
        if layout.head > 0 {
            squares.resize(slot.column + slot.colspan, String::new());
        }
    }
    squares
}

/// Words as they stand, with what would start a heading, a list, a quotation, a table or code at the line's start, and
/// what would be markup inside of it, marked as plain.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (i, c) in words.char_indices() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '[' | '|')
            || (i == 0 && matches!(c, '#' | '>' | '+' | '-' | '~' | '='))
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
