//! 复议诉讼台账: the cases of review and litigation, as lists and as files. Their steps are the truth; the columns beside
//! them are their projection, written by the act in the same transaction.

use serde_json::json;

use crate::{
    Act, Civil, Db, Digest, Error, NewStep, OrganId, RedressId, RequestId, Result, Scope, StepRow, Upload,
    casework::{kinds, year},
    db::{on, on_tx},
    files,
    ids::{containing, storable},
    requests::steps_in,
    scope::within,
};

/// A case; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Redress {
    /// Its identity.
    pub id: RedressId,
    /// Against whom.
    pub organ_id: OrganId,
    /// The request that it is about.
    pub request_id: Option<RequestId>,
    /// 复议后起诉: the review before it.
    pub after_id: Option<RedressId>,
    /// 编号: `QH-FY-2026-0003`.
    pub number: String,
    /// A block of table 4.
    pub route: String,
    /// 复议机关 or 法院.
    pub forum: String,
    /// 案号 there.
    pub case_number: String,
    /// In a few words.
    pub title: String,
    /// When it reached us.
    pub notified: Civil,
    /// 阶段.
    pub phase: String,
    /// 答复期限; `None` when no answer is asked of us.
    pub due: Option<Civil>,
    /// 暂定.
    pub provisional: bool,
    /// When we answered.
    pub answered: Option<Civil>,
    /// The day of the hearing ahead.
    pub hearing: Option<Civil>,
    /// 审理期限.
    pub expected: Option<Civil>,
    /// How it ended last.
    pub conclusion: Option<String>,
    /// The column of table 4 that counts it.
    pub outcome: Option<String>,
    /// In which year.
    pub concluded_year: Option<i32>,
    /// How many steps were taken.
    pub steps: i32,
    /// Counts saves.
    pub version: i64,
}

/// A case to be registered; fields as in [`Redress`].
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the same fields as Redress")]
pub struct NewRedress<'a> {
    pub organ: OrganId,
    pub request: Option<RequestId>,
    pub after: Option<RedressId>,
    pub number: &'a str,
    pub route: &'a str,
    pub forum: &'a str,
    pub case_number: &'a str,
    pub title: &'a str,
}

/// 投影: what the steps of a case fold to, for lists and counts; fields as in [`Redress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as Redress")]
pub struct RedressNow<'a> {
    pub notified: Civil,
    pub phase: &'a str,
    pub due: Option<Civil>,
    pub provisional: bool,
    pub answered: Option<Civil>,
    pub hearing: Option<Civil>,
    pub expected: Option<Civil>,
    pub conclusion: Option<&'a str>,
    pub counted: Option<(i16, &'a str)>,
}

/// A paper of a case.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RedressFile {
    /// Its place, from 0.
    pub n: i32,
    /// Its bytes.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// Its name.
    pub name: String,
    /// The step that it came with.
    pub kind: String,
    /// In bytes.
    pub size: i64,
    /// Its type.
    pub media: String,
}

/// Which cases to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct RedressFilter<'a> {
    /// Only those that are not concluded.
    pub open: bool,
    /// Of one route.
    pub route: Option<&'a str>,
    /// In one phase.
    pub phase: Option<&'a str>,
    /// Whose answer is due on this day or before.
    pub due_by: Option<Civil>,
    /// Whose answer is due on this day or after.
    pub due_from: Option<Civil>,
    /// About one request.
    pub request: Option<RequestId>,
    /// Brought after one review.
    pub after: Option<RedressId>,
    /// By number, or with these words in its matter, its forum or its number there; empty for all.
    pub words: &'a str,
}

/// How many cases are open, and of these how many press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenRedress {
    /// All of them.
    pub all: i64,
    /// Those whose answer is due between the two days, both included.
    pub soon: i64,
    /// Those whose answer is due before the first of the two.
    pub late: i64,
    /// Those that have been answered and are heard, or stayed.
    pub heard: i64,
}

