//! What is left after mending.

use gongkai_gate::{Examined, Mend, Rules, examine, mend, strip};
use gongkai_report::read::Limits;

use crate::made::{NOTICE, REDACTED, SUBSIDIES, gif, jpeg, names, packed, pdf, png, unpacked, webp, with};

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    codes_of(&examine("a", bytes, &Rules::default()))
}

fn codes_of(examined: &Examined) -> Vec<&'static str> {
    examined.findings.iter().map(|found| found.check.code).collect()
}

#[test]
fn a_stripped_word_file_has_its_words_and_nothing_besides() {
    let stripped = strip(NOTICE, &Limits::WEB).unwrap();
    assert_eq!(stripped.removed, ["批注", "修订痕迹", "作者、单位等文件信息"]);
    let all = unpacked(&stripped.bytes);
    for gone in ["沈知秋", "顾南乔", "陆清和", "财政局", "每月4吨", "<w:ins", "<w:del", "comments.xml", "custom.xml"]
    {
        assert!(!all.contains(gone), "{gone}");
    }
    assert!(all.contains("农村供水水价补贴资金发放办法"), "the title is the document's");
    assert!(
        !all.contains("<dc:title>") && !all.contains("<cp:keywords>"),
        "what the file says of itself may be a draft's"
    );
    let left = codes(&stripped.bytes);
    assert!(!left.contains(&"G210") && !left.contains(&"G213"), "{left:?}");
    let before = examine("a", NOTICE, &Rules::default()).text;
    assert_eq!(examine("a", &stripped.bytes, &Rules::default()).text, before, "a reader reads the same");
    assert_eq!(strip(&stripped.bytes, &Limits::WEB).unwrap().removed, Vec::<&str>::new(), "nothing is left to strip");
}

#[test]
fn a_stripped_workbook_has_no_comments_and_no_authors() {
    let stripped = strip(SUBSIDIES, &Limits::WEB).unwrap();
    let all = unpacked(&stripped.bytes);
    for gone in ["沈知秋", "顾南乔", "陆清和", "再核一遍", "legacyDrawing", "vmlDrawing"] {
        assert!(!all.contains(gone), "{gone}");
    }
    assert!(all.contains("发放明细"), "hidden sheets are another choice");
}

#[test]
fn a_hidden_sheet_goes_with_every_word_that_it_had() {
    let mended = mend(SUBSIDIES, &[Mend::HiddenSheets], &Limits::WEB).unwrap();
    assert_eq!(mended.removed, ["隐藏的工作表"]);
    let all = unpacked(&mended.bytes);
    for gone in ["发放明细", "周望舒", "34052419800101001X", "6222020000000000000"] {
        assert!(!all.contains(gone), "{gone}");
    }
    assert!(all.contains("桥头村"), "what both sheets had stays");
    assert!(!names(&mended.bytes).contains(&"xl/worksheets/sheet2.xml".to_owned()));
    let text = examine("a", &mended.bytes, &Rules::default()).text;
    assert!(text.contains("户数\t\t2"), "a value that came from the sheet stays: {text}");
}

#[test]
fn masked_numbers_are_masked_in_words_runs_and_cells() {
    let mended = mend(NOTICE, &[Mend::Numbers], &Limits::WEB).unwrap();
    let text = examine("a", &mended.bytes, &Rules::default()).text;
    assert!(text.contains("电话139****0058。") && text.contains("340***********001X"), "{text}");
    let mended = mend(SUBSIDIES, &[Mend::Numbers], &Limits::WEB).unwrap();
    let left = codes(&mended.bytes);
    assert!(!left.iter().any(|code| ["G101", "G102", "G104"].contains(code)), "{left:?}");
    assert!(unpacked(&mended.bytes).contains("<is><t>139****0058</t></is>"));
}

#[test]
fn a_number_cut_into_runs_is_masked_where_each_piece_stands() {
    let body = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>电话1390</w:t></w:r><w:r><w:t>&#48;0000</w:t></w:r>\
                <w:r><w:t>58 &amp; 传真</w:t></w:r></w:p></w:body></w:document>";
    let types = "<Types xmlns='t'/>";
    let bytes = packed(&[("[Content_Types].xml", types), ("word/document.xml", body)]);
    let mended = mend(&bytes, &[Mend::Numbers], &Limits::WEB).unwrap();
    let text = examine("a", &mended.bytes, &Rules::default()).text;
    assert_eq!(text, "电话139****0058 & 传真\n");
}

