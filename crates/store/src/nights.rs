//! 夜间办理: which nights' work was done, by whichever machine began it first.

use serde_json::json;

use crate::{
    Act, Civil, Db, Moment, Result,
    db::{on, on_tx},
};

/// One night's run.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Night {
    /// In Asia/Shanghai.
    pub day: Civil,
    /// The holiday notices that it reckoned with, in words of the caller.
    pub notices: String,
    /// When it began, was taken over, or gave its last sign of life.
    pub begun_ms: Moment,
    /// When it was done; `None` while it runs or was cut off.
    pub ended_ms: Option<Moment>,
    /// JSON: how much it found and did.
    pub found: String,
}

impl Db {
    /// The night that was done last.
    pub async fn last_night(&self) -> Result<Option<Night>> {
        const SQL: &str = "
            select day, notices, begun_ms, ended_ms, found from night where ended_ms is not null
            order by ended_ms desc limit 1";
        Ok(on!(self, pool => sqlx::query_as(SQL).fetch_optional(pool).await)?)
    }

    /// Whether the work of this day with these notices is done, or under way with a sign of life after `since`.
    pub async fn night_is_taken(&self, day: Civil, notices: &str, since: Moment) -> Result<bool> {
        const SQL: &str = "
            select count(*) from night where day = $1 and notices = $2 and (ended_ms is not null or begun_ms > $3)";
        let count: i64 =
            on!(self, pool => sqlx::query_scalar(SQL).bind(day).bind(notices).bind(since).fetch_one(pool).await)?;
        Ok(count > 0)
    }

    /// 心跳: a sign of life of the work that gave its last one (or began) at `last`; false when somebody has taken it
    /// over or it is done. Without a row in the journal: nothing of an agency's is written.
    pub async fn night_goes_on(&self, day: Civil, notices: &str, last: Moment, now: Moment) -> Result<bool> {
        const SQL: &str = "
            update night set begun_ms = $1 where day = $2 and notices = $3 and begun_ms = $4 and ended_ms is null";
        let mut tx = self.begin_passing().await?;
        let rows = on_tx!(&mut tx, c => sqlx::query(SQL).bind(now).bind(day).bind(notices).bind(last)
            .execute(c).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows == 1)
    }
}

impl Act {
    /// Begins the work of a day with these notices; false when somebody did before. Work that is not done and gave no
    /// sign of life after `since` is taken over.
    pub async fn begin_night(&mut self, day: Civil, notices: &str, since: Moment) -> Result<bool> {
        const SQL: &str = "
            insert into night (day, notices, begun_ms) values ($1, $2, $3)
            on conflict (day, notices) do update set begun_ms = excluded.begun_ms
            where night.ended_ms is null and night.begun_ms <= $4";
        let at = self.at();
        let tx = self.write("night.begin", None, day.0, json!({"notices": notices}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(day).bind(notices).bind(at).bind(since)
            .execute(c).await.map(|done| done.rows_affected()))?;
        match rows {
            0 => self.retract(),
            _ => self.finish(),
        }
        Ok(rows > 0)
    }

    /// The work of a day is done; `found` is JSON. False when it was done already, by whoever took it over.
    pub async fn end_night(&mut self, day: Civil, notices: &str, found: &str) -> Result<bool> {
        const SQL: &str = "
            update night set ended_ms = $1, found = $2 where day = $3 and notices = $4 and ended_ms is null";
        let at = self.at();
        let tx = self.write("night.end", None, day.0, json!({"notices": notices, "found": found}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(at).bind(found).bind(day).bind(notices)
            .execute(c).await.map(|done| done.rows_affected()))?;
        match rows {
            0 => self.retract(),
            _ => self.finish(),
        }
        Ok(rows > 0)
    }
}
