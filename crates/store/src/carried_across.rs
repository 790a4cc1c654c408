//! 移交的结转: what is carried in although last year's report of the same organ did not carry it out, and what that one
//! carried out and is not carried in, because it went over from a closed organ to its successor.

use crate::{Civil, Db, OrganId, Result, Scope, db::on, scope::within};

/// 移交的结转 of one kind of applicant: what one organ handed over to another on a day.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CarriedAcross {
    /// Who handed over.
    pub from_id: OrganId,
    /// To whom.
    pub to_id: OrganId,
    /// When.
    pub on_date: Civil,
    /// 申请人类型: a word of the law crate.
    pub applicant: String,
    /// How many requests are carried in more than last year carried out; below zero how many less.
    pub count: i64,
}

impl Db {
    /// 移交的结转 of a year over the border of a scope. Its requests of a year carry in what those of the year before carried
    /// out, and this. Whatever came in the year was open then and is carried in, even where it was received in the same year:
    /// there it was new. Whatever went in the year before was carried out, and belongs to the other since.
    pub async fn carried_across(&self, scope: Scope, year: i16) -> Result<Vec<CarriedAcross>> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select from_id, to_id, on_date, applicant, count from (");
            for (sign, side, other, gone) in [("", "h.to_id", "h.from_id", 0), ("-", "h.from_id", "h.to_id", 1)] {
                if gone > 0 {
                    query.push(" union all ");
                }
                query.push("select h.from_id, h.to_id, h.on_date, r.applicant, ").push(sign);
                query.push(
                    "count(*) as count from handover h join request r on r.id = h.case_id
                    where h.kind = 'request' and (r.ended is null or r.ended > h.on_date) and h.year = ",
                );
                query.push_bind(year - gone).push(" and r.received_year <= ").push_bind(year - gone);
                within!(query, side, scope);
                query.push(" and not (1 = 1");
                within!(query, other, scope);
                query.push(") group by h.from_id, h.to_id, h.on_date, r.applicant");
            }
            query.push(") as found order by on_date, from_id, to_id, applicant, count");
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}
