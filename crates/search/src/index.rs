//! 检索库: an index that serves, and who may write to it.

use std::{
    path::Path,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use tantivy::{Executor, IndexReader, ReloadPolicy, Searcher};

use crate::{
    Error, Result,
    folder::Folder,
    schema::{Fields, register, schema},
    tokens::jieba,
    writer::Writer,
};

/// Threads that look for one question beside each other.
const MOST_THREADS: usize = 4;

/// 检索库. Share it; searching needs no exclusive access.
#[derive(Debug)]
pub struct Index {
    folder: Option<Folder>,
    live: RwLock<Arc<Live>>,
}

/// One generation that is open.
pub(crate) struct Live {
    generation: String,
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    executor: OnceLock<Executor>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in a folder of its own; an empty one is made where there is none.
    ///
    /// Fails with [`Error::Foreign`] or [`Error::Broken`] where only a [`Rebuild`](crate::Rebuild) helps, and with
    /// [`Error::Folder`] where the folder cannot be used.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = Folder::make(folder)?;
        // whoever comes first makes it, the others find it made
        let turn = if folder.current()?.is_none() { Some(folder.writing_in_turn()?) } else { None };
        let live = match folder.current()? {
            Some(generation) => Live::open(&folder, generation)?,
            None => {
                let live = Live::create(&folder, folder.fresh()?)?;
                folder.serve(&live.generation)?;
                live
            }
        };
        drop(turn);
        jieba();
        Ok(Self { folder: Some(folder), live: RwLock::new(Arc::new(live)) })
    }

    /// An index that is gone when it is dropped.
    pub fn in_memory() -> Result<Self> {
        let (schema, fields) = schema();
        let live = Live::of(String::new(), tantivy::Index::create_in_ram(schema), fields, ReloadPolicy::Manual)?;
        Ok(Self { folder: None, live: RwLock::new(Arc::new(live)) })
    }

    /// To change entries, with about so many bytes of memory (15 MB at least; 50 MB are plenty for single entries, some
    /// hundreds make a first filling fast). Let go of it when the work is done: others wait, a rebuild too.
    ///
    /// Fails with [`Error::Busy`] while another writes, here or in another process.
    pub fn begin(&self, memory: usize) -> Result<Writer> {
        let held = self.folder.as_ref().map(Folder::writing).transpose()?;
        Writer::new(self.live(), held, memory)
    }

    /// How many entries there are.
    pub fn len(&self) -> u64 {
        self.searcher().num_docs()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.live().reader.searcher()
    }

    /// The generation that serves now. A rebuild, here or in another process, is noticed by its name; where the new one
    /// cannot be opened the old one goes on.
    pub(crate) fn live(&self) -> Arc<Live> {
        let now = Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner));
        let Some(folder) = &self.folder else { return now };
        let Ok(Some(generation)) = folder.current() else { return now };
        if generation == now.generation {
            return now;
        }
        let Ok(next) = Live::open(folder, generation) else { return now };
        let next = Arc::new(next);
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
        next
    }
}

impl Live {
    pub(crate) fn create(folder: &Folder, generation: String) -> Result<Self> {
        let (schema, fields) = schema();
        let index = tantivy::Index::create_in_dir(folder.of(&generation), schema)?;
        Self::of(generation, index, fields, ReloadPolicy::OnCommitWithDelay)
    }

    fn open(folder: &Folder, generation: String) -> Result<Self> {
        let (schema, fields) = schema();
        let index = tantivy::Index::open_in_dir(folder.of(&generation)).map_err(|error| match Error::from(error) {
            Error::Engine(what) => Error::Broken(what),
            Error::Folder(what) => Error::Broken(what.to_string()),
            other => other,
        })?;
        if index.schema() != schema {
            return Err(Error::Foreign(generation));
        }
        Self::of(generation, index, fields, ReloadPolicy::OnCommitWithDelay).map_err(|error| match error {
            Error::Engine(what) => Error::Broken(what),
            other => other,
        })
    }

    fn of(generation: String, index: tantivy::Index, fields: Fields, policy: ReloadPolicy) -> Result<Self> {
        register(&index);
        let reader = index.reader_builder().reload_policy(policy).try_into()?;
        Ok(Self { generation, index, reader, fields, executor: OnceLock::new() })
    }

    /// For questions that are worth several threads; started by the first.
    pub(crate) fn executor(&self) -> &Executor {
        self.executor.get_or_init(|| {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            Executor::multi_thread(cores.min(MOST_THREADS), "search-").unwrap_or_else(|_| Executor::single_thread())
        })
    }

    pub(crate) fn generation(&self) -> &str {
        &self.generation
    }
}
