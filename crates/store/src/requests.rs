//! 申请台账: the requests, as lists and as files.

use crate::{
    Civil, Db, Digest, Error, Moment, OrganId, PersonId, RequestId, Result, Scope, Turn,
    db::on,
    ids::{containing, storable},
    scope::within,
};

/// A request without what was sealed; words are keys of the law crate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RequestLine {
    /// Its identity.
    pub id: RequestId,
    /// Who answers it.
    pub organ_id: OrganId,
    /// 编号: `QH-2026-0137`.
    pub number: String,
    /// In a few words.
    pub title: String,
    /// 申请人类别: a column of table 3.
    pub applicant: String,
    /// 提交渠道.
    pub channel: String,
    /// 到达之日.
    pub arrived: Civil,
    /// 收到之日; `None` while it is to be confirmed.
    pub received: Option<Civil>,
    /// 环节.
    pub stage: String,
    /// 等谁.
    pub waits: String,
    /// 答复期限; `None` while the clock stands.
    pub due: Option<Civil>,
    /// 暂定.
    pub provisional: bool,
    /// Working days that extensions added.
    pub extended: i32,
    /// 办理结果: a row of table 3.
    pub decision: Option<String>,
    /// 办结之日.
    pub ended: Option<Civil>,
    /// 送达之日.
    pub served: Option<Civil>,
    /// 归档之日.
    pub archived: Option<Civil>,
    /// 经办人.
    pub officer_id: Option<PersonId>,
    /// 内部期限.
    pub internal_due: Option<Civil>,
    /// How many steps were taken.
    pub steps: i32,
    /// Counts saves.
    pub version: i64,
}

/// A request.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Request {
    /// What lists show.
    #[sqlx(flatten)]
    pub line: RequestLine,
    /// What is asked, as the applicant put it.
    pub wanted: String,
    /// 提供形式.
    pub supply: String,
    /// 获取途径.
    pub delivery: String,
    /// HMAC of the inquiry code.
    pub code_mac: Vec<u8>,
    /// HMAC of the applicant's identity number.
    pub applicant_mac: Option<Vec<u8>>,
    /// Name, identity and contact, encrypted; `None` when erased.
    pub sealed: Option<Vec<u8>>,
    /// When it was written down.
    pub registered_ms: Moment,
}

/// A file of a request.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Attached {
    /// Its place, from 0.
    pub n: i32,
    /// Its bytes.
    #[sqlx(try_from = "Vec<u8>")]
    pub file_sm3: Digest,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: String,
    /// Whether the applicant may fetch it.
    pub shown: bool,
    /// Who added it.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
    /// In bytes.
    pub size: i64,
    /// Its type.
    pub media: String,
}

/// So many are worth counting: nobody pages through more of them.
pub const MOST_COUNTED: i64 = 10_000;

/// Which requests to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestFilter<'a> {
    /// Only those that have not ended.
    pub open: bool,
    /// At one stage.
    pub stage: Option<&'a str>,
    /// Waiting for somebody.
    pub waits: Option<&'a str>,
    /// Waiting for anybody but the office.
    pub elsewhere: bool,
    /// Of one organ, of those that may be seen.
    pub organ: Option<OrganId>,
    /// Of one officer.
    pub officer: Option<PersonId>,
    /// Nobody has it yet.
    pub unassigned: bool,
    /// Due on this day or before.
    pub due_by: Option<Civil>,
    /// Due on this day or after.
    pub due_from: Option<Civil>,
    /// With a due date that no notice settles.
    pub provisional: bool,
    /// Received in this year.
    pub year: Option<i16>,
    /// By number or a part of it (the old one whole), or with these words in what is asked; empty for all.
    pub words: &'a str,
}

/// 在办: how many requests are open, and of these how many press in which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenRequests {
    /// All of them.
    pub all: i64,
    /// Those of one officer.
    pub own: i64,
    /// Those due between the two days, both included.
    pub soon: i64,
    /// Those due before the first of the two.
    pub late: i64,
    /// Those whose answer is being made.
    pub answering: i64,
    /// Those that wait for somebody else.
    pub elsewhere: i64,
    /// Those with a due date that no notice settles.
    pub provisional: i64,
}

