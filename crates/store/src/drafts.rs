//! 未完成的申请: answers of an application that is still being written. Not an agency's record yet, so without journal
//! rows; sealed, and under a fingerprint of the secret that its writer holds, so that a copy of the register opens none.

use crate::{
    Act, Db, Moment, Result,
    db::{on, on_tx},
};

impl Db {
    /// Keeps a draft, in place of the one under the same fingerprint.
    pub async fn save_draft(&self, mac: &[u8], sealed: &[u8], expires: Moment) -> Result<()> {
        const SQL: &str = "
            insert into application_draft (code_mac, sealed, expires_ms) values ($1, $2, $3)
            on conflict (code_mac) do update set sealed = excluded.sealed, expires_ms = excluded.expires_ms";
        let mut tx = self.begin_passing().await?;
        on_tx!(&mut tx, c => sqlx::query(SQL).bind(mac).bind(sealed).bind(expires).execute(c).await.map(|_| ()))?;
        tx.commit().await
    }

    /// A draft; `None` when it is not there or has expired.
    pub async fn draft(&self, mac: &[u8], now: Moment) -> Result<Option<Vec<u8>>> {
        const SQL: &str = "select sealed from application_draft where code_mac = $1 and expires_ms > $2";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(mac).bind(now).fetch_optional(pool).await)?)
    }

    /// Throws a draft away; that there was none is no fault.
    pub async fn drop_draft(&self, mac: &[u8]) -> Result<()> {
        let mut tx = self.begin().await?;
        on_tx!(&mut tx, c => sqlx::query("delete from application_draft where code_mac = $1").bind(mac)
            .execute(c).await.map(|_| ()))?;
        tx.commit().await
    }

    /// Deletes the drafts that have expired; says how many.
    pub async fn purge_drafts(&self, now: Moment) -> Result<u64> {
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query("delete from application_draft where expires_ms <= $1").bind(now)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows)
    }
}

impl Act {
    /// Keeps something sealed under this fingerprint in the act that makes it true, unless something is kept there that
    /// has not expired: then false, and nothing changes.
    pub async fn keep_once(&mut self, mac: &[u8], sealed: &[u8], expires: Moment, now: Moment) -> Result<bool> {
        const SQL: &str = "
            insert into application_draft (code_mac, sealed, expires_ms) values ($1, $2, $3)
            on conflict (code_mac) do update set sealed = excluded.sealed, expires_ms = excluded.expires_ms
                where application_draft.expires_ms <= $4";
        let tx = self.going_on();
        let kept = on_tx!(tx, c => sqlx::query(SQL).bind(mac).bind(sealed).bind(expires).bind(now)
            .execute(c).await.map(|done| done.rows_affected()))?;
        Ok(kept == 1)
    }

    /// Uses a draft up, in the act that makes a request of it; false when somebody else did so first. The request's row in
    /// the journal speaks for both.
    pub async fn spend_draft(&mut self, mac: &[u8]) -> Result<bool> {
        const SQL: &str = "delete from application_draft where code_mac = $1";
        let tx = self.going_on();
        Ok(on_tx!(tx, c => sqlx::query(SQL).bind(mac).execute(c).await.map(|done| done.rows_affected()))? == 1)
    }
}
