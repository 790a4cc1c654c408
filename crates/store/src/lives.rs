//! 效力: what one document's own days and the other documents make of its validity.

use serde_json::json;

use crate::{
    Act, Civil, Error, Moment, OrganId, PublicationId, Released, Result, db::on_tx, released::columns,
    releases::next_position, tally,
};

/// 效力: the days that a validity hangs on, and what they make today; words are keys of the law crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life<'a> {
    /// 施行之日.
    pub from: Option<Civil>,
    /// 有效期至.
    pub until: Option<Civil>,
    /// 修改之日.
    pub amended: Option<Civil>,
    /// 废止之日.
    pub repealed: Option<Civil>,
    /// 有效性 today; `None` where the kind has none.
    pub validity: Option<&'a str>,
    /// The next day on which it changes by itself.
    pub changes: Option<Civil>,
}

/// 影响: what one that is public says that it does to another of the same organ.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Effect {
    /// The other one.
    pub to_id: PublicationId,
    /// By which word of the law crate.
    pub relation: String,
    /// 施行之日 of the one that does it.
    pub valid_from: Option<Civil>,
    /// When that was first released.
    pub first_ms: Moment,
}

impl Act {
    /// Those of these that are public, and what others that are public do to them, as this act sees it. Asked after the act
    /// released or ended something: then nobody else does before it is over.
    pub async fn bound(&mut self, ids: &[PublicationId]) -> Result<(Vec<Released>, Vec<Effect>)> {
        const EFFECTS: &str = "
            select l.to_id, l.kind as relation, r.valid_from, r.first_ms from released_relation l
            join released r on r.publication_id = l.from_id and r.state = 'public'
            join released t on t.publication_id = l.to_id and t.organ_id = r.organ_id
            where l.to_id in (";
        if ids.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let tx = self.going_on();
        let released = on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "r.state = 'public' and r.publication_id in ("));
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(") order by r.publication_id").build_query_as().fetch_all(c).await
        })?;
        let effects = on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(EFFECTS);
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(c).await
        })?;
        Ok((released, effects))
    }

    /// 效力变更: what becomes of a document's validity, by its own days or by another document. [`Error::Stale`] where it
    /// changed since it stood at this place in the row of changes.
    pub async fn set_life(&mut self, id: PublicationId, seen: i64, life: &Life<'_>) -> Result<()> {
        const SQL: &str = "
            update released set valid_from = $1, valid_until = $2, amended = $3, repealed = $4, validity = $5,
                changes = $6, position = $7
            where publication_id = $8 and position = $9 returning organ_id";
        let tx = self.write("publication.validity", None, id, json!({"validity": life.validity}));
        let position = next_position(tx).await?;
        tally::count(tx, id, -1).await?;
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(life.from).bind(life.until).bind(life.amended).bind(life.repealed).bind(life.validity)
            .bind(life.changes).bind(position).bind(id).bind(seen).fetch_optional(c).await)?;
        tally::count(tx, id, 1).await?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }
}
