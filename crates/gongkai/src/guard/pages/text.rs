//! What a kept page says: its bytes, with holes for the token of a form, and the same packed.

use std::{
    hash::{DefaultHasher, Hasher as _},
    io::Write as _,
    sync::OnceLock,
};

use axum::body::Bytes;
use flate2::{Compression, write::GzEncoder};
use memchr::memmem;

use super::{Hole, page::Wanted};
use crate::{guard::hex, verify::grouped};

/// The smallest that is packed, in bytes.
const PACKED: usize = 1_024;
/// How hard brotli tries, of 11: at 5 it is smaller than gzip and as quick.
const EFFORT: u32 = 5;

/// A page's text.
pub struct Text {
    pub body: Bytes,
    /// What tells it from another.
    pub name: String,
    /// Where the holes are.
    pub holes: Vec<usize>,
    /// How long each is.
    width: usize,
    gzip: OnceLock<Option<Bytes>>,
    brotli: OnceLock<Option<Bytes>>,
}

impl Text {
    /// Of these bytes.
    pub fn of(body: Bytes, hole: &Hole) -> Self {
        Self {
            holes: memmem::find_iter(&body, hole.words()).collect(),
            width: hole.words().len(),
            name: name(&body),
            body,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// Of these bytes, with 访问量 where it goes.
    pub fn counted(body: &Bytes, hole: &Hole, count: i64) -> Self {
        let places: Vec<usize> = memmem::find_iter(body, hole.views()).collect();
        let filled = fill(body, &places, hole.views().len(), &grouped(&count.to_string()));
        Self::of(filled.unwrap_or_default(), hole)
    }

    /// With this token in its holes.
    pub fn filled(&self, token: &str) -> Option<Bytes> {
        fill(&self.body, &self.holes, self.width, token)
    }

    /// Packed as somebody takes it, with the name of the packing; `None` where it goes out as it is.
    pub fn packed_for(&self, wanted: &Wanted) -> Option<(&'static str, &Bytes)> {
        if self.body.len() < PACKED {
            return None;
        }
        let brotli = || self.brotli.get_or_init(|| self.brotli().map(Bytes::from)).as_ref();
        let gzip = || self.gzip.get_or_init(|| self.gzip().map(Bytes::from)).as_ref();
        let small = wanted.brotli.then(brotli).flatten().map(|packed| ("br", packed));
        small.or_else(|| wanted.gzip.then(gzip).flatten().map(|packed| ("gzip", packed)))
    }

    fn gzip(&self) -> Option<Vec<u8>> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&self.body).and_then(|()| gzip.finish()).ok()
    }

    fn brotli(&self) -> Option<Vec<u8>> {
        let mut packed = Vec::new();
        let mut brotli = brotli::CompressorWriter::new(&mut packed, 1 << 16, EFFORT, 22);
        brotli.write_all(&self.body).and_then(|()| brotli.flush()).ok()?;
        drop(brotli);
        Some(packed)
    }
}

/// What tells these bytes from those that stood there before: no secret and no proof, and taken of each page that is made.
fn name(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hex(&hasher.finish().to_be_bytes())
}

/// The bytes with these words in each of the holes.
fn fill(body: &[u8], holes: &[usize], width: usize, words: &str) -> Option<Bytes> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    for hole in holes {
        out.extend_from_slice(body.get(at..*hole)?);
        out.extend_from_slice(words.as_bytes());
        at = hole + width;
    }
    out.extend_from_slice(body.get(at..)?);
    Some(out.into())
}
