//! 保存的网页: a folder of saved pages in a ZIP, or the bytes of one page, brought in without an inventory.
#![no_main]

use gongkai::publish::bulk::{bundle::Bundle, look::look, one::About};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let packed = match bytes.starts_with(b"PK") {
        true => bytes.to_vec(),
        false => gongkai_fuzz::packed(&[("art/1.html", bytes), ("art/2.htm", bytes), ("art/list.shtml", bytes)]),
    };
    let Ok(mut bundle) = Bundle::of(packed) else { return };
    let about = About {
        organ: ["青禾县水利局".to_owned(), "县水利局".to_owned()],
        today: jiff::civil::date(2026, 10, 12),
        migrates: true,
        words: String::new(),
    };
    let _ = look(None, &mut bundle, &about, &|_, _| true);
});
