//! 规章、行政规范性文件: how many were issued and repealed in a year and are in force at its end, and which.

use crate::{Civil, Db, ReleasedLine, Result, Scope, db::on, released::line, scope::within};

/// A column of the first block of table 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentCell {
    /// 本年制发: formed within the year.
    Issued,
    /// 本年废止: repealed within the year. What lapsed by its own term was not repealed.
    Repealed,
    /// 现行有效: in force on its last day.
    InForce,
}

/// A row of that block.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct DocumentCount {
    /// 信息种类: a word of the law crate.
    pub kind: String,
    /// 本年制发件数.
    pub issued: i64,
    /// 本年废止件数.
    pub repealed: i64,
    /// 现行有效件数.
    pub in_force: i64,
}

/// What a document must be to stand in a cell of the time from `$first` to `$last`.
macro_rules! stands {
    ($query:ident, $cell:expr, $first:expr, $last:expr) => {
        match $cell {
            DocumentCell::Issued => {
                $query.push("r.formed >= ").push_bind($first).push(" and r.formed <= ").push_bind($last);
            }
            DocumentCell::Repealed => {
                $query.push("r.repealed >= ").push_bind($first).push(" and r.repealed <= ").push_bind($last);
            }
            DocumentCell::InForce => {
                $query.push("coalesce(r.valid_from, r.formed) <= ").push_bind($last);
                $query.push(" and (r.repealed is null or r.repealed > ").push_bind($last);
                $query.push(") and (r.valid_until is null or r.valid_until >= ").push_bind($last).push(")");
            }
        }
    };
}

pub(crate) use stands;

impl Db {
    /// What is public of these kinds, counted for the time from the first to the last day, a row for each kind that there is
    /// any of.
    pub async fn document_counts(
        &self,
        scope: Scope,
        kinds: &[&str],
        (first, last): (Civil, Civil),
    ) -> Result<Vec<DocumentCount>> {
        use DocumentCell::{InForce, Issued, Repealed};
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select r.kind");
            for (cell, name) in [(Issued, "issued"), (Repealed, "repealed"), (InForce, "in_force")] {
                query.push(", cast(sum(case when ");
                stands!(query, cell, first, last);
                query.push(" then 1 else 0 end) as bigint) as ").push(name);
            }
            query.push(" from released r where r.state = 'public' and r.kind in (''");
            kinds.iter().for_each(|kind| { query.push(", ").push_bind(*kind); });
            query.push(")");
            within!(query, "r.organ_id", scope);
            query.push(" group by r.kind order by r.kind").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` of the documents behind a cell after the first `skip`, the newest first.
    pub async fn documents_behind(
        &self,
        scope: Scope,
        (kind, cell): (&str, DocumentCell),
        (first, last): (Civil, Civil),
        (skip, limit): (i64, i64),
    ) -> Result<Vec<ReleasedLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(line!(), " and r.kind = "));
            query.push_bind(kind).push(" and ");
            stands!(query, cell, first, last);
            within!(query, "r.organ_id", scope);
            query.push(" order by r.formed desc, r.publication_id desc limit ").push_bind(limit);
            query.push(" offset ").push_bind(skip).build_query_as().fetch_all(pool).await
        })?)
    }
}
