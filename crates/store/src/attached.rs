//! 版本、附件、关联: what hangs on a publication that is out.

use crate::{
    Db, Error, Moment, PublicationFile, PublicationId, Released, Result, db::on, ids::storable, released::fields,
};

/// 关联: another publication that one is joined to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Related {
    /// The other one.
    pub publication_id: PublicationId,
    /// By which word.
    pub relation: String,
    /// Whether the other one names this one.
    pub inward: bool,
    /// 信息种类 of the other one.
    pub kind: String,
    /// 标题.
    pub title: String,
    /// 文号.
    pub number: String,
    /// 索引号.
    pub index_number: String,
    /// 有效性.
    pub validity: Option<String>,
    /// 首次发布.
    pub first_ms: Moment,
    /// JSON: all of it.
    pub content: String,
}

/// 公开信息 with what its page asks besides, in one answer.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReleasedItem {
    /// As everybody sees it, or its tombstone.
    #[sqlx(flatten)]
    pub released: Released,
    /// 访问量, as far as it was written down.
    pub views: i64,
    /// Whether anything is joined to it: [`Db::related`].
    pub is_joined: bool,
    /// Whether files went out with it: [`Db::released_files`].
    pub has_files: bool,
}

/// 关联 of one publication among several: whose it is, and the other one in short.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Joined {
    /// Whose.
    pub of_id: PublicationId,
    /// By which word.
    pub relation: String,
    /// Whether the other one names this one.
    pub inward: bool,
    /// The other one.
    pub publication_id: PublicationId,
    /// Its 标题.
    pub title: String,
    /// Its 文号.
    pub number: String,
    /// Its 有效性.
    pub validity: Option<String>,
}

/// A file, and whose it is.
#[derive(sqlx::FromRow)]
struct FileOf {
    publication_id: PublicationId,
    #[sqlx(flatten)]
    file: PublicationFile,
}

impl Db {
    /// What was released under a 索引号, with what its page asks besides; [`Error::Missing`].
    pub async fn item_at(&self, index_number: &str) -> Result<ReleasedItem> {
        const SQL: &str = concat!(
            "select ",
            fields!(),
            ", coalesce((select v.views from visit v where v.publication_id = r.publication_id), 0) as views, \
             exists (select 1 from released_relation l where l.from_id = r.publication_id) \
             or exists (select 1 from released_relation l where l.to_id = r.publication_id) as is_joined, \
             exists (select 1 from released_file f where f.publication_id = r.publication_id) as has_files \
             from released r where r.index_number = $1"
        );
        on!(self, pool => sqlx::query_as(SQL).bind(storable(index_number)).fetch_optional(pool).await)?
            .ok_or(Error::Missing("公开信息"))
    }

    /// What an earlier release said: JSON; [`Error::Missing`].
    pub async fn released_past(&self, id: PublicationId, n: i32) -> Result<(String, Moment)> {
        const SQL: &str =
            "select content, released_ms from released_past where publication_id = $1 and n = $2 and hidden = $3";
        on!(self, pool => sqlx::query_as(SQL).bind(id).bind(n).bind(false).fetch_optional(pool).await)?
            .ok_or(Error::Missing("公开信息的版本"))
    }

    /// Every release of it: its place from 1, and when.
    pub async fn releases(&self, id: PublicationId) -> Result<Vec<(i32, Moment)>> {
        const SQL: &str = "select n, released_ms from released_past where publication_id = $1 and hidden = $2 order by n desc limit 100";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).bind(false).fetch_all(pool).await)?)
    }

    /// The files that went out with it.
    pub async fn released_files(&self, id: PublicationId) -> Result<Vec<PublicationFile>> {
        const SQL: &str = "
            select a.n, a.file_sm3, a.file_sm3 as out_sm3, a.name, f.size, f.media
            from released_file a join file f on f.sm3 = a.file_sm3 where a.publication_id = $1 order by a.n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// The files that went out with these, with whose each is.
    pub async fn released_files_of(&self, ids: &[PublicationId]) -> Result<Vec<(PublicationId, PublicationFile)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<FileOf> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select a.publication_id, a.n, a.file_sm3, a.file_sm3 as out_sm3, a.name, f.size, f.media \
                 from released_file a join file f on f.sm3 = a.file_sm3 where a.publication_id in (",
            );
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(") order by a.publication_id, a.n").build_query_as().fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|row| (row.publication_id, row.file)).collect())
    }

    /// The public ones that these name, and those that name these, the newest first.
    pub async fn joined_to(&self, ids: &[PublicationId]) -> Result<Vec<Joined>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        const SHOWN: &str = " as inward, r.publication_id, r.title, r.number, r.validity, r.released_ms from released_relation l \
             join released r on r.state = 'public' and r.publication_id = ";
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select * from (");
            for (nth, own, other) in [(0, "l.from_id", "l.to_id"), (1, "l.to_id", "l.from_id")] {
                query.push(if nth == 0 { "select " } else { " union all select " });
                query.push(own).push(" as of_id, l.kind as relation, ").push_bind(nth == 1).push(SHOWN).push(other);
                query.push(" where ").push(own).push(" in (");
                let mut list = query.separated(", ");
                ids.iter().for_each(|id| { list.push_bind(*id); });
                query.push(")");
            }
            query.push(") j order by j.released_ms desc, j.publication_id").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The public ones that it names, and those that name it.
    pub async fn related(&self, id: PublicationId) -> Result<Vec<Related>> {
        const SQL: &str = "
            select r.publication_id, l.kind as relation, (l.to_id = $1) as inward, r.kind, r.title, r.number,
                r.index_number, r.validity, r.first_ms, r.content
            from released_relation l
            join released r on r.publication_id = (case when l.from_id = $1 then l.to_id else l.from_id end)
            where (l.from_id = $1 or l.to_id = $1) and r.state = 'public'
            order by r.released_ms desc limit 100";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }
}
