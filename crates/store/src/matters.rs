//! 事项: complaints about disclosure and corrections of one's own record, with their steps and papers. Cases of their own:
//! nothing here is counted among the requests.

use serde_json::json;

use crate::{
    Act, Attached, Civil, Db, Error, MatterId, Moment, NewFile, NewStep, OrganId, Result, Scope, StepRow,
    db::{on, on_tx},
    ids::storable,
    scope::within,
    sealed_files::{CaseKind, in_turn, keep_sealed},
};

/// A matter; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Matter {
    /// Its identity.
    pub id: MatterId,
    /// Who handles it.
    pub organ_id: OrganId,
    /// 事项种类.
    pub kind: String,
    /// 编号: `QINGHE-TS-2026-0003`.
    pub number: String,
    /// 被反映机关; of a correction the organ whose record is wrong.
    pub about_id: OrganId,
    /// 反映的问题; empty for a correction.
    pub ground: String,
    /// The request that it is about, as somebody typed its number; may be empty.
    pub request_number: String,
    /// In a few words.
    pub title: String,
    /// What somebody says, as they put it.
    pub words: String,
    /// Who, and how to reach them, encrypted; `None` where no name was given, or erased.
    pub sealed: Option<Vec<u8>>,
    /// When it came.
    pub arrived: Civil,
    /// When it was written down.
    pub registered_ms: Moment,
    /// 环节.
    pub stage: String,
    /// 内部期限: the term that the office set itself.
    pub due: Option<Civil>,
    /// 处理结果.
    pub outcome: Option<String>,
    /// 办结之日.
    pub ended: Option<Civil>,
    /// Whether the organ complained about was asked for its account.
    pub asked: bool,
    /// Counts saves.
    pub version: i64,
}

/// A matter to be registered; fields as in [`Matter`].
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the same fields as Matter")]
pub struct NewMatter<'a> {
    pub organ: OrganId,
    pub kind: &'a str,
    pub number: &'a str,
    pub code_mac: &'a [u8],
    pub about: OrganId,
    pub ground: &'a str,
    pub request_number: &'a str,
    pub title: &'a str,
    pub words: &'a str,
    pub sealed: Option<&'a [u8]>,
    pub arrived: Civil,
}

/// What a matter's steps fold to, for lists; fields as in [`Matter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as Matter")]
pub struct MatterNow<'a> {
    pub stage: &'a str,
    pub due: Option<Civil>,
    pub outcome: Option<&'a str>,
    pub ended: Option<Civil>,
    pub asked: bool,
}

const STEP: &str = "
    insert into matter_step (matter_id, n, on_date, kind, detail, actor, at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)";

macro_rules! columns {
    () => {
        "select m.id, m.organ_id, m.kind, m.number, m.about_id, m.ground, m.request_number, m.title, m.words, m.sealed, \
         m.arrived, m.registered_ms, m.stage, m.due, m.outcome, m.ended, m.asked, m.version from matter m where "
    };
}

/// An organ, and those whose successor it is, one after the other.
macro_rules! before {
    ($organ:literal) => {
        concat!(
            "(with recursive past (id) as (select id from organ where id = ",
            $organ,
            " union select o.id from organ o join past on o.successor_id = past.id) select id from past)"
        )
    };
}

