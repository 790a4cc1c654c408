//! 会话: sessions in the register, so that any machine serves anybody.

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
}

impl Sessions {
    /// Of this office.
    pub fn of(office: &Office) -> Self {
        Self { db: office.db.clone(), clock: office.clock, idle: office.rules.idle }
    }

    fn now(&self) -> Moment {
        Moment::from((self.clock)())
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
        // a session that has ended meanwhile stays ended
        let data = encode(record)?;
        self.db.save_session(&record.id.to_string(), &data, self.expires()).await.map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let data = self.db.load_session(&id.to_string(), self.now()).await.map_err(backend)?;
        data.map(|data| serde_json::from_slice(&data).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.db.delete_session(&id.to_string()).await.map_err(backend)
    }
}

fn encode(record: &Record) -> Result<Vec<u8>> {
    serde_json::to_vec(record).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: gongkai_store::Error) -> Error {
    Error::Backend(error.to_string())
}
