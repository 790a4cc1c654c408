//! 投影重建: the columns that requests' steps fold to, compared with the fold and mended. Never the other way round.

use serde_json::json;

use crate::{
    Act, Civil, Db, Projection, RequestId, Result,
    casework::year,
    db::{on, on_tx},
};

/// What stands beside a request's steps.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Projected {
    /// Whose.
    pub id: RequestId,
    /// 编号
    pub number: String,
    steps: i32,
    arrived: Civil,
    received: Option<Civil>,
    stage: String,
    waits: String,
    due: Option<Civil>,
    provisional: bool,
    extended: i32,
    decision: Option<String>,
    ended: Option<Civil>,
    served: Option<Civil>,
    archived: Option<Civil>,
    used: Option<i32>,
    in_time: Option<bool>,
    received_year: Option<i32>,
    ended_year: Option<i32>,
    version: i64,
}

impl Projected {
    /// The columns that are not what so many steps fold to.
    pub fn wrong(&self, steps: i32, now: &Projection<'_>) -> Vec<&'static str> {
        let columns = [
            ("steps", self.steps == steps),
            ("arrived", self.arrived == now.arrived),
            ("received", self.received == now.received),
            ("stage", self.stage == now.stage),
            ("waits", self.waits == now.waits),
            ("due", self.due == now.due),
            ("provisional", self.provisional == now.provisional),
            ("extended", self.extended == now.extended),
            ("decision", self.decision.as_deref() == now.decision),
            ("ended", self.ended == now.ended),
            ("served", self.served == now.served),
            ("archived", self.archived == now.archived),
            ("used", self.used == now.used),
            ("in_time", self.in_time == now.in_time),
            ("received_year", self.received_year == year(now.received)),
            ("ended_year", self.ended_year == year(now.ended)),
        ];
        columns.into_iter().filter(|(_, right)| !right).map(|(column, _)| column).collect()
    }
}

impl Db {
    /// Up to `limit` requests after one, in the order of their ids; from the first without one.
    pub async fn projected(&self, after: Option<RequestId>, limit: i64) -> Result<Vec<Projected>> {
        Ok(on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new(
                "select id, number, steps, arrived, received, stage, waits, due, provisional, extended, decision, ended,
                    served, archived, used, in_time, received_year, ended_year, version from request",
            );
            if let Some(after) = after {
                query.push(" where id > ").push_bind(after);
            }
            query.push(" order by id limit ").push_bind(limit);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

impl Act {
    /// Writes anew what a request's steps fold to, with the names of the columns that were wrong; false when somebody
    /// took a step meanwhile, who wrote it down themselves.
    pub async fn reproject(
        &mut self,
        was: &Projected,
        steps: i32,
        now: &Projection<'_>,
        wrong: &[&'static str],
    ) -> Result<bool> {
        const SQL: &str = "
            update request set received = $1, stage = $2, waits = $3, due = $4, provisional = $5, extended = $6,
                decision = $7, ended = $8, served = $9, archived = $10, received_year = $11, ended_year = $12,
                steps = $13, arrived = $14, used = $15, in_time = $16
            where id = $17 and version = $18";
        let tx = self.write("request.reproject", None, was.id, json!({"number": was.number, "columns": wrong}));
        let rows = on_tx!(tx, c => sqlx::query(SQL)
            .bind(now.received).bind(now.stage).bind(now.waits).bind(now.due).bind(now.provisional).bind(now.extended)
            .bind(now.decision).bind(now.ended).bind(now.served).bind(now.archived)
            .bind(year(now.received)).bind(year(now.ended)).bind(steps).bind(now.arrived).bind(now.used)
            .bind(now.in_time).bind(was.id).bind(was.version)
            .execute(c).await.map(|done| done.rows_affected()))?;
        if rows == 0 {
            self.retract();
            return Ok(false);
        }
        self.finish();
        Ok(true)
    }
}
