//! 办理: what is written about a request. The steps are the truth; the columns beside them are their projection.

use serde_json::json;
use uuid::Uuid;

use crate::{
    Act, Civil, Error, OrganId, PersonId, RequestId, Result, SealedUpload, content,
    db::on_tx,
    ids::storable,
    sealed_files::{CaseKind, in_turn, keep_sealed},
};

/// A request to be registered; words are keys of the law crate.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the same fields as Request")]
pub struct NewRequest<'a> {
    pub organ: OrganId,
    pub number: &'a str,
    pub code_mac: &'a [u8],
    pub title: &'a str,
    pub wanted: &'a str,
    pub applicant: &'a str,
    pub applicant_mac: Option<&'a [u8]>,
    pub sealed: &'a [u8],
    pub channel: &'a str,
    pub supply: &'a str,
    pub delivery: &'a str,
}

/// A step to be written down.
#[derive(Clone, Copy, Debug)]
pub struct NewStep<'a> {
    /// The day it happened on.
    pub on: Civil,
    /// A word of the law crate, or one of the office.
    pub kind: &'a str,
    /// JSON: what belongs to it.
    pub detail: &'a str,
}

/// 投影: what the steps fold to, for lists and counts; fields as in [`crate::RequestLine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the same fields as RequestLine")]
pub struct Projection<'a> {
    pub arrived: Civil,
    pub received: Option<Civil>,
    pub stage: &'a str,
    pub waits: &'a str,
    pub due: Option<Civil>,
    pub provisional: bool,
    pub extended: i32,
    pub decision: Option<&'a str>,
    pub ended: Option<Civil>,
    pub served: Option<Civil>,
    pub archived: Option<Civil>,
    pub used: Option<i32>,
    pub in_time: Option<bool>,
}

/// A file to be put into a request's file.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// All of it, sealed.
    pub upload: SealedUpload<'a>,
    /// Its name.
    pub name: &'a str,
    /// What it is for.
    pub kind: &'a str,
    /// Whether the applicant may fetch it.
    pub shown: bool,
}

const STEP: &str = "
    insert into request_step (request_id, n, on_date, kind, detail, actor, at_ms)
    values ($1, $2, $3, $4, $5, $6, $7)";

impl Act {
    /// 登记: a request with its first steps. [`Error::Taken`] when its number is.
    pub async fn add_request(
        &mut self,
        new: &NewRequest<'_>,
        steps: &[NewStep<'_>],
        now: &Projection<'_>,
    ) -> Result<RequestId> {
        const SQL: &str = "
            insert into request (id, organ_id, number, code_mac, title, wanted, applicant, applicant_mac, sealed, channel,
                supply, delivery, arrived, registered_ms, received, stage, waits, due, provisional, extended, decision,
                ended, served, archived, received_year, ended_year, steps, used, in_time)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23, $24, $25, $26, $27, $28, $29)";
        let (id, at) = (RequestId::born(self.at()), self.at());
        let detail = json!({"number": new.number, "channel": new.channel, "steps": kinds(steps)});
        let tx = self.write("request.add", Some(new.organ), id, detail);
        on_tx!(tx, c => sqlx::query(SQL)
            .bind(id).bind(new.organ).bind(storable(new.number)).bind(new.code_mac).bind(storable(new.title))
            .bind(storable(new.wanted)).bind(new.applicant).bind(new.applicant_mac).bind(new.sealed).bind(new.channel)
            .bind(new.supply).bind(new.delivery).bind(now.arrived).bind(at)
            .bind(now.received).bind(now.stage).bind(now.waits).bind(now.due).bind(now.provisional).bind(now.extended)
            .bind(now.decision).bind(now.ended).bind(now.served).bind(now.archived)
            .bind(year(now.received)).bind(year(now.ended)).bind(i32::try_from(steps.len()).unwrap_or(i32::MAX))
            .bind(now.used).bind(now.in_time).execute(c).await.map(|_| ()))
        .map_err(|error| Error::taken(error, "申请编号"))?;
        self.write_steps(STEP, id.0, 0, steps).await?;
        self.finish();
        Ok(id)
    }

