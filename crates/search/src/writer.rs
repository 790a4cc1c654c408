//! Changing entries, and building the index anew while the old one serves.

use std::{path::Path, sync::Arc};

use tantivy::{IndexWriter, TantivyDocument};

use crate::{
    Error, Result,
    entry::Entry,
    folder::{Folder, Held},
    index::Live,
};

/// The engine wants so much for each of its threads.
const LEAST: usize = 15_000_000;
/// And takes no more.
const MOST: usize = 4_000_000_000;
/// Threads that index beside each other, where there is memory for them.
const MOST_THREADS: usize = 4;
const LONGEST_IDENTITY: usize = 200;

/// 写入: who may change entries, one at a time. What was not committed is gone when this is dropped.
pub struct Writer {
    engine: IndexWriter<TantivyDocument>,
    live: Arc<Live>,
    _held: Option<Held>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("live", &self.live).finish_non_exhaustive()
    }
}

impl Writer {
    pub(crate) fn new(live: Arc<Live>, held: Option<Held>, memory: usize) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let memory = memory.clamp(LEAST, MOST);
        let threads = (memory / LEAST).min(cores).clamp(1, MOST_THREADS);
        let engine = live.index.writer_with_num_threads(threads, memory)?;
        Ok(Self { engine, live, _held: held })
    }

    /// Puts an entry in, in the place of one with the same identity. Found after the next commit.
    ///
    /// Fails with [`Error::Identity`] where it has none that fits.
    pub fn put(&mut self, entry: &Entry) -> Result<()> {
        if entry.id.is_empty() || entry.id.len() > LONGEST_IDENTITY {
            return Err(Error::Identity);
        }
        self.remove(&entry.id);
        self.engine.add_document(self.live.fields.document(entry))?;
        Ok(())
    }

    /// Takes an entry out, if it is there. Not found any more after the next commit.
    pub fn remove(&mut self, id: &str) {
        self.engine.delete_term(self.live.fields.identity(id));
    }

    /// From now on, what was put is found and what was removed is not: here at once, in other processes within a second.
    /// It survives a power cut.
    pub fn commit(&mut self) -> Result<()> {
        self.engine.commit()?;
        self.live.reader.reload()?;
        Ok(())
    }

    /// Commits, and waits for the tidying up that makes searching fast.
    pub fn finish(mut self) -> Result<()> {
        self.commit()?;
        self.engine.wait_merging_threads()?;
        self.live.reader.reload()?;
        Ok(())
    }
}

/// 重建检索库: a new index beside the one that serves, in its place when it is finished. One that is dropped or killed
/// before leaves the old one as it was.
#[derive(Debug)]
pub struct Rebuild {
    folder: Folder,
    writer: Writer,
    _held: Held,
}

impl Rebuild {
    /// Begins an empty one, with memory as in [`Index::begin`](crate::Index::begin). The old one may be broken or foreign.
    ///
    /// Fails with [`Error::Busy`] while another rebuilds, here or in another process.
    pub fn begin(folder: &Path, memory: usize) -> Result<Self> {
        let folder = Folder::make(folder)?;
        let held = folder.rebuilding()?;
        if let Ok(Some(serves)) = folder.current() {
            folder.clear_but(Some(&serves))?;
        }
        let live = Live::create(&folder, folder.fresh()?)?;
        Ok(Self { writer: Writer::new(Arc::new(live), None, memory)?, folder, _held: held })
    }

    /// As [`Writer::put`]. What is put into the old one meanwhile must be put here as well.
    pub fn put(&mut self, entry: &Entry) -> Result<()> {
        self.writer.put(entry)
    }

    /// As [`Writer::remove`].
    pub fn remove(&mut self, id: &str) {
        self.writer.remove(id);
    }

    /// Puts it in the place of the old one, after whoever writes to that, and takes the old one away. Every open
    /// [`Index`](crate::Index), here and in other processes, answers from the new one at its next question.
    pub fn finish(self) -> Result<()> {
        let generation = self.writer.live.generation().to_owned();
        self.writer.finish()?;
        let turn = self.folder.writing_in_turn()?;
        self.folder.serve(&generation)?;
        self.folder.clear_but(Some(&generation))?;
        drop(turn);
        Ok(())
    }
}