#[test]
fn deleted_rows_and_blank_paragraphs_go_and_moved_words_stand_once() {
    let body = "<w:document xmlns:w='w'><w:body>\
        <w:p><w:pPr><w:rPr><w:del w:author='甲'/></w:rPr></w:pPr><w:del><w:r><w:delText>旧段</w:delText></w:r></w:del></w:p>\
        <w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:t>正文</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>旧行</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p><w:ins><w:r><w:t>新行</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:moveTo><w:r><w:t>移走</w:t></w:r></w:moveTo></w:p></w:body></w:document>";
    let bytes = packed(&[("[Content_Types].xml", "<Types xmlns='t'/>"), ("word/document.xml", body)]);
    let stripped = strip(&bytes, &Limits::WEB).unwrap();
    let all = unpacked(&stripped.bytes);
    assert!(
        all.ends_with(
            "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:trPr></w:trPr><w:tc><w:p><w:r><w:t>新行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
             <w:p><w:r><w:t>移走</w:t></w:r></w:p></w:body></w:document>"
        ),
        "{all}"
    );
}

#[test]
fn a_stripped_picture_is_the_picture_and_stands_as_it_did() {
    for bytes in [jpeg(), png()] {
        let stripped = strip(&bytes, &Limits::WEB).unwrap();
        assert_eq!(stripped.removed, ["图片的拍摄信息"]);
        assert_eq!(codes(&stripped.bytes), ["G301"], "only that nobody read it");
        assert_eq!(strip(&stripped.bytes, &Limits::WEB).unwrap().bytes, stripped.bytes);
        assert!(!String::from_utf8_lossy(&stripped.bytes).contains("QingCam"));
    }
    let turned = strip(&jpeg(), &Limits::WEB).unwrap().bytes;
    let at = turned.windows(6).position(|bytes| bytes == b"Exif\0\0").expect("which way up");
    assert_eq!(&turned[at + 16..at + 26], b"\x01\x12\0\x03\0\0\0\x01\0\x06");
}

#[test]
fn a_stripped_gif_and_webp_are_whole() {
    let gif = strip(&gif(), &Limits::WEB).unwrap();
    assert_eq!(codes(&gif.bytes), ["G301"]);
    assert!(gif.bytes.ends_with(b"\x02\x44\x01\0;") && !String::from_utf8_lossy(&gif.bytes).contains("Shen"));
    let webp = strip(&webp(), &Limits::WEB).unwrap().bytes;
    assert_eq!(codes(&webp), ["G301"]);
    assert_eq!(
        u32::from_le_bytes(webp[4..8].try_into().unwrap()) as usize,
        webp.len() - 8,
        "its head says how long it is"
    );
    assert_eq!(webp[20] & 0x0c, 0, "and that there are no facts");
}

#[test]
fn pictures_inside_of_a_file_are_stripped_with_it() {
    let stripped = strip(&with(NOTICE, &[("word/media/image1.jpg", &jpeg())]), &Limits::WEB).unwrap();
    assert!(stripped.removed.contains(&"图片的拍摄信息"));
    assert!(!unpacked(&stripped.bytes).contains("QingCam"));
}

#[test]
fn a_stripped_pdf_is_as_long_as_it_was_and_names_nobody() {
    let stripped = strip(REDACTED, &Limits::WEB).unwrap();
    assert_eq!(stripped.removed, ["作者等文件信息"]);
    assert_eq!(stripped.bytes.len(), REDACTED.len());
    assert!(!codes(&stripped.bytes).contains(&"G213"));
    assert_eq!(examine("a", &stripped.bytes, &Rules::default()).text, examine("a", REDACTED, &Rules::default()).text);
    let signed = pdf("", "7 0 obj<</Author(a)>>endobj 10 0 obj<</ByteRange[0 1 2 3]>>endobj");
    assert!(strip(&signed, &Limits::WEB).unwrap_err().to_string().contains("签名"));
}

