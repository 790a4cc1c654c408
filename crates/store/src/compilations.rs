//! 编制: reports of a year in work, their steps, and the copies that were handed in.

use serde_json::json;

use crate::{
    Act, CompilationId, Db, Digest, Error, Moment, NewStep, OrganId, Result, Scope, StepRow,
    casework::kinds,
    db::{on, on_tx},
    ids::storable,
    scope::within,
};

/// A report in work; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Compilation {
    /// Its identity.
    pub id: CompilationId,
    /// Whose.
    pub organ_id: OrganId,
    /// The report year.
    pub year: i16,
    /// `2021` or `2019`.
    pub edition: String,
    /// 编制范围.
    pub scope: String,
    /// JSON: what was written and chosen.
    pub content: String,
    /// Where the draft stands.
    pub stage: String,
    /// How the whole stands.
    pub state: String,
    /// Whether a version is public.
    pub published: bool,
    /// The version in work, or the last one.
    pub revision: i32,
    /// Who wrote at it in this round, as the journal names them, parted by blanks.
    pub editors: String,
    /// 错误 of the last check that nobody let pass.
    pub fails: i32,
    /// 存疑 of the last check.
    pub unsures: i32,
    /// 没有写完、填齐的 of the last check, which keep it back and are no errors.
    pub gaps: i32,
    /// When it was begun.
    pub created_ms: Moment,
    /// When it was last saved or moved.
    pub changed_ms: Moment,
    /// Counts saves.
    pub version: i64,
}

/// A report to be begun; fields as in [`Compilation`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as Compilation")]
pub struct NewCompilation<'a> {
    pub organ: OrganId,
    pub year: i16,
    pub edition: &'a str,
    pub scope: &'a str,
    pub content: &'a str,
}

/// What its steps fold to, for lists; fields as in [`Compilation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as Compilation")]
pub struct CompilationNow<'a> {
    pub stage: &'a str,
    pub state: &'a str,
    pub published: bool,
    pub revision: i32,
    /// Whether a new round begins: who wrote in the one before has no part in it.
    pub anew: bool,
}

/// 定本: a version as it was handed in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CompilationCopy {
    /// Which version.
    pub revision: i32,
    /// `gongkai.report/1`, to the byte.
    pub report: String,
    /// JSON: what each number is bound to, and what was let pass.
    pub proof: String,
    /// When it was handed in.
    pub at_ms: Moment,
}

const STEP: &str = "
    insert into compilation_step (compilation_id, n, on_date, kind, detail, actor, at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)";

macro_rules! columns {
    () => {
        "select c.id, c.organ_id, c.year, c.edition, c.scope, c.content, c.stage, c.state, c.published, c.revision, \
         c.editors, c.fails, c.unsures, c.gaps, c.created_ms, c.changed_ms, c.version from compilation c where 1 = 1"
    };
}

