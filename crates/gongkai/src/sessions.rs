//! 会话: sessions in the register, so that any machine serves anybody.

use async_trait::async_trait;
use gongkai_store::{Db, Moment};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Sessions kept by the register.
#[derive(Clone, Debug)]
pub struct Sessions {
    db: Db,
}

impl Sessions {
    /// In this register.
    pub fn of(db: Db) -> Self {
        Self { db }
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let data = encode(record)?;
            if self.db.create_session(&record.id.to_string(), &data, expires(record)).await.map_err(backend)? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // a session that has ended meanwhile stays ended
        let data = encode(record)?;
        self.db.save_session(&record.id.to_string(), &data, expires(record)).await.map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = Moment(crate::office::now().as_millisecond());
        let data = self.db.load_session(&id.to_string(), now).await.map_err(backend)?;
        data.map(|data| serde_json::from_slice(&data).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.db.delete_session(&id.to_string()).await.map_err(backend)
    }
}

fn encode(record: &Record) -> Result<Vec<u8>> {
    serde_json::to_vec(record).map_err(|error| Error::Encode(error.to_string()))
}

fn expires(record: &Record) -> Moment {
    Moment(record.expiry_date.unix_timestamp().saturating_mul(1000))
}

fn backend(error: gongkai_store::Error) -> Error {
    Error::Backend(error.to_string())
}
