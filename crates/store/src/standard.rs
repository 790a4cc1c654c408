//! 基层政务公开标准目录: the rows of an organ's catalogue, and what is in work and out for each.

use std::collections::HashMap;

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, Civil, Db, Digest, Error, Moment, OrganId, PublicationId, ReleasedLine, Result, StandardRowId,
    db::{on, on_tx},
    ids::storable,
    released::shown,
};

/// A row of the catalogue; words are keys of the law crate.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StandardRow {
    /// Its identity.
    pub id: StandardRowId,
    /// Whose catalogue.
    pub organ_id: OrganId,
    /// 领域: a key, or the organ's own name of it.
    pub field: String,
    /// Its place in the field, from 1.
    pub place: i32,
    /// 一级事项.
    pub matter: String,
    /// 二级事项.
    pub item: String,
    /// 公开内容（要素）.
    pub content: String,
    /// 公开依据.
    pub basis: String,
    /// 公开时限, as it is written.
    pub term: String,
    /// 公开主体.
    pub owner: String,
    /// 渠道和载体, parted by blanks.
    pub outlets: String,
    /// 公开对象; empty for everybody.
    pub audience: String,
    /// 公开方式, parted by blanks.
    pub ways: String,
    /// 公开层级, parted by blanks.
    pub levels: String,
    /// Counts saves.
    pub version: i64,
}

/// What a row is to say; fields as in [`StandardRow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as StandardRow")]
pub struct NewStandardRow<'a> {
    pub field: &'a str,
    pub place: i32,
    pub matter: &'a str,
    pub item: &'a str,
    pub content: &'a str,
    pub basis: &'a str,
    pub term: &'a str,
    pub owner: &'a str,
    pub outlets: &'a str,
    pub audience: &'a str,
    pub ways: &'a str,
    pub levels: &'a str,
}

impl StandardRow {
    /// What it says.
    pub fn words(&self) -> NewStandardRow<'_> {
        NewStandardRow {
            field: &self.field,
            place: self.place,
            matter: &self.matter,
            item: &self.item,
            content: &self.content,
            basis: &self.basis,
            term: &self.term,
            owner: &self.owner,
            outlets: &self.outlets,
            audience: &self.audience,
            ways: &self.ways,
            levels: &self.levels,
        }
    }

    fn says(&self, other: &NewStandardRow<'_>) -> bool {
        self.words() == *other
    }
}

/// What is out for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StandardCount {
    /// Which row.
    pub row_id: StandardRowId,
    /// How many are public.
    pub count: i64,
    /// When the newest came out.
    pub newest_ms: Moment,
}

/// Rows that an organ's catalogue has at most.
pub const MOST_STANDARD_ROWS: usize = 5_000;
/// Rows a statement, by what one may bind.
const PART: usize = 400;

macro_rules! columns {
    () => {
        "select s.id, s.organ_id, s.field, s.place, s.matter, s.item, s.content, s.basis, s.term, s.owner, s.outlets, \
         s.audience, s.ways, s.levels, s.version from standard_row s where "
    };
}

