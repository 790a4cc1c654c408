//! 信息处理费: which requests somebody paid for.

use crate::{Db, RequestId, Result, Scope, db::on, scope::within};

impl Db {
    /// The requests of a scope, open in this year or ended in it, for which a payment was ever written down; whether it
    /// stands, and when it was, their steps say.
    pub async fn paid_requests(&self, scope: Scope, year: i16) -> Result<Vec<RequestId>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select r.id from request r where r.received_year <= ");
            query.push_bind(i32::from(year)).push(" and (r.ended_year is null or r.ended_year >= ");
            query.push_bind(i32::from(year)).push(")");
            within!(query, "r.organ_id", scope);
            query.push(" and exists (select 1 from request_step s where s.request_id = r.id and s.kind = 'fee_paid')");
            query.push(" order by r.id").build_query_scalar().fetch_all(pool).await
        })?)
    }
}
