//! 设置: facts about this register itself, such as that it is a demonstration.

use serde_json::json;

use crate::{
    Act, Db, Error, Result,
    db::{on, on_tx},
};

impl Db {
    /// A fact, if it was set.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        const SQL: &str = "select value from setting where key = $1";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(key).fetch_optional(pool).await)?)
    }

    /// The facts whose names begin so, with their names.
    pub async fn settings_under(&self, prefix: &str) -> Result<Vec<(String, String)>> {
        const SQL: &str = "select key, value from setting where substr(key, 1, $1) = $2 order by key";
        let length = i32::try_from(prefix.chars().count()).unwrap_or(i32::MAX);
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(length).bind(prefix).fetch_all(pool).await)?)
    }
}

impl Act {
    /// Sets a fact that was `before` when it was read, or was not set at all. [`Error::Stale`] when somebody else set it
    /// to something else.
    pub async fn set_instead_of(&mut self, key: &str, before: &str, value: &str) -> Result<()> {
        const SQL: &str = "
            insert into setting (key, value) values ($1, $2)
            on conflict (key) do update set value = excluded.value where setting.value = $3";
        let tx = self.write("setting.set", None, key, json!({"value": value}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(key).bind(value).bind(before)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }

    /// Sets a fact. The journal has the value too: it is no place for secrets.
    pub async fn set(&mut self, key: &str, value: &str) -> Result<()> {
        const SQL: &str = "
            insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
        let tx = self.write("setting.set", None, key, json!({"value": value}));
        on_tx!(tx, c => sqlx::query(SQL).bind(key).bind(value).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }
}
