//! 读表: the rows of a spreadsheet that somebody sends, XLSX or CSV in UTF-8 or GB18030.

use gongkai_report::{
    document::Piece,
    read::{Limits, formats},
};

use super::csv;

/// The rows of a file with their number as a spreadsheet counts them, from 1; at most `most`, none that is blank. Of
/// several sheets the first with words in it.
///
/// # Errors
/// A Chinese sentence: no spreadsheet, too large, damaged.
pub fn read(bytes: &[u8], most: usize) -> Result<Vec<(usize, Vec<String>)>, String> {
    if !bytes.starts_with(b"PK") {
        if bytes.contains(&0) {
            return Err("认不出这个文件：请上传XLSX，或者CSV。".to_owned());
        }
        return Ok(csv::rows(&decoded(bytes), most));
    }
    let document = formats::open(bytes, "", &Limits::WEB)?;
    let cells = || document.pieces.iter().filter_map(|piece| Some((piece, piece.cell?)));
    let Some(table) = cells().find(|(piece, _)| !words(&document.text, piece).is_empty()).map(|(_, cell)| cell.table)
    else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for (piece, cell) in cells().filter(|(_, cell)| cell.table == table) {
        let (nth, column) = (usize::from(cell.row) + 1, usize::from(cell.column));
        let value = words(&document.text, piece);
        if value.is_empty() {
            continue;
        }
        if rows.last().is_none_or(|(last, _)| *last != nth) {
            if rows.len() == most {
                break;
            }
            rows.push((nth, Vec::new()));
        }
        let Some((_, row)) = rows.last_mut() else { continue };
        row.resize(row.len().max(column + 1), String::new());
        if let Some(place) = row.get_mut(column) {
            value.clone_into(place);
        }
    }
    Ok(rows)
}

fn words<'a>(text: &'a str, piece: &Piece) -> &'a str {
    text.get(piece.span.range()).unwrap_or_default().trim()
}

fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    }
}
