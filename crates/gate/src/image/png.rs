//! PNG: chunks, each with its length, its name and its sum.

use super::blocks::{Block, Sort, big, words};

const HEAD: usize = 8;

/// The chunks of a file.
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block<'_>>, ()> {
    let mut blocks = vec![Block { bytes: bytes.get(..HEAD).ok_or(())?, sort: Sort::Picture }];
    let mut at = HEAD;
    loop {
        let length = usize::try_from(big(bytes, at).ok_or(())?).map_err(|_| ())?;
        let end = at.checked_add(12).and_then(|end| end.checked_add(length)).ok_or(())?;
        let chunk = bytes.get(at..end).ok_or(())?;
        let name = chunk.get(4..8).ok_or(())?;
        let content = chunk.get(8..8 + length).ok_or(())?;
        blocks.push(Block { bytes: chunk, sort: sort(name, content) });
        at = end;
        if name == b"IEND" {
            break;
        }
    }
    if let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        blocks.push(Block { bytes: rest, sort: Sort::Other("图片后面附着别的数据") });
    }
    Ok(blocks)
}

fn sort<'a>(name: &[u8], content: &'a [u8]) -> Sort<'a> {
    match name {
        b"eXIf" => Sort::Exif(content),
        b"iTXt" if content.starts_with(b"XML:com.adobe.xmp") => Sort::Xmp(content),
        b"tEXt" | b"iTXt" => Sort::Words(words(content)),
        b"zTXt" => Sort::Other("压缩的说明文字"),
        b"tIME" => Sort::Other("最后修改时间"),
        _ => Sort::Picture,
    }
}
