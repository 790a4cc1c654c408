use super::super::{
    open,
    showing::{opened, packed, shown},
};
use crate::{document::Document, read::Limits};

const WORKBOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="表一" sheetId="1" r:id="rId1"/><sheet name="底稿" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>"#;
const STRINGS: &str = r#"<sst uniqueCount="99999999999999"><si><t>三、依申请</t></si><si><r><t>自然</t></r><r><t>人</t></r><rPh><t>zi</t></rPh></si><si><t>总计</t></si></sst>"#;

fn parts(sheet: &str) -> Vec<u8> {
    packed(&[
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/worksheets/sheet2.xml", "<worksheet><c r=\"A1\"><v>99</v></c></worksheet>"),
    ])
}

fn sheet(rows: &str, merged: &str) -> Document {
    opened(parts(&format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>")))
}

#[test]
fn a_lone_cell_is_a_line_and_rows_together_are_a_table() {
    let document = sheet(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>
           <row r="2"><c r="A2" t="inlineStr"><is><t>项目</t></is></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>2</v></c></row>
           <row r="3"><c r="B3" t="str"><v>予以公开</v></c><c r="C3"><v>57.0</v></c><c r="D3" s="0"/></row>
           <row r="4"><c><v>15163.484999999999</v></c><c><v>1.5E3</v></c></row>
           <row r="6"><c r="A6" s="1"><v>45311</v></c></row>"#,
        r#"<mergeCell ref="A2:B2"/>"#,
    );
    insta::assert_snapshot!(shown(&document), @r"
    三、依申请
    [0 0,0 2×1] 项目 | [0 0,2] 自然人 | [0 0,3] 总计
    [0 1,0] | [0 1,1] 予以公开 | [0 1,2] 57 | [0 1,3]
    [0 2,0] 15163.485 | [0 2,1] 1500 | [0 2,2] | [0 2,3]
    2024-01-20
    ");
    assert_eq!(
        document.properties,
        [("sheet", "表一"), ("hidden_sheet", "底稿")].map(|(n, v)| (n.to_owned(), v.to_owned()))
    );
}

#[test]
fn what_reckoning_leaves_behind_a_whole_number_is_not_shown_and_a_part_of_one_is() {
    let shows = |value: &str| shown(&sheet(&format!("<row r=\"1\"><c r=\"A1\"><v>{value}</v></c></row>"), ""));
    for (value, whole) in [
        ("137E0", "137"),
        ("1.37E2", "137"),
        ("6.0000000001", "6"),
        ("5.9999999999", "6"),
        ("887.0000000001", "887"),
        ("-3.0000000001", "-3"),
        ("0", "0"),
    ] {
        assert_eq!(shows(value), whole);
    }
    for value in ["6.5", "6.0001", "6.0000001", "123456789.01", "0.000001", "0.0000000001", "123456789012.001"] {
        assert_eq!(shows(value), value);
    }
}

#[test]
fn cells_merged_downwards_keep_their_rows_together() {
    let document = sheet(
        r#"<row r="1"><c r="A1" t="str"><v>三</v></c><c r="B1"><v>1</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>"#,
        r#"<mergeCell ref="A1:A3"/>"#,
    );
    insta::assert_snapshot!(shown(&document), @r"
    [0 0,0 1×3] 三 | [0 0,1] 1
    [0 2,1] 3
    ");
}

#[test]
fn cells_far_away_cost_nothing() {
    let document = sheet(
        r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>"#,
        "",
    );
    insta::assert_snapshot!(shown(&document), @"[0 0,0] 1 | [0 0,1] 2");
}

#[test]
fn a_sheet_of_endless_ranges_is_refused_or_short() {
    let rows: String =
        (1..=60_000).map(|n| format!("<row><c r=\"A{n}\"><v>1</v></c><c r=\"IV{n}\"><v>2</v></c></row>")).collect();
    let source = parts(&format!("<worksheet>{rows}<mergeCell ref=\"A1:XFD1048576\"/></worksheet>"));
    let pieces = open(&source, "", &Limits::WEB).map(|document| document.pieces.len());
    assert!(matches!(pieces, Err(_) | Ok(..=60_000)), "{pieces:?}");
}
