//! 定稿: table 3 of an organ's year as it was reported, and what has moved since.

use serde_json::json;

use crate::{
    Act, Db, Digest, Error, Moment, OrganId, Result, Scope,
    db::{on, on_tx},
    scope::within,
    whose::{counted, over},
};

/// A year as it was reported.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FrozenYear {
    /// The edition of the form.
    pub edition: String,
    /// JSON: the figures by the address of their cell.
    pub figures: String,
    /// Who froze it: an [`crate::Actor`] in words.
    pub actor: String,
    /// When.
    pub at_ms: Moment,
}

/// 更正: a request that a frozen year counted otherwise than it is counted now, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Moved {
    /// 编号
    pub number: String,
    /// In a few words.
    pub title: String,
    /// The column in which it was counted; `None` where it was not.
    pub was_applicant: Option<String>,
    /// Whether it was counted as received in the year.
    pub was_new: Option<bool>,
    /// The row of its ending in the year; `None` where it was carried out.
    pub was_decision: Option<String>,
    /// Its column now.
    pub applicant: String,
    /// Whether it is counted as received in the year now; `None` where it is not counted any more.
    pub now_new: Option<bool>,
    /// The row of its ending in the year now; `None` where it is carried out or not counted.
    pub now_decision: Option<String>,
}

/// 用时: how many requests of an organ that ended in a year took so many working days, with so long an extension, and ended in
/// time or late.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Duration {
    /// Whose.
    pub organ_id: OrganId,
    /// Working days; `None` where no clock says.
    pub used: Option<i32>,
    /// Working days that extensions added.
    pub extended: i32,
    /// 按期; `None` where no clock says.
    pub in_time: Option<bool>,
    /// How many.
    pub count: i64,
}

