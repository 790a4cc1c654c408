//! Office Open XML text: the layout of official papers on A4, tables merged as the form merges them.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::{
    Paper, Printed, escaped,
    layout::{Slot, SlotKind, TYPE_AREA},
};

/// What is the same in every document: content types, relations, styles, fonts.
const FIXED: [(&str, &str); 8] = [
    ("[Content_Types].xml", include_str!("docx/content_types.xml")),
    ("_rels/.rels", include_str!("docx/relations.xml")),
    ("word/_rels/document.xml.rels", include_str!("docx/document_relations.xml")),
    ("word/styles.xml", include_str!("docx/styles.xml")),
    ("word/fontTable.xml", include_str!("docx/fonts.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/footer1.xml", include_str!("docx/footer_odd.xml")),
    ("word/footer2.xml", include_str!("docx/footer_even.xml")),
];

/// Before the first paragraph.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
                    xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>";

/// After the last: A4 with the margins of official papers, and the page's number outside at the foot (GB/T 9704). The
/// first page of a letter bears none.
fn tail(letter: bool) -> String {
    let first = if letter { "<w:titlePg/>" } else { "" };
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" \
         w:header=\"851\" w:footer=\"1361\" w:gutter=\"0\"/>{first}</w:sectPr></w:body></w:document>"
    )
}

/// The report as a DOCX file.
///
/// # Errors
/// A Chinese sentence when the document is too large for the format.
pub(super) fn file(paper: &Paper<'_>) -> Result<Vec<u8>, String> {
    pack(paper).map_err(|error| format!("写不成DOCX文件：{error}"))
}

fn pack(paper: &Paper<'_>) -> ZipResult<Vec<u8>> {
    zipped(&paper.title, &document(paper))
}

/// What another official paper is made of.
#[derive(Clone, Copy, Debug)]
pub enum Element<'a> {
    /// A paragraph: its style of `docx/styles.xml`, and its words.
    Paragraph(&'a str, &'a str),
    /// A table: the share of the width that each column takes, whether the first row is a head, and the rows.
    Table(&'a [f32], bool, &'a [Vec<String>]),
}

/// Another official paper in the same layout: its title for the file's properties, whether it is a letter, whose first page
/// bears no number, and what it is made of.
///
/// # Errors
/// A Chinese sentence when the document is too large for the format.
pub fn paper<'a>(
    title: &str,
    letter: bool,
    elements: impl IntoIterator<Item = Element<'a>>,
) -> Result<Vec<u8>, String> {
    let mut body = String::from(HEAD);
    for element in elements {
        match element {
            Element::Paragraph(style, text) => paragraph(&mut body, style, text),
            Element::Table(columns, head, rows) => grid(&mut body, columns, head, rows),
        }
    }
    zipped(title, &(body + &tail(letter))).map_err(|error| format!("写不成DOCX文件：{error}"))
}

fn grid(body: &mut String, columns: &[f32], head: bool, rows: &[Vec<String>]) {
    let all: f32 = columns.iter().sum::<f32>().max(0.01);
    let area = f32::from(u16::try_from(TYPE_AREA).unwrap_or(u16::MAX));
    let widths: Vec<String> = columns.iter().map(|share| format!("{:.0}", share / all * area)).collect();
    *body += &format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Statutory\"/><w:tblW w:w=\"{TYPE_AREA}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    widths.iter().for_each(|width| *body += &format!("<w:gridCol w:w=\"{width}\"/>"));
    *body += "</w:tblGrid>";
    for (n, row) in rows.iter().enumerate() {
        let is_head = head && n == 0;
        *body += if is_head {
            "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        } else {
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        };
        for (text, width) in row.iter().zip(&widths) {
            *body += &format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
            let style = if is_head { "TableHead" } else { "TableLabel" };
            text.split('\n').for_each(|line| paragraph(body, style, line));
            *body += "</w:tc>";
        }
        *body += "</w:tr>";
    }
    *body += "</w:tbl>";
    paragraph(body, "AfterTable", "");
}

fn zipped(title: &str, document: &str) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let core = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>zh-CN</dc:language>\
         </cp:coreProperties>",
        escaped(title)
    );
    let own = [("docProps/core.xml", core.as_str()), ("word/document.xml", document)];
    for (name, content) in FIXED.iter().chain(&own) {
        // the same report gives the same bytes: no clock in the archive
        zip.start_file(*name, SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn document(paper: &Paper<'_>) -> String {
    let mut out = String::from(HEAD);
    paragraph(&mut out, "Title", &paper.title);
    for text in &paper.opening {
        paragraph(&mut out, "Normal", text);
    }
    for part in &paper.parts {
        paragraph(&mut out, "Heading1", &part.heading);
        for text in &part.paragraphs {
            paragraph(&mut out, "Normal", text);
        }
        if let Some(printed) = &part.table {
            table(&mut out, printed);
            paragraph(&mut out, "AfterTable", "");
        }
    }
    out + &tail(false)
}

fn paragraph(out: &mut String, style: &str, text: &str) {
    *out += &format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
    if !text.is_empty() {
        *out += &format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
    }
    *out += "</w:p>";
}

fn table(out: &mut String, printed: &Printed<'_>) {
    let layout = printed.layout;
    let widths = layout.columns();
    *out += &format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Statutory\"/><w:tblW w:w=\"{TYPE_AREA}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    for width in &widths {
        *out += &format!("<w:gridCol w:w=\"{width}\"/>");
    }
    *out += "</w:tblGrid>";
    for row in 0..layout.rows.len() {
        let repeated = if row < layout.head { "<w:tblHeader/>" } else { "" };
        *out += &format!("<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>");
        for (slot, starts) in layout.across(row) {
            square(out, printed, &slot, starts, &widths);
        }
        *out += "</w:tr>";
    }
    *out += "</w:tbl>";
}

fn square(out: &mut String, printed: &Printed<'_>, slot: &Slot, starts: bool, widths: &[usize]) {
    let width: usize = widths.iter().skip(slot.column).take(slot.colspan).sum();
    *out += &format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if slot.colspan > 1 {
        *out += &format!("<w:gridSpan w:val=\"{}\"/>", slot.colspan);
    }
    if slot.rowspan > 1 {
        *out += if starts { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" };
    }
    *out += "<w:vAlign w:val=\"center\"/></w:tcPr>";
    match slot.kind {
        _ if !starts => paragraph(out, "TableHead", ""),
        SlotKind::Cell(cell) => paragraph(out, "TableFigure", &printed.shown(cell)),
        SlotKind::RowHead => paragraph(out, "TableLabel", slot.label),
        _ => paragraph(out, "TableHead", slot.label),
    }
    *out += "</w:tc>";
}
