//! Packed sources: their parts, unpacked within the budget.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::{ZipArchive, result::ZipError};

use super::{budget::Budget, refusal};

/// Office files have some dozens of parts; thousands are an attack on the directory's memory.
const MOST_ENTRIES: usize = 10_000;

/// An opened ZIP that counts what it gives out.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limit: usize,
    left: usize,
}

impl<'a> Archive<'a> {
    /// Reads the directory only.
    ///
    /// # Errors
    /// A Chinese sentence for what is no ZIP, or has more entries than a document.
    pub fn open(bytes: &'a [u8], budget: &Budget) -> Result<Self, String> {
        // every directory entry starts with this mark, so counting marks bounds the directory before it is read
        if memmem::find_iter(bytes, b"PK\x01\x02").take(MOST_ENTRIES + 1).count() > MOST_ENTRIES {
            return Err(refusal::MANY_ENTRIES.to_owned());
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refusal::BROKEN_ZIP.to_owned())?;
        Ok(Self { zip, limit: budget.expanded, left: budget.expanded })
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The names of all parts, in the directory's order.
    pub fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect()
    }

    /// One part unpacked; `None` where there is none of this name.
    ///
    /// # Errors
    /// A Chinese sentence where it is locked, damaged, or more than may still be unpacked.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword) => return Err(refusal::LOCKED.to_owned()),
            Err(_) => return Err(refusal::BROKEN_ZIP.to_owned()),
        };
        let mut part = Vec::new();
        // one byte more than allowed tells "full" from "too much", whatever size the directory claims
        let most = u64::try_from(self.left).unwrap_or(u64::MAX).saturating_add(1);
        file.take(most).read_to_end(&mut part).map_err(|_| refusal::BROKEN_ZIP.to_owned())?;
        self.left = self.left.checked_sub(part.len()).ok_or_else(|| refusal::expands_too_far(self.limit))?;
        Ok(Some(part))
    }
}
