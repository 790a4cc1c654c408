//! The folder of an index: generations beside each other, and a file that says which one serves.
//!
//! `CURRENT` is replaced by renaming, so whoever reads it sees the old one or the new one. `WRITE.lock` is held by who
//! writes to the generation that serves or changes which one it is, `REBUILD.lock` by who makes the next.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{Error, Result, schema::form};

const CURRENT: &str = "CURRENT";
const PREFIX: &str = "g";

/// Where the generations of an index stand.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// What only one may do at a time; free again when it is dropped or its process ends.
#[derive(Debug)]
pub(crate) struct Held {
    _file: File,
}

impl Folder {
    pub(crate) fn make(path: &Path) -> Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self(path.to_owned()))
    }

    /// The generation that serves; none where nothing was ever made.
    pub(crate) fn current(&self) -> Result<Option<String>> {
        let text = match fs::read(self.0.join(CURRENT)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match text.split_once('\n') {
            Some((written, generation)) if written == form() => Ok(Some(generation.trim_end().to_owned())),
            _ => Err(Error::Foreign(text.chars().take(60).filter(|c| !c.is_control()).collect())),
        }
    }

    /// From now on this generation serves. Survives a power cut: the old or the new one, nothing between.
    pub(crate) fn serve(&self, generation: &str) -> Result<()> {
        let beside = self.0.join("CURRENT.new");
        let mut file = File::create(&beside)?;
        file.write_all(format!("{}\n{generation}\n", form()).as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, self.0.join(CURRENT))?;
        // a folder cannot be opened as a file everywhere
        if let Ok(folder) = File::open(&self.0) {
            folder.sync_all()?;
        }
        Ok(())
    }

    pub(crate) fn of(&self, generation: &str) -> PathBuf {
        self.0.join(generation)
    }

    /// An empty folder for a generation that was never there.
    pub(crate) fn fresh(&self) -> Result<String> {
        let numbers = self.generations()?.into_iter().filter_map(|name| name.strip_prefix(PREFIX)?.parse::<u64>().ok());
        let generation = format!("{PREFIX}{}", numbers.max().unwrap_or(0).saturating_add(1));
        fs::create_dir(self.of(&generation))?;
        Ok(generation)
    }

    /// Takes away every generation but this one. What another process still has open it keeps, or it is taken away
    /// the next time.
    pub(crate) fn clear_but(&self, keep: Option<&str>) -> Result<()> {
        for name in self.generations()?.into_iter().filter(|name| Some(name.as_str()) != keep) {
            let _later = fs::remove_dir_all(self.of(&name));
        }
        Ok(())
    }

    fn generations(&self) -> Result<Vec<String>> {
        let names = fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let names = names.collect::<io::Result<Vec<String>>>()?;
        let own = |name: &String| {
            name.strip_prefix(PREFIX).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        Ok(names.into_iter().filter(own).collect())
    }

    /// To write, at once or not at all.
    pub(crate) fn writing(&self) -> Result<Held> {
        self.at_once("WRITE.lock")
    }

    /// To write, after whoever does.
    pub(crate) fn writing_in_turn(&self) -> Result<Held> {
        let file = self.lock_file("WRITE.lock")?;
        file.lock()?;
        Ok(Held { _file: file })
    }

    pub(crate) fn rebuilding(&self) -> Result<Held> {
        self.at_once("REBUILD.lock")
    }

    fn at_once(&self, name: &str) -> Result<Held> {
        let file = self.lock_file(name)?;
        match file.try_lock() {
            Ok(()) => Ok(Held { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn lock_file(&self, name: &str) -> Result<File> {
        Ok(OpenOptions::new().write(true).create(true).truncate(false).open(self.0.join(name))?)
    }
}