#[test]
fn a_damaged_or_signed_file_is_left_alone_and_said_to_be_so() {
    for bytes in [
        NOTICE[..NOTICE.len() - 30].to_vec(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old".to_vec(),
        png()[..60].to_vec(),
        jpeg()[..80].to_vec(),
        with(NOTICE, &[("_xmlsignatures/sig1.xml", b"<x/>")]),
        with(NOTICE, &[("word/document.xml", b"<w:document><w:p><w:del>")]),
        with(NOTICE, &[("word/document.xml", b"<w:document><w:p><w:del></w:p></w:del></w:document>")]),
        damaged(NOTICE),
    ] {
        assert!(!strip(&bytes, &Limits::WEB).unwrap_err().to_string().is_empty());
    }
}

/// A byte of the picture of a part, changed: the part's sum tells.
fn damaged(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = with(bytes, &[("word/media/image1.bin", &[7; 400])]);
    let at = bytes.windows(22).position(|name| name.starts_with(b"word/media/image1.bin")).unwrap() + 22;
    bytes[at] ^= 0x10;
    bytes
}

#[test]
fn a_text_is_masked_and_keeps_everything_else() {
    let mended = mend("甲,13900000058\r\n乙,1\r\n".as_bytes(), &[Mend::Numbers], &Limits::WEB).unwrap();
    assert_eq!(String::from_utf8(mended.bytes).unwrap(), "甲,139****0058\r\n乙,1\r\n");
    // 甲 in GB 18030, which is no UTF-8
    let mended = mend(b"\xbc\xd7,13900000058\r\n", &[Mend::Numbers], &Limits::WEB).unwrap();
    assert_eq!(mended.bytes, "\u{feff}甲,139****0058\r\n".as_bytes());
}

/// A workbook of one sheet.
fn sheet(columns: &str, rows: &str, besides: &[(&str, &str)]) -> Vec<u8> {
    let relations = "<Relationships xmlns='r'><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/>\
                     <Relationship Id='b' Type='x/sharedStrings' Target='sharedStrings.xml'/></Relationships>";
    let root = "<Relationships xmlns='r'><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>";
    let text = format!(
        "<worksheet>{columns}<sheetData>{rows}</sheetData><hyperlinks><hyperlink ref='A2' location='某某村'/>\
                        <hyperlink ref='A1' location='公示'/></hyperlinks></worksheet>"
    );
    let mut parts = vec![
        ("[Content_Types].xml", "<Types xmlns='t'/>"),
        ("_rels/.rels", root),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='表' sheetId='1' r:id='a'/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", text.as_str()),
        ("xl/sharedStrings.xml", "<sst><si><t>桥头村</t></si><si><t>没公布的村</t></si></sst>"),
    ];
    parts.extend(besides);
    packed(&parts)
}

const COLUMNS: &str = "<cols><col min='3' max='4' hidden='1'/></cols>";
const ROWS: &str = "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1'><f>SUM(C1:C2)</f><v>30</v></c><c r='C1'><v>10</v></c></row>\
                    <row r='2' hidden='1'><c r='A2' t='s'><v>1</v></c><c r='C2'><v>20</v></c></row>\
                    <row r='3'><c r='A3' t='inlineStr'><is><t>合计</t></is></c></row>";

#[test]
fn hidden_rows_and_columns_go_with_all_their_words_and_sums_stay_what_they_were() {
    let before = sheet(COLUMNS, ROWS, &[]);
    assert_eq!(codes(&before), ["G212"]);
    let mended = mend(&before, &[Mend::HiddenCells], &Limits::WEB).unwrap();
    assert_eq!(mended.removed, ["隐藏的行和列"]);
    assert!(codes(&mended.bytes).is_empty());
    let all = unpacked(&mended.bytes);
    for gone in ["没公布的村", "某某村", "<v>10</v>", "<v>20</v>", "SUM"] {
        assert!(!all.contains(gone), "{gone}: {all}");
    }
    let text = examine("a", &mended.bytes, &Rules::default()).text;
    assert_eq!(text, "桥头村\t30\n合计\n", "what everybody saw they still see");
    let whole = sheet("", "<row r='1'><c r='A1' t='s'><v>0</v></c></row>", &[]);
    assert_eq!(mend(&whole, &[Mend::HiddenCells], &Limits::WEB).unwrap().bytes, whole, "nothing is hidden");
}

#[test]
fn a_table_object_is_left_alone_rather_than_broken() {
    let table = sheet(COLUMNS, ROWS, &[("xl/tables/table1.xml", "<table ref='A1:C3'/>")]);
    let why = mend(&table, &[Mend::HiddenCells], &Limits::WEB).unwrap_err().to_string();
    assert!(why.contains("转换为普通区域"), "{why}");
}

#[test]
fn one_sort_of_number_is_masked_and_the_others_stay() {
    let mended = mend(SUBSIDIES, &[Mend::Mobiles], &Limits::WEB).unwrap();
    let left = codes(&mended.bytes);
    assert!(!left.contains(&"G101") && left.contains(&"G102") && left.contains(&"G104"), "{left:?}");
    let text = "电话13900000058，身份证34052419800101001X".as_bytes();
    let mended = mend(text, &[Mend::Ids], &Limits::WEB).unwrap();
    assert_eq!(mended.bytes, "电话13900000058，身份证340***********001X".as_bytes());
}
