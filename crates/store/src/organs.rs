//! 行政机关: the organs whose records the register keeps.

use serde_json::json;

use crate::{
    Act, Civil, Db, Error, OrganId, Result, Sight,
    db::{on, on_tx},
    ids::{containing, storable},
};

/// An organ.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Organ {
    /// Its identity.
    pub id: OrganId,
    /// In addresses: `/organs/{slug}`.
    pub slug: String,
    /// 全称.
    pub name: String,
    /// 简称.
    pub short_name: String,
    /// 类别: a word that the caller knows (government, department, township …).
    pub kind: String,
    /// 层级: a word that the caller knows (province, city, county, township …).
    pub level: String,
    /// 统一社会信用代码, 18 characters.
    pub uscc: Option<String>,
    /// 上级机关.
    pub parent_id: Option<OrganId>,
    /// Its place in lists; equal places go by age.
    pub position: i32,
    /// 公开工作机构: its name, address and telephone, for letters and guides; empty where nobody wrote it down.
    pub office: String,
    /// 承继机关: who took over when it was closed.
    pub successor_id: Option<OrganId>,
    /// 撤并之日: since which day that one answers for it; `None` also where nobody wrote the day down.
    pub closed_on: Option<Civil>,
    /// Counts saves.
    pub version: i64,
}

/// An organ to be added; fields as in [`Organ`].
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs, reason = "the same fields as Organ")]
pub struct NewOrgan<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub short_name: &'a str,
    pub kind: &'a str,
    pub level: &'a str,
    pub uscc: Option<&'a str>,
    pub parent: Option<OrganId>,
    pub position: i32,
}

/// Adds the conditions of a wish to a query of organs, under the name `o`, that already has a `where`.
macro_rules! wished {
    ($query:ident, $wish:expr) => {
        if let Some(kind) = $wish.kind {
            $query.push(" and o.kind = ").push_bind(kind);
        }
        if let Some(part) = $wish.part() {
            $query.push(" and (o.name like ").push_bind(part.clone()).push(" escape '\\'");
            $query.push(" or o.short_name like ").push_bind(part).push(" escape '\\')");
        }
        if let Some(shelf) = &$wish.shelf {
            $query.push(" and (select count(*) from report r where r.organ_id = o.id and r.superseded_ms is null");
            $query.push(shelf.sight.condition()).push(" and r.year between ").push_bind(shelf.years.0);
            $query.push(" and ").push_bind(shelf.years.1).push(shelf.has.condition()).push(")");
            match shelf.has {
                $crate::OnShelf::Gap(years) => $query.push(" < ").push_bind(years),
                _ => $query.push(" > 0"),
            };
        }
    };
}
pub(crate) use wished;

/// Which organs to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// Of one kind.
    pub kind: Option<&'a str>,
    /// With these words in the full or the short name; empty for all.
    pub named: &'a str,
    /// With this among their reports.
    pub shelf: Option<Shelf>,
}

/// What must be found among an organ's reports.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// What.
    pub has: OnShelf,
    /// Of the years from the first to the second.
    pub years: (i16, i16),
    /// For whose eyes.
    pub sight: Sight,
}

/// Something among an organ's reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnShelf {
    /// 错误, slips of form aside.
    Error,
    /// 不规范
    Slip,
    /// 存疑
    Unsure,
    /// 读不出
    Unread,
    /// 缺报告: fewer reports than this many years.
    Gap(i64),
}

impl OnShelf {
    /// As a condition on the report table under the name `r`.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            Self::Error => " and r.fails > r.slips",
            Self::Slip => " and r.slips > 0",
            Self::Unsure => " and r.unsures > 0",
            Self::Unread => " and r.unread > 0",
            Self::Gap(_) => "",
        }
    }
}

impl Wish<'_> {
    /// As a pattern of SQL, in which nothing of the words has a meaning of its own.
    pub(crate) fn part(&self) -> Option<String> {
        (!self.named.is_empty()).then(|| containing(self.named))
    }
}

