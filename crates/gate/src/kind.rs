//! What a file is, by its bytes.

use memchr::memmem;

/// 文件类型: what some bytes are. The name is looked at only to tell a table of commas from other text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Word since 2007, with or without macros.
    Docx,
    /// Excel since 2007, with or without macros.
    Xlsx,
    /// PowerPoint since 2007, with or without macros.
    Pptx,
    /// PDF.
    Pdf,
    /// OFD: GB/T 33190.
    Ofd,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// A page.
    Html,
    /// Values parted by commas.
    Csv,
    /// Any other text.
    Text,
    /// What cannot be looked into; the sentence says what it is.
    Closed(&'static str),
}

const OLD: &str = "这是旧版Office或者WPS文件（doc、xls、ppt），也可能设有密码";
const PICTURE: &str = "这种图片格式（TIFF、BMP）不能检查";

/// First bytes of what is known and not looked into.
const CLOSED: &[(&[u8], &str)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"BM", PICTURE),
    (b"Rar!\x1a\x07", "这是压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "这是压缩包"),
    (b"\x1f\x8b", "这是压缩包"),
    (b"MZ", "这是程序"),
    (b"\x7fELF", "这是程序"),
    (b"{\\rtf", "这是RTF文件"),
];

impl Kind {
    /// The kind of a file.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            return packed(bytes);
        }
        if starts(b"\x89PNG\r\n\x1a\n") {
            return Self::Png;
        }
        if starts(b"\xff\xd8\xff") {
            return Self::Jpeg;
        }
        if starts(b"GIF87a") || starts(b"GIF89a") {
            return Self::Gif;
        }
        if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Self::Webp;
        }
        // some writers put a line or a byte order mark in front
        if memmem::find(bytes.get(..bytes.len().min(1024)).unwrap_or_default(), b"%PDF-").is_some() {
            return Self::Pdf;
        }
        match CLOSED.iter().find(|(magic, _)| starts(magic)) {
            // two letters prove nothing where the rest is text
            Some((magic, what)) if magic.len() > 2 || bytes.contains(&0) => Self::Closed(what),
            _ => written(name, bytes),
        }
    }

    /// As people say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Docx => "Word文件",
            Self::Xlsx => "Excel表格",
            Self::Pptx => "演示文稿",
            Self::Pdf => "PDF",
            Self::Ofd => "OFD",
            Self::Png | Self::Jpeg | Self::Gif | Self::Webp => "图片",
            Self::Html => "网页",
            Self::Csv => "CSV表格",
            Self::Text => "文本",
            Self::Closed(_) => "不能检查的文件",
        }
    }

    /// Whether it is a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }

    /// Whether it is a package of Office.
    pub(crate) fn is_office(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Pptx)
    }
}

/// A ZIP by the names in it. Local headers are enough, and survive a damaged directory.
fn packed(bytes: &[u8]) -> Kind {
    let holds = |name: &str| memmem::find(bytes, name.as_bytes()).is_some();
    if holds("word/document") {
        Kind::Docx
    } else if holds("xl/workbook.xml") {
        Kind::Xlsx
    } else if holds("ppt/presentation.xml") {
        Kind::Pptx
    } else if holds("xl/workbook.bin") {
        Kind::Closed("这是XLSB表格")
    } else if holds("OFD.xml") {
        Kind::Ofd
    } else if holds("application/vnd.oasis.opendocument") {
        Kind::Closed("这是OpenDocument文件")
    } else {
        Kind::Closed("这是压缩包")
    }
}

fn written(name: &str, bytes: &[u8]) -> Kind {
    let text = gongkai_report::read::formats::decode(bytes.get(..bytes.len().min(16_384)).unwrap_or_default());
    let is_odd = |c: &char| *c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c'));
    if text.chars().filter(is_odd).count() * 10 > text.chars().count() {
        return Kind::Closed("不知道这是什么文件");
    }
    let start = text.trim_start().as_bytes();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_deref();
    let is_tag = matches!(start, [b'<', next, ..] if next.is_ascii_alphabetic() || *next == b'!');
    match ending {
        Some("html" | "htm") => Kind::Html,
        _ if is_tag && memmem::find(&start.to_ascii_lowercase(), b"<html").is_some() => Kind::Html,
        Some("csv") => Kind::Csv,
        _ => Kind::Text,
    }
}
