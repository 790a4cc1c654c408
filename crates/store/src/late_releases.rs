//! 逾期发布: what came out after its term, kept for good, and how much of each category did or is still due.

use serde_json::json;

use crate::{
    Act, Civil, Db, Error, OrganId, PublicationFilter, PublicationId, Result, Scope,
    db::{on, on_tx},
    ids::containing,
    publications::filtered,
    scope::within,
};

impl Db {
    /// 逾期发布, by category: how many that are public came out after their term.
    pub async fn late_topics(&self, scope: Scope) -> Result<Vec<(String, i64)>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select t.topic, count(*) from publication p join released_topic t on t.publication_id = p.id \
                where p.missed is not null",
            );
            within!(query, "p.organ_id", scope);
            query.push(" group by t.topic order by t.topic").build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many publications the filter finds, by 信息种类.
    pub async fn publication_kinds(&self, scope: Scope, filter: &PublicationFilter<'_>) -> Result<Vec<(String, i64)>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select p.kind, count(*) from publication p where 1 = 1");
            filtered!(query, scope, filter);
            query.push(" group by p.kind order by p.kind").build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// 逾期发布: a publication came out after this day, by so many working days. [`Error::Missing`].
    pub async fn note_late(&mut self, (id, organ): (PublicationId, OrganId), missed: Civil, days: i32) -> Result<()> {
        const SQL: &str = "update publication set missed = $2, late_days = $3 where id = $1";
        let detail = json!({"missed": missed.0.to_string(), "days": days});
        let tx = self.write("publication.late", Some(organ), id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(missed).bind(days).execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Missing("公开信息"));
        }
        self.finish();
        Ok(())
    }
}