impl Db {
    /// The rows of an organ's catalogue, of one field or of all, by field and place.
    pub async fn standard_rows(&self, organ: OrganId, field: Option<&str>) -> Result<Vec<StandardRow>> {
        Ok(on!(self, pool => {
            let mut query = QueryBuilder::new(concat!(columns!(), "s.organ_id = "));
            query.push_bind(organ);
            if let Some(field) = field {
                query.push(" and s.field = ").push_bind(storable(field).into_owned());
            }
            query.push(" order by s.field, s.place, s.id limit ").push_bind(MOST_STANDARD_ROWS as i64);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// One row; [`Error::Missing`].
    pub async fn standard_row(&self, id: StandardRowId) -> Result<StandardRow> {
        const SQL: &str = concat!(columns!(), "s.id = $1");
        on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?.ok_or(Error::Missing("目录的一行"))
    }

    /// Those of these rows that are an organ's, in no order.
    pub async fn standard_rows_of(&self, organ: OrganId, ids: &[StandardRowId]) -> Result<Vec<StandardRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, pool => {
            let mut query = QueryBuilder::new(concat!(columns!(), "s.organ_id = "));
            query.push_bind(organ).push(" and s.id in (");
            let mut list = query.separated(", ");
            ids.iter().for_each(|id| { list.push_bind(*id); });
            query.push(")").build_query_as().fetch_all(pool).await
        })?)
    }

    /// Who has a catalogue: address, 简称 and how many rows, in the order of addresses; at most five hundred.
    pub async fn standard_organs(&self) -> Result<Vec<(String, String, i64)>> {
        const SQL: &str = "
            select o.slug, o.short_name, count(*) from standard_row s join organ o on o.id = s.organ_id
            group by o.slug, o.short_name order by o.slug limit 500";
        Ok(on!(self, pool => sqlx::query_as(SQL).fetch_all(pool).await)?)
    }

    /// What is public for the rows of an organ; rows without anything are left out.
    pub async fn standard_counts(&self, organ: OrganId) -> Result<Vec<StandardCount>> {
        const SQL: &str = "
            select w.row_id, count(*) as count, max(r.released_ms) as newest_ms
            from standard_row s join standard_released w on w.row_id = s.id
            join released r on r.publication_id = w.publication_id
            where s.organ_id = $1 and r.state = 'public' group by w.row_id";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).fetch_all(pool).await)?)
    }

    /// What is in work for the rows of an organ and not out: the row, and the day from which its term runs; at most ten
    /// thousand.
    pub async fn standard_in_work(&self, organ: OrganId) -> Result<Vec<(StandardRowId, Civil)>> {
        const SQL: &str = "
            select w.row_id, p.formed from standard_row s join standard_work w on w.row_id = s.id
            join publication p on p.id = w.publication_id
            where s.organ_id = $1 and not p.public and p.formed is not null and p.attribute = 'proactive'
                and p.stage not in ('discarded', 'withdrawn', 'expired', 'retained')
            limit 10000";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).fetch_all(pool).await)?)
    }

    /// What is public for a row, the newest first; at most `limit`.
    pub async fn standard_lines(&self, row: StandardRowId, limit: i64) -> Result<Vec<ReleasedLine>> {
        const SQL: &str = concat!(
            shown!(),
            "standard_released w join released r on r.publication_id = w.publication_id
            where w.row_id = $1 and r.state = 'public' order by r.released_ms desc, r.publication_id desc limit $2"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(row).bind(limit).fetch_all(pool).await)?)
    }
}

impl Act {
    /// 导入: makes these the rows of the fields that they name; a row with the same 一级 and 二级事项 stays itself, with what
    /// is published for it, and what is not among them goes.
    pub async fn import_standard(
        &mut self,
        organ: OrganId,
        fields: &[&str],
        rows: &[NewStandardRow<'_>],
    ) -> Result<()> {
        let said: String = rows.iter().map(|row| format!("{row:?}\n")).collect();
        let detail = json!({"fields": fields, "rows": rows.len(), "sm3": Digest::of(said.as_bytes()).to_string()});
        self.write("standard.import", Some(organ), organ, detail);
        let mut before = self.standing(organ, fields).await?;
        let (mut changed, mut fresh) = (Vec::new(), Vec::new());
        for row in rows {
            match before.remove(&key((row.field, row.matter, row.item))) {
                Some(old) if old.says(row) => {}
                Some(old) => changed.push((old.id, row)),
                None => fresh.push(row),
            }
        }
        let gone: Vec<_> = before.values().map(|row| row.id).collect();
        self.amend("gone", gone.len());
        self.amend("changed", changed.len());
        self.amend("new", fresh.len());
        self.drop_rows(&gone).await?;
        for (id, row) in changed {
            self.rewrite(id, None, row).await?;
        }
        for part in fresh.chunks(PART) {
            self.insert(organ, part).await?;
        }
        self.finish();
        Ok(())
    }

    /// The rows that stand in these fields, by what they are known by.
    async fn standing(&mut self, organ: OrganId, fields: &[&str]) -> Result<HashMap<String, StandardRow>> {
        let tx = self.going_on();
        let rows: Vec<StandardRow> = on_tx!(tx, c => {
            let mut query = QueryBuilder::new(concat!(columns!(), "s.organ_id = "));
            query.push_bind(organ).push(" and s.field in (''");
            fields.iter().for_each(|field| { query.push(", ").push_bind(storable(field).into_owned()); });
            query.push(")").build_query_as().fetch_all(c).await
        })?;
        Ok(rows.into_iter().map(|row| (key((&row.field, &row.matter, &row.item)), row)).collect())
    }

    async fn drop_rows(&mut self, ids: &[StandardRowId]) -> Result<()> {
        for part in ids.chunks(PART) {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new("delete from standard_row where id in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|id| { list.push_bind(*id); });
                query.push(")").build().execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    async fn insert(&mut self, organ: OrganId, rows: &[&NewStandardRow<'_>]) -> Result<()> {
        const SQL: &str = "
            insert into standard_row (id, organ_id, field, place, matter, item, content, basis, term, owner, outlets,
                audience, ways, levels, changed_ms) ";
        let at = self.at();
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(rows, |mut values, row| {
                values.push_bind(StandardRowId::born(at)).push_bind(organ).push_bind(storable(row.field));
                values.push_bind(row.place);
                for words in [row.matter, row.item, row.content, row.basis, row.term, row.owner, row.outlets,
                    row.audience, row.ways, row.levels] {
                    values.push_bind(storable(words));
                }
                values.push_bind(at);
            });
            query.build().execute(c).await.map(|_| ())
        })
        .map_err(|error| Error::taken(error, "目录的事项"))
    }

    /// Writes a row anew; whether it was there, and at this version where one is named.
    async fn rewrite(&mut self, id: StandardRowId, version: Option<i64>, row: &NewStandardRow<'_>) -> Result<bool> {
        const SQL: &str = "
            update standard_row set field = $1, place = $2, matter = $3, item = $4, content = $5, basis = $6, term = $7,
                owner = $8, outlets = $9, audience = $10, ways = $11, levels = $12, changed_ms = $13,
                version = version + 1
            where id = $14 and (version = $15 or $15 < 0)";
        let at = self.at();
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(storable(row.field)).bind(row.place).bind(storable(row.matter)).bind(storable(row.item))
            .bind(storable(row.content)).bind(storable(row.basis)).bind(storable(row.term)).bind(storable(row.owner))
            .bind(row.outlets).bind(storable(row.audience)).bind(row.ways).bind(row.levels).bind(at).bind(id)
            .bind(version.unwrap_or(-1)).execute(c).await.map(|done| done.rows_affected()))
        .map_err(|error| Error::taken(error, "目录的事项"))?;
        Ok(rows == 1)
    }

    /// The places of a field without gaps, in the order in which they are.
    async fn close_up(&mut self, organ: OrganId, field: &str) -> Result<()> {
        const SQL: &str = "
            update standard_row set place = (
                select count(*) from standard_row o
                where o.organ_id = standard_row.organ_id and o.field = standard_row.field
                    and (o.place, o.id) <= (standard_row.place, standard_row.id))
            where organ_id = $1 and field = $2";
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query(SQL).bind(organ).bind(storable(field)).execute(c).await.map(|_| ()))?;
        Ok(())
    }

    /// 加一行: [`Error::Taken`] where the field has this 一级 and 二级事项 already.
    pub async fn add_standard_row(&mut self, organ: OrganId, row: &NewStandardRow<'_>) -> Result<()> {
        self.write("standard.add", Some(organ), organ, json!({"field": row.field, "item": row.item}));
        self.insert(organ, &[row]).await?;
        self.finish();
        Ok(())
    }

    /// 改一行: [`Error::Stale`] when somebody else wrote first, [`Error::Taken`] as in [`Act::add_standard_row`].
    pub async fn write_standard_row(
        &mut self,
        (id, organ): (StandardRowId, OrganId),
        version: i64,
        (was, row): (&str, &NewStandardRow<'_>),
    ) -> Result<()> {
        let detail = json!({"field": row.field, "sm3": Digest::of(format!("{row:?}").as_bytes()).to_string()});
        self.write("standard.write", Some(organ), id, detail);
        if !self.rewrite(id, Some(version), row).await? {
            return Err(Error::Stale);
        }
        self.close_up(organ, was).await?;
        self.finish();
        Ok(())
    }

    /// 删一行, with its ties to what is published; that stays.
    pub async fn drop_standard_row(
        &mut self,
        (id, organ): (StandardRowId, OrganId),
        (field, item): (&str, &str),
    ) -> Result<()> {
        self.write("standard.drop", Some(organ), id, json!({"item": item}));
        self.drop_rows(&[id]).await?;
        self.close_up(organ, field).await?;
        self.finish();
        Ok(())
    }

    /// For which rows a publication in work is. Nothing is written where they are those that it had.
    pub async fn work_for_standard(
        &mut self,
        (publication, organ): (PublicationId, OrganId),
        rows: &[StandardRowId],
    ) -> Result<()> {
        self.write("standard.work", Some(organ), publication, json!({"rows": rows.len()}));
        self.tie("standard_work", publication, rows).await
    }

    /// For which rows a publication is out.
    pub async fn release_for_standard(
        &mut self,
        (publication, organ): (PublicationId, OrganId),
        rows: &[StandardRowId],
    ) -> Result<()> {
        self.write("standard.release", Some(organ), publication, json!({"rows": rows.len()}));
        self.tie("standard_released", publication, rows).await
    }

    /// Makes these rows those of a publication, inside a write that has begun; those that are gone meanwhile are left out.
    async fn tie(&mut self, table: &'static str, publication: PublicationId, rows: &[StandardRowId]) -> Result<()> {
        let tx = self.going_on();
        let dropped = on_tx!(tx, c => {
            let mut query = QueryBuilder::new("delete from ");
            query.push(table).push(" where publication_id = ").push_bind(publication);
            query.build().execute(c).await.map(|done| done.rows_affected())
        })?;
        if rows.is_empty() && dropped == 0 {
            self.retract();
            return Ok(());
        }
        if !rows.is_empty() {
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new("insert into ");
                query.push(table).push(" (row_id, publication_id) select id, ").push_bind(publication);
                query.push(" from standard_row where id in (");
                let mut list = query.separated(", ");
                rows.iter().for_each(|id| { list.push_bind(*id); });
                query.push(")").build().execute(c).await.map(|_| ())
            })?;
        }
        self.finish();
        Ok(())
    }
}

/// What a row is known by when the catalogue comes again.
fn key((field, matter, item): (&str, &str, &str)) -> String {
    format!("{}\n{}\n{}", storable(field), storable(matter), storable(item))
}
