//! 批量导入: publications that were brought in at once, and those of an archive that are taken over as they were released.

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, BulkImportId, Civil, Db, Error, FileHold, Moment, NewStep, OrganId, PublicationId, PublicationNow, Release,
    Result, bulk_drafts,
    casework::kinds,
    content,
    db::{on, on_tx},
    ids::storable,
    releases_many::{self, Out},
};

/// An import.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BulkImport {
    /// Its identity.
    pub id: BulkImportId,
    /// Whose.
    pub organ_id: OrganId,
    /// The file's name.
    pub name: String,
    /// Why.
    pub why: String,
    /// How many publications.
    pub items: i64,
    /// `drafts`; of an archive `brought` by a command, `waiting` for a second person, `released` or `refused`.
    pub state: String,
    /// Who brought it, as the journal names them.
    pub actor: String,
    /// And when.
    pub at_ms: Moment,
    /// Who confirmed or refused it.
    pub ended_by: Option<String>,
    /// And when.
    pub ended_ms: Option<Moment>,
    /// Why it was refused.
    pub ended_why: String,
}

/// A publication of an import.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BulkItem {
    /// Its place, from 0.
    pub n: i32,
    /// Which.
    pub publication_id: PublicationId,
    /// 原发布日期.
    pub released_on: Option<Civil>,
    /// 原索引号; empty where it gets a new one.
    pub index_number: String,
    /// 标题.
    pub title: String,
    /// 所处环节.
    pub stage: String,
    /// Whether nobody wrote at it since it was brought.
    pub untouched: bool,
    /// How often it was saved when it was brought.
    pub version: i64,
}

/// What is written of a publication of an import.
#[derive(Clone, Copy, Debug)]
pub struct NewBulkItem<'a> {
    /// Which.
    pub publication: PublicationId,
    /// 原发布日期.
    pub released_on: Option<Civil>,
    /// 原索引号; empty where it gets a new one.
    pub index_number: &'a str,
    /// How often it was saved by now.
    pub version: i64,
    /// Where it was on an old site; empty where it was nowhere.
    pub old: &'a str,
}

/// What was released elsewhere, to be released here as it is.
#[derive(Clone, Copy, Debug)]
pub struct TakenOver<'a> {
    /// Which.
    pub id: PublicationId,
    /// How often it was saved when it was read.
    pub version: i64,
    /// How many steps it had then: the place of its own.
    pub place: i32,
    /// What everybody is to see.
    pub release: Release<'a>,
    /// When it was released there.
    pub released: Moment,
    /// The step.
    pub step: NewStep<'a>,
}

/// Rows a statement.
const PART: usize = 400;

impl Db {
    /// The imports of an organ, the newest first; at most `limit`.
    pub async fn bulk_imports(&self, organ: OrganId, limit: i64) -> Result<Vec<BulkImport>> {
        const SQL: &str = "
            select id, organ_id, name, why, items, state, actor, at_ms, ended_by, ended_ms, ended_why from bulk_import
            where organ_id = $1 order by id desc limit $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(limit).fetch_all(pool).await)?)
    }

    /// One import of an organ; [`Error::Missing`].
    pub async fn bulk_import(&self, id: BulkImportId, organ: OrganId) -> Result<BulkImport> {
        const SQL: &str = "
            select id, organ_id, name, why, items, state, actor, at_ms, ended_by, ended_ms, ended_why from bulk_import
            where id = $1 and organ_id = $2";
        on!(self, pool => sqlx::query_as(SQL).bind(id).bind(organ).fetch_optional(pool).await)?
            .ok_or(Error::Missing("这次导入"))
    }

    /// The publications of an import from a place on; at most `limit`.
    pub async fn bulk_items(&self, id: BulkImportId, from: i64, limit: i64) -> Result<Vec<BulkItem>> {
        const SQL: &str = "
            select b.n, b.publication_id, b.released_on, b.index_number, p.title, p.stage, (p.version = b.version) as untouched, b.version
            from bulk_item b join publication p on p.id = b.publication_id
            where b.import_id = $1 and b.n >= $2 order by b.n limit $3";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).bind(from).bind(limit).fetch_all(pool).await)?)
    }

    /// Those of these 索引号 that something public or taken down has.
    pub async fn index_numbers_taken(&self, numbers: &[&str]) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for part in numbers.chunks(PART) {
            let some: Vec<String> = on!(self, pool => {
                let mut query = QueryBuilder::new("select index_number from released where index_number in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|number| { list.push_bind(storable(number).into_owned()); });
                query.push(")").build_query_scalar().fetch_all(pool).await
            })?;
            found.extend(some);
        }
        Ok(found)
    }
}

