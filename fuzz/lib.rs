//! What all targets share: reading as the web does, and looking at everything that came out.

use std::io::{Cursor, Write};

use gongkai_report::{
    Outcome,
    read::{Limits, read},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Reads a source, and asks for the place of each cell that was read.
///
/// # Panics
/// Where reading does, or answers nothing: that is what is looked for.
pub fn look_at(bytes: &[u8], name: &str) {
    let outcomes = read(bytes, name, &Limits::WEB);
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        if let Outcome::Report(reading) = outcome {
            reading.document.places(reading.cells.iter().flatten().copied());
        }
    }
}

/// A ZIP of some parts, not compressed, so that the fuzzer's changes reach the parser.
///
/// # Panics
/// Never in memory.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("a part in memory");
        zip.write_all(content).expect("its content in memory");
    }
    zip.finish().expect("a ZIP in memory").into_inner()
}
