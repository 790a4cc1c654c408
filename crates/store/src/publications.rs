//! 公开信息: publications as an office works on them, from the draft to the release. What everybody sees is kept apart, in
//! [`crate::Released`].

use serde_json::json;

use crate::{
    Act, Civil, Db, Digest, Error, Moment, NewStep, OrganId, PersonId, PublicationId, Result, Scope, StepRow, Upload,
    casework::kinds,
    db::{on, on_tx},
    files,
    ids::{containing, storable},
    scope::within,
};

/// A publication in work; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Publication {
    /// Its identity.
    pub id: PublicationId,
    /// 发布机构.
    pub organ_id: OrganId,
    /// 信息种类.
    pub kind: String,
    /// 标题.
    pub title: String,
    /// JSON: all that was written.
    pub content: String,
    /// 公开属性.
    pub attribute: String,
    /// 成文日期, from which the term runs.
    pub formed: Option<Civil>,
    /// 公开期限; `None` once it is out.
    pub due: Option<Civil>,
    /// Of a term in hours, when it is over.
    pub due_ms: Option<Moment>,
    /// 暂定.
    pub provisional: bool,
    /// 所处环节.
    pub stage: String,
    /// Whether a release of it is public now.
    pub public: bool,
    /// 再评估: when it is to be looked at again.
    pub reassess: Option<Civil>,
    /// 逾期发布: by when it had to be out, where it came out later.
    pub missed: Option<Civil>,
    /// By how many working days.
    pub late_days: Option<i32>,
    /// Who wrote at it in this round, as the journal names them, parted by blanks.
    pub editors: String,
    /// Who began it; `None` where a command or another act did.
    pub author_id: Option<PersonId>,
    /// When it was begun.
    pub created_ms: Moment,
    /// When it was last saved or moved.
    pub changed_ms: Moment,
    /// Counts saves.
    pub version: i64,
}

/// What is written of a publication; fields as in [`Publication`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as Publication")]
pub struct Writing<'a> {
    pub kind: &'a str,
    pub title: &'a str,
    pub content: &'a str,
    pub attribute: &'a str,
    pub formed: Option<Civil>,
    pub due: Option<Civil>,
    pub due_ms: Option<Moment>,
    pub provisional: bool,
}

/// A publication to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewPublication<'a> {
    /// 发布机构.
    pub organ: OrganId,
    /// Who writes it.
    pub author: Option<PersonId>,
    /// What is written.
    pub writing: Writing<'a>,
}

/// 投影: what the steps fold to, for lists; fields as in [`Publication`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as Publication")]
pub struct PublicationNow<'a> {
    pub stage: &'a str,
    pub public: bool,
    pub due: Option<Civil>,
    pub due_ms: Option<Moment>,
    pub provisional: bool,
    pub reassess: Option<Civil>,
    /// Whether a new round begins: who wrote in the one before has no part in it.
    pub anew: bool,
}

/// Which publications to list; everything left out is not asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct PublicationFilter<'a> {
    /// 所处环节: one of these; none for every stage.
    pub stages: &'a [&'a str],
    /// Besides those stages, what is public and has a term again: it has to be taken down.
    pub or_to_take_down: bool,
    /// 信息种类.
    pub kind: Option<&'a str>,
    /// Written by.
    pub author: Option<PersonId>,
    /// With these words in the title; empty for all.
    pub titled: &'a str,
    /// 再评估 due by this day.
    pub reassess_by: Option<Civil>,
    /// 逾期: with a term that was over before this day, or before this moment where it is one in hours.
    pub due_before: Option<(Civil, Moment)>,
    /// 逾期发布: only what came out after its term.
    pub missed: bool,
    /// 待办 of a person: in one of these stages and written by somebody else, or a draft of their own.
    pub waits_for: Option<(&'a [&'a str], PersonId)>,
    /// Whether what has to be taken down waits for that person as well.
    pub takes_down: bool,
}

/// A file of a publication in work.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PublicationFile {
    /// Its place, from 0.
    pub n: i32,
    /// Its SM3.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// SM3 of what goes out: the same without what no reader sees, once that was taken out.
    #[sqlx(try_from = "Vec<u8>")]
    pub out_sm3: Digest,
    /// Its name.
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// Its type.
    pub media: String,
}

