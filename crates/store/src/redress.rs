//! 复议诉讼台账: the cases of review and litigation, as lists and as files. Their steps are the truth; the columns beside
//! them are their projection, written by the act in the same transaction.

mod write;

use crate::{
    Civil, Db, Digest, Error, OrganId, RedressId, RequestId, Result, Scope, StepRow,
    db::on,
    ids::{containing, storable},
    scope::within,
    steps::steps_in,
    whose::placed,
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
    pub number: &'a str,
    pub said: Registered<'a>,
}

/// 登记事项: what the papers say of a case, and what an office can put right later; fields as in [`Redress`].
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the same fields as Redress")]
pub struct Registered<'a> {
    pub request: Option<RequestId>,
    pub after: Option<RedressId>,
    pub route: &'a str,
    pub forum: &'a str,
    pub case_number: &'a str,
    pub title: &'a str,
    /// By what two registrations of one case are known: an organ has no two of them. `None` for a case that was struck.
    pub docket: Option<&'a str>,
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
    /// Only those that wait for a result: nothing is asked of us, and they are heard or stayed.
    pub heard: bool,
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
    /// Those that wait for a result, as [`RedressFilter::heard`] finds them.
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

/// Of the partial index `redress_open`.
macro_rules! open {
    () => {
        " r.phase <> 'concluded' and r.phase <> 'cancelled'"
    };
}

macro_rules! heard {
    () => {
        " r.due is null and r.phase in ('hear', 'suspended')"
    };
}

macro_rules! narrow {
    ($query:ident, $filter:expr) => {
        if $filter.open {
            $query.push(concat!(" and", open!()));
        }
        if $filter.heard {
            $query.push(concat!(" and", heard!()));
        }
        if let Some(route) = $filter.route {
            $query.push(" and r.route = ").push_bind(route);
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

    /// The case of an organ that is known by this: [`Registered::docket`].
    pub async fn redress_docketed(&self, organ: OrganId, docket: &str) -> Result<Option<Redress>> {
        const SQL: &str = concat!("select ", line!(), " from redress r where r.organ_id = $1 and r.docket = $2");
        let docket = storable(docket);
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(&*docket).fetch_optional(pool).await)?)
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
            query.push(concat!(
                " then 1 end) as late, count(case when",
                heard!(),
                " then 1 end) as heard from redress r where",
                open!()
            ));
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_one(pool).await
        })?)
    }

    /// What table 4 of a year is counted from: every case that had reached us by its end and that no earlier year counted
    /// as concluded. Before the year in which a case went over to a successor the closed organ counts it; a count less than
    /// nothing takes it out again.
    pub async fn redress_groups(&self, scope: Scope, year: i16) -> Result<Vec<RedressGroup>> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            placed!(query, scope, year);
            query.push(
                " select r.route, r.notified_year, r.concluded_year, r.outcome, cast(sum(p.n) as bigint) as count
                from placed p join redress r on r.id = p.id
                where (r.concluded_year is null or r.concluded_year >= ",
            );
            query.push_bind(year).push(") group by r.route, r.notified_year, r.concluded_year, r.outcome");
            query.push(" having sum(p.n) <> 0").build_query_as().fetch_all(pool).await
        })?)
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
            let mut query = sqlx::QueryBuilder::new("");
            placed!(query, scope, year);
            query.push(concat!(
                " select ", line!(), " from redress r where r.id in (select id from placed group by id having sum(n) > 0)
                and r.route = "
            ));
            query.push_bind(route);
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
