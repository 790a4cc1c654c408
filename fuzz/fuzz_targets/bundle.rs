//! 批量导入: a bundle (ZIP) with its inventory. The input is the inventory's length (two bytes), the inventory, and the bundle:
//! a whole ZIP, or the bytes of a file that is packed under the names that inventories give.
#![no_main]

use gongkai::publish::bulk::{bundle::Bundle, look::look, one::About};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return };
    let (sheet, files) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
    let packed = match files.starts_with(b"PK") {
        true => files.to_vec(),
        false => gongkai_fuzz::packed(&[("正文/1.txt", files), ("附件/1.docx", files), ("1.html", files)]),
    };
    let Ok(mut bundle) = Bundle::of(packed) else { return };
    let about = About {
        organ: ["青禾县水利局".to_owned(), "县水利局".to_owned()],
        today: jiff::civil::date(2026, 10, 12),
        migrates: length[0] % 2 == 1,
        words: String::new(),
    };
    // a mistake is a sentence; what is looked for is a panic
    let _ = look(Some(sheet), &mut bundle, &about, &|_, _| true);
});
