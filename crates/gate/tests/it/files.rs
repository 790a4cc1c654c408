//! What is found in files.

use gongkai_gate::{Examined, Finding, Kind, Rules, Way, examine};

use crate::made::{BRIEFING, NOTICE, REDACTED, SUBSIDIES, jpeg, packed, pdf, png, with};

fn look(name: &str, bytes: &[u8]) -> Examined {
    examine(name, bytes, &Rules::default().domains(["qinghe.gov.cn".to_owned()]))
}

fn of<'e>(examined: &'e Examined, code: &str) -> Vec<&'e Finding> {
    examined.findings.iter().filter(|found| found.check.code == code).collect()
}

#[track_caller]
fn words(examined: &Examined, code: &str) -> Vec<String> {
    let found = of(examined, code);
    assert!(!found.is_empty(), "{code} is missing: {:?}", examined.findings);
    found.iter().flat_map(|found| found.hits.iter().map(|hit| hit.excerpt.words.clone())).collect()
}

#[test]
fn a_word_file_shows_what_its_reader_does_not_see() {
    let examined = look("办法.docx", NOTICE);
    assert_eq!(examined.kind, Kind::Docx);
    assert_eq!(words(&examined, "G101"), ["咨询请联系水价补贴专干杨某，电话139****0058。"]);
    assert!(words(&examined, "G102")[0].contains("340***********001X"));
    assert_eq!(words(&examined, "G105"), ["内部资料　注意保存"]);
    assert_eq!(of(&examined, "G105")[0].part, "页眉");
    let changes = words(&examined, "G210");
    for told in ["顾南乔删除：每月4吨", "顾南乔插入：每月5吨", "陆清和：财政局：这个标准还没定"]
    {
        assert!(changes.iter().any(|words| words == told), "{told}: {changes:?}");
    }
    assert_eq!(words(&examined, "G211"), ["此句只给领导看"]);
    let facts = words(&examined, "G213");
    for told in ["作者：沈知秋", "最后修改人：顾南乔", "自定义属性拟稿处室：财政局农业股"]
    {
        assert!(facts.iter().any(|words| words == told), "{told}: {facts:?}");
    }
    assert!(words(&examined, "G205")[0].starts_with("http://192.168.1.5/"));
    assert!(of(&examined, "G001").is_empty() && of(&examined, "G204").is_empty());
}

#[test]
fn the_words_of_a_word_file_are_those_that_a_reader_reads() {
    let text = look("办法.docx", NOTICE).text;
    assert!(text.contains("补贴标准为每月5吨，按户计算。"), "{text}");
    assert!(!text.contains("每月4吨") && !text.contains("领导") && !text.contains("还没定"), "{text}");
}

#[test]
fn a_workbook_shows_its_hidden_sheet_rows_and_columns() {
    let examined = look("补贴.xlsx", SUBSIDIES);
    assert_eq!(examined.kind, Kind::Xlsx);
    let hidden = of(&examined, "G103");
    assert_eq!(hidden[0].part, "发放明细（隐藏）");
    assert_eq!(hidden[0].ways, [Way::Remove, Way::Replace, Way::Justify]);
    let ids = of(&examined, "G102");
    assert_eq!((ids[0].part.as_str(), ids[0].count), ("发放明细（隐藏）", 2));
    assert_eq!(ids[0].hits[0].at.label(), "B2格");
    assert_eq!(words(&examined, "G104"), ["***************0000"]);
    assert_eq!(words(&examined, "G101"), ["139****0058"]);
    let cells = words(&examined, "G212");
    assert!(cells.contains(&"B列：经办电话".to_owned()), "{cells:?}");
    assert!(cells.contains(&"第3行：试点村（未公布）".to_owned()), "{cells:?}");
    assert!(words(&examined, "G210")[0].contains("再核一遍"));
    assert!(examined.text.contains("桥头村") && !examined.text.contains("周望舒"), "{}", examined.text);
}

