use gongkai_law::annual_report::{Edition, Figures};

use super::showing::packed;
use crate::{
    Format, Outcome, Report, Section,
    read::{Limits, formats::open, read},
    write,
};

/// One report of a fictional town, as a site, Word and three PDF writers would publish it, and a browser would save it.
const TOWN: [(&str, &[u8]); 6] = [
    ("town.mhtml", include_bytes!("../../../../../fixtures/sources/town.mhtml")),
    ("town.html", include_bytes!("../../../../../fixtures/sources/town.html")),
    ("town.docx", include_bytes!("../../../../../fixtures/sources/town.docx")),
    ("town.pdf", include_bytes!("../../../../../fixtures/sources/town.pdf")),
    ("town_gbk.pdf", include_bytes!("../../../../../fixtures/sources/town_gbk.pdf")),
    ("town_unruled.pdf", include_bytes!("../../../../../fixtures/sources/town_unruled.pdf")),
];

/// Every other leaf row of table 3 is left out of it.
const PRINTED: [(&str, [i64; 7]); 10] = [
    ("new", [12, 3, 0, 1, 2, 0, 18]),
    ("carried_in", [1, 0, 0, 0, 0, 0, 1]),
    ("granted", [5, 1, 0, 1, 0, 0, 7]),
    ("partial", [2, 0, 0, 0, 1, 0, 3]),
    ("denied_state_secret", [0; 7]),
    ("denied_law", [1, 0, 0, 0, 0, 0, 1]),
    ("denied_internal", [0, 1, 0, 0, 0, 0, 1]),
    ("unable_not_held", [3, 1, 0, 0, 1, 0, 5]),
    ("total", [11, 3, 0, 1, 2, 0, 17]),
    ("carried_out", [2, 0, 0, 0, 0, 0, 2]),
];

fn figures(name: &str, bytes: &[u8]) -> Figures {
    let outcomes = read(bytes, name, &Limits::WEB);
    let [Outcome::Report(reading)] = outcomes.as_slice() else { panic!("{name} is one report") };
    assert_eq!(reading.report.format, Some(Format::Form(Edition::Of2021)), "{name}");
    assert_eq!(reading.report.agency.as_deref(), Some("云溪镇人民政府"), "{name}");
    reading.report.figures.clone().expect("figures")
}

#[test]
fn one_report_reads_the_same_from_every_format() {
    let columns = ["natural_person", "enterprise", "research", "social", "legal_service", "other", "total"];
    for (name, bytes) in TOWN {
        let figures = figures(name, bytes);
        for (row, numbers) in PRINTED {
            for (column, number) in columns.iter().zip(numbers) {
                assert_eq!(figures.at(&format!("requests.{row}.{column}")), Some(number), "{name} {row} {column}");
            }
        }
        assert_eq!(figures.at("requests.denied_third_party.total"), None, "{name} does not print this row");
    }
}

#[test]
fn what_a_site_shows_around_a_report_is_not_read_into_it() {
    const SITE: &str = include_str!("../../../../../fixtures/sources/site.html");
    const CELLS: [(&str, i64); 6] = [
        ("proactive.normative_documents.issued", 3),
        ("proactive.normative_documents.in_force", 17),
        ("proactive.fees_wan", 123_450),
        ("requests.new.natural_person", 5),
        ("requests.new.total", 5),
        ("redress.review.upheld", 1),
    ];
    let mut figures = Figures::zero(Edition::Of2021);
    for (address, value) in CELLS {
        figures.set(figures.form().cell(address).expect("a cell"), Some(value));
    }
    let section =
        |(number, title): (u8, &&str)| Section { number, title: (*title).to_owned(), text: "无。".to_owned() };
    let report = Report {
        agency: Some("青禾县水利局".to_owned()),
        year: Some(2025),
        format: Some(Format::Form(Edition::Of2021)),
        sections: (1..).zip(&figures.form().sections).map(section).collect(),
        figures: Some(figures.clone()),
    };
    let page = write::html(&report);
    let body = page.split_once("</h1>").and_then(|(_, body)| body.split_once("</main>")).expect("a report").0;
    let saved = encoding_rs::GB18030.encode(&SITE.replace("<!--report-->", body)).0.into_owned();
    let outcomes = read(&saved, "水利局年报.html", &Limits::WEB);
    let [Outcome::Report(reading)] = outcomes.as_slice() else { panic!("one report: {outcomes:?}") };
    assert_eq!(reading.report.agency.as_deref(), Some("青禾县水利局"));
    assert_eq!(reading.report.year, Some(2025));
    assert_eq!(reading.report.figures.as_ref(), Some(&figures));
    let said: Vec<_> = reading.report.sections.iter().map(|section| section.text.trim()).collect();
    assert_eq!(said, ["无。"; 6]);
}

#[test]
fn what_is_no_document_is_told_what_it_is() {
    let reason = |bytes: &[u8]| open(bytes, "", &Limits::WEB).unwrap_err();
    let old_word: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old_word = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &old_word].concat();
    insta::assert_snapshot!(
        [
            reason(b"\x89PNG\r\n\x1a\n"),
            reason(b"MZ\x90\0"),
            reason(&old_word),
            reason(&packed(&[("1.txt", "1")])),
            reason(&packed(&[("OFD.xml", "")])),
            reason(b" \n"),
            reason(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19]),
            reason(&vec![b' '; 20_000_001]),
        ]
        .join("\n"),
        @r"
    这是图片，里面没有文字；请提供可复制文字的PDF、Word或网页
    这是程序，不是文档
    这是旧版Word（.doc）文件；请另存为DOCX后再提交
    这是压缩包；请解压后逐份提交
    这是OFD文件；请另存为DOCX或可复制文字的PDF后再提交
    文件是空的
    不是可以读取的文档；请提供网页、Word（DOCX）、Excel（XLSX）、PDF或文本
    文件超过20 MB，未读取
    "
    );
}