/// Cases that are alike in everything that table 4 asks.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RedressGroup {
    /// A block of table 4.
    pub route: String,
    /// The year in which it reached us.
    pub notified_year: i32,
    /// The year that counts it as concluded; `None` while none does.
    pub concluded_year: Option<i32>,
    /// A column of table 4.
    pub outcome: Option<String>,
    /// How many; less than nothing for what another group counts too much.
    pub count: i64,
}

/// The column of a cell of table 4.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// 结果维持, 结果纠正, 其他结果: a word of the law crate.
    Outcome(&'a str),
    /// 尚未审结
    Pending,
    /// 总计
    Total,
}

macro_rules! line {
    () => {
        "r.id, r.organ_id, r.request_id, r.after_id, r.number, r.route, r.forum, r.case_number, r.title, r.notified, \
         r.phase, r.due, r.provisional, r.answered, r.hearing, r.expected, r.conclusion, r.outcome, r.concluded_year, \
         r.steps, r.version"
    };
}

macro_rules! narrow {
    ($query:ident, $filter:expr) => {
        if $filter.open {
            $query.push(" and r.phase <> 'concluded'");
        }
        if let Some(route) = $filter.route {
            $query.push(" and r.route = ").push_bind(route);
        }
        if let Some(phase) = $filter.phase {
            $query.push(" and r.phase = ").push_bind(phase);
        }
        if let Some(day) = $filter.due_by {
            $query.push(" and r.due <= ").push_bind(day);
        }
        if let Some(day) = $filter.due_from {
            $query.push(" and r.due >= ").push_bind(day);
        }
        if let Some(request) = $filter.request {
            $query.push(" and r.request_id = ").push_bind(request);
        }
        if let Some(review) = $filter.after {
            $query.push(" and r.after_id = ").push_bind(review);
        }
        if !$filter.words.is_empty() {
            let part = containing($filter.words);
            $query.push(" and (r.number = ").push_bind(storable($filter.words).into_owned());
            for column in [" or r.title like ", " or r.forum like ", " or r.case_number like "] {
                $query.push(column).push_bind(part.clone()).push(" escape '\\'");
            }
            $query.push(")");
        }
    };
}

impl Redress {
    /// What the columns say that the steps fold to.
    pub fn now(&self) -> RedressNow<'_> {
        let year = self.concluded_year.and_then(|year| i16::try_from(year).ok());
        RedressNow {
            notified: self.notified,
            phase: &self.phase,
            due: self.due,
            provisional: self.provisional,
            answered: self.answered,
            hearing: self.hearing,
            expected: self.expected,
            conclusion: self.conclusion.as_deref(),
            counted: year.zip(self.outcome.as_deref()),
        }
    }
}

