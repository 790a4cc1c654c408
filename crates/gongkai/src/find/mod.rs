//! 查找: the search over everything public, and what keeps it up to date.

mod asked;
pub mod feed;
pub mod names;
mod newest;
pub mod portal;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Instant,
};

use gongkai_search::{Index, Rebuild, Synonyms};

/// 检索: the index with its words, beside the register. It is derived: dropped, it is made again from the register.
#[derive(Debug)]
pub struct Finder {
    index: Index,
    /// Where it stands; `None` in memory.
    folder: Option<PathBuf>,
    synonyms: Synonyms,
    /// Where an index in memory stands in the row of changes.
    position: std::sync::atomic::AtomicI64,
    /// Names that 繁體 must not spoil, with when they were read.
    names: Mutex<Option<(Instant, Arc<Vec<String>>)>>,
}

/// Beside the generations of the index: where it stands in the row of changes.
const POSITION: &str = "POSITION";
/// Beside them: words of the office that mean the same.
const SYNONYMS: &str = "synonyms.txt";

impl Finder {
    /// The index in a data folder; one that cannot be read is made anew.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn open(data: &Path) -> Result<Self, gongkai_search::Error> {
        let folder = Self::folder(data);
        let index = match Index::open(&folder) {
            Err(gongkai_search::Error::Broken(why)) => Self::anew(&folder, &why)?,
            Err(gongkai_search::Error::Foreign(why)) => Self::anew(&folder, &why)?,
            other => other?,
        };
        let own = fs::read_to_string(data.join(SYNONYMS)).ok();
        let synonyms = Synonyms::builtin().clone().and(&own.unwrap_or_default());
        Ok(Self { index, folder: Some(folder), synonyms, position: 0.into(), names: Mutex::default() })
    }

    fn anew(folder: &Path, why: &str) -> Result<Index, gongkai_search::Error> {
        tracing::warn!(why, "the search index is made anew");
        keep_position(folder, 0)?;
        Rebuild::begin(folder, feed::LITTLE)?.finish()?;
        Index::open(folder)
    }

    /// One that is gone when it is dropped.
    ///
    /// # Errors
    /// The engine.
    pub fn in_memory() -> Result<Self, gongkai_search::Error> {
        let synonyms = Synonyms::builtin().clone();
        Ok(Self { index: Index::in_memory()?, folder: None, synonyms, position: 0.into(), names: Mutex::default() })
    }

    /// Where the index of a data folder is.
    pub fn folder(data: &Path) -> PathBuf {
        data.join("index")
    }

    /// The last place in the row of changes that it has.
    fn position(&self) -> i64 {
        match &self.folder {
            // no file, or none that we wrote: from the beginning, which costs time and nothing else
            Some(folder) => {
                fs::read_to_string(folder.join(POSITION)).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
            }
            None => self.position.load(std::sync::atomic::Ordering::Acquire),
        }
    }

    fn stands_at(&self, position: i64) -> io::Result<()> {
        match &self.folder {
            Some(folder) => keep_position(folder, position),
            None => {
                self.position.store(position, std::sync::atomic::Ordering::Release);
                Ok(())
            }
        }
    }
}

fn keep_position(folder: &Path, position: i64) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join("POSITION.new");
    fs::write(&beside, position.to_string())?;
    fs::rename(beside, folder.join(POSITION))
}