#[test]
fn a_pdf_shows_what_stands_under_its_boxes() {
    let examined = look("处罚决定.pdf", REDACTED);
    assert_eq!(examined.kind, Kind::Pdf);
    let covered = words(&examined, "G107");
    assert!(covered.iter().any(|line| line.contains("林照水")), "black on black: {covered:?}");
    assert!(covered.iter().any(|line| line.contains("被盖住的住址")), "under a shape: {covered:?}");
    assert!(!covered.iter().any(|line| line.contains("看得见") || line.contains("结尾")), "{covered:?}");
    assert_eq!(of(&examined, "G107")[0].hits[0].at.label(), "第1页");
    assert_eq!(words(&examined, "G213"), ["作者：沈知秋"]);
    assert_eq!(words(&examined, "G204"), ["https://other.example/a"]);
}

#[test]
fn a_pdf_shows_its_notes_programs_and_files() {
    let more = "7 0 obj<</Author(Shen)/Producer(x)>>endobj
        8 0 obj<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Lu)/Contents(call 13900000058)>>endobj
        9 0 obj<</Type/Annot/Subtype/Square/IC[0 0 0]/Rect[90 690 300 720]>>endobj
        10 0 obj<</OpenAction<</S/JavaScript/JS(app.alert)>>>>endobj 12 0 obj<</FT/Tx/V(13800000012)>>endobj 11 0 obj<</Type/Filespec/F(list.xlsx)/EF<</F 4 0 R>>>>endobj";
    let examined = look("a.pdf", &pdf("BT /F 12 Tf 100 700 Td (under a box) Tj 0 -100 Td (shown) Tj ET", more));
    assert_eq!(words(&examined, "G210"), ["Lu：call 139****0058"]);
    assert_eq!(words(&examined, "G107"), ["under a box"]);
    assert_eq!(words(&examined, "G109"), ["JavaScript"]);
    assert_eq!(words(&examined, "G220"), ["list.xlsx"]);
    assert!(words(&examined, "G101").contains(&"138****0012".to_owned()), "what was filled in");
}

#[test]
fn a_box_that_is_seen_through_hides_nothing() {
    let more = "7 0 obj<</Title(x)>>endobj 8 0 obj<<>>endobj 9 0 obj<<>>endobj";
    let words = "BT /F 12 Tf 100 700 Td (a name) Tj ET";
    let boxed = |before: &str, after: &str| look("a.pdf", &pdf(&format!("{before} {words} {after}"), more));
    let rectangle = "90 690 200 40 re f";
    assert_eq!(of(&boxed("", &format!("0 g {rectangle}")), "G107").len(), 1, "black on top");
    assert_eq!(of(&boxed("", &format!("1 g {rectangle}")), "G107").len(), 1, "white on top");
    assert_eq!(of(&boxed(&format!("0 g {rectangle}"), ""), "G107").len(), 1, "black on black");
    assert!(of(&boxed(&format!("0.9 g {rectangle} 0 g"), ""), "G107").is_empty(), "a shaded cell");
    assert!(of(&boxed("", "0 g 90 400 200 40 re f"), "G107").is_empty(), "elsewhere");
    assert!(of(&boxed("", "90 690 200 40 re S"), "G107").is_empty(), "a frame");
    for state in ["M", "H"] {
        assert!(of(&boxed("", &format!("/{state} gs 1 1 0 rg {rectangle}")), "G107").is_empty(), "a highlighter");
    }
}

#[test]
fn a_picture_shows_where_it_was_taken_and_says_that_its_words_were_not_read() {
    for (name, bytes, kind) in [("图.jpg", jpeg(), Kind::Jpeg), ("图.png", png(), Kind::Png)] {
        let examined = look(name, &bytes);
        assert_eq!(examined.kind, kind);
        let told = words(&examined, "G214");
        assert!(told.contains(&"拍摄位置".to_owned()) && told.contains(&"相机：QingCam".to_owned()), "{told:?}");
        assert_eq!(words(&examined, "G301"), [format!("{name}　1600×2260")]);
    }
    assert_eq!(words(&look("图.jpg", &jpeg()), "G101"), ["经办人139****0058"]);
}