impl Act {
    /// 批量导入: puts on record what was brought in, and where it was on an old site. `waiting` where a second person has to
    /// confirm that it was released before.
    pub async fn add_bulk_import(
        &mut self,
        organ: OrganId,
        (name, why, state): (&str, &str, &str),
        items: &[NewBulkItem<'_>],
    ) -> Result<BulkImportId> {
        const SQL: &str = "
            insert into bulk_import (id, organ_id, name, why, items, state, actor, at_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let (id, at, actor) = (BulkImportId::born(self.at()), self.at(), self.actor().to_string());
        let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let detail = json!({"name": name, "why": why, "items": count, "state": state});
        let tx = self.write("publication.import", Some(organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(organ).bind(storable(name)).bind(storable(why)).bind(count)
            .bind(state).bind(&actor).bind(at).execute(c).await.map(|_| ()))?;
        let numbered: Vec<_> = (0_i32..).zip(items).collect();
        for part in numbered.chunks(PART) {
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(
                    "insert into bulk_item (import_id, n, publication_id, released_on, index_number, version) ");
                query.push_values(part, |mut row, (n, item)| {
                    row.push_bind(id).push_bind(*n).push_bind(item.publication).push_bind(item.released_on);
                    row.push_bind(storable(item.index_number)).push_bind(item.version);
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        self.finish();
        let moved: Vec<_> =
            items.iter().filter(|item| !item.old.is_empty()).map(|item| (item.old, item.publication)).collect();
        self.add_redirects(Some(organ), &moved).await?;
        Ok(id)
    }

    /// 负责人提请: makes what a command brought that of the head, with the reason. [`Error::Stale`] where it does not wait for it.
    pub async fn adopt_bulk_import(&mut self, (id, organ): (BulkImportId, OrganId), why: &str) -> Result<()> {
        const SQL: &str = "
            update bulk_import set state = 'waiting', why = $1, actor = $2 where id = $3 and organ_id = $4 and state = 'brought'";
        let actor = self.actor().to_string();
        let tx = self.write("publication.import_adopt", Some(organ), id, json!({"why": why}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(storable(why)).bind(&actor).bind(id).bind(organ)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }

    /// Confirms or refuses an import that waits. [`Error::Stale`] where it does not any more.
    pub async fn end_bulk_import(
        &mut self,
        (id, organ): (BulkImportId, OrganId),
        (state, why): (&str, &str),
    ) -> Result<()> {
        const SQL: &str = "
            update bulk_import set state = $1, ended_why = $2, ended_by = $3, ended_ms = $4
            where id = $5 and organ_id = $6 and state = 'waiting'";
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.write("publication.import_end", Some(organ), id, json!({"state": state, "why": why}));
        let rows = on_tx!(tx, c => sqlx::query(SQL).bind(state).bind(storable(why)).bind(&actor).bind(at).bind(id)
            .bind(organ).execute(c).await.map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Err(Error::Stale);
        }
        self.finish();
        Ok(())
    }

    /// 历史信息迁移: everybody sees from the commit on what was released elsewhere; `now` is what all of them come to, and their
    /// files are held once more. [`Error::Stale`] when somebody else wrote first, [`Error::Taken`] when a 索引号 is another's.
    pub async fn take_over_publications(
        &mut self,
        organ: OrganId,
        rows: &[TakenOver<'_>],
        (now, hold): (&PublicationNow<'_>, &FileHold),
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (at, actor) = (self.at(), self.actor().to_string());
        for (nth, one) in rows.iter().enumerate() {
            if nth > 0 {
                self.finish();
            }
            let step = content::of_step(one.id.0, one.place, &one.step, (&actor, at)).to_string();
            let detail = json!({"index": one.release.index_number, "released": one.released.0,
                "steps": kinds(&[one.step]), "content": [step], "from": one.place});
            self.write("publication.take_over", Some(organ), one.id, detail);
        }
        for part in rows.chunks(PART) {
            self.step_on(organ, part, now).await?;
        }
        let steps = rows.iter().map(|one| (one.id, one.place, one.step, (actor.clone(), at)));
        bulk_drafts::write_steps(self.going_on(), &steps.collect::<Vec<_>>()).await?;
        let out = rows.iter().map(|one| Out { id: one.id, organ, release: &one.release, at: one.released });
        releases_many::write_many(self.going_on(), &out.collect::<Vec<_>>()).await?;
        self.take_held(hold, rows.iter().map(|one| one.release.files.len()).sum()).await?;
        self.finish();
        Ok(())
    }

    /// What the last step of these folds to, where nobody wrote at them since.
    async fn step_on(&mut self, organ: OrganId, rows: &[TakenOver<'_>], now: &PublicationNow<'_>) -> Result<()> {
        let at = self.at();
        let tx = self.going_on();
        let done = on_tx!(tx, c => {
            let mut query = QueryBuilder::new("update publication set stage = ");
            query.push_bind(now.stage).push(", public = ").push_bind(now.public).push(", due = ").push_bind(now.due);
            query.push(", due_ms = ").push_bind(now.due_ms).push(", provisional = ").push_bind(now.provisional);
            query.push(", reassess = ").push_bind(now.reassess);
            query.push(", changed_ms = ").push_bind(at).push(", steps = steps + 1, version = version + 1 from (");
            query.push_values(rows, |mut row, one| {
                row.push_bind(one.id).push_bind(one.version);
            });
            query.push(") as v where publication.id = v.column1 and publication.version = v.column2");
            query.push(" and publication.organ_id = ").push_bind(organ);
            query.build().execute(c).await.map(|done| done.rows_affected())
        })?;
        if u64::try_from(rows.len()) == Ok(done) { Ok(()) } else { Err(Error::Stale) }
    }

    /// Those of these that something else which was released names; inside an act that has written them.
    pub async fn named_by_others(&mut self, ids: &[PublicationId]) -> Result<Vec<PublicationId>> {
        let mut found = Vec::new();
        for part in ids.chunks(PART) {
            let tx = self.going_on();
            let some: Vec<PublicationId> = on_tx!(tx, c => {
                let mut query = QueryBuilder::new("select distinct to_id from released_relation where to_id in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|id| { list.push_bind(*id); });
                query.push(")").build_query_scalar().fetch_all(c).await
            })?;
            found.extend(some);
        }
        Ok(found)
    }
}