pub(crate) const STEP: &str = "
    insert into publication_step (publication_id, n, on_date, kind, detail, actor, at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)";

macro_rules! columns {
    () => {
        "select p.id, p.organ_id, p.kind, p.title, p.content, p.attribute, p.formed, p.due, p.due_ms, p.provisional, p.stage, \
         p.public, p.reassess, p.missed, p.late_days, p.editors, p.author_id, p.created_ms, p.changed_ms, p.version from publication p where 1 = 1"
    };
}

macro_rules! filtered {
    ($query:ident, $scope:expr, $filter:expr) => {
        within!($query, "p.organ_id", $scope);
        if !$filter.stages.is_empty() {
            $query.push(" and (p.stage in (");
            let mut list = $query.separated(", ");
            $filter.stages.iter().for_each(|stage| {
                list.push_bind(*stage);
            });
            $query.push(if $filter.or_to_take_down {
                ") or (p.stage = 'public' and p.due is not null))"
            } else {
                "))"
            });
        }
        if let Some(kind) = $filter.kind {
            $query.push(" and p.kind = ").push_bind(kind);
        }
        if let Some(author) = $filter.author {
            $query.push(" and p.author_id = ").push_bind(author);
        }
        if $filter.missed {
            $query.push(" and p.missed is not null");
        }
        if let Some(day) = $filter.reassess_by {
            $query.push(" and p.reassess <= ").push_bind(day);
        }
        if let Some((day, moment)) = $filter.due_before {
            $query.push(" and (p.due < ").push_bind(day);
            $query.push(" or (p.due = ").push_bind(day).push(" and p.due_ms < ").push_bind(moment).push("))");
        }
        if let Some((stages, person)) = $filter.waits_for {
            let down = if $filter.takes_down { "(p.stage = 'public' and p.due is not null) or " } else { "" };
            $query.push(" and (").push(down).push("(p.stage = 'draft' and p.author_id = ").push_bind(person);
            $query.push(") or ((p.author_id is null or p.author_id <> ").push_bind(person).push(") and p.stage in (''");
            stages.iter().for_each(|stage| {
                $query.push(", ").push_bind(*stage);
            });
            $query.push(")))");
        }
        if !$filter.titled.is_empty() {
            $query.push(" and p.title like ").push_bind(containing($filter.titled)).push(" escape '\\'");
        }
    };
}

pub(crate) use filtered;

impl Db {
    /// One publication, if its organ is in this scope; [`Error::Missing`] otherwise.
    pub async fn publication(&self, id: PublicationId, scope: Scope) -> Result<Publication> {
        let found = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), " and p.id = "));
            query.push_bind(id);
            within!(query, "p.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?;
        found.ok_or(Error::Missing("公开信息"))
    }

    /// Up to `limit` publications of this scope that the filter finds: those with the nearest term first, then the newest.
    pub async fn publications(
        &self,
        scope: Scope,
        filter: &PublicationFilter<'_>,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Publication>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(columns!());
            filtered!(query, scope, filter);
            query.push(" order by p.due is null, p.due, p.due_ms is null, p.due_ms, p.id desc limit ").push_bind(limit);
            query.push(" offset ").push_bind(skip).build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many the filter finds, by stage.
    pub async fn publication_stages(&self, scope: Scope, filter: &PublicationFilter<'_>) -> Result<Vec<(String, i64)>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select p.stage, count(*) from publication p where 1 = 1");
            filtered!(query, scope, filter);
            query.push(" group by p.stage").build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many the filter finds.
    pub async fn publication_count(&self, scope: Scope, filter: &PublicationFilter<'_>) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from publication p where 1 = 1");
            filtered!(query, scope, filter);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// The approved ones of all organs, after one of them: what the clock may have to publish.
    pub async fn approved_publications(&self, after: Option<PublicationId>, limit: i64) -> Result<Vec<Publication>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), " and p.stage = 'approved'"));
            if let Some(after) = after {
                query.push(" and p.id > ").push_bind(after);
            }
            query.push(" order by p.id limit ").push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }

    /// The steps of a publication, in the order in which they were written down.
    pub async fn publication_steps(&self, id: PublicationId) -> Result<Vec<StepRow>> {
        const SQL: &str = "
            select n, on_date, kind, detail, actor, at_ms from publication_step where publication_id = $1 order by n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// The files of a publication in work, in the order in which they were added.
    pub async fn publication_files(&self, id: PublicationId) -> Result<Vec<PublicationFile>> {
        const SQL: &str = "
            select a.n, a.file_sm3, coalesce(a.clean_sm3, a.file_sm3) as out_sm3, a.name, f.size, f.media
            from publication_file a join file f on f.sm3 = coalesce(a.clean_sm3, a.file_sm3) where a.publication_id = $1 order by a.n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }
}

