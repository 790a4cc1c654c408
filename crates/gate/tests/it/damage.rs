//! Whatever the bytes are, there is an answer.

use gongkai_gate::{Kind, Mend, Rules, examine, mend};
use gongkai_report::read::Limits;
use proptest::prelude::*;

use crate::made::{NOTICE, REDACTED, SUBSIDIES, gif, jpeg, packed, pdf, png, webp};

fn sources() -> Vec<Vec<u8>> {
    let more = "7 0 obj<</Author(Shen)>>endobj 8 0 obj<</Subtype/Redact/Rect[1 2 3 4]>>endobj 9 0 obj<<>>endobj";
    vec![
        NOTICE.to_vec(),
        SUBSIDIES.to_vec(),
        REDACTED.to_vec(),
        jpeg(),
        png(),
        pdf("BT /F 12 Tf 100 700 Td (a name) Tj ET 0 g 90 690 200 40 re f", more),
        gif(),
        webp(),
    ]
}

/// Looks, and mends in every way; what comes out of mending can be looked at again.
fn all(bytes: &[u8]) {
    let rules = Rules::default();
    examine("a.txt", bytes, &rules);
    if let Ok(mended) = mend(bytes, &[Mend::Facts, Mend::Changes, Mend::HiddenSheets, Mend::Numbers], &Limits::WEB) {
        examine("a", &mended.bytes, &rules);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_file_is_no_reason_to_panic(
        which in 0..8_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = sources().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        all(&bytes);
    }

    #[test]
    fn any_xml_in_a_package_is_no_reason_to_panic(
        tags in prop::collection::vec((0..24_usize, 0..4_u8), 0..60)
    ) {
        const NAMES: [&str; 24] = [
            "w:p", "w:r", "w:t", "w:del", "w:ins", "w:tbl", "w:tr", "w:tc", "w:trPr", "w:pPr", "w:rPr", "w:vanish", "c",
            "v", "f", "row", "si", "sheet", "definedName", "col", "is", "comment", "sheetData", "oddHeader",
        ];
        let body: String = tags.iter().map(|(name, what)| {
            let name = NAMES[*name];
            match what {
                0 => format!("<{name} r='B2' t='s' hidden='1' min='1' max='9' state='hidden' id='r1' name='甲'>"),
                1 => format!("</{name}>"),
                2 => format!("<{name}/>"),
                _ => "13900000058&#48;&lt;".to_owned(),
            }
        }).collect();
        let types = ("[Content_Types].xml", "<Types/>");
        let rels = "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>";
        all(&packed(&[types, ("word/document.xml", &body), ("word/comments.xml", &body), ("word/settings.xml", &body)]));
        all(&packed(&[
            types,
            ("xl/workbook.xml", &format!("<w><sheet name='甲' id='r1'/>{body}</w>")),
            ("xl/_rels/workbook.xml.rels", rels),
            ("xl/worksheets/sheet1.xml", &body),
            ("xl/sharedStrings.xml", &body),
        ]));
    }

    #[test]
    fn any_bytes_have_a_kind(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        Kind::of("a", &bytes);
        all(&bytes);
    }
}

#[test]
fn a_bomb_is_said_to_be_too_large_and_is_not_unpacked() {
    let bomb = packed(&[("word/document.xml", &" ".repeat(3_000_000)), ("[Content_Types].xml", "<Types/>")]);
    let mut rules = Rules::default();
    rules.limits.expanded = 1_000_000;
    let examined = examine("a.docx", &bomb, &rules);
    assert_eq!(examined.findings[0].check.code, "G302");
    assert!(mend(&bomb, &[Mend::Facts], &rules.limits).is_err());
}

#[test]
fn a_long_line_of_numbers_takes_no_longer_than_many_short_ones() {
    let started = std::time::Instant::now();
    let examined = examine("a.txt", "13900000058，".repeat(50_000).as_bytes(), &Rules::default());
    assert_eq!(examined.findings[0].count, 50_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
