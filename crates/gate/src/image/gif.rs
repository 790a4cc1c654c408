//! GIF: comments and other people's extensions between the pictures.

use super::blocks::{Block, Sort, words};

/// The blocks of a file.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block<'_>>, ()> {
    let flags = *bytes.get(10).ok_or(())?;
    let mut at = 13 + colours(flags);
    let mut blocks = vec![Block { bytes: bytes.get(..at).ok_or(())?, sort: Sort::Picture }];
    loop {
        let start = at;
        let sort = match bytes.get(at).ok_or(())? {
            0x3b => {
                blocks.push(Block { bytes: bytes.get(at..=at).ok_or(())?, sort: Sort::Picture });
                break;
            }
            0x2c => {
                let flags = *bytes.get(at + 9).ok_or(())?;
                at = after(bytes, at + 10 + colours(flags) + 1)?;
                Sort::Picture
            }
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(())?;
                at = after(bytes, at + 2)?;
                extension(label, bytes.get(start + 2..at).unwrap_or_default())
            }
            _ => return Err(()),
        };
        blocks.push(Block { bytes: bytes.get(start..at).ok_or(())?, sort });
    }
    if let Some(rest) = bytes.get(at + 1..).filter(|rest| !rest.is_empty()) {
        blocks.push(Block { bytes: rest, sort: Sort::Other("图片后面附着别的数据") });
    }
    Ok(blocks)
}

fn extension(label: u8, content: &[u8]) -> Sort<'_> {
    match label {
        0xfe => Sort::Words(words(content.get(1..content.len().saturating_sub(1)).unwrap_or_default())),
        0xff if content.get(1..12) == Some(b"XMP DataXMP") => Sort::Xmp(content),
        _ => Sort::Picture,
    }
}

/// Bytes of a table of colours.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << (usize::from(flags & 7) + 1) }
}

/// Behind a chain of blocks that each say how long they are.
fn after(bytes: &[u8], mut at: usize) -> Result<usize, ()> {
    loop {
        let length = usize::from(*bytes.get(at).ok_or(())?);
        at += 1 + length;
        if length == 0 {
            return Ok(at);
        }
    }
}