impl Act {
    /// 起草: a publication with its first steps.
    pub async fn add_publication(
        &mut self,
        new: &NewPublication<'_>,
        steps: &[NewStep<'_>],
        now: &PublicationNow<'_>,
    ) -> Result<PublicationId> {
        const SQL: &str = "
            insert into publication (id, organ_id, kind, title, content, attribute, formed, due, provisional, stage,
                public, reassess, author_id, created_ms, changed_ms, steps, editors, due_ms)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16, $17)";
        let (id, at, writing) = (PublicationId::born(self.at()), self.at(), &new.writing);
        let actor = self.actor().to_string();
        let count = i32::try_from(steps.len()).unwrap_or(i32::MAX);
        let detail = json!({"kind": writing.kind, "steps": kinds(steps), "sm3": sm3_of(writing)});
        let tx = self.write("publication.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(writing.kind).bind(storable(writing.title)).bind(storable(writing.content))
            .bind(writing.attribute).bind(writing.formed).bind(now.due).bind(now.provisional).bind(now.stage)
            .bind(now.public).bind(now.reassess).bind(new.author).bind(at).bind(count).bind(&actor)
            .bind(now.due_ms).execute(c).await.map(|_| ()))?;
        self.write_steps(STEP, id.0, 0, steps).await?;
        self.finish();
        Ok(id)
    }

