//! Files made on the spot, for what LibreOffice does not write.

use std::io::{Cursor, Read, Write};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub const NOTICE: &[u8] = include_bytes!("../../fixtures/notice.docx");
pub const BRIEFING: &[u8] = include_bytes!("../../fixtures/briefing.pptx");
pub const SUBSIDIES: &[u8] = include_bytes!("../../fixtures/subsidies.xlsx");
pub const REDACTED: &[u8] = include_bytes!("../../fixtures/redacted.pdf");

/// A package of some parts.
pub fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A package with parts added or replaced.
pub fn with(bytes: &[u8], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..source.len() {
        let file = source.by_index_raw(at).unwrap();
        if !parts.iter().any(|(name, _)| file.name().unwrap() == *name) {
            zip.raw_copy_file(file).unwrap();
        }
    }
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// All parts of a package, unpacked, one after the other.
pub fn unpacked(bytes: &[u8]) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

/// The names of a package's parts.
pub fn names(bytes: &[u8]) -> Vec<String> {
    let zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// A table of the camera's facts: orientation 6, a maker, and a place.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    tiff.extend(b"\x01\x0f\0\x02\0\0\0\x08\0\0\0\x32");
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x3a\0\0\0\0");
    tiff.extend(b"QingCam\0");
    tiff.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\0\0\0\0\0");
    tiff
}

/// A JPEG as cameras write it: no picture to look at, but whole.
pub fn jpeg() -> Vec<u8> {
    let segment = |mark: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, mark], length.as_slice(), content].concat()
    };
    [
        b"\xff\xd8".to_vec(),
        segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xe1, &[b"Exif\0\0".to_vec(), exif()].concat()),
        segment(0xfe, "经办人13900000058".as_bytes()),
        segment(0xc0, b"\x08\x08\xd4\x06\x40\x01\x01\x11\0"),
        segment(0xda, b"\x01\x01\0\0\x3f\0"),
        b"\x12\xff\0\x34\xff\xd9".to_vec(),
        b"second picture".to_vec(),
    ]
    .concat()
}

/// A PNG with words and a place in it.
pub fn png() -> Vec<u8> {
    let chunk = |name: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        // nobody here asks for the sum
        [length.as_slice(), name, content, b"sum!"].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"\0\0\x06\x40\0\0\x08\xd4\x08\x02\0\0\0"),
        chunk(b"tEXt", "Author\0沈知秋".as_bytes()),
        chunk(b"eXIf", &exif()),
        chunk(b"IDAT", b"picture"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A GIF of one point, with a comment.
pub fn gif() -> Vec<u8> {
    [
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".as_slice(),
        b"\x21\xfe\x04Shen\0",
        b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;",
    ]
    .concat()
}

/// A WebP that has the camera's facts.
pub fn webp() -> Vec<u8> {
    let chunk = |name: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        [name, length.as_slice(), content].concat()
    };
    let chunks =
        [chunk(b"VP8X", b"\x08\0\0\0\0\0\0\0\0\0"), chunk(b"VP8 ", b"picture."), chunk(b"EXIF", &exif())].concat();
    [b"RIFF".as_slice(), &u32::try_from(chunks.len() + 4).unwrap().to_le_bytes(), b"WEBP", &chunks].concat()
}

/// A PDF of one page, in a font whose codes are letters.
pub fn pdf(operators: &str, more: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Contents 4 0 R/Annots[8 0 R 9 0 R]/Resources<</Font<</F 5 0 R>>/ExtGState<</M<</BM/Multiply>>/H<</ca .4>>>>>>>>endobj
        5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj
        {more}
        4 0 obj<</Length {}>>stream\n{operators}\nendstream endobj trailer<</Root 1 0 R/Info 7 0 R>>",
        operators.len()
    )
    .into_bytes()
}

/// An OFD of some pages, each of lines; a line is words by where they begin, in millimetres. What it says of itself besides.
pub fn ofd(info: &str, pages: &[&[&[(f64, &str)]]], besides: &[(&str, &str)]) -> Vec<u8> {
    let root = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\" Version=\"1.0\" \
         DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID>{info}</ofd:DocInfo><ofd:DocRoot>Doc_0/\
         Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    );
    let page = |lines: &&[&[(f64, &str)]]| {
        let object = |(nth, line): (usize, &&[(f64, &str)])| {
            let words = line.iter().map(|(left, words)| {
                let (top, width) = (20 + nth * 8, words.chars().count() * 5);
                format!(
                    "<ofd:TextObject Boundary=\"{left} {top} {width} 5\"><ofd:TextCode X=\"0\" Y=\"4\" \
                     DeltaX=\"g 9 5\">{words}</ofd:TextCode></ofd:TextObject>"
                )
            });
            words.collect::<String>()
        };
        let objects: String = lines.iter().enumerate().map(object).collect();
        format!(
            "<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    };
    let pages: Vec<(String, String)> =
        pages.iter().enumerate().map(|(n, lines)| (format!("Doc_0/Pages/Page_{n}/Content.xml"), page(lines))).collect();
    let mut parts = vec![("OFD.xml", root.as_str()), ("Doc_0/Document.xml", "<ofd:Document/>")];
    parts.extend(pages.iter().map(|(name, content)| (name.as_str(), content.as_str())));
    parts.extend(besides);
    packed(&parts)
}