macro_rules! columns {
    () => {
        "id, slug, name, short_name, kind, level, uscc, parent_id, position, office, successor_id, closed_on, version"
    };
}

impl Db {
    /// One organ. [`Error::Missing`] when there is none.
    pub async fn organ(&self, id: OrganId) -> Result<Organ> {
        const SQL: &str = concat!("select ", columns!(), " from organ where id = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("单位"))
    }

    /// 简称 of several organs.
    pub async fn short_names(&self, ids: &[OrganId]) -> Result<Vec<(OrganId, String)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select id, short_name from organ where id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Address and 简称 of several organs.
    pub async fn organ_names(&self, ids: &[OrganId]) -> Result<Vec<(OrganId, String, String)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select id, slug, short_name from organ where id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The organs at these addresses.
    pub async fn organs_at(&self, slugs: &[&str]) -> Result<Vec<Organ>> {
        if slugs.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", columns!(), " from organ where slug in ("));
            let mut list = query.separated(", ");
            slugs.iter().for_each(|slug| { list.push_bind(*slug); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The organ at this address.
    pub async fn organ_at(&self, slug: &str) -> Result<Organ> {
        const SQL: &str = concat!("select ", columns!(), " from organ where slug = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(storable(slug)).fetch_optional(pool).await)?
            .ok_or(Error::Missing("单位"))
    }

    /// The organs of this full name, at most ten: two cities may each have one.
    pub async fn organs_named(&self, name: &str) -> Result<Vec<Organ>> {
        const SQL: &str = concat!("select ", columns!(), " from organ where name = $1 order by id limit 10");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(name)).fetch_all(pool).await)?)
    }

    /// Up to `limit` organs in their order that the wish finds, after the one at (position, id).
    pub async fn organs(&self, wish: &Wish<'_>, after: Option<(i32, OrganId)>, limit: i64) -> Result<Vec<Organ>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", columns!(), " from organ o where 1 = 1"));
            wished!(query, wish);
            if let Some((position, id)) = after {
                query.push(" and (position, id) > (").push_bind(position).push(", ").push_bind(id).push(")");
            }
            query.push(" order by position, id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Every organ that has one above it, with that one.
    pub async fn organ_parents(&self) -> Result<Vec<(OrganId, OrganId)>> {
        const SQL: &str = "select id, parent_id from organ where parent_id is not null";
        Ok(on!(self, pool => sqlx::query_as(SQL).fetch_all(pool).await)?)
    }

    /// 承继: of each of these organs that was closed, who answers for it now, at the end of at most eight mergers.
    pub async fn successors(&self, ids: &[OrganId]) -> Result<Vec<(OrganId, Organ)>> {
        #[derive(sqlx::FromRow)]
        struct Took {
            closed: OrganId,
            #[sqlx(flatten)]
            organ: Organ,
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found: Vec<Took> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("with recursive line (closed, now, step) as (select id, successor_id, 1 from organ where id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(concat!(
                ") and successor_id is not null union all select line.closed, o.successor_id, step + 1 from line ",
                "join organ o on o.id = line.now where o.successor_id is not null and step < 8) ",
                "select line.closed, ", columns!(), " from line join organ on organ.id = line.now where successor_id is null",
            ));
            query.build_query_as().fetch_all(pool).await
        })?;
        Ok(found.into_iter().map(|took| (took.closed, took.organ)).collect())
    }

    /// Organs that this text may mean: those it names in full, and those beside and below `near`; at most `limit`.
    pub async fn organs_in_text(&self, text: &str, near: &Organ, limit: i64) -> Result<Vec<Organ>> {
        const SQL: &str = concat!(
            "select ",
            columns!(),
            " from organ where $1 like '%' || name || '%' or parent_id = $2 or parent_id is not distinct from $3 or id = $3 ",
            "order by (case when $1 like '%' || name || '%' then 0 else 1 end), position, id limit $4"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL)
            .bind(storable(text)).bind(near.id).bind(near.parent_id).bind(limit).fetch_all(pool).await)?)
    }

    /// The organs below one, at most `limit` in their order, each with its 简称.
    pub async fn organs_below(&self, above: OrganId, limit: i64) -> Result<Vec<(OrganId, String)>> {
        const SQL: &str = "
            with recursive below (id) as (
                select id from organ where parent_id = $1
                union select o.id from organ o join below on o.parent_id = below.id
            )
            select o.id, o.short_name from organ o join below on o.id = below.id order by o.position, o.id limit $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(above).bind(limit).fetch_all(pool).await)?)
    }

    /// Whether one organ is another or stands anywhere above it.
    pub async fn is_above(&self, above: OrganId, below: OrganId) -> Result<bool> {
        const SQL: &str = "
            with recursive up (id) as (
                select id from organ where id = $1 union select o.parent_id from organ o join up on o.id = up.id
                where o.parent_id is not null
            )
            select count(*) from up where id = $2";
        let count: i64 = on!(self, pool => sqlx::query_scalar(SQL).bind(below).bind(above).fetch_one(pool).await)?;
        Ok(count > 0)
    }

    /// How many organs the wish finds.
    pub async fn organs_found(&self, wish: &Wish<'_>) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from organ o where 1 = 1");
            wished!(query, wish);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// How many organs there are, of one kind or of all.
    pub async fn organ_count(&self, kind: Option<&str>) -> Result<i64> {
        const SQL: &str = "select count(*) from organ where $1 is null or kind = $1";
        Ok(on!(self, pool => sqlx::query_scalar(SQL).bind(kind).fetch_one(pool).await)?)
    }
}

