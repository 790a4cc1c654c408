//! 发布前检查: any file, or the part of an office file that its first byte names, looked at and mended in every way.
#![no_main]

use gongkai_gate::{Mend, Rules, examine, mend};

const ALL: &[Mend] = &[Mend::Facts, Mend::Changes, Mend::HiddenSheets, Mend::Numbers];
const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((0, part)) => look_at(&gongkai_fuzz::packed(&[
            TYPES,
            ("word/document.xml", part),
            ("word/comments.xml", part),
            ("docProps/app.xml", part),
        ])),
        Some((1, part)) => {
            let book = b"<w><sheet name='a' r:id='a'/><sheet name='b' r:id='b' state='hidden'/></w>";
            let goals = b"<R><Relationship Id='a' Type='worksheet' Target='a.xml'/><Relationship Id='b' Target='b.xml'/></R>";
            look_at(&gongkai_fuzz::packed(&[
                TYPES,
                ("xl/workbook.xml", book),
                ("xl/_rels/workbook.xml.rels", goals),
                ("xl/a.xml", part),
                ("xl/b.xml", part),
                ("xl/sharedStrings.xml", part),
            ]));
        }
        _ => look_at(bytes),
    }
});

/// What comes out of mending is looked at once more.
fn look_at(bytes: &[u8]) {
    let rules = Rules::default();
    examine("a.txt", bytes, &rules);
    if let Ok(mended) = mend(bytes, ALL, &rules.limits) {
        examine("a", &mended.bytes, &rules);
    }
}
