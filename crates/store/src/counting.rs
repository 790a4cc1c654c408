//! 实时统计: what tables 3 and 4 are counted from, and the requests behind each cell.

use crate::{Db, RequestLine, Result, Scope, db::on, requests::line, scope::within};

/// Requests that are alike in everything that table 3 asks.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Group {
    /// The year of receipt.
    pub received_year: i32,
    /// The year in which it ended; `None` while it has not.
    pub ended_year: Option<i32>,
    /// A column of table 3.
    pub applicant: String,
    /// A row of table 3; `None` while it has not ended.
    pub decision: Option<String>,
    /// How many.
    pub count: i64,
}

/// The requests behind a cell of table 3.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// 本年新收
    New,
    /// 上年结转
    CarriedIn,
    /// 办理结果: those of one row, which counts one decision or more; of none, nothing.
    Ended(&'a [&'a str]),
    /// 总计
    AllEnded,
    /// 结转下年度继续办理
    CarriedOut,
}

impl Db {
    /// What table 3 of a year is counted from: everything received by its end that had not ended before it began.
    pub async fn request_groups(&self, scope: Scope, year: i16) -> Result<Vec<Group>> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select r.received_year, r.ended_year, r.applicant, r.decision, count(*) as count from request r
                where r.received_year <= ",
            );
            query.push_bind(year).push(" and (r.ended_year is null or r.ended_year >= ").push_bind(year).push(")");
            within!(query, "r.organ_id", scope);
            query.push(" group by r.received_year, r.ended_year, r.applicant, r.decision");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` requests behind a cell after the first `skip`, the oldest first; `applicant` is a column of table 3,
    /// `None` for the total.
    pub async fn requests_behind(
        &self,
        scope: Scope,
        year: i16,
        cell: Cell<'_>,
        applicant: Option<&str>,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<RequestLine>> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", line!(), " from request r where 1 = 1"));
            within!(query, "r.organ_id", scope);
            match cell {
                Cell::New => {
                    query.push(" and r.received_year = ").push_bind(year);
                }
                Cell::CarriedIn => {
                    query.push(" and r.received_year < ").push_bind(year);
                    query.push(" and (r.ended_year is null or r.ended_year >= ").push_bind(year).push(")");
                }
                Cell::Ended(_) | Cell::AllEnded => {
                    // received as well: what never was, as a letter nobody confirmed, is counted nowhere
                    query.push(" and r.received_year <= ").push_bind(year);
                    query.push(" and r.ended_year = ").push_bind(year);
                }
                Cell::CarriedOut => {
                    query.push(" and r.received_year <= ").push_bind(year);
                    query.push(" and (r.ended_year is null or r.ended_year > ").push_bind(year).push(")");
                }
            }
            if let Cell::Ended(decisions) = cell {
                // PostgreSQL takes no empty list
                query.push(" and r.decision in (''");
                for decision in decisions {
                    query.push(", ").push_bind(*decision);
                }
                query.push(")");
            }
            if let Some(applicant) = applicant {
                query.push(" and r.applicant = ").push_bind(applicant);
            }
            query.push(" order by r.id limit ").push_bind(limit).push(" offset ").push_bind(skip);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}
