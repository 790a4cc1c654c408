//! JPEG: segments between markers, and the picture's own data behind each `SOS`.

use super::{
    blocks::{Block, Sort, words},
    exif,
};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// The segments of a file.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block<'_>>, ()> {
    let mut blocks = vec![Block { bytes: bytes.get(..2).ok_or(())?, sort: Sort::Picture }];
    let mut at = 2;
    loop {
        let start = at;
        if *bytes.get(at).ok_or(())? != 0xff {
            return Err(());
        }
        let mark = *bytes.get(at + 1).ok_or(())?;
        match mark {
            // markers may be filled up with 0xff
            0xff => at += 1,
            EOI => at += 2,
            0x01 | 0xd0..=SOI => at += 2,
            _ => {
                let length = bytes.get(at + 2..at + 4).and_then(|two| two.try_into().ok()).map(u16::from_be_bytes);
                at += 2 + usize::from(length.filter(|length| *length >= 2).ok_or(())?);
            }
        }
        if mark == SOS {
            at = after_data(bytes, at)?;
        }
        let segment = bytes.get(start..at).ok_or(())?;
        blocks.push(Block { bytes: segment, sort: sort(mark, segment.get(4..).unwrap_or_default()) });
        if mark == EOI {
            break;
        }
    }
    if let Some(rest) = bytes.get(at..).filter(|rest| rest.iter().any(|byte| *byte != 0)) {
        blocks.push(Block { bytes: rest, sort: Sort::Other("图片后面附着别的数据") });
    }
    Ok(blocks)
}

/// Where the picture's data end: at a marker that neither stands for 0xff itself nor begins the data anew.
fn after_data(bytes: &[u8], from: usize) -> Result<usize, ()> {
    let rest = bytes.get(from..).ok_or(())?;
    let ends = |at: &usize| rest.get(at + 1).is_some_and(|next| !matches!(next, 0 | 0xd0..=0xd7 | 0xff));
    memchr::memchr_iter(0xff, rest).find(ends).map(|at| from + at).ok_or(())
}

fn sort(mark: u8, content: &[u8]) -> Sort<'_> {
    match mark {
        0xe1 if content.starts_with(b"Exif\0\0") => Sort::Exif(content.get(6..).unwrap_or_default()),
        0xe1 => Sort::Xmp(content),
        0xe2 if content.starts_with(b"MPF\0") => Sort::Other("附带的另一幅图片"),
        0xed => Sort::Other("IPTC说明文字"),
        0xfe => Sort::Words(words(content)),
        0xe3..=0xec | 0xef => Sort::Other("厂商信息"),
        _ => Sort::Picture,
    }
}

/// The picture alone. Which way up it is shown stands among the camera's facts, so that one is written anew.
pub(super) fn written(blocks: &[Block<'_>]) -> Vec<u8> {
    let turned = blocks.iter().find_map(|block| match block.sort {
        Sort::Exif(facts) => exif::turned(facts),
        _ => None,
    });
    let mut out = super::blocks::written(blocks);
    if let Some(turned) = turned {
        let mut segment = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        segment.extend(turned.to_be_bytes());
        segment.extend([0; 6]);
        // behind the head of JFIF, which must come first where there is one
        let head = blocks.get(1).filter(|block| block.bytes.starts_with(b"\xff\xe0")).map_or(0, |it| it.bytes.len());
        let at = (2 + head).min(out.len());
        out.splice(at..at, segment);
    }
    out
}

/// Width and height, from the segment that begins the frame.
pub(super) fn size(blocks: &[Block<'_>]) -> Option<(u32, u32)> {
    blocks.iter().find_map(|block| match block.bytes {
        [0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, _, _, _, a, b, c, d, ..] => {
            let number = |high: u8, low: u8| u32::from(u16::from_be_bytes([high, low]));
            Some((number(*c, *d), number(*a, *b)))
        }
        _ => None,
    })
}
