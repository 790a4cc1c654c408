//! PDF: a whole file, or the operators of a page.
#![no_main]

const HEAD: &[u8] = b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Contents 4 0 R\
    /Resources<</Font<</F 5 0 R>>/XObject<</X 4 0 R>>>>>>endobj 5 0 obj<</Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>endobj\
    6 0 obj<<>>endobj trailer<</Root 1 0 R>> 4 0 obj<</Subtype/Form>>stream\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"%PDF") {
        gongkai_fuzz::look_at(bytes, "report.pdf");
    } else {
        gongkai_fuzz::look_at(&[HEAD, bytes].concat(), "report.pdf");
    }
});
