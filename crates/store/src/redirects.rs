//! 旧地址: where publications were on an old site, so that whoever kept an address finds them.

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, Db, Digest, Error, Moment, OrganId, PublicationId, Released, Result,
    db::{on, on_tx},
    ids::{containing, storable},
};

/// An old address, and what is there now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OldAddress {
    /// Path and query on the old site.
    pub old: String,
    /// What it was.
    pub publication_id: PublicationId,
    /// 索引号; `None` where it is not public yet.
    pub index_number: Option<String>,
    /// 标题 as everybody sees it; `None` where it is not public yet.
    pub title: Option<String>,
    /// `public`, `withdrawn` or `expired`; `None` before.
    pub state: Option<String>,
    /// Who said so.
    pub actor: String,
    /// And when.
    pub at_ms: Moment,
}

/// Rows a statement.
const PART: usize = 400;

impl Db {
    /// What stood at an old address, if it was ever released here.
    pub async fn moved_here(&self, old: &str) -> Result<Option<Released>> {
        const SQL: &str = "
            select r.publication_id from redirect d join released r on r.publication_id = d.publication_id
            where d.old = $1";
        let id: Option<PublicationId> =
            on!(self, pool => sqlx::query_scalar(SQL).bind(storable(old)).fetch_optional(pool).await)?;
        match id {
            Some(id) => Ok(Some(self.released(id).await?)),
            None => Ok(None),
        }
    }

    /// Those of these old addresses that lead somewhere already, with where.
    pub async fn old_addresses_of(&self, old: &[&str]) -> Result<Vec<(String, PublicationId)>> {
        let mut found = Vec::new();
        for part in old.chunks(PART) {
            let some: Vec<(String, PublicationId)> = on!(self, pool => {
                let mut query = QueryBuilder::new("select old, publication_id from redirect where old in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|one| { list.push_bind(storable(one).into_owned()); });
                query.push(")").build_query_as().fetch_all(pool).await
            })?;
            found.extend(some);
        }
        Ok(found)
    }

    /// Old addresses with these words, in their order after one of them; at most `limit`.
    pub async fn old_addresses(&self, words: &str, after: &str, limit: i64) -> Result<Vec<OldAddress>> {
        const SQL: &str = "
            select d.old, d.publication_id, r.index_number, r.title, r.state, d.actor, d.at_ms
            from redirect d left join released r on r.publication_id = d.publication_id
            where d.old > $1 and d.old like $2 escape '\\' order by d.old limit $3";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(after)).bind(containing(words)).bind(limit)
            .fetch_all(pool).await)?)
    }

    /// How many old addresses are known.
    pub async fn old_address_count(&self) -> Result<i64> {
        Ok(on!(self, pool => sqlx::query_scalar("select count(*) from redirect").fetch_one(pool).await)?)
    }

    /// What was ever released under these 索引号, tombstones included.
    pub async fn ever_released_under(&self, numbers: &[&str]) -> Result<Vec<(String, PublicationId)>> {
        let mut found = Vec::new();
        for part in numbers.chunks(PART) {
            let some: Vec<(String, PublicationId)> = on!(self, pool => {
                let mut query = QueryBuilder::new("select index_number, publication_id from released where index_number in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|number| { list.push_bind(storable(number).into_owned()); });
                query.push(")").build_query_as().fetch_all(pool).await
            })?;
            found.extend(some);
        }
        Ok(found)
    }
}

impl Act {
    /// Makes old addresses lead to publications; one that led elsewhere leads here from now on.
    pub async fn add_redirects(&mut self, organ: Option<OrganId>, all: &[(&str, PublicationId)]) -> Result<()> {
        if all.is_empty() {
            return Ok(());
        }
        let said: String = all.iter().map(|(old, to)| format!("{old} {to}\n")).collect();
        let detail = json!({"count": all.len(), "sm3": Digest::of(said.as_bytes()).to_string()});
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.write("redirect.add", organ, "redirect", detail);
        for part in all.chunks(PART) {
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new("insert into redirect (old, publication_id, actor, at_ms) ");
                query.push_values(part, |mut row, (old, to)| {
                    row.push_bind(storable(old)).push_bind(*to).push_bind(&actor).push_bind(at);
                });
                query.push(
                    " on conflict (old) do update set publication_id = excluded.publication_id, actor = excluded.actor, \
                     at_ms = excluded.at_ms");
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        self.finish();
        Ok(())
    }

    /// Forgets an old address. [`Error::Missing`].
    pub async fn drop_redirect(&mut self, old: &str) -> Result<()> {
        let tx = self.write("redirect.drop", None, "redirect", json!({"old": old}));
        let rows = on_tx!(tx, c => sqlx::query("delete from redirect where old = $1").bind(storable(old))
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Missing("旧地址"));
        }
        self.finish();
        Ok(())
    }
}
