//! 平台计数: what was published for the first time in a time, in groups, and which.

use crate::{Db, Moment, PublicationId, Result, Scope, db::on, scope::within};

/// What was published for the first time within a time and counts as the same.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FirstReleased {
    /// 信息种类: a word of the law crate.
    pub kind: String,
    /// 解读形式, as it was written.
    pub form: String,
    /// 主动公开类别: keys of the law crate with a blank between; empty where the kind alone says it.
    pub topics: String,
    /// 由申请转为主动公开.
    pub converted: bool,
    /// How many.
    pub count: i64,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FirstReleasedLine {
    /// Its identity.
    pub publication_id: PublicationId,
    /// 索引号.
    pub index_number: String,
    /// 标题.
    pub title: String,
    /// 发布机构, its 简称.
    pub organ: String,
    /// 首次发布.
    pub first_ms: Moment,
    /// Whether it is still public.
    pub public: bool,
}

impl Db {
    /// What organs of this scope published for the first time from one instant to before another, what was withdrawn since
    /// left out, what ended with its term counted.
    pub async fn first_released(&self, scope: Scope, (from, to): (Moment, Moment)) -> Result<Vec<FirstReleased>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select r.kind, r.form, r.topics, r.converted, count(*) as count from released r where r.first_ms >= ",
            );
            query.push_bind(from).push(" and r.first_ms < ").push_bind(to).push(" and r.state <> 'withdrawn'");
            within!(query, "r.organ_id", scope);
            query.push(" group by r.kind, r.form, r.topics, r.converted order by r.kind, r.form, r.topics, r.converted");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// When an organ of this scope published anything for the first time; `None` where none ever did.
    pub async fn first_release(&self, scope: Scope) -> Result<Option<Moment>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select min(r.first_ms) from released r where 1 = 1");
            within!(query, "r.organ_id", scope);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// Those of these groups, the newest first, at most `limit` after `skip`.
    pub async fn first_released_lines(
        &self,
        scope: Scope,
        (from, to): (Moment, Moment),
        groups: &[FirstReleased],
        (skip, limit): (i64, i64),
    ) -> Result<Vec<FirstReleasedLine>> {
        if groups.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select r.publication_id, r.index_number, r.title, o.short_name as organ, r.first_ms, \
                r.state = 'public' as public from released r join organ o on o.id = r.organ_id where r.first_ms >= ",
            );
            query.push_bind(from).push(" and r.first_ms < ").push_bind(to).push(" and r.state <> 'withdrawn'");
            within!(query, "r.organ_id", scope);
            query.push(" and (r.kind, r.form, r.topics, r.converted) in (");
            query.push_values(groups, |mut row, group| {
                row.push_bind(&group.kind).push_bind(&group.form).push_bind(&group.topics).push_bind(group.converted);
            });
            query.push(") order by r.first_ms desc, r.publication_id desc limit ").push_bind(limit);
            query.push(" offset ").push_bind(skip).build_query_as().fetch_all(pool).await
        })?)
    }
}