impl Db {
    /// Up to `limit` cases of every organ after one, in the order of their ids; from the first without one.
    pub async fn redress_after(&self, after: Option<RedressId>, limit: i64) -> Result<Vec<Redress>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", line!(), " from redress r"));
            if let Some(after) = after {
                query.push(" where r.id > ").push_bind(after);
            }
            query.push(" order by r.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// The steps of several cases, those of one together and in order.
    pub async fn redress_steps_of(&self, ids: &[RedressId]) -> Result<Vec<(RedressId, StepRow)>> {
        steps_in!(self, RedressId, "redress_step", "redress_id", ids)
    }

    /// The case with this number. [`Error::Missing`] when it is not there or not in the scope.
    pub async fn redress_numbered(&self, number: &str, scope: Scope) -> Result<Redress> {
        on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", line!(), " from redress r where r.number = "));
            query.push_bind(storable(number).into_owned());
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?
        .ok_or(Error::Missing("案件"))
    }

    /// One case for these eyes. [`Error::Missing`] when it is not there or not in their scope.
    pub async fn redress(&self, id: RedressId, scope: Scope) -> Result<Redress> {
        on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", line!(), " from redress r where r.id = "));
            query.push_bind(id);
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?
        .ok_or(Error::Missing("案件"))
    }

    /// The steps of a case, in the order in which they were written down.
    pub async fn redress_steps(&self, id: RedressId) -> Result<Vec<StepRow>> {
        const SQL: &str = "
            select n, on_date, kind, detail, actor, at_ms from redress_step where redress_id = $1 order by n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// The papers of a case, in the order in which they were added.
    pub async fn redress_files(&self, id: RedressId) -> Result<Vec<RedressFile>> {
        const SQL: &str = "
            select a.n, a.file_sm3, a.name, a.kind, f.size, f.media
            from redress_file a join file f on f.sm3 = a.file_sm3 where a.redress_id = $1 order by a.n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// Up to `limit` cases after the first `skip`: whose answer is due first, first; of the others the newest.
    pub async fn redress_cases(
        &self,
        scope: Scope,
        filter: &RedressFilter<'_>,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Redress>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", line!(), " from redress r where 1 = 1"));
            within!(query, "r.organ_id", scope);
            narrow!(query, filter);
            query.push(" order by r.due is null, r.due, r.id desc limit ").push_bind(limit);
            query.push(" offset ").push_bind(skip);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// How many cases a filter finds.
    pub async fn redress_count(&self, scope: Scope, filter: &RedressFilter<'_>) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from redress r where 1 = 1");
            within!(query, "r.organ_id", scope);
            narrow!(query, filter);
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// The open cases of a scope, counted in one pass; `today` and `soon` bound what is due soon.
    pub async fn open_redress(&self, scope: Scope, today: Civil, soon: Civil) -> Result<OpenRedress> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) as \"all\", count(case when r.due >= ");
            query.push_bind(today).push(" and r.due <= ").push_bind(soon);
            query.push(" then 1 end) as soon, count(case when r.due < ").push_bind(today);
            query.push(
                " then 1 end) as late, count(case when r.due is null then 1 end) as heard \
                 from redress r where r.phase <> 'concluded'",
            );
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_one(pool).await
        })?)
    }

    /// What table 4 of a year is counted from: every case that had reached us by its end and that no earlier year counted
    /// as concluded. What went over to a successor is counted where it was then.
    pub async fn redress_groups(&self, scope: Scope, year: i16) -> Result<Vec<RedressGroup>> {
        let year = i32::from(year);
        let mut groups: Vec<RedressGroup> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select r.route, r.notified_year, r.concluded_year, r.outcome, count(*) as count from redress r
                where r.notified_year <= ",
            );
            query.push_bind(year).push(" and (r.concluded_year is null or r.concluded_year >= ").push_bind(year);
            query.push(")");
            within!(query, "r.organ_id", scope);
            query.push(" group by r.route, r.notified_year, r.concluded_year, r.outcome");
            query.build_query_as().fetch_all(pool).await
        })?;
        groups.extend(self.cases_over(scope, year).await?);
        Ok(groups)
    }

    /// Up to `limit` cases behind a cell of table 4 after the first `skip`, the oldest first.
    pub async fn redress_behind(
        &self,
        scope: Scope,
        year: i16,
        (route, column): (&str, Column<'_>),
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Redress>> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!("select ", line!(), " from redress r where r.route = "));
            query.push_bind(route).push(" and r.notified_year <= ").push_bind(year);
            within!(query, "r.organ_id", scope);
            match column {
                Column::Outcome(outcome) => {
                    query.push(" and r.concluded_year = ").push_bind(year);
                    query.push(" and r.outcome = ").push_bind(outcome);
                }
                Column::Pending => {
                    query.push(" and (r.concluded_year is null or r.concluded_year > ").push_bind(year).push(")");
                }
                Column::Total => {
                    query.push(" and (r.concluded_year is null or r.concluded_year >= ").push_bind(year).push(")");
                }
            }
            query.push(" order by r.id limit ").push_bind(limit).push(" offset ").push_bind(skip);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

const STEP: &str = "
    insert into redress_step (redress_id, n, on_date, kind, detail, actor, at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)";

impl Act {
    /// 登记: a case with its first steps. [`Error::Taken`] when its number is.
    pub async fn add_redress(
        &mut self,
        new: &NewRedress<'_>,
        steps: &[NewStep<'_>],
        now: &RedressNow<'_>,
    ) -> Result<RedressId> {
        const SQL: &str = "
            insert into redress (id, organ_id, request_id, after_id, number, route, forum, case_number, title,
                registered_ms, notified, phase, due, provisional, answered, hearing, expected, conclusion, outcome,
                concluded_year, notified_year, steps)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";
        let (id, at) = (RedressId::born(self.at()), self.at());
        let (concluded_year, outcome) = counted(now);
        let detail = json!({"number": new.number, "route": new.route, "steps": kinds(steps)});
        let tx = self.write("redress.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(new.request).bind(new.after).bind(storable(new.number)).bind(new.route)
            .bind(storable(new.forum)).bind(storable(new.case_number)).bind(storable(new.title)).bind(at)
            .bind(now.notified).bind(now.phase).bind(now.due).bind(now.provisional).bind(now.answered)
            .bind(now.hearing).bind(now.expected).bind(now.conclusion).bind(outcome).bind(concluded_year)
            .bind(year(Some(now.notified))).bind(i32::try_from(steps.len()).unwrap_or(i32::MAX))
            .execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "案件编号"))?;
        self.write_steps(STEP, id.0, 0, steps).await?;
        self.finish();
        Ok(id)
    }

    /// 办理一步: writes steps of a case down and what the whole folds to now. [`Error::Stale`] when somebody else wrote
    /// first.
    pub async fn take_redress_steps(
        &mut self,
        id: RedressId,
        version: i64,
        steps: &[NewStep<'_>],
        now: &RedressNow<'_>,
    ) -> Result<()> {
        self.project(("redress.step", id), version, steps, now).await
    }

    /// 重建投影: writes anew what the steps of a case fold to. [`Error::Stale`] when somebody took a step meanwhile.
    pub async fn reproject_redress(&mut self, was: &Redress, now: &RedressNow<'_>) -> Result<()> {
        self.project(("redress.reproject", was.id), was.version, &[], now).await
    }

    async fn project(
        &mut self,
        (act, id): (&'static str, RedressId),
        version: i64,
        steps: &[NewStep<'_>],
        now: &RedressNow<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            update redress set notified = $1, phase = $2, due = $3, provisional = $4, answered = $5, hearing = $6,
                expected = $7, conclusion = $8, outcome = $9, concluded_year = $10, notified_year = $11,
                steps = steps + $12, version = version + 1
            where id = $13 and version = $14 returning organ_id, steps";
        let (count, (concluded_year, outcome)) = (i32::try_from(steps.len()).unwrap_or(i32::MAX), counted(now));
        let tx = self.write(act, None, id, json!({"steps": kinds(steps)}));
        let found: Option<(OrganId, i32)> = on_tx!(tx, c => sqlx::query_as(SQL)
            .bind(now.notified).bind(now.phase).bind(now.due).bind(now.provisional).bind(now.answered)
            .bind(now.hearing).bind(now.expected).bind(now.conclusion).bind(outcome).bind(concluded_year)
            .bind(year(Some(now.notified))).bind(count).bind(id).bind(version)
            .fetch_optional(c).await)?;
        let (organ, after) = found.ok_or(Error::Stale)?;
        self.write_steps(STEP, id.0, after - count, steps).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }

    /// Puts a paper into the file of a case, with the step that it came with; gives its place there.
    pub async fn attach_to_redress(
        &mut self,
        id: RedressId,
        organ: OrganId,
        upload: Upload<'_>,
        (name, kind): (&str, &str),
    ) -> Result<i32> {
        const SQL: &str = "
            insert into redress_file (redress_id, n, file_sm3, name, kind, actor, at_ms)
            select $1, coalesce(max(n) + 1, 0), $2, $3, $4, $5, $6 from redress_file where redress_id = $1
            returning n";
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.write("redress.attach", Some(organ), id, json!({"kind": kind, "size": upload.bytes.len()}));
        let kept = files::keep(tx, at, &[upload]).await?;
        let sm3 = kept.first().copied().ok_or(Error::HalfDone)?;
        let n: i32 = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(id).bind(sm3.bytes()).bind(storable(name)).bind(kind).bind(&actor).bind(at).fetch_one(c).await)?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(n)
    }
}

fn counted<'a>(now: &RedressNow<'a>) -> (Option<i32>, Option<&'a str>) {
    now.counted.map(|(year, outcome)| (i32::from(year), outcome)).unzip()
}
