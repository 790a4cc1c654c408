//! WebP: chunks of a RIFF file, and a head that says which there are.

use super::blocks::{Block, Sort};

const HEAD: usize = 12;
/// In the extended head: there is Exif, there is XMP.
const TOLD: u8 = 0x08 | 0x04;

/// The chunks of a file.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block<'_>>, ()> {
    let mut blocks = vec![Block { bytes: bytes.get(..HEAD).ok_or(())?, sort: Sort::Picture }];
    let mut at = HEAD;
    while at < bytes.len() {
        let length = bytes.get(at + 4..at + 8).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
        let length = length.and_then(|length| usize::try_from(length).ok()).ok_or(())?;
        let end = at.checked_add(8).and_then(|end| end.checked_add(length)).ok_or(())?;
        let content = bytes.get(at + 8..end).ok_or(())?;
        let sort = match bytes.get(at..at + 4).ok_or(())? {
            b"EXIF" => Sort::Exif(content.strip_prefix(b"Exif\0\0").unwrap_or(content)),
            b"XMP " => Sort::Xmp(content),
            _ => Sort::Picture,
        };
        // chunks of an odd length have a byte more
        let end = (end + length % 2).min(bytes.len());
        blocks.push(Block { bytes: bytes.get(at..end).ok_or(())?, sort });
        at = end;
    }
    Ok(blocks)
}

/// The picture alone, its head set right.
pub(super) fn written(blocks: &[Block<'_>]) -> Vec<u8> {
    let mut out = super::blocks::written(blocks);
    let length = u32::try_from(out.len().saturating_sub(8)).unwrap_or(u32::MAX);
    if let Some(size) = out.get_mut(4..8) {
        size.copy_from_slice(&length.to_le_bytes());
    }
    if out.get(HEAD..HEAD + 4) == Some(b"VP8X")
        && let Some(flags) = out.get_mut(HEAD + 8)
    {
        *flags &= !TOLD;
    }
    out
}
