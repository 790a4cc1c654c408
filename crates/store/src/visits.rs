//! 访问量: how often the page of a publication was opened. No agency's record, so without journal rows; nobody is known by it.

use crate::{
    Db, PublicationId, Result,
    db::{on, on_tx},
    ids::storable,
};

impl Db {
    /// How often the page of a publication was opened, as far as it was written down.
    pub async fn views_of(&self, id: PublicationId) -> Result<i64> {
        const SQL: &str = "select views from visit where publication_id = $1";
        let found: Option<i64> = on!(self, pool => sqlx::query_scalar(SQL).bind(id).fetch_optional(pool).await)?;
        Ok(found.unwrap_or(0))
    }

    /// Adds views to what is public under each 索引号, all at once; what is not there is passed over.
    pub async fn add_views(&self, views: &[(String, i64)]) -> Result<()> {
        if views.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin_passing().await?;
        on_tx!(&mut tx, c => {
            let mut query = sqlx::QueryBuilder::new("with seen (index_number, n) as (");
            query.push_values(views, |mut row, (index_number, count)| {
                row.push_bind(storable(index_number).into_owned()).push_bind(*count);
            });
            query.push(
                ") insert into visit (publication_id, views)
                select r.publication_id, seen.n from seen join released r on r.index_number = seen.index_number
                where r.state = 'public'
                on conflict (publication_id) do update set views = visit.views + excluded.views",
            );
            query.build().execute(c).await.map(|_| ())
        })?;
        tx.commit().await
    }
}
