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
    /// When it began, or was taken over.
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

    /// Whether the work of this day with these notices is done, or under way since no longer ago than `since`.
    pub async fn night_is_taken(&self, day: Civil, notices: &str, since: Moment) -> Result<bool> {
        const SQL: &str = "
            select count(*) from night where day = $1 and notices = $2 and (ended_ms is not null or begun_ms > $3)";
        let count: i64 =
            on!(self, pool => sqlx::query_scalar(SQL).bind(day).bind(notices).bind(since).fetch_one(pool).await)?;
        Ok(count > 0)
    }
}

impl Act {
    /// Begins the work of a day with these notices; false when somebody did before. Work that was begun before `since`
    /// and is not done is taken over.
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

    /// The work of a day is done; `found` is JSON.
    pub async fn end_night(&mut self, day: Civil, notices: &str, found: &str) -> Result<()> {
        const SQL: &str = "update night set ended_ms = $1, found = $2 where day = $3 and notices = $4";
        let at = self.at();
        let tx = self.write("night.end", None, day.0, json!({"notices": notices, "found": found}));
        on_tx!(tx, c => sqlx::query(SQL).bind(at).bind(found).bind(day).bind(notices).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }
}
