//! 定稿: table 4 of an organ's year as it was reported, case by case, and what has moved since.

use crate::{
    Act, Db, OrganId, Result, Scope,
    db::{on, on_tx},
    whose::placed,
};

/// 更正: a case that a frozen year counted otherwise than it is counted now, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MovedCase {
    /// 编号
    pub number: String,
    /// In a few words.
    pub title: String,
    /// The block in which it was counted; `None` where it was not.
    pub was_route: Option<String>,
    /// The column of its ending in the year; `None` where it was pending.
    pub was_outcome: Option<String>,
    /// The block in which it is counted now; `None` where it is not any more.
    pub now_route: Option<String>,
    /// The column of its ending in the year now; `None` where it is pending.
    pub now_outcome: Option<String>,
}

impl Db {
    /// The cases that a frozen year counts otherwise now, by number, at most `limit`; none of a year that was frozen before
    /// cases were written down.
    pub async fn moved_cases(&self, organ: OrganId, year: i16, limit: i64) -> Result<Vec<MovedCase>> {
        const NOW: &str = "
            , counted (id, route, outcome) as (
                select r.id, r.route, case when r.concluded_year = ";
        const OTHERWISE: &str =
            ") select r.number, r.title, f.route as was_route, f.outcome as was_outcome, c.route as now_route,
                c.outcome as now_outcome
            from frozen_redress f join redress r on r.id = f.redress_id left join counted c on c.id = r.id
            where (c.id is null or c.route <> f.route or coalesce(c.outcome, '') <> coalesce(f.outcome, ''))
                and f.organ_id = ";
        const UNKNOWN: &str = "
            union all select r.number, r.title, null, null, c.route, c.outcome from counted c join redress r on r.id = c.id
            where exists (select 1 from frozen_year y where y.cases = ";
        let (scope, year) = (Scope::Organ(organ), i32::from(year));
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            placed!(query, scope, year);
            query.push(NOW).push_bind(year).push(" then r.outcome end from redress r where r.id in ");
            query.push("(select id from placed group by id having sum(n) > 0) and (r.concluded_year is null ");
            query.push("or r.concluded_year >= ").push_bind(year).push(")").push(OTHERWISE).push_bind(organ);
            query.push(" and f.year = ").push_bind(year).push(UNKNOWN).push_bind(true);
            query.push(" and y.organ_id = ").push_bind(organ).push(" and y.year = ").push_bind(year);
            query.push(") and not exists (select 1 from frozen_redress f where f.redress_id = r.id and f.organ_id = ");
            query.push_bind(organ).push(" and f.year = ").push_bind(year).push(") order by 1 limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// Writes down what each case of a year that is being frozen is counted as; part of that act.
    pub(crate) async fn freeze_cases(&mut self, organ: OrganId, year: i32) -> Result<u64> {
        let (tx, scope) = (self.going_on(), Scope::Organ(organ));
        Ok(on_tx!(tx, connection => {
            let mut query = sqlx::QueryBuilder::new(
                "insert into frozen_redress (organ_id, year, redress_id, route, outcome) ",
            );
            placed!(query, scope, year);
            query.push(" select ").push_bind(organ).push(", ").push_bind(year);
            query.push(", r.id, r.route, case when r.concluded_year = ").push_bind(year);
            query.push(
                " then r.outcome end from redress r where r.id in
                (select id from placed group by id having sum(n) > 0) and (r.concluded_year is null or r.concluded_year >= ",
            );
            query.push_bind(year).push(")");
            query.build().execute(connection).await.map(|done| done.rows_affected())
        })?)
    }
}
