use super::super::{
    open,
    showing::{opened, packed, shown},
};
use crate::{document::Document, read::Limits};

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

fn word(body: &str) -> Document {
    let main = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    );
    let relations = r#"<Relationships><Relationship Id="rId7" Target="http://www.qingchuan.example/fj.pdf" TargetMode="External"/></Relationships>"#;
    let facts =
        r"<cp:coreProperties><dc:title>青川市年报</dc:title><dc:creator>办公室</dc:creator></cp:coreProperties>";
    opened(packed(&[
        ("word/document.xml", main.as_str()),
        ("word/_rels/document.xml.rels", relations),
        ("docProps/core.xml", facts),
    ]))
}

fn paragraph(words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>"
    )
}

fn cell(properties: &str, words: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(words))
}

#[test]
fn paragraphs_and_tables_come_in_the_order_of_the_document() {
    let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "规章"), cell("", "3"));
    let document = word(&[paragraph("二、主动公开"), table, paragraph("三、依申请 &amp; 其他")].concat());
    insta::assert_snapshot!(shown(&document), @r"
    二、主动公开
    [0 0,0] 规章 | [0 0,1] 3
    三、依申请 & 其他
    ");
    assert_eq!(
        document.properties,
        [("title", "青川市年报"), ("creator", "办公室")].map(|(n, v)| (n.to_owned(), v.to_owned()))
    );
}

#[test]
fn cells_merged_across_and_downwards_are_one_cell() {
    let merged = "<w:vMerge w:val=\"restart\"/>";
    let rows = [
        format!("<w:tr>{}{}{}</w:tr>", cell("<w:gridSpan w:val=\"2\"/>", "项目"), cell(merged, "总计"), cell("", "甲")),
        format!(
            "<w:tr>{}{}{}{}</w:tr>",
            cell(merged, "三"),
            cell("", "予以公开"),
            cell("<w:vMerge/>", "看不见"),
            cell("", "1")
        ),
        format!(
            "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}<w:tc/>{}</w:tr>",
            cell("", "部分公开"),
            cell("", "2")
        ),
    ];
    insta::assert_snapshot!(shown(&word(&format!("<w:tbl>{}</w:tbl>", rows.concat()))), @r"
    [0 0,0 2×1] 项目 | [0 0,2 1×2] 总计 | [0 0,3] 甲
    [0 1,0] 三 | [0 1,1] 予以公开 | [0 1,3] 1
    [0 2,1] 部分公开 | [0 2,2] | [0 2,3] 2
    ");
}

#[test]
fn a_table_inside_of_a_cell_is_a_table_of_its_own() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "规章"), cell("", "3"));
    let outer = format!("<w:tbl><w:tr><w:tc>{}{inner}{}</w:tc></w:tr></w:tbl>", paragraph("前"), paragraph("后"));
    insta::assert_snapshot!(shown(&word(&outer)), @r"
    前
    [1 0,0] 规章 | [1 0,1] 3
    后
    ");
}

#[test]
fn taken_out_words_are_gone_and_put_in_words_stay() {
    let body = "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>3</w:delText><w:t>3</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>件</w:t><w:tab/><w:t>止</w:t><w:br/><w:t>次行</w:t></w:r></w:p>\
        <w:p><w:moveFrom><w:r><w:t>原处</w:t></w:r></w:moveFrom><w:hyperlink r:id=\"rId7\"><w:r><w:t>附件</w:t></w:r></w:hyperlink></w:p>";
    let document = word(body);
    assert_eq!(document.text, "共5件\t止\n次行\n附件\n");
    let links: Vec<_> = document.links.iter().map(|(span, to)| (document.words(*span), to.as_str())).collect();
    assert_eq!(links, [("附件", "http://www.qingchuan.example/fj.pdf")]);
}

fn runs(runs: &[(&str, &str)]) -> String {
    let run = |(properties, words): &(&str, &str)| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
    };
    let words: String = runs.iter().map(run).collect();
    format!("<w:tbl><w:tr><w:tc><w:p>{words}</w:p></w:tc></w:tr></w:tbl>")
}