impl Act {
    /// Adds an organ. [`Error::Taken`] when another has its slug or its 统一社会信用代码.
    pub async fn add_organ(&mut self, new: &NewOrgan<'_>) -> Result<OrganId> {
        const SQL: &str = "
            insert into organ (id, slug, name, short_name, kind, level, uscc, parent_id, position)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let id = OrganId::born(self.at());
        let tx = self.write("organ.add", Some(id), id, json!({"slug": new.slug, "name": new.name, "uscc": new.uscc}));
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(storable(new.slug)).bind(storable(new.name)).bind(storable(new.short_name)).bind(new.kind)
            .bind(new.level).bind(new.uscc).bind(new.parent).bind(new.position).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "单位地址或统一社会信用代码"))?;
        self.finish();
        Ok(id)
    }

    /// Saves an organ as changed since it was loaded; one without a successor is not closed. [`Error::Stale`] when somebody
    /// else did so first.
    pub async fn change_organ(&mut self, organ: &Organ) -> Result<()> {
        const SQL: &str = "
            update organ set slug = $1, name = $2, short_name = $3, kind = $4, level = $5, uscc = $6, parent_id = $7,
                position = $8, office = $9, successor_id = $10, closed_on = $11, version = version + 1
            where id = $12 and version = $13";
        let closed_on = organ.closed_on.filter(|_| organ.successor_id.is_some());
        let detail = json!({"slug": organ.slug, "name": organ.name, "uscc": organ.uscc, "from_version": organ.version,
            "successor": organ.successor_id.map(|id| id.to_string()), "closed": closed_on.map(|on| on.0.to_string())});
        let tx = self.write("organ.change", Some(organ.id), organ.id, detail);
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(storable(&organ.slug)).bind(storable(&organ.name)).bind(storable(&organ.short_name)).bind(&organ.kind)
            .bind(&organ.level).bind(&organ.uscc).bind(organ.parent_id).bind(organ.position)
            .bind(storable(&organ.office)).bind(organ.successor_id).bind(closed_on).bind(organ.id).bind(organ.version)
            .execute(c).await.map(|done| done.rows_affected()))
        .map_err(|error| Error::taken(error, "单位地址或统一社会信用代码"))?;
        if rows == 0 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }
}
