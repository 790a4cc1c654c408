//! 承继: what was open at an organ that was closed goes to its successor.

use serde_json::json;

use crate::{
    Act, Civil, Db, OrganId, Result, Scope,
    casework::year,
    db::{on, on_tx},
    scope::within,
};

/// How much went over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedOver {
    /// Requests, with their unsigned letters.
    pub requests: i64,
    /// Cases of redress.
    pub cases: i64,
    /// Complaints and corrections.
    pub matters: i64,
}

/// What is open of a request: not filed yet, or under a review or lawsuit.
const REQUESTS: &str = "
    update request set organ_id = $1, officer_id = null, version = version + 1
    where organ_id = $2 and (stage <> 'file'
        or exists (select 1 from redress c where c.request_id = request.id and c.phase <> 'concluded'))
    returning id, number";
const CASES: &str = "
    update redress set organ_id = $1, version = version + 1 where organ_id = $2 and phase <> 'concluded'
    returning id, number";
const MATTERS: &str = "
    update matter set organ_id = $1, version = version + 1 where organ_id = $2 and ended is null returning id, number";
/// Drafts get their number from the successor; what was signed keeps the one it has.
const DRAFTS: &str = "
    update letter set organ_id = $1 where organ_id = $2 and number is null
        and (request_id in (select id from request where organ_id = $1)
            or redress_id in (select id from redress where organ_id = $1))";
/// Mistakes that somebody found and nobody answered.
const MISTAKES: &str = "
    update mistake set organ_id = $1, version = version + 1 where organ_id = $2 and outcome is null";
/// Rows of one statement.
const BATCH: usize = 500;

impl Act {
    /// Hands over on a day whatever is open of one organ to another, each with its own journal row; numbers and steps stay.
    pub async fn hand_over(&mut self, from: OrganId, to: OrganId, on: Civil) -> Result<HandedOver> {
        let requests = self.move_all(("request", "request.hand_over", REQUESTS), from, to, on).await?;
        let cases = self.move_all(("redress", "redress.hand_over", CASES), from, to, on).await?;
        let matters = self.move_all(("matter", "matter.hand_over", MATTERS), from, to, on).await?;
        if requests + cases > 0 {
            let tx = self.write("letter.hand_over", Some(to), from, json!({"to": to.to_string()}));
            let drafts = on_tx!(tx, c => sqlx::query(DRAFTS).bind(to).bind(from).execute(c).await
                .map(|done| done.rows_affected()))?;
            self.amend("drafts", drafts);
            self.finish();
        }
        let tx = self.write("mistake.hand_over", Some(to), from, json!({"to": to.to_string()}));
        let mistakes = on_tx!(tx, c => sqlx::query(MISTAKES).bind(to).bind(from).execute(c).await
            .map(|done| done.rows_affected()))?;
        match mistakes {
            0 => self.retract(),
            some => {
                self.amend("count", some);
                self.finish();
            }
        }
        Ok(HandedOver { requests, cases, matters })
    }

    async fn move_all(
        &mut self,
        (kind, act, sql): (&'static str, &'static str, &'static str),
        from: OrganId,
        to: OrganId,
        on: Civil,
    ) -> Result<i64> {
        let tx = self.write("organ.hand_over", Some(from), from, json!({"kind": kind, "to": to.to_string()}));
        let moved: Vec<(uuid::Uuid, String)> =
            on_tx!(tx, c => sqlx::query_as(sql).bind(to).bind(from).fetch_all(c).await)?;
        for batch in moved.chunks(BATCH) {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = sqlx::QueryBuilder::new(
                    "insert into handover (case_id, from_id, to_id, kind, on_date, year) ",
                );
                query.push_values(batch, |mut row, (id, _)| {
                    row.push_bind(*id).push_bind(from).push_bind(to).push_bind(kind).push_bind(on).push_bind(year(Some(on)));
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        if moved.is_empty() {
            self.retract();
            return Ok(0);
        }
        self.amend("count", moved.len());
        self.finish();
        for (id, number) in &moved {
            self.record(act, Some(to), id, json!({"number": number, "from": from.to_string(), "to": to.to_string()}));
        }
        Ok(i64::try_from(moved.len()).unwrap_or(i64::MAX))
    }
}

impl Db {
    /// How much an organ handed over so far.
    pub async fn handed_over(&self, from: OrganId) -> Result<HandedOver> {
        const SQL: &str = "select kind, count(*) from handover where from_id = $1 group by kind";
        let counts: Vec<(String, i64)> = on!(self, pool => sqlx::query_as(SQL).bind(from).fetch_all(pool).await)?;
        let of = |kind: &str| counts.iter().find(|(known, _)| known == kind).map_or(0, |(_, count)| *count);
        Ok(HandedOver { requests: of("request"), cases: of("redress"), matters: of("matter") })
    }

    /// How much each organ below one handed over so far, of those that handed over anything, at most `limit`.
    pub async fn handed_over_below(&self, above: OrganId, limit: i64) -> Result<Vec<(OrganId, HandedOver)>> {
        let rows: Vec<(OrganId, i64, i64, i64)> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select h.from_id");
            for kind in ["request", "redress", "matter"] {
                query.push(", cast(sum(case when h.kind = '").push(kind).push("' then 1 else 0 end) as bigint)");
            }
            query.push(" from handover h where 1 = 1");
            within!(query, "h.from_id", Scope::Subtree(above));
            query.push(" group by h.from_id order by h.from_id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?;
        let of = |(from, requests, cases, matters)| (from, HandedOver { requests, cases, matters });
        Ok(rows.into_iter().map(of).collect())
    }
}
