//! 保存的视图: a filter and an order of the work list, kept under a name by one person, or by one for the whole organ.

use serde_json::json;

use crate::{
    Act, Db, Error, OrganId, PersonId, Result, ViewId,
    db::{on, on_tx},
    ids::storable,
};

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SavedView {
    /// Its identity.
    pub id: ViewId,
    /// Who keeps it.
    pub person_id: PersonId,
    /// Its name; one person's views have different ones.
    pub name: String,
    /// The filter and the order, as they stand in the address of the list.
    pub query: String,
    /// Whether the whole organ sees it.
    pub shared: bool,
}

impl Db {
    /// A person's views, and after them those that others share with their organ, in the order of their names.
    pub async fn saved_views(&self, organ: OrganId, person: PersonId, limit: i64) -> Result<Vec<SavedView>> {
        const SQL: &str = "
            select id, person_id, name, query, shared from saved_view
            where organ_id = $1 and (person_id = $2 or shared = $3) 
            order by case when person_id = $2 then 0 else 1 end, name, id limit $4";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(person).bind(true).bind(limit)
            .fetch_all(pool).await)?)
    }

    /// How many views a person keeps under other names than this one.
    pub async fn views_besides(&self, person: PersonId, name: &str) -> Result<i64> {
        const SQL: &str = "select count(*) from saved_view where person_id = $1 and name <> $2";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(person).bind(storable(name)).fetch_one(pool).await)?)
    }
}

impl Act {
    /// Keeps a view, in place of the one of the same person and name.
    pub async fn save_view(
        &mut self,
        organ: OrganId,
        person: PersonId,
        name: &str,
        query: &str,
        shared: bool,
    ) -> Result<()> {
        const SQL: &str = "
            insert into saved_view (id, organ_id, person_id, name, query, shared, at_ms)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (person_id, name) do update
            set organ_id = excluded.organ_id, query = excluded.query, shared = excluded.shared, at_ms = excluded.at_ms";
        let (id, at) = (ViewId::born(self.at()), self.at());
        let tx = self.write("view.save", Some(organ), person, json!({"name": name, "shared": shared}));
        on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(organ).bind(person).bind(storable(name)).bind(storable(query))
            .bind(shared).bind(at).execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }

    /// Throws a view of an organ away: one's own, or with `any` what others share too. [`Error::Missing`] where it is not
    /// there, or somebody else's.
    pub async fn drop_view(&mut self, id: ViewId, organ: OrganId, person: PersonId, any: bool) -> Result<()> {
        const SQL: &str = "
            delete from saved_view where id = $1 and organ_id = $2 and (person_id = $3 or (shared = $4 and $4 = $5))";
        let tx = self.write("view.drop", Some(organ), id, json!({}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(organ).bind(person).bind(true).bind(any)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(Error::Missing("视图"));
        }
        self.finish();
        Ok(())
    }
}
