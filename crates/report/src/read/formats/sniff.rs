//! What some bytes are, by looking at them.

use memchr::memmem;

use super::{kept, mhtml, refusal};

/// How bytes are to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Docx,
    Xlsx,
    /// A page in one file with all that belongs to it.
    Mhtml,
    /// A report that was kept as JSON.
    Kept,
    /// Text in some encoding, marked up or not.
    Plain,
}

/// First bytes of what nobody can read a report from, and what to say then.
const NO_DOCUMENT: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"Rar!\x1a\x07", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ\0", PACKED),
    (b"{\\rtf", "这是RTF文件；请另存为DOCX后再提交"),
    (b"SQLite format 3\0", refusal::UNKNOWN),
];

const PICTURE: &str = "这是图片，里面没有文字；请提供可复制文字的PDF、Word或网页";
const PROGRAM: &str = "这是程序，不是文档";
const PACKED: &str = "这是压缩包；请解压后逐份提交，或改用ZIP";

/// The kind of a source.
///
/// # Errors
/// The Chinese sentence for bytes that are known, but not to hold text.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, String> {
    if let Some((_, reason)) = NO_DOCUMENT.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err((*reason).to_owned());
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Err(PICTURE.to_owned());
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(compound(bytes).to_owned());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    // some writers put a line or a byte order mark in front
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if memmem::find(head, b"%PDF-").is_some() {
        return Ok(Kind::Pdf);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refusal::EMPTY.to_owned());
    }
    if mhtml::is_one(bytes) {
        return Ok(Kind::Mhtml);
    }
    if kept::is_one(bytes) {
        return Ok(Kind::Kept);
    }
    Ok(Kind::Plain)
}

/// The old binary container: Word and Excel before 2007, and today's files when locked.
fn compound(bytes: &[u8]) -> &'static str {
    let holds = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    if holds("EncryptedPackage") {
        refusal::LOCKED
    } else if holds("WordDocument") {
        "这是旧版Word（.doc）文件；请另存为DOCX后再提交"
    } else if holds("Workbook") || holds("Book") {
        "这是旧版Excel（.xls）文件；请另存为XLSX后再提交"
    } else {
        "这是旧版Office或WPS文件；请另存为DOCX或XLSX后再提交"
    }
}

/// A ZIP by the names in it. Local headers are enough, and survive a damaged directory.
fn packed(bytes: &[u8]) -> Result<Kind, String> {
    let holds = |name: &[u8]| memmem::find(bytes, name).is_some();
    if holds(b"word/document.xml") || holds(b"word/document2.xml") {
        Ok(Kind::Docx)
    } else if holds(b"xl/workbook.xml") {
        Ok(Kind::Xlsx)
    } else if holds(b"xl/workbook.bin") {
        Err("这是XLSB文件；请另存为XLSX后再提交".to_owned())
    } else if holds(b"OFD.xml") {
        Err("这是OFD文件；请另存为DOCX或可复制文字的PDF后再提交".to_owned())
    } else if holds(b"application/vnd.oasis.opendocument") {
        Err("这是OpenDocument文件；请另存为DOCX或XLSX后再提交".to_owned())
    } else {
        Err("这是压缩包；请解压后逐份提交".to_owned())
    }
}

/// Whether decoded text is no text after all: too many control characters or characters that did not decode.
pub(super) fn is_binary(text: &str) -> bool {
    let (mut odd, mut seen) = (0usize, 0usize);
    for c in text.chars().take(16_384) {
        seen += 1;
        odd += usize::from(c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c')));
    }
    odd * 10 > seen
}

/// Whether decoded text is a page: it starts with a tag, or has table cells in it (as Markdown may).
pub(super) fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    let tag = start.as_bytes().get(..2).is_some_and(|b| b[0] == b'<' && (b[1].is_ascii_alphabetic() || b[1] == b'!'));
    let known: &[&str] =
        if tag { &["html", "head", "body", "table", "div", "p", "span", "br", "td", "meta", "title"] } else { &["td"] };
    has_tag(text.as_bytes(), known)
}

fn has_tag(bytes: &[u8], names: &[&str]) -> bool {
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        names.iter().any(|name| {
            let ends = rest.get(name.len()).is_some_and(|b| matches!(b, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r'));
            ends && rest.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
        })
    })
}
