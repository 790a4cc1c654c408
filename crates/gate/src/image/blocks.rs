//! A picture's file as the blocks that it is made of.

/// A stretch of the file, with its head.
pub(crate) struct Block<'a> {
    pub bytes: &'a [u8],
    pub sort: Sort<'a>,
}

/// What a block is for.
pub(crate) enum Sort<'a> {
    /// What is needed to show the picture.
    Picture,
    /// The camera's facts, in the notation of TIFF.
    Exif(&'a [u8]),
    /// Adobe's facts.
    Xmp(&'a [u8]),
    /// Words.
    Words(String),
    /// Anything else that no reader sees: what it is.
    Other(&'static str),
}

/// The picture's own blocks, one after the other.
pub(super) fn written(blocks: &[Block<'_>]) -> Vec<u8> {
    blocks.iter().filter(|block| matches!(block.sort, Sort::Picture)).flat_map(|block| block.bytes).copied().collect()
}

/// Four bytes, the highest first.
pub(super) fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Two bytes, the lowest first.
pub(super) fn small(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

/// Words of a picture in UTF-8 or Latin.
pub(super) fn words(bytes: &[u8]) -> String {
    let text = gongkai_report::read::formats::decode(bytes);
    text.split('\0').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("：")
}
