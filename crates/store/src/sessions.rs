//! 会话: what the web remembers of a browser. Technical state, so without journal rows; under the SM3 of the cookie's
//! secret, so that a copy of the register opens no session.

use crate::{
    Db, Digest, Moment, Result,
    db::{on, on_tx},
};

impl Db {
    /// Begins a session; false when this id is in use and another must be drawn.
    pub async fn create_session(&self, id: &str, data: &[u8], expires: Moment) -> Result<bool> {
        const SQL: &str = "
            insert into session (id_sm3, data, expires_ms) values ($1, $2, $3) on conflict (id_sm3) do nothing";
        self.write_session(SQL, id, data, expires).await
    }

    /// Saves a session; false when it has ended, and nothing brings it back.
    pub async fn save_session(&self, id: &str, data: &[u8], expires: Moment) -> Result<bool> {
        self.write_session("update session set data = $2, expires_ms = $3 where id_sm3 = $1", id, data, expires).await
    }

    /// A session's data; `None` when it has ended or expired.
    pub async fn load_session(&self, id: &str, now: Moment) -> Result<Option<Vec<u8>>> {
        const SQL: &str = "select data from session where id_sm3 = $1 and expires_ms > $2";
        let id = Digest::of(id.as_bytes());
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(id.bytes()).bind(now).fetch_optional(pool).await)?)
    }

    /// Ends a session.
    pub async fn delete_session(&self, id: &str) -> Result<()> {
        let id = Digest::of(id.as_bytes());
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, c => sqlx::query("delete from session where id_sm3 = $1").bind(id.bytes())
            .execute(c).await.map(|_| ()))?;
        tx.commit().await
    }

    /// Deletes the sessions that have expired; says how many.
    pub async fn purge_sessions(&self, now: Moment) -> Result<u64> {
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query("delete from session where expires_ms <= $1").bind(now)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }

    async fn write_session(&self, sql: &'static str, id: &str, data: &[u8], expires: Moment) -> Result<bool> {
        let id = Digest::of(id.as_bytes());
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query(sql).bind(id.bytes()).bind(data).bind(expires)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows == 1)
    }
}