impl Db {
    /// The matter of a number that this fingerprint of a code opens.
    pub async fn matter_by_code(&self, number: &str, code_mac: &[u8]) -> Result<Option<Matter>> {
        const SQL: &str = concat!(columns!(), "m.number = $1 and m.code_mac = $2");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(number)).bind(code_mac).fetch_optional(pool).await)?)
    }

    /// The matter of this number, if an organ of this scope handles it.
    pub async fn matter_numbered(&self, number: &str, scope: Scope) -> Result<Option<Matter>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "m.number = "));
            query.push_bind(storable(number).into_owned());
            within!(query, "m.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?)
    }

    /// The matter of this number about which this organ, or one whose successor it is, was asked.
    pub async fn matter_asked(&self, number: &str, about: OrganId) -> Result<Option<Matter>> {
        const SQL: &str = concat!(columns!(), "m.number = $1 and m.asked = $3 and m.about_id in ", before!("$2"));
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(storable(number)).bind(about).bind(true)
            .fetch_optional(pool).await)?)
    }

    /// Up to `limit` matters that organs of this scope handle: the open ones with the nearest term first, or all with
    /// the newest first.
    pub async fn matters(&self, scope: Scope, open: bool, skip: i64, limit: i64) -> Result<Vec<Matter>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(columns!(), "1 = 1"));
            within!(query, "m.organ_id", scope);
            query.push(match open {
                true => " and m.ended is null order by m.due is null, m.due, m.id",
                false => " order by m.id desc",
            });
            query.push(" limit ").push_bind(limit).push(" offset ").push_bind(skip);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many of them there are.
    pub async fn matter_count(&self, scope: Scope, open: bool) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from matter m where 1 = 1");
            within!(query, "m.organ_id", scope);
            if open {
                query.push(" and m.ended is null");
            }
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// The matters about which an organ, or one whose successor it is, was asked for its account, the newest first, at most
    /// `limit`.
    pub async fn matters_asked(&self, about: OrganId, limit: i64) -> Result<Vec<Matter>> {
        const SQL: &str =
            concat!(columns!(), "m.asked = $2 and m.about_id in ", before!("$1"), " order by m.id desc limit $3");
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(about).bind(true).bind(limit).fetch_all(pool).await)?)
    }

    /// The steps of a matter, in the order in which they were written down.
    pub async fn matter_steps(&self, id: MatterId) -> Result<Vec<StepRow>> {
        const SQL: &str = "
            select n, on_date, kind, detail, actor, at_ms from matter_step where matter_id = $1 order by n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// The papers of a matter, in the order in which they were added.
    pub async fn matter_files(&self, id: MatterId) -> Result<Vec<Attached>> {
        const SQL: &str = "
            select a.n, a.file_sm3, a.name, a.kind, a.shown, a.actor, a.at_ms, f.size, f.media
            from matter_file a join file f on f.sm3 = a.file_sm3 where a.matter_id = $1 order by a.n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }
}

impl Act {
    /// 登记: a matter with its first step. [`Error::Taken`] when its number is.
    pub async fn add_matter(
        &mut self,
        new: &NewMatter<'_>,
        step: NewStep<'_>,
        now: &MatterNow<'_>,
    ) -> Result<MatterId> {
        const SQL: &str = "
            insert into matter (id, organ_id, kind, number, code_mac, about_id, ground, request_number, title, words,
                sealed, arrived, registered_ms, stage, due, outcome, ended, asked, steps)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)";
        let (id, at) = (MatterId::born(self.at()), self.at());
        let tx = self.write("matter.add", Some(new.organ), id, json!({"number": new.number, "kind": new.kind}));
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(new.kind).bind(storable(new.number)).bind(new.code_mac).bind(new.about)
            .bind(new.ground).bind(storable(new.request_number)).bind(storable(new.title)).bind(storable(new.words))
            .bind(new.sealed).bind(new.arrived).bind(at).bind(now.stage).bind(now.due).bind(now.outcome)
            .bind(now.ended).bind(now.asked).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "事项编号"))?;
        self.write_steps(STEP, id.0, 0, &[step]).await?;
        self.finish();
        Ok(id)
    }

    /// 办理一步: writes a step down and what the whole folds to now. [`Error::Stale`] when somebody else wrote first.
    pub async fn take_matter_step(
        &mut self,
        id: MatterId,
        version: i64,
        step: NewStep<'_>,
        now: &MatterNow<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            update matter set stage = $1, due = $2, outcome = $3, ended = $4, asked = $5, steps = steps + 1,
                version = version + 1
            where id = $6 and version = $7 returning organ_id, steps";
        let tx = self.write("matter.step", None, id, json!({"step": format!("{} {}", step.on.0, step.kind)}));
        let found: Option<(OrganId, i32)> = on_tx!(tx, c => sqlx::query_as(SQL)
            .bind(now.stage).bind(now.due).bind(now.outcome).bind(now.ended).bind(now.asked).bind(id).bind(version)
            .fetch_optional(c).await)?;
        let (organ, after) = found.ok_or(Error::Stale)?;
        self.write_steps(STEP, id.0, after - 1, &[step]).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }

    /// Puts a paper into a matter's file; gives its place there.
    pub async fn attach_to_matter(&mut self, id: MatterId, organ: OrganId, file: &NewFile<'_>) -> Result<i32> {
        const SQL: &str = "
            insert into matter_file (matter_id, n, file_sm3, name, kind, shown, actor, at_ms)
            select $1, coalesce(max(n) + 1, 0), $2, $3, $4, $5, $6, $7 from matter_file where matter_id = $1
            returning n";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"kind": file.kind, "size": file.upload.size});
        let tx = self.write("matter.attach", Some(organ), id, detail);
        in_turn(tx, CaseKind::Matter, id.0).await?;
        let sm3 = keep_sealed(tx, at, file.upload).await?;
        let n: i32 = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(id).bind(sm3.bytes()).bind(storable(file.name)).bind(file.kind).bind(file.shown).bind(&actor).bind(at)
            .fetch_one(c).await)?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(n)
    }
}