    /// 修改: writes a draft anew. [`Error::Stale`] when somebody else wrote first.
    pub async fn write_publication(&mut self, id: PublicationId, version: i64, writing: &Writing<'_>) -> Result<()> {
        const SQL: &str = "
            update publication set kind = $1, title = $2, content = $3, attribute = $4, formed = $5, due = $6,
                provisional = $7, changed_ms = $8, due_ms = $12, version = version + 1,
                editors = case when editors like '%' || $11 || '%' then editors else editors || ' ' || $11 end
            where id = $9 and version = $10 returning organ_id";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"kind": writing.kind, "sm3": sm3_of(writing)});
        let tx = self.write("publication.write", None, id, detail);
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(writing.kind).bind(storable(writing.title)).bind(storable(writing.content)).bind(writing.attribute)
            .bind(writing.formed).bind(writing.due).bind(writing.provisional).bind(at).bind(id).bind(version)
            .bind(&actor).bind(writing.due_ms).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// 办理一步: writes a step down and what the whole folds to now. [`Error::Stale`] when somebody else wrote first.
    pub async fn take_publication_step(
        &mut self,
        id: PublicationId,
        version: i64,
        step: NewStep<'_>,
        now: &PublicationNow<'_>,
    ) -> Result<()> {
        self.write("publication.step", None, id, json!({"steps": kinds(&[step])}));
        let organ = self.stepped(id, version, step, now).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }

    /// The step and its projection, inside a write that has begun.
    pub(crate) async fn stepped(
        &mut self,
        id: PublicationId,
        version: i64,
        step: NewStep<'_>,
        now: &PublicationNow<'_>,
    ) -> Result<OrganId> {
        const SQL: &str = "
            update publication set stage = $1, public = $2, due = $3, provisional = $4, reassess = $5, changed_ms = $6,
                due_ms = $10, steps = steps + 1, version = version + 1, editors = case when $9 then '' else editors end
            where id = $7 and version = $8 returning organ_id, steps";
        let at = self.at();
        let tx = self.going_on();
        let found: Option<(OrganId, i32)> = on_tx!(tx, c => sqlx::query_as(SQL)
            .bind(now.stage).bind(now.public).bind(now.due).bind(now.provisional).bind(now.reassess).bind(at)
            .bind(id).bind(version).bind(now.anew).bind(now.due_ms).fetch_optional(c).await)?;
        let (organ, after) = found.ok_or(Error::Stale)?;
        self.write_steps(STEP, id.0, after - 1, &[step]).await?;
        Ok(organ)
    }

    /// Writes down who wrote at a draft. [`Error::Stale`] where it is none by now: what is being reviewed does not change.
    async fn edited(&mut self, id: PublicationId) -> Result<()> {
        const SQL: &str = "
            update publication set changed_ms = $2, version = version + 1,
                editors = case when editors like '%' || $3 || '%' then editors else editors || ' ' || $3 end
            where id = $1 and stage = 'draft'";
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.going_on();
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(at).bind(&actor).execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Puts a file to a draft; gives its place. [`Error::TooLarge`], [`Error::Stale`] where it is no draft.
    pub async fn attach_to_publication(
        &mut self,
        id: PublicationId,
        organ: OrganId,
        (name, upload): (&str, Upload<'_>),
    ) -> Result<i32> {
        const SQL: &str = "
            insert into publication_file (publication_id, n, file_sm3, name, actor, at_ms)
            select $1, coalesce(max(n) + 1, 0), $2, $3, $4, $5 from publication_file where publication_id = $1
            returning n";
        let (at, actor) = (self.at(), self.actor().to_string());
        self.write("publication.attach", Some(organ), id, json!({"size": upload.bytes.len()}));
        self.edited(id).await?;
        let tx = self.going_on();
        let sm3 = files::keep(tx, at, &[upload]).await?.first().copied().ok_or(Error::HalfDone)?;
        let n: i32 = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(id).bind(sm3.bytes()).bind(storable(name)).bind(&actor).bind(at).fetch_one(c).await)?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(n)
    }

    /// 清理: keeps beside a file of a publication in work what goes out in its stead. [`Error::Missing`].
    pub async fn clean_publication_file(
        &mut self,
        (id, organ): (PublicationId, OrganId),
        n: i32,
        upload: Upload<'_>,
    ) -> Result<()> {
        const BEFORE: &str = "select clean_sm3 from publication_file where publication_id = $1 and n = $2";
        const SQL: &str = "update publication_file set clean_sm3 = $1 where publication_id = $2 and n = $3";
        let at = self.at();
        let tx = self.write("publication.clean", Some(organ), id, json!({"n": n}));
        let before: Option<Option<Vec<u8>>> =
            on_tx!(tx, c => sqlx::query_scalar(BEFORE).bind(id).bind(n).fetch_optional(c).await)?;
        let before = before.ok_or(Error::Missing("附件"))?.map(Digest::try_from).transpose()?;
        let sm3 = files::keep(tx, at, &[upload]).await?.first().copied().ok_or(Error::HalfDone)?;
        on_tx!(tx, c => sqlx::query(SQL).bind(sm3.bytes()).bind(id).bind(n).execute(c).await.map(|_| ()))?;
        files::release(tx, before.as_slice()).await?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(())
    }

    /// Takes a file away from a draft; its bytes go when nothing else names them. [`Error::Missing`], [`Error::Stale`] where
    /// it is no draft.
    pub async fn detach_from_publication(&mut self, id: PublicationId, organ: OrganId, n: i32) -> Result<()> {
        const SQL: &str =
            "delete from publication_file where publication_id = $1 and n = $2 returning file_sm3, clean_sm3";
        self.write("publication.detach", Some(organ), id, json!({"n": n}));
        self.edited(id).await?;
        let tx = self.going_on();
        let gone: Option<(Vec<u8>, Option<Vec<u8>>)> =
            on_tx!(tx, c => sqlx::query_as(SQL).bind(id).bind(n).fetch_optional(c).await)?;
        let (sm3, clean) = gone.ok_or(Error::Missing("附件"))?;
        let sm3: Digest = sm3.try_into()?;
        let gone: Vec<Digest> = clean.map(Digest::try_from).transpose()?.into_iter().chain([sm3]).collect();
        files::release(tx, &gone).await?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(())
    }
}

/// What the journal holds of the words: their digest.
pub(crate) fn sm3_of(writing: &Writing<'_>) -> String {
    Digest::of(storable(writing.content).as_bytes()).to_string()
}
