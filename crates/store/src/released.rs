//! 已公开: what everybody sees, and the tombstones of what they saw. Nothing here reads what is still in work.

use crate::{
    Civil, Db, Error, Moment, OrganId, PublicationId, Result,
    db::on,
    ids::{containing, storable},
    tally,
};

/// 公开信息 as everybody sees it, or its tombstone; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Released {
    /// Its identity.
    pub publication_id: PublicationId,
    /// 发布机构.
    pub organ_id: OrganId,
    /// 索引号.
    pub index_number: String,
    /// 信息种类.
    pub kind: String,
    /// 标题.
    pub title: String,
    /// 内容概述.
    pub summary: String,
    /// JSON: all of it, as it was reviewed.
    pub content: String,
    /// Which release this is, from 1.
    pub n: i32,
    /// `public`, `withdrawn` or `expired`.
    pub state: String,
    /// Why it is not public any more.
    pub why: String,
    /// 成文日期.
    pub formed: Option<Civil>,
    /// 文号.
    pub number: String,
    /// 施行之日.
    pub valid_from: Option<Civil>,
    /// 有效期至.
    pub valid_until: Option<Civil>,
    /// 修改之日.
    pub amended: Option<Civil>,
    /// 废止之日.
    pub repealed: Option<Civil>,
    /// 有效性 as of the last night.
    pub validity: Option<String>,
    /// 公示期满.
    pub expires: Option<Civil>,
    /// 首次发布.
    pub first_ms: Moment,
    /// 最近一次发布.
    pub released_ms: Moment,
    /// When it was withdrawn or expired.
    pub ended_ms: Option<Moment>,
    /// Its place in the row of changes.
    pub position: i64,
}

/// A line of a list of what is public; fields as in [`Released`].
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[allow(missing_docs, reason = "the same fields as Released")]
pub struct ReleasedLine {
    pub publication_id: PublicationId,
    pub organ_id: OrganId,
    pub index_number: String,
    pub kind: String,
    pub title: String,
    pub summary: String,
    pub formed: Option<Civil>,
    pub number: String,
    pub valid_from: Option<Civil>,
    pub valid_until: Option<Civil>,
    pub repealed: Option<Civil>,
    pub validity: Option<String>,
    pub first_ms: Moment,
    pub released_ms: Moment,
}

/// Which of the public ones to list; everything left out is not asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReleasedFilter<'a> {
    /// 发布机构.
    pub organ: Option<OrganId>,
    /// 信息种类: one of these; none for every kind.
    pub kinds: &'a [&'a str],
    /// 主动公开类别.
    pub topic: Option<&'a str>,
    /// 有效性.
    pub validity: Option<&'a str>,
    /// Released from this instant on.
    pub from: Option<Moment>,
    /// Released before this instant.
    pub before: Option<Moment>,
    /// 成文日期, from the first day to the last.
    pub formed: Option<(Civil, Civil)>,
    /// 有效期至, from the first day to the last.
    pub until: Option<(Civil, Civil)>,
    /// 主题分类 with these words in it; empty for all.
    pub theme: &'a str,
}

/// 覆盖: how much of a category an organ has out, and how new it is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TopicCount {
    /// 主动公开类别.
    pub topic: String,
    /// How many.
    pub count: i64,
    /// When the newest was released.
    pub newest_ms: Moment,
}

macro_rules! fields {
    () => {
        "r.publication_id, r.organ_id, r.index_number, r.kind, r.title, r.summary, r.content, r.n, r.state, \
         r.why, r.formed, r.number, r.valid_from, r.valid_until, r.amended, r.repealed, r.validity, r.expires, \
         r.first_ms, r.released_ms, r.ended_ms, r.position"
    };
}

pub(crate) use fields;

macro_rules! columns {
    () => {
        concat!("select ", $crate::released::fields!(), " from released r where ")
    };
}

pub(crate) use columns;

macro_rules! shown {
    () => {
        "select r.publication_id, r.organ_id, r.index_number, r.kind, r.title, r.summary, r.formed, r.number, \
         r.valid_from, r.valid_until, r.repealed, r.validity, r.first_ms, r.released_ms from "
    };
}

