use std::{fmt::Write, time::Instant};

use super::super::{
    open,
    showing::{opened, shown},
};
use crate::{document::Document, read::Limits};

const GBK: &[u8] = include_bytes!("../../../../../../fixtures/sources/town_gbk.pdf");
const RULED: &[u8] = include_bytes!("../../../../../../fixtures/sources/town.pdf");
const UNRULED: &[u8] = include_bytes!("../../../../../../fixtures/sources/town_unruled.pdf");
const SCANNED: &[u8] = include_bytes!("../../../../../../fixtures/sources/scanned.pdf");

/// A file of one page with some operators, in a font whose codes are GBK.
fn page(operators: &str) -> Document {
    opened(file(operators, ""))
}

fn file(operators: &str, more: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 7 0 R>>>>>>endobj
        5 0 obj<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>endobj 6 0 obj<</DW 1000>>endobj\n"
        .to_vec();
    bytes.extend(more.bytes());
    let operators = encoding_rs::GB18030.encode(operators).0;
    bytes.extend(format!("4 0 obj<</Length {}>>stream\n", operators.len()).bytes());
    bytes.extend(operators.iter());
    bytes.extend(b"\nendstream endobj trailer<</Root 1 0 R>>");
    bytes
}

fn row_of<'a>(shown: &'a str, label: &str) -> &'a str {
    shown.lines().find(|line| line.contains(label)).unwrap_or_else(|| panic!("no {label} in {shown}"))
}

#[test]
fn a_font_without_a_map_is_read_by_its_encoding() {
    let document = opened(GBK);
    assert!(
        document.text.starts_with("云溪镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n"),
        "{}",
        document.text
    );
    assert_eq!(
        row_of(&shown(&document), "部分公开"),
        "[0 4,0] （二）部分公开（区分处理的，只计这 一情形，不计其他情形） | [0 4,1] 2 | [0 4,2] 0 | [0 4,3] 0 | [0 4,4] 0 | [0 4,5] 1 | [0 4,6] 0 | [0 4,7] 3"
    );
    let page = document.place(document.pieces[0].span).page;
    assert_eq!(page, Some(1));
}

#[test]
fn lines_around_cells_give_their_spans() {
    let shown = shown(&opened(RULED));
    assert!(row_of(&shown, "申请人情况").ends_with("| [1 0,3 7×1] 申请人情况"), "{shown}");
    assert!(
        row_of(&shown, "予以公开")
            .starts_with("[1 5,0 1×7] 三、本年度办 理结果 | [1 5,1 2×1] （一）予以公开 | [1 5,3] 5 |"),
        "{shown}"
    );
    assert!(row_of(&shown, "（七）总计").ends_with("[1 11,7] 2 | [1 11,8] 0 | [1 11,9] 17"), "{shown}");
}

#[test]
fn a_label_of_two_lines_stands_before_the_numbers_beside_it() {
    let shown = shown(&opened(UNRULED));
    assert_eq!(
        row_of(&shown, "部分公开"),
        "（二）部分公开（区分处理的，只计这 一情形，不计其他情形） | 2 | 0 | 0 | 0 | 1 | 0 | 3"
    );
    assert_eq!(row_of(&shown, "结转下年度"), "四、结转下年度继续办理 | 2 | 0 | 0 | 0 | 0 | 0 | 2");
}

#[test]
fn a_scan_and_a_locked_file_are_said_to_be_so() {
    assert_eq!(
        open(SCANNED, "", &Limits::WEB).unwrap_err(),
        "PDF里没有文字（扫描件），无法读取；请提供可复制文字的PDF、Word或网页"
    );
    let locked = [&file("", ""), b"trailer<</Root 1 0 R/Encrypt 9 0 R>>".as_slice()].concat();
    assert_eq!(open(&locked, "", &Limits::WEB).unwrap_err(), "文件设有密码，无法读取；请去掉密码后再提交");
}

#[test]
fn operators_place_words_where_a_reader_sees_them() {
    let document = page(
        "BT /F 10 Tf 14 TL 1 0 0 1 50 700 Tm (一、总体) Tj (情况) Tj T* (第二行) Tj 0 -40 Td [(甲) -2000 (乙) 100 (丙)] TJ ET
         q 2 0 0 2 0 100 cm BT /F 5 Tf 25 350 Td (页首) Tj ET Q BT /F 10 Tf 0 1 -1 0 300 300 Tm (水印) Tj ET",
    );
    assert_eq!(document.text, "页首\n一、总体情况\n第二行\n甲\t乙丙\n");
}

#[test]
fn a_form_is_a_page_inside_of_the_page() {
    let form = "7 0 obj<</Subtype/Form/Matrix[1 0 0 1 0 -20]/Resources<</Font<</F 5 0 R>>>>/Length 99>>stream\nBT /F 10 Tf 50 700 Td <D2BB> Tj ET /X Do\nendstream endobj\n";
    let document = opened(file("BT /F 10 Tf 50 700 Td (二) Tj ET /X Do", form));
    assert_eq!(document.text, "二\n一\n");
}

#[test]
fn a_file_that_is_cut_off_still_says_what_it_has() {
    let whole = file("BT /F 10 Tf 50 700 Td (青川市人民政府) Tj ET", "");
    let start = whole.len() - 43;
    let cut = [&b"trailer<</Root 1 0 R>>\n%PDF-1.4\n"[..], &whole[..start]].concat();
    assert!(opened(cut).text.starts_with("青川市"));
}

#[test]
fn circles_and_bombs_end() {
    let operators = "q ".repeat(300_000) + &"/X Do ".repeat(10_000) + &"[1 ".repeat(100_000);
    let circle =
        "7 0 obj<</Subtype/Form/Length 8 0 R>>stream\n/X Do /X Do /X Do\nendstream endobj 8 0 obj 8 0 R endobj\n";
    let mut tree = String::from("%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj trailer<</Root 1 0 R>>\n2 0 obj<</Kids[");
    for _ in 0..100_000 {
        tree.push_str("2 0 R 3 0 R ");
    }
    write!(tree, "]>>endobj 3 0 obj<</Kids {}", "[".repeat(200_000)).unwrap();
    for source in [file(&operators, circle), tree.into_bytes(), "%PDF-1.4\n1 0 obj ".repeat(300_000).into_bytes()] {
        let start = Instant::now();
        assert!(open(&source, "", &Limits::WEB).is_err());
        assert!(start.elapsed() < Limits::WEB.time * 2, "{:?}", start.elapsed());
    }
}

#[test]
fn glyphs_of_unknown_characters_are_said_to_be_so() {
    let page = file("BT /F 12 Tf 10 700 Td (云溪镇人民政府) Tj ET", "");
    let text = page.windows(9).position(|words| words == b"GBK-EUC-H").unwrap();
    let mut page = page;
    page.splice(text..text + 9, *b"Identity-H");
    let reason = open(&page, "a.pdf", &Limits::COMMAND_LINE).unwrap_err();
    assert!(reason.contains("字符编码"), "{reason}");
}
