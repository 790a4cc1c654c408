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

    /// Sets several facts to one value, or takes them back where there is none, with one row in the journal under what their
    /// names begin with, which names each: at most some thousands, as a statement binds two for each.
    pub async fn set_each(&mut self, prefix: &str, names: &[&str], value: Option<&str>) -> Result<()> {
        let Some((first, rest)) = names.split_first() else { return Ok(()) };
        let detail = json!({"value": value, "names": names});
        let tx = self.write("setting.each", None, prefix, detail);
        on_tx!(tx, c => {
            let mut query = match value {
                Some(_) => sqlx::QueryBuilder::new("insert into setting (key, value) "),
                None => sqlx::QueryBuilder::new("delete from setting where key in ("),
            };
            match value {
                Some(value) => {
                    query.push_values(names, |mut row, name| { row.push_bind(format!("{prefix}{name}")).push_bind(value); });
                    query.push(" on conflict (key) do update set value = excluded.value");
                }
                None => {
                    query.push_bind(format!("{prefix}{first}"));
                    rest.iter().for_each(|name| { query.push(", ").push_bind(format!("{prefix}{name}")); });
                    query.push(")");
                }
            }
            query.build().execute(c).await.map(|_| ())
        })?;
        self.finish();
        Ok(())
    }
}
