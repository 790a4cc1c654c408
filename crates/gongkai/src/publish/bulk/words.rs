//! 正文: a document or a saved page as the light markup that bodies are written in.

use gongkai_report::{
    document::{Document, Piece},
    read::{Limits, formats},
};

/// A file of an import, opened.
///
/// # Errors
/// A Chinese sentence: no document that can be read.
pub fn open(bytes: &[u8], name: &str) -> Result<Document, String> {
    formats::open(bytes, name, &Limits::WEB)
}

/// The words of a piece.
pub fn of<'a>(document: &'a Document, piece: &Piece) -> &'a str {
    document.text.get(piece.span.range()).unwrap_or_default().trim()
}

/// These pieces as a body: each line a paragraph, each row of a table a row, chapters as such.
pub fn body(document: &Document, pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut table: Option<u16> = None;
    let mut rest = pieces;
    while let Some((first, after)) = rest.split_first() {
        match first.cell {
            Some(cell) if is_table(pieces, cell.table) => {
                let cells = rest.iter().take_while(|piece| piece.row == first.row && piece.cell.is_some()).count();
                let (row, after) = rest.split_at(cells.max(1));
                let words: Vec<_> = row.iter().map(|piece| of(document, piece).replace(['|', '\n'], "｜")).collect();
                if words.iter().any(|words| !words.is_empty()) {
                    out.push_str(if table == Some(cell.table) || out.is_empty() { "" } else { "\n" });
                    out.push_str(&format!("|{}|\n", words.join("|")));
                    table = Some(cell.table);
                }
                rest = after;
            }
            _ => {
                paragraph(&mut out, of(document, first));
                table = None;
                rest = after;
            }
        }
    }
    out.trim().to_owned()
}

/// A table with one cell a row is how pages are laid out, and no table.
fn is_table(pieces: &[Piece], table: u16) -> bool {
    let mut cells = pieces.iter().filter_map(|piece| piece.cell).filter(|cell| cell.table == table);
    cells.any(|cell| cell.column > 0)
}

fn paragraph(out: &mut String, words: &str) {
    if words.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let mut chars = words.chars();
    let is_chapter = chars.next() == Some('第')
        && words.chars().count() <= 30
        && words.chars().skip(1).find(|c| !"一二三四五六七八九十百".contains(*c)) == Some('章');
    out.push_str(if is_chapter { "# " } else { "" });
    // what stands at the beginning of a line here has a meaning there
    let plain = words.trim_start_matches(['#', '|']);
    out.push_str(plain);
    out.push('\n');
}
