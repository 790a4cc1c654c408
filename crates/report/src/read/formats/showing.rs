//! A document in a form that tests can compare.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::open;
use crate::{
    document::{Document, Piece},
    read::Limits,
};

/// A source opened with the limits of the web.
pub(super) fn opened(bytes: impl AsRef<[u8]>) -> Document {
    open(bytes.as_ref(), "", &Limits::WEB).expect("a readable source")
}

/// Its pieces, a line for each row: `words`, and for cells `[table row,column width×height] words`, a width or
/// height of 1 left out.
pub(super) fn shown(document: &Document) -> String {
    let mut out = String::new();
    let mut last = None;
    for piece in &document.pieces {
        match last {
            Some(row) if row == piece.row => out.push_str(" | "),
            Some(_) => out.push('\n'),
            None => {}
        }
        last = Some(piece.row);
        out.push_str(&one(document, piece));
    }
    out
}

fn one(document: &Document, piece: &Piece) -> String {
    let words = document.words(piece.span);
    let Some(cell) = piece.cell else { return words.to_owned() };
    let spans =
        if (cell.width, cell.height) == (1, 1) { String::new() } else { format!(" {}×{}", cell.width, cell.height) };
    format!("[{} {},{}{spans}] {words}", cell.table, cell.row, cell.column).trim_end().to_owned()
}

/// A ZIP of some parts.
pub(super) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("a ZIP").into_inner()
}
