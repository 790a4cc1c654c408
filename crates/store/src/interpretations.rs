//! 政策解读: which documents that are out nobody has explained yet, and the interpretations in work that a document sets
//! going when it comes out.

use serde_json::json;

use crate::{
    Act, Civil, Db, Moment, OrganId, PublicationId, Result, Scope,
    db::{on, on_tx},
    scope::within,
};

/// 待解读的文件: one that is public and has no public interpretation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Unexplained {
    /// Its identity.
    pub publication_id: PublicationId,
    /// 发布机构.
    pub organ_id: OrganId,
    /// 标题.
    pub title: String,
    /// 首次发布.
    pub first_ms: Moment,
}

impl Db {
    /// When the first of these was published for the first time; `None` where none ever was.
    pub async fn first_published(&self, ids: &[PublicationId]) -> Result<Option<Moment>> {
        if ids.is_empty() {
            return Ok(None);
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select min(r.first_ms) from released r where r.publication_id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// Up to `limit` public documents of these kinds, first published from an instant on, which nothing public explains: the
    /// oldest first.
    pub async fn unexplained(
        &self,
        scope: Scope,
        kinds: &[&str],
        from: Moment,
        limit: i64,
    ) -> Result<Vec<Unexplained>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select r.publication_id, r.organ_id, r.title, r.first_ms from released r where r.state = 'public' \
                and r.kind in (''",
            );
            kinds.iter().for_each(|kind| { query.push(", ").push_bind(*kind); });
            // what was first published since was released since, and an index has that
            query.push(") and r.released_ms >= ").push_bind(from).push(" and r.first_ms >= ").push_bind(from);
            query.push(
                " and not exists (select 1 from released_relation l join released i on i.publication_id = l.from_id \
                where l.to_id = r.publication_id and l.kind = 'interprets' and i.state = 'public')",
            );
            within!(query, "r.organ_id", scope);
            query.push(" order by r.first_ms, r.publication_id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// 公布之日起算: gives the interpretations in work of a document that is out now their last day, unless they have an
    /// earlier one. `joined` is what stands in the content of those that are joined to it.
    pub async fn start_interpretations(
        &mut self,
        (document, organ): (PublicationId, OrganId),
        joined: &str,
        (due, provisional): (Civil, bool),
    ) -> Result<()> {
        const SQL: &str = "
            update publication set due = $1, provisional = $2 where kind = 'interpretation'
                and stage in ('draft', 'first', 'legal', 'countersign', 'secrecy', 'approval', 'approved')
                and (due is null or due > $1) and content like '%' || $3 || '%'";
        let tx = self.write("publication.term", Some(organ), document, json!({"due": due.0.to_string()}));
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(due).bind(provisional).bind(joined).execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            self.retract();
            return Ok(());
        }
        self.amend("interpretations", rows);
        self.finish();
        Ok(())
    }
}