#[test]
fn words_struck_out_are_gone_and_what_was_before_a_change_does_not_count() {
    for strike in ["<w:strike/>", "<w:dstrike/>", "<w:strike w:val=\"1\"/>", "<w:b/><w:dstrike w:val=\"true\"/>"] {
        assert_eq!(shown(&word(&runs(&[(strike, "7"), ("", "57")]))), "[0 0,0] 57", "{strike}");
        assert_eq!(shown(&word(&runs(&[("", "5"), (strike, "7"), ("", "8")]))), "[0 0,0] 58", "{strike}");
    }
    for kept in [
        "<w:strike w:val=\"0\"/>",
        "<w:dstrike w:val=\"false\"/>",
        "<w:strike w:val=\"off\"/><w:dstrike w:val=\"0\"/>",
        "<w:rPrChange><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>",
    ] {
        assert_eq!(shown(&word(&runs(&[(kept, "5"), ("", "7")]))), "[0 0,0] 57", "{kept}");
    }
    let both = "<w:strike/><w:dstrike w:val=\"0\"/>";
    assert_eq!(shown(&word(&runs(&[(both, "7"), ("", "57")]))), "[0 0,0] 57");
}

#[test]
fn a_raised_digit_behind_a_figure_in_a_cell_is_a_note() {
    let raised = "<w:vertAlign w:val=\"superscript\"/>";
    assert_eq!(shown(&word(&runs(&[("", "57"), (raised, "1")]))), "[0 0,0] 57");
    assert_eq!(shown(&word(&runs(&[("", "57 "), (raised, "1"), (raised, "2")]))), "[0 0,0] 57");
    assert_eq!(shown(&word(&runs(&[("", "公顷m"), (raised, "2"), ("", "5")]))), "[0 0,0] 公顷m25");
    assert_eq!(shown(&word(&runs(&[("", "5"), ("<w:vertAlign w:val=\"baseline\"/>", "7")]))), "[0 0,0] 57");
    let marked = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>57</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"2\"/><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(shown(&word(marked)), "[0 0,0] 57");
}

#[test]
fn paragraphs_inside_of_a_cell_are_parted_by_blanks() {
    let body =
        format!("<w:tbl><w:tr><w:tc>{}{}</w:tc>{}</w:tr></w:tbl>", paragraph("结果"), paragraph("维持"), cell("", ""));
    insta::assert_snapshot!(shown(&word(&body)), @"[0 0,0] 结果 维持 | [0 0,1]");
}

#[test]
fn numbers_that_word_counts_are_read_as_if_typed() {
    let numbered = |level: u8, words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let lists = "<w:numbering><w:abstractNum w:abstractNumId=\"7\">\
        <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"（%2）\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let body = [
        numbered(0, "总体情况"),
        numbered(1, "主动公开"),
        numbered(1, "平台"),
        numbered(0, "申请"),
        numbered(1, "收件"),
    ]
    .concat();
    let document = opened(packed(&[
        ("word/document.xml", &format!("<w:document>{body}</w:document>")),
        ("word/numbering.xml", lists),
    ]));
    assert_eq!(document.text, "一、总体情况\n（1）主动公开\n（2）平台\n二、申请\n（1）收件\n");
}

#[test]
fn a_file_that_unpacks_to_more_than_allowed_is_refused() {
    let main = format!("<w:document><w:body>{}</w:body></w:document>", " ".repeat(3 << 20));
    let limits = Limits { expanded: 1 << 20, ..Limits::WEB };
    let reason = open(&packed(&[("word/document.xml", &main)]), "", &limits).unwrap_err();
    assert_eq!(reason, "文件展开后超过1 MiB，未读取");
}

#[test]
fn absurd_depth_and_width_are_survived() {
    let nested = format!("{}{}", "<w:tbl><w:tr><w:tc><w:p>".repeat(20_000), "<w:t>5</w:t>");
    let wide = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("<w:gridSpan w:val=\"99999999\"/>", "宽"));
    assert!(word(&nested).pieces.len() <= 1);
    assert_eq!(word(&wide).pieces[0].cell.unwrap().width, 256);
}

#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let whole = packed(&[("word/document.xml", "<w:document/>")]);
    let cut = &whole[..whole.len() - 30];
    assert_eq!(open(cut, "", &Limits::WEB).unwrap_err(), "文件已损坏，无法解压");
}
