//! 实时统计: what tables 3 and 4 are counted from, and the requests behind each cell.

use crate::{
    Civil, Db, RequestLine, Result, Scope,
    db::on,
    requests::line,
    scope::within,
    whose::{crossed, over},
};

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
    /// How many; less than nothing for what another group counts too much.
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
    /// 延期答复: those of them whose term was extended.
    Extended,
    /// 按期办结: those of them that ended within their term.
    InTime,
    /// 结转下年度继续办理
    CarriedOut,
}

/// What went over the end of a year, which comes behind it: in the words of the index that has little else.
const CARRIED: &str =
    " and (r.ended_year is null or r.ended_year > r.received_year) and (r.ended_year is null or r.ended_year > ";

/// Adds the conditions of a cell to a query under the name `r` that already has a `where`.
macro_rules! behind {
    ($query:ident, $year:expr, $cell:expr, $applicant:expr) => {
        match $cell {
            Cell::New => {
                $query.push(" and r.received_year = ").push_bind($year);
            }
            Cell::CarriedIn => {
                $query.push(" and r.received_year < ").push_bind($year).push(CARRIED).push_bind($year - 1).push(")");
            }
            Cell::Ended(_) | Cell::AllEnded | Cell::Extended | Cell::InTime => {
                // received as well: what never was, as a letter nobody confirmed, is counted nowhere
                $query.push(" and r.received_year <= ").push_bind($year);
                $query.push(" and r.ended_year = ").push_bind($year);
            }
            Cell::CarriedOut => {
                $query.push(" and r.received_year <= ").push_bind($year).push(CARRIED).push_bind($year).push(")");
            }
        }
        if let Cell::Ended(decisions) = $cell {
            // PostgreSQL takes no empty list
            $query.push(" and r.decision in (''");
            for decision in decisions {
                $query.push(", ").push_bind(*decision);
            }
            $query.push(")");
        }
        if let Cell::Extended = $cell {
            $query.push(" and r.extended > 0");
        }
        if let Cell::InTime = $cell {
            $query.push(" and r.in_time");
        }
        if let Some(applicant) = $applicant {
            $query.push(" and r.applicant = ").push_bind(applicant);
        }
    };
}

impl Db {
    /// What table 3 of a year is counted from: everything received by its end that had not ended before it began. What went
    /// over from a closed organ to its successor is counted where it was then; a count less than nothing takes it out again.
    pub async fn request_groups(&self, scope: Scope, year: i16) -> Result<Vec<Group>> {
        const SUMS: &str = "
            select received_year, ended_year, applicant, decision, cast(sum(count) as bigint) as count from (";
        const GROUPS: &str = "
            select r.received_year, r.ended_year, r.applicant, r.decision, count(*) as count from request r
            where r.received_year <= ";
        // by organ as well: that is the order of the index, so nothing is sorted but the sums
        const BY: &str = " group by r.organ_id, r.ended_year, r.received_year, r.applicant, r.decision";
        const OVER: &str = "
            select received_year, ended_year, applicant, decision, n from over where received_year <= ";
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            over!(query, scope, year);
            query.push(SUMS).push(GROUPS).push_bind(year).push(" and r.ended_year = ").push_bind(year);
            within!(query, "r.organ_id", scope);
            query.push(BY).push(" union all ").push(GROUPS).push_bind(year).push(CARRIED).push_bind(year).push(")");
            within!(query, "r.organ_id", scope);
            query.push(BY).push(" union all ").push(OVER).push_bind(year);
            query.push(" and (ended_year is null or ended_year >= ").push_bind(year);
            query.push(")) as found group by received_year, ended_year, applicant, decision having sum(count) <> 0");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// The day on which the first request of a scope was received: of its first year alone the days are looked at.
    pub async fn first_received(&self, scope: Scope) -> Result<Option<Civil>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select min(r.received) from request r
                where r.received_year = (select min(r.received_year) from request r where r.received_year is not null",
            );
            within!(query, "r.organ_id", scope);
            query.push(")");
            within!(query, "r.organ_id", scope);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// How many requests a cell counts.
    pub async fn cell_count(&self, scope: Scope, year: i16, cell: Cell<'_>, applicant: Option<&str>) -> Result<i64> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            over!(query, scope, year);
            query.push(" select cast((select count(*) from request r where 1 = 1");
            within!(query, "r.organ_id", scope);
            behind!(query, year, cell, applicant);
            query.push(") + (select coalesce(sum(r.n), 0) from over r where 1 = 1");
            behind!(query, year, cell, applicant);
            query.push(") as bigint)").build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// Up to `limit` requests behind a cell after the first `skip`, the oldest first; `applicant` is a column of table 3,
    /// `None` for the total. As many as [`Db::cell_count`] says.
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
        if self.has_crossed(scope).await? {
            return self.behind_with_moved(scope, year, (cell, applicant), skip, limit).await;
        }
        Ok(on!(self, pool => {
            // found, ordered and cut by an index alone (延期、按期 excepted), and only then looked up
            let mut query = sqlx::QueryBuilder::new(concat!(
                "select ", line!(), " from request r where r.id in (select r.id from request r where 1 = 1"
            ));
            within!(query, "r.organ_id", scope);
            behind!(query, year, cell, applicant);
            query.push(" order by r.id limit ").push_bind(limit).push(" offset ").push_bind(skip);
            query.push(") order by r.id");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Whether anything went over the border of a scope: of most, nothing did, and their lists are cut by an index.
    async fn has_crossed(&self, scope: Scope) -> Result<bool> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            crossed!(query, "request", scope);
            query.push(" select exists (select 1 from crossed)").build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// The same where something did: what stands here and never moved, and of what moved what is left of a cell's count. A
    /// request that left the scope and came back in one year is counted twice by some cells, and listed as often.
    async fn behind_with_moved(
        &self,
        scope: Scope,
        year: i32,
        (cell, applicant): (Cell<'_>, Option<&str>),
        skip: i64,
        limit: i64,
    ) -> Result<Vec<RequestLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            over!(query, scope, year);
            query.push(", standing (id, moved) as (select r.id, r.id in (select case_id from crossed) from request r where 1 = 1");
            within!(query, "r.organ_id", scope);
            behind!(query, year, cell, applicant);
            query.push(
                "), picked (id, n) as (select id, 1 from standing where not moved
                union all select id, sum(n) from (select id, 1 as n from standing where moved
                union all select r.id, r.n from over r where 1 = 1",
            );
            behind!(query, year, cell, applicant);
            query.push(concat!(
                ") as found group by id), times (k) as (select 1 union all select 2 union all select 3 union all select 4) \
                 select ", line!(), " from (select p.id from picked p join times on times.k <= p.n order by p.id limit "
            ));
            query.push_bind(limit).push(" offset ").push_bind(skip);
            query.push(") as page join request r on r.id = page.id order by r.id");
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}