#[test]
fn pictures_inside_of_a_file_are_looked_at_too() {
    let examined = look("办法.docx", &with(NOTICE, &[("word/media/image1.jpg", &jpeg())]));
    assert_eq!(of(&examined, "G214")[0].part, "image1.jpg");
    assert_eq!(words(&examined, "G301"), ["image1.jpg"]);
}

#[test]
fn a_presentation_of_libreoffice_shows_its_hidden_slides_and_notes() {
    let examined = look("吹风会.pptx", BRIEFING);
    assert_eq!(examined.kind, Kind::Pptx);
    assert_eq!(words(&examined, "G101"), ["联系人：杨某 139 **** 0058"]);
    assert_eq!(words(&examined, "G217"), ["未定的标准"]);
    assert!(words(&examined, "G218").contains(&"记者问到试点村，不要回答".to_owned()));
    assert_eq!(words(&examined, "G213"), ["作者：沈知秋"]);
}

#[test]
fn a_presentation_shows_its_hidden_slides_notes_and_comments() {
    let slide = |show: &str, words: &str| {
        format!("<p:sld xmlns:p='p' xmlns:a='a'{show}><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sld>")
    };
    let bytes = packed(&[
        ("ppt/presentation.xml", "<p:presentation/>"),
        ("ppt/slides/slide1.xml", &slide("", "联系人：杨某 139 0000 0058")),
        ("ppt/slides/slide2.xml", &slide(" show='0'", "未定的标准")),
        ("ppt/notesSlides/notesSlide1.xml", &slide("", "记者问到试点村，不要回答")),
        ("ppt/comments/comment1.xml", "<p:cmLst><p:cm><p:text>再想想</p:text></p:cm></p:cmLst>"),
        ("ppt/vbaProject.bin", "x"),
    ]);
    let examined = look("吹风会.pptx", &bytes);
    assert_eq!(examined.kind, Kind::Pptx);
    assert_eq!(words(&examined, "G101"), ["联系人：杨某 139 **** 0058"]);
    assert_eq!(words(&examined, "G217"), ["未定的标准"]);
    assert_eq!(of(&examined, "G217")[0].hits[0].at.label(), "第2张");
    assert_eq!(words(&examined, "G218"), ["记者问到试点村，不要回答"]);
    assert_eq!(words(&examined, "G210"), ["再想想"]);
    assert_eq!(words(&examined, "G106"), ["vbaProject.bin"]);
    assert!(!examined.text.contains("未定"));
}

#[test]
fn a_workbook_shows_the_data_behind_it() {
    let bytes = packed(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets/><definedNames><definedName name='旧表' hidden='1'>[1]Sheet1!$A$1</definedName>\
             <definedName name='_xlnm._FilterDatabase' hidden='1'>A1</definedName></definedNames></workbook>",
        ),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            "<pivotCacheDefinition><cacheSource><worksheetSource sheet='明细'/></cacheSource><s v='34052419800101001X'/>\
             </pivotCacheDefinition>",
        ),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            "<Relationships><Relationship Id='r1' Type='x/externalLinkPath' TargetMode='External' \
             Target='file:///D:/沈知秋/明细.xlsx'/></Relationships>",
        ),
    ]);
    let examined = look("表.xlsx", &bytes);
    assert_eq!(words(&examined, "G110"), ["源数据“明细”，缓存里有1个值"]);
    assert_eq!(words(&examined, "G102"), ["340***********001X"]);
    assert_eq!(words(&examined, "G216"), ["旧表：[1]Sheet1!$A$1"]);
    assert_eq!(words(&examined, "G215"), ["file:///D:/沈知秋/明细.xlsx"]);
}

