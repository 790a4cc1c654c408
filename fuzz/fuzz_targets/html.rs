//! Pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gongkai_fuzz::look_at(&[b"<html>", bytes].concat(), "report.html"));