pub(crate) use shown;

macro_rules! line {
    () => {
        concat!($crate::released::shown!(), "released r where r.state = 'public'")
    };
}

pub(crate) use line;

macro_rules! whose {
    ($query:ident, $filter:expr) => {
        if let Some(organ) = $filter.organ {
            $query.push(" and r.organ_id = ").push_bind(organ);
        }
        if !$filter.kinds.is_empty() {
            $query.push(" and r.kind in (");
            let mut list = $query.separated(", ");
            $filter.kinds.iter().for_each(|kind| {
                list.push_bind(*kind);
            });
            $query.push(")");
        }
        if let Some(validity) = $filter.validity {
            $query.push(" and r.validity = ").push_bind(validity);
        }
    };
}

macro_rules! filtered {
    ($query:ident, $filter:expr) => {
        whose!($query, $filter);
        if let Some(topic) = $filter.topic {
            $query.push(" and r.publication_id in (select t.publication_id from released_topic t where t.topic = ");
            $query.push_bind(topic).push(")");
        }
        if let Some(from) = $filter.from {
            $query.push(" and r.released_ms >= ").push_bind(from);
        }
        if let Some(before) = $filter.before {
            $query.push(" and r.released_ms < ").push_bind(before);
        }
        for (column, days) in [("r.formed", $filter.formed), ("r.valid_until", $filter.until)] {
            if let Some((first, last)) = days {
                $query.push(" and ").push(column).push(" >= ").push_bind(first);
                $query.push(" and ").push(column).push(" <= ").push_bind(last);
            }
        }
        if $filter.until.is_some() {
            // what was repealed ended then, whatever end it had set itself
            $query.push(" and r.repealed is null");
        }
        if !$filter.theme.is_empty() {
            $query.push(" and r.content like ").push_bind(themed($filter.theme)).push(" escape '\\'");
        }
    };
}

/// Of the kept counts, where they know the answer, or else of the rows.
macro_rules! counted {
    ($query:ident, $filter:expr) => {
        match tally::knows($filter) {
            true => {
                whose!($query, $filter);
                if let Some((first, last)) = $filter.formed {
                    $query.push(" and r.year >= ").push_bind(tally::year(first));
                    $query.push(" and r.year <= ").push_bind(tally::year(last));
                }
            }
            false => {
                filtered!($query, $filter);
            }
        }
    };
}

