//! Plain text and Markdown in any encoding.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    gongkai_fuzz::look_at(bytes, if bytes.len() % 2 == 0 { "report.txt" } else { "report.md" });
});
