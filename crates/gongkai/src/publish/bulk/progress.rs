//! 进度: how far work has come that takes longer than anybody looks at a page, and its end. It is of this machine and of this
//! run: what was half done when a program ends is undone by the register, and the import's record says so.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use gongkai_store::PersonId;

/// What is kept of ended work.
const MOST: usize = 200;

/// How it ended: where to read on, or why nothing was written.
pub type Outcome = Result<String, String>;

/// 进度
pub struct Progress {
    whose: Option<PersonId>,
    done: AtomicUsize,
    all: AtomicUsize,
    stopped: AtomicBool,
    outcome: Mutex<Option<Outcome>>,
}

static RUNNING: LazyLock<Mutex<HashMap<String, Arc<Progress>>>> = LazyLock::new(Mutex::default);

impl Progress {
    /// Notes how far it is; says whether to go on.
    pub fn at(&self, done: usize, all: usize) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        !self.stopped.load(Ordering::Relaxed)
    }

    /// How far it is, and of how much.
    pub fn far(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to.
    pub fn is_stopping(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// How it ended; `None` while it runs.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Work that is looked at by whoever began it alone; a command's by nobody.
    pub fn unwatched(whose: Option<PersonId>) -> Self {
        let (done, all) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { whose, done, all, stopped: AtomicBool::new(false), outcome: Mutex::new(None) }
    }
}

/// Begins work under a name; false where that runs already.
pub fn begin<F>(id: &str, whose: PersonId, work: impl FnOnce(Arc<Progress>) -> F) -> bool
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let progress = Arc::new(Progress::unwatched(Some(whose)));
    {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if running.get(id).is_some_and(|before| before.outcome().is_none()) {
            return false;
        }
        if running.len() >= MOST {
            running.retain(|_, one| one.outcome().is_none());
        }
        running.insert(id.to_owned(), progress.clone());
    }
    let work = work(progress.clone());
    tokio::spawn(async move {
        // work that panics ends as well
        let outcome = tokio::spawn(work).await.unwrap_or_else(|_| Err("平台出了故障，一条也没有写入。".to_owned()));
        *progress.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    });
    true
}

/// What somebody began under a name.
pub fn of(id: &str, whose: PersonId) -> Option<Arc<Progress>> {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.get(id).filter(|one| one.whose == Some(whose)).cloned()
}