impl Db {
    /// How long those took that ended in a year, and whether in time, by organ, the quickest first: those that table 3
    /// counts.
    pub async fn durations(&self, scope: Scope, year: i16) -> Result<Vec<Duration>> {
        let year = i32::from(year);
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            over!(query, scope, year);
            query.push(
                " select organ_id, used, extended, in_time, cast(sum(count) as bigint) as count from (
                select r.organ_id, r.used, r.extended, r.in_time, count(*) as count from request r
                where r.ended_year = ",
            );
            // the plus keeps SQLite from an index that begins with the year and has no times
            query.push_bind(year).push(" and +r.received_year <= ").push_bind(year);
            within!(query, "r.organ_id", scope);
            query.push(
                " group by r.organ_id, r.used, r.extended, r.in_time union all
                select o.organ_id, r.used, r.extended, r.in_time, o.n from over o join request r on r.id = o.id where o.ended_year = ",
            );
            query.push_bind(year).push(" and o.received_year <= ").push_bind(year);
            query.push(
                ") as found group by organ_id, used, extended, in_time having sum(count) > 0
                order by organ_id, used, extended, in_time",
            );
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// An organ's year as it was reported; `None` while it is not frozen.
    pub async fn frozen_year(&self, organ: OrganId, year: i16) -> Result<Option<FrozenYear>> {
        const SQL: &str = "select edition, figures, actor, at_ms from frozen_year where organ_id = $1 and year = $2";
        Ok(on!(self, pool => sqlx::query_as(SQL).bind(organ).bind(i32::from(year)).fetch_optional(pool).await)?)
    }

    /// The requests that a frozen year counts otherwise now, by number, at most `limit`.
    pub async fn moved_requests(&self, organ: OrganId, year: i16, limit: i64) -> Result<Vec<Moved>> {
        const NOW: &str =
            "r.applicant, c.fresh > 0 as now_new, case when c.done > 0 then r.decision end as now_decision";
        const OTHERWISE: &str = "
            and (c.id is null or r.applicant <> f.applicant or (c.fresh > 0) <> f.is_new
                or coalesce(case when c.done > 0 then r.decision end, '') <> coalesce(f.decision, ''))";
        const UNKNOWN: &str = "
            from counted c join request r on r.id = c.id where c.n > 0
            and not exists (select 1 from frozen_request f where f.request_id = r.id and f.organ_id = ";
        let (scope, year) = (Scope::Organ(organ), i32::from(year));
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("");
            counted!(query, scope, year);
            query.push(
                " select r.number, r.title, f.applicant as was_applicant, f.is_new as was_new, f.decision as was_decision, ",
            );
            query.push(NOW).push(" from frozen_request f join request r on r.id = f.request_id ");
            query.push("left join counted c on c.id = r.id and c.n > 0 where f.organ_id = ").push_bind(organ);
            query.push(" and f.year = ").push_bind(year).push(OTHERWISE);
            query.push(" union all select r.number, r.title, null, null, null, ").push(NOW);
            query.push(UNKNOWN).push_bind(organ).push(" and f.year = ").push_bind(year);
            query.push(") order by 1 limit ").push_bind(limit).build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// Freezes an organ's year: the figures, and what each request is counted as. [`Error::Taken`] when it is frozen.
    pub async fn freeze_year(&mut self, organ: OrganId, year: i16, edition: &str, figures: &str) -> Result<()> {
        self.write("year.freeze", Some(organ), organ, json!({"year": year, "edition": edition}));
        self.frozen(organ, year, (edition, figures)).await
    }

    /// 重新定稿: freezes a year as a correction reports it. What stood there before stays in the version that it was
    /// reported in; the journal has its fingerprint.
    pub async fn freeze_year_anew(&mut self, organ: OrganId, year: i16, edition: &str, figures: &str) -> Result<()> {
        const BEFORE: &str = "select figures from frozen_year where organ_id = $1 and year = $2";
        const OUT: [&str; 3] = [
            "delete from frozen_request where organ_id = $1 and year = $2",
            "delete from frozen_redress where organ_id = $1 and year = $2",
            "delete from frozen_year where organ_id = $1 and year = $2",
        ];
        let of = i32::from(year);
        let tx = self.write("year.freeze", Some(organ), organ, json!({"year": year, "edition": edition}));
        let before: Option<String> =
            on_tx!(tx, c => sqlx::query_scalar(BEFORE).bind(organ).bind(of).fetch_optional(c).await)?;
        for sql in OUT {
            on_tx!(tx, c => sqlx::query(sql).bind(organ).bind(of).execute(c).await.map(|_| ()))?;
        }
        if let Some(before) = before {
            self.amend("before", Digest::of(before.as_bytes()).to_string());
        }
        self.frozen(organ, year, (edition, figures)).await
    }

    /// Writes a frozen year down, with each of its requests and cases; ends the write that was begun.
    async fn frozen(&mut self, organ: OrganId, year: i16, (edition, figures): (&str, &str)) -> Result<()> {
        const SQL: &str = "
            insert into frozen_year (organ_id, year, edition, figures, actor, at_ms, cases)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let (at, actor, year) = (self.at(), self.actor().to_string(), i32::from(year));
        let tx = self.going_on();
        on_tx!(tx, c => sqlx::query(SQL).bind(organ).bind(year).bind(edition).bind(figures).bind(&actor).bind(at)
            .bind(true).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "这一年的定稿"))?;
        let scope = Scope::Organ(organ);
        let count = on_tx!(tx, connection => {
            let mut query = sqlx::QueryBuilder::new(
                "insert into frozen_request (organ_id, year, request_id, applicant, is_new, decision) ",
            );
            counted!(query, scope, year);
            query.push(" select ").push_bind(organ).push(", ").push_bind(year);
            query.push(
                ", r.id, r.applicant, c.fresh > 0, case when c.done > 0 then r.decision end
                from counted c join request r on r.id = c.id where c.n > 0",
            );
            query.build().execute(connection).await.map(|done| done.rows_affected())
        })?;
        let cases = self.freeze_cases(organ, year).await?;
        self.amend("requests", count);
        self.amend("cases", cases);
        self.finish();
        Ok(())
    }
}