/// 待办: how much of each kind is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    /// Requests; counting stops at [`MOST_COUNTED`].
    pub requests: i64,
    /// Complaints and corrections.
    pub matters: i64,
    /// Reviews and lawsuits.
    pub redress: i64,
    /// Mistakes that readers found.
    pub mistakes: i64,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What is due first, first; what stands, last.
    #[default]
    Due,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// What stands comes after everything that is due.
const NEVER: &str = "9999-12-31";

macro_rules! line {
    () => {
        "r.id, r.organ_id, r.number, r.title, r.applicant, r.channel, r.arrived, r.received, r.stage, r.waits, r.due, \
         r.provisional, r.extended, r.decision, r.ended, r.served, r.archived, r.officer_id, r.internal_due, r.steps, \
         r.version"
    };
}
pub(crate) use line;

macro_rules! whole {
    () => {
        concat!(
            "select ",
            line!(),
            ", r.wanted, r.supply, r.delivery, r.code_mac, r.applicant_mac, r.sealed, r.registered_ms from request r where "
        )
    };
}
pub(crate) use whole;

macro_rules! narrow {
    ($query:ident, $filter:expr) => {
        if $filter.open {
            $query.push(" and r.stage <> 'file'");
        }
        if let Some(stage) = $filter.stage {
            $query.push(" and r.stage = ").push_bind(stage);
        }
        if let Some(waits) = $filter.waits {
            $query.push(" and r.waits = ").push_bind(waits);
        }
        if $filter.elsewhere {
            $query.push(" and r.waits not in ('office', 'head', 'nobody')");
        }
        if let Some(organ) = $filter.organ {
            $query.push(" and r.organ_id = ").push_bind(organ);
        }
        if let Some(officer) = $filter.officer {
            $query.push(" and r.officer_id = ").push_bind(officer);
        }
        if $filter.unassigned {
            $query.push(" and r.officer_id is null");
        }
        if let Some(day) = $filter.due_by {
            // the words of the index; what is not due comes on no day
            $query.push(" and coalesce(r.due, '9999-12-31') <= ").push_bind(day);
        }
        if let Some(day) = $filter.due_from {
            $query.push(" and r.due >= ").push_bind(day);
        }
        if $filter.provisional {
            $query.push(" and r.provisional = ").push_bind(true);
        }
        if let Some(year) = $filter.year {
            $query.push(" and r.received_year = ").push_bind(i32::from(year));
        }
        if !$filter.words.is_empty() {
            let part = containing($filter.words);
            let number = storable($filter.words).into_owned();
            let part_of_number = containing(&$filter.words.to_uppercase());
            $query.push(" and (r.number like ").push_bind(part_of_number).push(" escape '\\'");
            $query.push(" or r.old_number = ").push_bind(number);
            $query.push(" or r.wanted like ").push_bind(part.clone()).push(" escape '\\'");
            $query.push(" or r.title like ").push_bind(part).push(" escape '\\')");
        }
    };
}

impl Db {
    /// One request for these eyes. [`Error::Missing`] when it is not there or not in their scope.
    pub async fn request(&self, id: RequestId, scope: Scope) -> Result<Request> {
        on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(whole!());
            query.push("r.id = ").push_bind(id);
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?
        .ok_or(Error::Missing("申请"))
    }