impl Db {
    /// The report in work of an organ and year, if the organ is in this scope.
    pub async fn compilation_of(&self, organ: OrganId, year: i16, scope: Scope) -> Result<Option<Compilation>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), " and c.organ_id = "));
            query.push_bind(organ).push(" and c.year = ").push_bind(year);
            within!(query, "c.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?)
    }

    /// The reports in work of a year of this scope, by organ.
    pub async fn compilations(&self, scope: Scope, year: i16) -> Result<Vec<Compilation>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), " and c.year = "));
            query.push_bind(year);
            within!(query, "c.organ_id", scope);
            query.push(" order by c.organ_id").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The reports in work of an organ, the latest year first.
    pub async fn compilations_of(&self, organ: OrganId) -> Result<Vec<Compilation>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), " and c.organ_id = "));
            query.push_bind(organ).push(" order by c.year desc").build_query_as().fetch_all(pool).await
        })?)
    }

    /// The steps of a report in work, in the order in which they were written down.
    pub async fn compilation_steps(&self, id: CompilationId) -> Result<Vec<StepRow>> {
        const SQL: &str = "
            select n, on_date, kind, detail, actor, at_ms from compilation_step where compilation_id = $1 order by n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// 定本 of one version; where it was handed in more than once, the last.
    pub async fn compilation_copy(&self, id: CompilationId, revision: i32) -> Result<Option<CompilationCopy>> {
        const SQL: &str = "
            select revision, report, proof, at_ms from compilation_copy where compilation_id = $1 and revision = $2
            order by n desc limit 1";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).bind(revision).fetch_optional(pool).await)?)
    }

    /// 定本 of all that was handed in, the last first; a version may have been handed in more than once.
    pub async fn compilation_copies(&self, id: CompilationId) -> Result<Vec<CompilationCopy>> {
        const SQL: &str = "
            select revision, report, proof, at_ms from compilation_copy where compilation_id = $1 order by n desc";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }
}

impl Act {
    /// 开始编制. [`Error::Taken`] where the organ's year has one already.
    pub async fn begin_compilation(
        &mut self,
        new: &NewCompilation<'_>,
        step: NewStep<'_>,
        now: &CompilationNow<'_>,
    ) -> Result<CompilationId> {
        const SQL: &str = "
            insert into compilation (id, organ_id, year, edition, scope, content, stage, state, published, revision,
                editors, fails, unsures, created_ms, changed_ms, steps)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12, $12, 1)";
        let (id, at, actor) = (CompilationId::born(self.at()), self.at(), self.actor().to_string());
        let detail = json!({"year": new.year, "edition": new.edition, "scope": new.scope, "steps": kinds(&[step])});
        let tx = self.write("compilation.begin", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL).bind(id).bind(new.organ).bind(new.year).bind(new.edition).bind(new.scope)
            .bind(storable(new.content)).bind(now.stage).bind(now.state).bind(now.published).bind(now.revision)
            .bind(&actor).bind(at).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "这一年的年报"))?;
        self.write_steps(STEP, id.0, 0, &[step]).await?;
        self.finish();
        Ok(id)
    }

    /// 保存: what is written and chosen, and what the check of it found. [`Error::Stale`] when somebody else wrote first, or
    /// it is no draft.
    pub async fn write_compilation(
        &mut self,
        id: CompilationId,
        version: i64,
        (scope, content): (&str, &str),
        (fails, gaps, unsures): (i32, i32, i32),
    ) -> Result<()> {
        const SQL: &str = "
            update compilation set scope = $1, content = $2, fails = $3, gaps = $4, unsures = $5, changed_ms = $6,
                version = version + 1,
                editors = case when editors like '%' || $7 || '%' then editors else editors || ' ' || $7 end
            where id = $8 and version = $9 and stage = 'draft' returning organ_id";
        let (at, actor) = (self.at(), self.actor().to_string());
        let content = storable(content);
        let detail = json!({"scope": scope, "sm3": Digest::of(content.as_bytes()).to_string()});
        let tx = self.write("compilation.write", None, id, detail);
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL).bind(scope).bind(content).bind(fails)
            .bind(gaps).bind(unsures).bind(at).bind(&actor).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// 办理一步: writes a step down and what the whole folds to now; with it the version that is handed in, where one is.
    /// [`Error::Stale`] when somebody else wrote first.
    pub async fn take_compilation_step(
        &mut self,
        id: CompilationId,
        version: i64,
        (step, now): (NewStep<'_>, &CompilationNow<'_>),
        copy: Option<(&str, &str)>,
    ) -> Result<()> {
        const SQL: &str = "
            update compilation set stage = $1, state = $2, published = $3, revision = $4, changed_ms = $5,
                steps = steps + 1, version = version + 1, editors = case when $6 then '' else editors end
            where id = $7 and version = $8 returning organ_id, steps";
        const COPY: &str = "
            insert into compilation_copy (compilation_id, n, revision, report, proof, at_ms)
            values ($1, $2, $3, $4, $5, $6)";
        let at = self.at();
        let tx = self.write("compilation.step", None, id, json!({"steps": kinds(&[step])}));
        let found: Option<(OrganId, i32)> = on_tx!(tx, c => sqlx::query_as(SQL).bind(now.stage).bind(now.state)
            .bind(now.published).bind(now.revision).bind(at).bind(now.anew).bind(id).bind(version)
            .fetch_optional(c).await)?;
        let (organ, after) = found.ok_or(Error::Stale)?;
        if let Some((report, proof)) = copy {
            let (report, proof) = (storable(report), storable(proof));
            let sm3 = Digest::of(report.as_bytes()).to_string();
            on_tx!(tx, c => sqlx::query(COPY).bind(id).bind(after - 1).bind(now.revision).bind(report).bind(proof).bind(at)
                .execute(c).await.map(|_| ()))?;
            self.amend("copy", sm3);
        }
        self.write_steps(STEP, id.0, after - 1, &[step]).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }
}