impl Db {
    /// What was released of a publication; [`Error::Missing`] where it never was.
    pub async fn released(&self, id: PublicationId) -> Result<Released> {
        const SQL: &str = concat!(columns!(), "r.publication_id = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("公开信息"))
    }

    /// What was released under a 索引号; [`Error::Missing`].
    pub async fn released_at(&self, index_number: &str) -> Result<Released> {
        const SQL: &str = concat!(columns!(), "r.index_number = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(storable(index_number)).fetch_optional(pool).await)?
            .ok_or(Error::Missing("公开信息"))
    }

    /// What is public of a 文号, without its brackets and blanks, at most ten.
    pub async fn released_numbered(&self, number_key: &str) -> Result<Vec<ReleasedLine>> {
        const SQL: &str =
            concat!(line!(), " and r.number_key = $1 and r.number_key <> '' order by r.released_ms limit 10");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(number_key)).fetch_all(pool).await)?)
    }

    /// Up to `limit` of what is public that the filter finds, the newest first, after the one at (released, id).
    pub async fn released_lines(
        &self,
        filter: &ReleasedFilter<'_>,
        after: Option<(Moment, PublicationId)>,
        limit: i64,
    ) -> Result<Vec<ReleasedLine>> {
        let mut lines = self.lines_of(filter, after, limit).await?;
        lines.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(lines)
    }

    /// Of several kinds the first of each, in one order: an index has each kind in its order, and none has several.
    async fn lines_of(
        &self,
        filter: &ReleasedFilter<'_>,
        after: Option<(Moment, PublicationId)>,
        limit: i64,
    ) -> Result<Vec<ReleasedLine>> {
        let each: Vec<&[&str]> = match filter.kinds {
            kinds @ ([_, _] | [_, _, _]) => kinds.chunks(1).collect(),
            kinds => vec![kinds],
        };
        let mut lines: Vec<ReleasedLine> = Vec::new();
        for kinds in each {
            let filter = ReleasedFilter { kinds, ..*filter };
            lines.extend(on!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(line!());
                filtered!(query, filter);
                if let Some((at, id)) = after {
                    query.push(" and (r.released_ms, r.publication_id) < (");
                    query.push_bind(at).push(", ").push_bind(id).push(")");
                }
                query.push(" order by r.released_ms desc, r.publication_id desc limit ").push_bind(limit);
                query.build_query_as::<ReleasedLine>().fetch_all(pool).await
            })?);
        }
        lines.sort_by_key(|line| std::cmp::Reverse((line.released_ms, line.publication_id)));
        Ok(lines)
    }

    /// Which of these 索引号 are public, each with its publication, in no order.
    pub async fn released_under(&self, index_numbers: &[&str]) -> Result<Vec<(String, PublicationId)>> {
        if index_numbers.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select index_number, publication_id from released where state = 'public' and index_number in (",
            );
            let mut list = query.separated(", ");
            index_numbers.iter().for_each(|number| { list.push_bind(storable(number).into_owned()); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The same with all that they say: what a copy of the portal is made of.
    pub async fn released_whole(
        &self,
        filter: &ReleasedFilter<'_>,
        after: Option<(Moment, PublicationId)>,
        limit: i64,
    ) -> Result<Vec<Released>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "r.state = 'public'"));
            filtered!(query, filter);
            if let Some((at, id)) = after {
                query.push(" and (r.released_ms, r.publication_id) < (").push_bind(at).push(", ").push_bind(id).push(")");
            }
            query.push(" order by r.released_ms desc, r.publication_id desc limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// What was released and is not public any more, by its last release: the newest first, after the one at (released, id).
    pub async fn released_ended(
        &self,
        filter: &ReleasedFilter<'_>,
        after: Option<(Moment, PublicationId)>,
        limit: i64,
    ) -> Result<Vec<Released>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "r.state <> 'public'"));
            filtered!(query, filter);
            if let Some((at, id)) = after {
                query.push(" and (r.released_ms, r.publication_id) < (").push_bind(at).push(", ").push_bind(id).push(")");
            }
            query.push(" order by r.released_ms desc, r.publication_id desc limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Those of these that are public, in no order.
    pub async fn released_of(&self, ids: &[PublicationId]) -> Result<Vec<ReleasedLine>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(line!(), " and r.publication_id in ("));
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` of what is public of a category, of one organ or of all, the newest first, after the one at (released,
    /// id).
    pub async fn topic_lines(
        &self,
        topic: &str,
        organ: Option<OrganId>,
        after: Option<(Moment, PublicationId)>,
        limit: i64,
    ) -> Result<Vec<ReleasedLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(
                shown!(),
                "released_topic t join released r on r.publication_id = t.publication_id where t.topic = "
            ));
            query.push_bind(topic);
            if let Some(organ) = organ {
                query.push(" and t.organ_id = ").push_bind(organ);
            }
            if let Some((at, id)) = after {
                query.push(" and (t.released_ms, t.publication_id) < (").push_bind(at).push(", ").push_bind(id).push(")");
            }
            query.push(" order by t.released_ms desc, t.publication_id desc limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` of what is public that the filter finds and that ends by itself, those first that end first.
    pub async fn released_ending(&self, filter: &ReleasedFilter<'_>, limit: i64) -> Result<Vec<ReleasedLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(line!());
            filtered!(query, filter);
            query.push(" and r.valid_until is not null order by r.valid_until, r.publication_id limit ");
            query.push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many of the public ones the filter finds, by 发布机构: its address, 简称 and how many, the most first.
    pub async fn released_organs(&self, filter: &ReleasedFilter<'_>) -> Result<Vec<(String, String, i64)>> {
        let sql = match tally::knows(filter) {
            true => {
                "select o.slug, o.short_name, cast(sum(r.count) as bigint) from released_tally r \
                join organ o on o.id = r.organ_id where r.count > 0"
            }
            false => {
                "select o.slug, o.short_name, count(*) from released r join organ o on o.id = r.organ_id \
                where r.state = 'public'"
            }
        };
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(sql);
            counted!(query, filter);
            query.push(" group by o.slug, o.short_name order by 3 desc, o.slug");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many of the public ones the filter finds, by the year of 成文日期, the latest first.
    pub async fn released_years(&self, filter: &ReleasedFilter<'_>) -> Result<Vec<(String, i64)>> {
        let sql = match tally::knows(filter) {
            true => {
                "select r.year, cast(sum(r.count) as bigint) from released_tally r where r.year <> '' and r.count > 0"
            }
            false => {
                "select substr(r.formed, 1, 4), count(*) from released r \
                where r.state = 'public' and r.formed is not null"
            }
        };
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(sql);
            counted!(query, filter);
            query.push(" group by 1 order by 1 desc");
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// 索引号 of what is public and when it was released, in order of birth: a page of a map of the site.
    pub async fn released_places(&self, skip: i64, limit: i64) -> Result<Vec<(String, Moment)>> {
        const SQL: &str = "
            select r.index_number, r.released_ms from released r where r.state = 'public'
            order by r.publication_id limit $1 offset $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(limit).bind(skip).fetch_all(pool).await)?)
    }

    /// How many of the public ones the filter finds.
    pub async fn released_count(&self, filter: &ReleasedFilter<'_>) -> Result<i64> {
        let sql = match tally::knows(filter) {
            true => "select cast(coalesce(sum(r.count), 0) as bigint) from released_tally r where 1 = 1",
            false => "select count(*) from released r where r.state = 'public'",
        };
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(sql);
            counted!(query, filter);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// How many of the public ones the filter finds, by 有效性; those without one are left out.
    pub async fn released_validities(&self, filter: &ReleasedFilter<'_>) -> Result<Vec<(String, i64)>> {
        let sql = match tally::knows(filter) {
            true => {
                "select r.validity, cast(sum(r.count) as bigint) from released_tally r \
                where r.validity <> '' and r.count > 0"
            }
            false => "select r.validity, count(*) from released r where r.state = 'public' and r.validity is not null",
        };
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(sql);
            counted!(query, filter);
            query.push(" group by r.validity").build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many of the public ones the filter finds, by 信息种类, the most first.
    pub async fn released_kinds(&self, filter: &ReleasedFilter<'_>) -> Result<Vec<(String, i64)>> {
        let sql = match tally::knows(filter) {
            true => "select r.kind, cast(sum(r.count) as bigint) from released_tally r where r.count > 0",
            false => "select r.kind, count(*) from released r where r.state = 'public'",
        };
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(sql);
            counted!(query, filter);
            query.push(" group by r.kind order by 2 desc, r.kind").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Up to `limit` of what changed after a place in the row of changes, tombstones included: what an index reads.
    pub async fn released_after(&self, position: i64, limit: i64) -> Result<Vec<Released>> {
        const SQL: &str = concat!(columns!(), "r.position > $1 order by r.position limit $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(position).bind(limit).fetch_all(pool).await)?)
    }

    /// The last place in the row of changes.
    pub async fn released_position(&self) -> Result<i64> {
        const SQL: &str = "select position from released_head where id = 1";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).fetch_one(pool).await)?)
    }

    /// Those whose validity changes by itself, or whose time is over, by a day; at most `limit`.
    pub async fn released_due(&self, day: Civil, limit: i64) -> Result<Vec<Released>> {
        const SQL: &str = concat!(
            columns!(),
            "r.state = 'public' and (r.changes <= $1 or r.expires < $1) order by r.publication_id limit $2"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(day).bind(limit).fetch_all(pool).await)?)
    }
}

/// 主题分类 as it stands in the content's JSON, for what has these words in it: between its own name and that of the field
/// after it. Neither can stand inside of any words, whose quotes are escaped.
fn themed(words: &str) -> String {
    let json = serde_json::to_string(words).unwrap_or_default();
    let inner = containing(json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or_default());
    format!("%\"theme\":\"{inner}\",\"topics\":[%")
}
