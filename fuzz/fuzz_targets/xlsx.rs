//! XLSX: a whole package, or a sheet with the words that it shares.
#![no_main]

const WORKBOOK: &[u8] = br#"<workbook><sheets><sheet name="1" id="r1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return gongkai_fuzz::look_at(bytes, "report.xlsx");
    }
    // one input is both parts: each reads from it what it knows
    let parts = [
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", bytes),
        ("xl/styles.xml", bytes),
        ("xl/worksheets/sheet1.xml", bytes),
    ];
    gongkai_fuzz::look_at(&gongkai_fuzz::packed(&parts), "report.xlsx");
});
