//! 会话: sessions in the register, so that any machine serves anybody.
//!
//! Every request begins the wait anew, and most change nothing else: those are written down at most once in a while, since
//! each writing is a commit that waits for the disk.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use gongkai_store::{Db, Moment};
use jiff::Timestamp;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::office::Office;

/// Sessions kept by the register, by the office's clock.
#[derive(Clone, Debug)]
pub struct Sessions {
    db: Db,
    clock: fn() -> Timestamp,
    /// Minutes without a request after which a session ends.
    idle: i64,
    written: Arc<Mutex<HashMap<Id, Written>>>,
}

/// What was written down last of a session.
#[derive(Debug)]
struct Written {
    data: HashMap<String, serde_json::Value>,
    at: Moment,
}

/// Sessions remembered at once; past it all are forgotten, and written down once more.
const MOST: usize = 20_000;

impl Sessions {
    /// Of this office.
    pub fn of(office: &Office) -> Self {
        Self { db: office.db.clone(), clock: office.clock, idle: office.rules.idle, written: Arc::default() }
    }

    fn now(&self) -> Moment {
        Moment::from((self.clock)())
    }

    /// Whether this was written down a moment ago: within a twentieth of the wait, and a minute at most.
    fn is_written(&self, record: &Record, now: Moment) -> bool {
        let known = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = (self.idle * 60_000 / 20).min(60_000);
        known.get(&record.id).is_some_and(|last| now.0 < last.at.0 + pause && last.data == record.data)
    }

    fn remember(&self, record: &Record, at: Moment) {
        let mut known = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(record.id, Written { data: record.data.clone(), at });
    }

    /// Every request begins the wait anew.
    fn expires(&self) -> Moment {
        self.now().plus_minutes(self.idle)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let data = encode(record)?;
            if self.db.create_session(&record.id.to_string(), &data, self.expires()).await.map_err(backend)? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let now = self.now();
        if self.is_written(record, now) {
            return Ok(());
        }
        // a session that has ended meanwhile stays ended
        let data = encode(record)?;
        if self.db.save_session(&record.id.to_string(), &data, self.expires()).await.map_err(backend)? {
            self.remember(record, now);
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let data = self.db.load_session(&id.to_string(), self.now()).await.map_err(backend)?;
        data.map(|data| serde_json::from_slice(&data).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        self.db.delete_session(&id.to_string()).await.map_err(backend)
    }
}

fn encode(record: &Record) -> Result<Vec<u8>> {
    serde_json::to_vec(record).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: gongkai_store::Error) -> Error {
    Error::Backend(error.to_string())
}
