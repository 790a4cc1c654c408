//! 共用的答复: what the register said that many pages show, such as how much there is of each category or the newest of a
//! list. It is kept until something that visitors see may have changed, as whole pages are, so that a page that has to be
//! made does not ask anew what the page before it asked. Only what everybody may see is kept here.

mod fresh;

use std::{any::Any, sync::Arc};

use quick_cache::sync::Cache;

use self::fresh::Fresh;
pub use self::fresh::Stamp;
use crate::office::Office;

/// Answers that are kept; the largest is a list of some twenty kilobytes.
const MOST: usize = 600;
/// The longest name of one, in bytes: what visitors type is among them.
const LONGEST: usize = 512;

/// An answer, and what it was made of.
#[derive(Clone)]
struct Answer {
    stamp: Stamp,
    said: Arc<dyn Any + Send + Sync>,
}

/// The answers that are kept. Cheap to clone; all clones share them.
#[derive(Clone)]
pub struct Common(Arc<Inner>);

struct Inner {
    fresh: Fresh,
    answers: Cache<String, Answer>,
}

impl Default for Common {
    fn default() -> Self {
        Self(Arc::new(Inner { fresh: Fresh::default(), answers: Cache::new(MOST) }))
    }
}

impl Office {
    /// What a page is made of that is made now; `None` while the register does not answer.
    pub async fn stamp(&self) -> Option<Stamp> {
        self.common.0.fresh.stamp(self).await
    }

    /// What was answered under this name, or else what is answered now. The name says all that the answer hangs on besides
    /// the register and the day.
    ///
    /// # Errors
    /// Those of who is asked; nothing is kept then.
    pub async fn common<T, E>(&self, name: String, ask: impl Future<Output = Result<T, E>>) -> Result<Arc<T>, E>
    where
        T: Send + Sync + 'static,
    {
        // before it is asked: what changes meanwhile makes the answer out of date, and not the other way round
        let stamp = if name.len() <= LONGEST { self.stamp().await } else { None };
        let Some(stamp) = stamp else { return Ok(Arc::new(ask.await?)) };
        let known = self.common.0.answers.get(&name).filter(|answer| answer.stamp == stamp);
        if let Some(said) = known.and_then(|answer| answer.said.downcast().ok()) {
            return Ok(said);
        }
        let said = Arc::new(ask.await?);
        self.common.0.answers.insert(name, Answer { stamp, said: Arc::<T>::clone(&said) });
        Ok(said)
    }
}