#[test]
fn words_that_were_blackened_in_a_word_file_are_still_there() {
    let run = |look: &str, words: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>");
    let runs = [
        run("<w:highlight w:val='black'/>", "周望舒"),
        run("<w:color w:val='000000'/><w:shd w:val='clear' w:fill='000000'/>", "陈见微"),
        run("<w:color w:val='FFFFFF'/><w:highlight w:val='black'/>", "白字"),
        run("<w:highlight w:val='yellow'/>", "重点"),
        run("", "正文"),
    ];
    let body = format!("<w:document xmlns:w='w'><w:body><w:p>{}</w:p></w:body></w:document>", runs.concat());
    let examined = look("a.docx", &packed(&[("word/document.xml", &body)]));
    assert_eq!(words(&examined, "G211"), ["周望舒", "陈见微"]);
    assert_eq!(examined.text, "白字重点正文\n");
}

#[test]
fn a_watermark_of_the_office_is_a_mark() {
    let more = "7 0 obj<</Title(x)>>endobj 8 0 obj<<>>endobj 9 0 obj<<>>endobj";
    let slanted =
        pdf("BT /F 12 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (call 13900000058) Tj ET BT /F 12 Tf 9 9 Td (a) Tj ET", more);
    assert_eq!(words(&look("a.pdf", &slanted), "G101"), ["call 139****0058"]);
    let shape = "<w:hdr xmlns:w='w' xmlns:v='v'><w:p><w:r><w:pict><v:shape><v:textpath string='内部资料'/></v:shape>\
                 </w:pict></w:r></w:p></w:hdr>";
    let examined = look("办法.docx", &with(NOTICE, &[("word/header9.xml", shape.as_bytes())]));
    assert_eq!(words(&examined, "G105"), ["内部资料　注意保存", "内部资料"]);
}

#[test]
fn a_pdf_that_was_added_to_has_its_versions_before() {
    let mut bytes =
        pdf("BT /F 12 Tf 9 9 Td (a) Tj ET", "7 0 obj<</Title(x)>>endobj 8 0 obj<<>>endobj 9 0 obj<<>>endobj");
    bytes.extend(b"\n%%EOF\n");
    assert!(of(&look("a.pdf", &bytes), "G221").is_empty());
    bytes.extend(b"7 0 obj<</Title(y)>>endobj trailer<</Root 1 0 R>>\n%%EOF\n");
    assert_eq!(words(&look("a.pdf", &bytes), "G221"), ["保存过2次，每次的内容都在文件里"]);
}

#[test]
fn a_workbook_inside_of_a_file_is_looked_into_too() {
    let examined = look("办法.docx", &with(NOTICE, &[("word/embeddings/图表数据.xlsx", SUBSIDIES)]));
    assert_eq!(words(&examined, "G220"), ["图表数据.xlsx"]);
    assert_eq!(of(&examined, "G103")[0].part, "图表数据.xlsx：发放明细（隐藏）");
    assert!(!examined.text.contains("桥头村"), "no reader of the file reads it");
}

#[test]
fn what_cannot_be_looked_into_is_said_to_be_so() {
    for (name, bytes) in [
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old".to_vec()),
        ("坏.docx", NOTICE[..NOTICE.len() / 2].to_vec()),
        ("包.zip", packed(&[("a.txt", "x")])),
        ("图.tif", b"II*\0 scan".to_vec()),
        ("坏.png", png()[..40].to_vec()),
        ("空.txt", Vec::new()),
        ("谜.bin", vec![0, 1, 2, 3, 255, 254, 0, 7]),
    ] {
        let examined = look(name, &bytes);
        assert_eq!(of(&examined, "G302").len(), 1, "{name}: {:?}", examined.findings);
    }
}

#[test]
fn a_page_shows_its_numbers_by_line_and_its_links() {
    let page = "<!DOCTYPE html>\n<html><body><p>电话13900000058</p>\n<a href='file:///C:/a.doc'>附件</a></body></html>";
    let examined = look("页.html", page.as_bytes());
    assert_eq!(examined.kind, Kind::Html);
    assert_eq!(of(&examined, "G101")[0].hits[0].at.label(), "第2行");
    assert!(words(&examined, "G205")[0].starts_with("file:///"));
}
