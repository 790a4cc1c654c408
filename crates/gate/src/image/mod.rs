//! Pictures: what they carry besides the picture. What is written in the picture itself nobody reads here.

mod blocks;
mod exif;
mod gif;
mod jpeg;
mod png;
mod webp;

use blocks::{Block, Sort};
use memchr::memmem;

use crate::{checks, finding::At, kind::Kind, notes::Notes, text::Line};

/// Characters of a picture's words that are looked at.
const MOST_WORDS: usize = 100_000;

/// Looks at what a picture carries; `part` is the picture, where it is part of a file.
///
/// # Errors
/// A Chinese sentence for a picture that breaks off or is none.
pub(crate) fn look(kind: Kind, bytes: &[u8], part: &str, notes: &mut Notes<'_>) -> Result<(), String> {
    let blocks = blocks(kind, bytes)?;
    for block in blocks {
        match block.sort {
            Sort::Picture => {}
            Sort::Exif(exif) => {
                for (called, value) in exif::facts(exif) {
                    notes.tell(&checks::PICTURE, part, At::Whole, &format!("{called}{value}"));
                }
            }
            Sort::Xmp(words) => xmp(words, part, notes),
            Sort::Words(words) => {
                let words: String = words.chars().take(MOST_WORDS).collect();
                notes.tell(&checks::PICTURE, part, At::Whole, &words);
                crate::text::look(&Line { part, at: At::Whole, words: &words, head: false }, notes);
            }
            Sort::Other(what) => notes.tell(&checks::PICTURE, part, At::Whole, what),
        }
    }
    Ok(())
}

/// The picture with nothing besides; `None` where there is nothing besides.
///
/// # Errors
/// As [`look`].
pub(crate) fn clean(kind: Kind, bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let blocks = blocks(kind, bytes)?;
    if blocks.iter().all(|block| matches!(block.sort, Sort::Picture)) {
        return Ok(None);
    }
    Ok(Some(match kind {
        Kind::Jpeg => jpeg::written(&blocks),
        Kind::Webp => webp::written(&blocks),
        _ => blocks::written(&blocks),
    }))
}

/// Width and height.
pub(crate) fn size(kind: Kind, bytes: &[u8]) -> Option<(u32, u32)> {
    match kind {
        Kind::Png => Some((blocks::big(bytes, 16)?, blocks::big(bytes, 20)?)),
        Kind::Jpeg => jpeg::size(&jpeg::blocks(bytes).ok()?),
        Kind::Gif => Some((blocks::small(bytes, 6)?, blocks::small(bytes, 8)?)),
        _ => None,
    }
}

fn blocks(kind: Kind, bytes: &[u8]) -> Result<Vec<Block<'_>>, String> {
    let blocks = match kind {
        Kind::Png => png::blocks(bytes),
        Kind::Jpeg => jpeg::blocks(bytes),
        Kind::Gif => gif::blocks(bytes),
        Kind::Webp => webp::blocks(bytes),
        _ => Err(()),
    };
    blocks.map_err(|()| "图片已损坏".to_owned())
}

fn xmp(words: &[u8], part: &str, notes: &mut Notes<'_>) {
    let has = |word: &str| memmem::find(words, word.as_bytes()).is_some();
    let found = [("GPSLatitude", "XMP：拍摄位置"), ("dc:creator", "XMP：作者"), ("xmp:CreatorTool", "XMP：制作软件")];
    let told: Vec<&str> = found.iter().filter(|(word, _)| has(word)).map(|(_, what)| *what).collect();
    let told = if told.is_empty() { "XMP信息".to_owned() } else { told.join("、") };
    notes.tell(&checks::PICTURE, part, At::Whole, &told);
}
