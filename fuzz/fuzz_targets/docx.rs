//! DOCX: a whole package, or the main part of one.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        gongkai_fuzz::look_at(bytes, "report.docx");
    } else {
        gongkai_fuzz::look_at(&gongkai_fuzz::packed(&[("word/document.xml", bytes)]), "report.docx");
    }
});