    /// The request with this number, if there is one in this scope.
    pub async fn request_numbered(&self, number: &str, scope: Scope) -> Result<Option<Request>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(whole!());
            query.push("r.number = ").push_bind(storable(number).into_owned());
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_optional(pool).await
        })?)
    }

    /// The open requests of a scope, counted in one pass; `today` and `soon` bound what is due soon.
    pub async fn open_requests(
        &self,
        scope: Scope,
        officer: PersonId,
        today: Civil,
        soon: Civil,
    ) -> Result<OpenRequests> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) as \"all\", count(case when r.officer_id = ");
            query.push_bind(officer).push(" then 1 end) as own, count(case when r.due >= ").push_bind(today);
            query.push(" and r.due <= ").push_bind(soon).push(" then 1 end) as soon, count(case when r.due < ");
            query.push_bind(today).push(
                " then 1 end) as late, count(case when r.stage = 'answer' then 1 end) as answering, \
                 count(case when r.waits not in ('office', 'head', 'nobody') then 1 end) as elsewhere, \
                 count(case when r.provisional = ",
            );
            query.push_bind(true).push(" then 1 end) as provisional from request r where r.stage <> 'file'");
            within!(query, "r.organ_id", scope);
            query.build_query_as().fetch_one(pool).await
        })?)
    }

    /// How much of each kind is open in a scope, by one query: every page of the desk says so.
    pub async fn waiting(&self, scope: Scope) -> Result<Waiting> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select (select count(*) from (select 1 from request r where r.stage <> 'file'",
            );
            within!(query, "r.organ_id", scope);
            query.push(" limit ").push_bind(MOST_COUNTED).push(") as found) as requests, ");
            query.push("(select count(*) from matter m where m.ended is null");
            within!(query, "m.organ_id", scope);
            query.push(") as matters, (select count(*) from redress r where r.phase <> 'concluded'");
            within!(query, "r.organ_id", scope);
            query.push(") as redress, (select count(*) from mistake m where m.outcome is null");
            within!(query, "m.organ_id", scope);
            query.push(") as mistakes").build_query_as().fetch_one(pool).await
        })?)
    }

    /// The last number given out in an organ's series of a year; 0 before the first.
    pub async fn last_number(&self, organ: OrganId, kind: &str, year: i16) -> Result<i64> {
        const SQL: &str = "select last from number_series where organ_id = $1 and kind = $2 and year = $3";
        let last: Option<i64> = on!(self, pool => sqlx::query_scalar(SQL)
            .bind(organ).bind(kind).bind(i32::from(year)).fetch_optional(pool).await)?;
        Ok(last.unwrap_or(0))
    }

    /// The files of a request, in the order in which they were added.
    pub async fn request_files(&self, id: RequestId) -> Result<Vec<Attached>> {
        const SQL: &str = "
            select a.n, a.file_sm3, a.name, a.kind, a.shown, a.actor, a.at_ms, f.size, f.media
            from request_file a join file f on f.sm3 = a.file_sm3 where a.request_id = $1 order by a.n";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
    }

    /// Up to `limit` requests of a part of the list, in its order.
    pub async fn requests(
        &self,
        scope: Scope,
        filter: &RequestFilter<'_>,
        order: Order,
        turn: Turn,
        limit: i64,
    ) -> Result<Vec<RequestLine>> {
        // backwards, a list is read from its other end
        let down = (order == Order::Newest) != turn.is_back();
        let than = if down { " < " } else { " > " };
        let ordered = match (order, down) {
            (Order::Due, false) => " order by coalesce(r.due, '9999-12-31'), r.id",
            (Order::Due, true) => " order by coalesce(r.due, '9999-12-31') desc, r.id desc",
            (_, false) => " order by r.id",
            (_, true) => " order by r.id desc",
        };
        let mut found: Vec<RequestLine> = on!(self, pool => {
            // found, ordered and cut by an index alone, and only then looked up
            let mut query = sqlx::QueryBuilder::new(concat!(
                "select ", line!(), " from request r where r.id in (select r.id from request r where 1 = 1"
            ));
            within!(query, "r.organ_id", scope);
            narrow!(query, filter);
            if let Some(mark) = turn.mark() {
                if order == Order::Due {
                    let due = mark.due.map_or_else(|| NEVER.to_owned(), |due| due.0.to_string());
                    query.push(" and (coalesce(r.due, '9999-12-31'), r.id)").push(than).push("(").push_bind(due);
                    query.push(", ").push_bind(mark.id).push(")");
                } else {
                    query.push(" and r.id").push(than).push_bind(mark.id);
                }
            }
            query.push(ordered).push(" limit ").push_bind(limit).push(")").push(ordered);
            query.build_query_as().fetch_all(pool).await
        })?;
        if turn.is_back() {
            found.reverse();
        }
        Ok(found)
    }

    /// How many requests a filter finds; counting stops at [`MOST_COUNTED`].
    pub async fn request_count(&self, scope: Scope, filter: &RequestFilter<'_>) -> Result<i64> {
        self.counted_to(scope, filter, MOST_COUNTED).await
    }

    /// How many requests a filter finds, all of them: for what goes on record, not for a page.
    pub async fn request_count_all(&self, scope: Scope, filter: &RequestFilter<'_>) -> Result<i64> {
        self.counted_to(scope, filter, i64::MAX).await
    }

    async fn counted_to(&self, scope: Scope, filter: &RequestFilter<'_>, most: i64) -> Result<i64> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(*) from (select 1 from request r where 1 = 1");
            within!(query, "r.organ_id", scope);
            narrow!(query, filter);
            query.push(" limit ").push_bind(most).push(") as found");
            query.build_query_scalar().fetch_one(pool).await
        })?)
    }

    /// Open requests of all organs in the order of their birth, at most `limit` after this one: for the platform itself.
    pub async fn in_work(&self, after: Option<RequestId>, limit: i64) -> Result<Vec<RequestLine>> {
        Ok(on!(self, pool => {
            let mut query =
                sqlx::QueryBuilder::new(concat!("select ", line!(), " from request r where r.stage <> 'file'"));
            if let Some(after) = after {
                query.push(" and r.id > ").push_bind(after);
            }
            query.push(" order by r.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// Open requests that press somebody: due by this day, at the office or inside it, waiting for somebody else, being
    /// answered, in nobody's hands, or with a due date that no notice settles. What is due first, first.
    pub async fn pressing(&self, scope: Scope, by: Civil, limit: i64) -> Result<Vec<RequestLine>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(concat!(
                "select ", line!(), " from request r where r.stage <> 'file' and (r.due <= "
            ));
            query.push_bind(by).push(" or r.internal_due <= ").push_bind(by);
            query.push(
                " or r.waits not in ('office', 'nobody') or r.stage = 'answer' or r.officer_id is null \
                 or r.provisional = ",
            );
            query.push_bind(true).push(")");
            within!(query, "r.organ_id", scope);
            query.push(" order by r.due is null, r.due, r.id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// The same applicant's requests to one organ, those that arrived last first, at most `limit`.
    pub async fn requests_of_applicant(&self, organ: OrganId, mac: &[u8], limit: i64) -> Result<Vec<RequestLine>> {
        const SQL: &str = concat!(
            "select ",
            line!(),
            " from request r where r.applicant_mac = $1 and r.organ_id = $2 order by r.arrived desc, r.id desc limit $3"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(mac).bind(organ).bind(limit).fetch_all(pool).await)?)
    }

    /// What an organ decided, the last first, without one request.
    pub async fn requests_decided(&self, organ: OrganId, but: RequestId, limit: i64) -> Result<Vec<RequestLine>> {
        const SQL: &str = concat!(
            "select ",
            line!(),
            " from request r where r.organ_id = $1 and r.decision is not null and r.id <> $2 \
             order by r.ended desc, r.id desc limit $3"
        );
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(but).bind(limit).fetch_all(pool).await)?)
    }

    /// How many requests of the same applicant one organ received in a month and in the year around it, each from its first
    /// day to its last (of one that is not confirmed yet its arrival counts); with `upto`, the day of one of them, in the
    /// month only those up to that one.
    pub async fn applicant_counts(
        &self,
        organ: OrganId,
        mac: &[u8],
        month: (Civil, Civil),
        year: (Civil, Civil),
        upto: Option<(Civil, RequestId)>,
    ) -> Result<(i64, i64)> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select count(case when coalesce(r.received, r.arrived) >= ");
            query.push_bind(month.0).push(" and coalesce(r.received, r.arrived) <= ").push_bind(month.1);
            if let Some((day, id)) = upto {
                query.push(" and (coalesce(r.received, r.arrived) < ").push_bind(day);
                query.push(" or (coalesce(r.received, r.arrived) = ").push_bind(day);
                query.push(" and r.id <= ").push_bind(id).push("))");
            }
            query.push(" then 1 end), count(*) from request r where r.applicant_mac = ").push_bind(mac);
            query.push(" and r.organ_id = ").push_bind(organ);
            query.push(" and coalesce(r.received, r.arrived) >= ").push_bind(year.0);
            query.push(" and coalesce(r.received, r.arrived) <= ").push_bind(year.1);
            query.build_query_as().fetch_one(pool).await
        })?)
    }
}