    /// 办理一步: writes steps down and what the whole folds to now. [`Error::Stale`] when somebody else wrote first.
    pub async fn take_steps(
        &mut self,
        id: RequestId,
        version: i64,
        steps: &[NewStep<'_>],
        now: &Projection<'_>,
    ) -> Result<()> {
        const SQL: &str = "
            update request set received = $1, stage = $2, waits = $3, due = $4, provisional = $5, extended = $6,
                decision = $7, ended = $8, served = $9, archived = $10, received_year = $11, ended_year = $12,
                steps = steps + $13, arrived = $14, used = $15, in_time = $16, version = version + 1
            where id = $17 and version = $18 returning organ_id, steps";
        let count = i32::try_from(steps.len()).unwrap_or(i32::MAX);
        let tx = self.write("request.step", None, id, json!({"steps": kinds(steps)}));
        let found: Option<(OrganId, i32)> = on_tx!(tx, c => sqlx::query_as(SQL)
            .bind(now.received).bind(now.stage).bind(now.waits).bind(now.due).bind(now.provisional).bind(now.extended)
            .bind(now.decision).bind(now.ended).bind(now.served).bind(now.archived)
            .bind(year(now.received)).bind(year(now.ended)).bind(count).bind(now.arrived).bind(now.used)
            .bind(now.in_time).bind(id).bind(version)
            .fetch_optional(c).await)?;
        let (organ, after) = found.ok_or(Error::Stale)?;
        self.write_steps(STEP, id.0, after - count, steps).await?;
        self.about(organ);
        self.finish();
        Ok(())
    }

    /// 分派: who handles it and until when, inside the office. [`Error::Stale`] when somebody else wrote first.
    pub async fn assign_request(
        &mut self,
        id: RequestId,
        version: i64,
        officer: Option<PersonId>,
        internal_due: Option<Civil>,
    ) -> Result<()> {
        const SQL: &str = "
            update request set officer_id = $1, internal_due = $2, version = version + 1
            where id = $3 and version = $4 returning organ_id";
        let detail =
            json!({"officer": officer.map(|id| id.to_string()), "internal_due": internal_due.map(|d| d.0.to_string())});
        let tx = self.write("request.assign", None, id, detail);
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(officer).bind(internal_due).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// 更正申请人: whose column of table 3 it is, by what the applicant is known again, and what is sealed. The journal has
    /// the kind, and that the rest changed, not what. [`Error::Stale`] when somebody else wrote first or it was erased.
    pub async fn amend_applicant(
        &mut self,
        id: RequestId,
        version: i64,
        applicant: &str,
        mac: Option<&[u8]>,
        sealed: &[u8],
    ) -> Result<()> {
        const SQL: &str = "
            update request set applicant = $1, applicant_mac = $2, sealed = $3, version = version + 1
            where id = $4 and version = $5 and sealed is not null returning organ_id";
        let tx = self.write("request.amend", None, id, json!({"applicant": applicant}));
        let organ: Option<OrganId> = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(applicant).bind(mac).bind(sealed).bind(id).bind(version).fetch_optional(c).await)?;
        self.about(organ.ok_or(Error::Stale)?);
        self.finish();
        Ok(())
    }

    /// Puts a file into a request's file; gives its place there.
    pub async fn attach(&mut self, id: RequestId, organ: OrganId, file: &NewFile<'_>) -> Result<i32> {
        const SQL: &str = "
            insert into request_file (request_id, n, file_sm3, name, kind, shown, actor, at_ms)
            select $1, coalesce(max(n) + 1, 0), $2, $3, $4, $5, $6, $7 from request_file where request_id = $1
            returning n";
        let (at, actor) = (self.at(), self.actor().to_string());
        let detail = json!({"kind": file.kind, "shown": file.shown, "size": file.upload.size});
        let tx = self.write("request.attach", Some(organ), id, detail);
        in_turn(tx, CaseKind::Request, id.0).await?;
        let sm3 = keep_sealed(tx, at, file.upload).await?;
        let n: i32 = on_tx!(tx, c => sqlx::query_scalar(SQL)
            .bind(id).bind(sm3.bytes()).bind(storable(file.name)).bind(file.kind).bind(file.shown).bind(&actor).bind(at)
            .fetch_one(c).await)?;
        self.amend("file", sm3.to_string());
        self.finish();
        Ok(n)
    }

    /// 编号: the next number of an organ's series, from 1 each year. It is given out for good when the act commits, and
    /// nobody else gets one of the series before that, so there is no gap and no double.
    pub async fn next_number(&mut self, organ: OrganId, kind: &'static str, year: i16) -> Result<i64> {
        self.next_numbers(organ, kind, year, 1).await
    }

    /// The first of several numbers of an organ's series, as [`Act::next_number`] gives one.
    pub async fn next_numbers(&mut self, organ: OrganId, kind: &'static str, year: i16, count: i64) -> Result<i64> {
        const SQL: &str = "
            insert into number_series (organ_id, kind, year, last) values ($1, $2, $3, $4)
            on conflict (organ_id, kind, year) do update set last = number_series.last + $4 returning last";
        let tx = self.write("number.give", Some(organ), kind, json!({"year": year, "count": count}));
        let last: i64 = on_tx!(tx, c => sqlx::query_scalar(SQL).bind(organ).bind(kind).bind(i32::from(year)).bind(count)
            .fetch_one(c).await)?;
        self.amend("number", last);
        self.finish();
        Ok(last - count + 1)
    }

    /// After [`Act::write`], before [`Act::finish`]; the statement takes what they belong to, their place, their day …
    pub(crate) async fn write_steps(
        &mut self,
        sql: &'static str,
        of: Uuid,
        from: i32,
        steps: &[NewStep<'_>],
    ) -> Result<()> {
        let (at, actor) = (self.at(), self.actor().to_string());
        let tx = self.going_on();
        for (n, step) in (from..).zip(steps) {
            on_tx!(tx, c => sqlx::query(sql)
                .bind(of).bind(n).bind(step.on).bind(step.kind).bind(storable(step.detail)).bind(&actor).bind(at)
                .execute(c).await.map(|_| ()))?;
        }
        if !steps.is_empty() {
            let written = (from..).zip(steps).map(|(n, step)| content::of_step(of, n, step, (&actor, at)).to_string());
            self.amend("content", written.collect::<Vec<_>>());
            self.amend("from", from);
        }
        Ok(())
    }
}

pub(crate) fn kinds(steps: &[NewStep<'_>]) -> Vec<String> {
    steps.iter().map(|step| format!("{} {}", step.on.0, step.kind)).collect()
}

pub(crate) fn year(date: Option<Civil>) -> Option<i32> {
    date.map(|date| i32::from(date.0.year()))
}
