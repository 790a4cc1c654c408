//! 发布工作台: what the desk of publishing asks of the register beyond its list.

use crate::{Civil, Db, Moment, OrganId, PublicationId, Result, Scope, db::on, ids::storable, scope::within};

/// Milliseconds of a day, and how far ahead of the world's clock the country's is.
const DAY: i64 = 86_400_000;
const AHEAD: i64 = 28_800_000;

/// 关联对象: a publication that somebody meant by its id, its 索引号 or its 文号.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Meant {
    /// Its identity.
    pub id: PublicationId,
    /// 发布机构.
    pub organ_id: OrganId,
    /// 标题, as everybody sees it where it is out.
    pub title: String,
    /// 索引号; `None` before its first release.
    pub index_number: Option<String>,
    /// 文号 without its brackets and blanks; `None` before its first release.
    pub number_key: Option<String>,
}

/// 公开用时: how many were first released on one day that were formed on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReleaseTime {
    /// 成文日期.
    pub formed: Civil,
    /// The day of the first release, in days since 1970-01-01.
    pub day: i64,
    /// How many.
    pub count: i64,
}

macro_rules! meant {
    () => {
        "select p.id, p.organ_id, coalesce(r.title, p.title) as title, r.index_number, r.number_key from publication p \
         left join released r on r.publication_id = p.id where "
    };
}

impl Db {
    /// What is meant by these ids, 索引号 and 文号 (without brackets and blanks), at most a hundred. An id finds what was
    /// ever released and what this organ has in work; the others find what is public.
    pub async fn publications_meant(
        &self,
        organ: OrganId,
        ids: &[PublicationId],
        indexes: &[String],
        numbers: &[String],
    ) -> Result<Vec<Meant>> {
        if ids.is_empty() && indexes.is_empty() && numbers.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(meant!());
            query.push("(r.publication_id is not null or p.organ_id = ").push_bind(organ).push(") and p.id in (null");
            ids.iter().for_each(|id| {
                query.push(", ").push_bind(*id);
            });
            for (column, words) in [("r.index_number", indexes), ("r.number_key <> '' and r.number_key", numbers)] {
                if words.is_empty() {
                    continue;
                }
                query.push(concat!(") union ", meant!(), "r.state = 'public' and ")).push(column).push(" in (''");
                words.iter().for_each(|word| {
                    query.push(", ").push_bind(storable(word).into_owned());
                });
            }
            query.push(") limit 100").build_query_as().fetch_all(pool).await
        })?)
    }

    /// How long it took from a document's day to its first release, of those first released from an instant on: by the two
    /// days, so that a year of any organ is a few hundred rows.
    pub async fn release_times(&self, scope: Scope, from: Moment) -> Result<Vec<ReleaseTime>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select r.formed, (r.first_ms + ");
            query.push(AHEAD).push(") / ").push(DAY).push(" as day, count(*) as count from released r");
            // released last after that instant, as the index knows, and first as well
            query.push(" where r.formed is not null and r.state in ('public', 'withdrawn', 'expired')");
            query.push(" and r.released_ms >= ").push_bind(from).push(" and r.first_ms >= ").push_bind(from);
            within!(query, "r.organ_id", scope);
            query.push(" group by 1, 2").build_query_as().fetch_all(pool).await
        })?)
    }
}
