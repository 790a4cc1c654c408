//! 补录: cases of a register from before, taken in many at a time.

use serde_json::json;

use crate::{
    Act, Db, Error, NewRequest, NewStep, OrganId, Projection, RequestId, Result,
    casework::{kinds, year},
    db::{on, on_tx},
    ids::storable,
};

/// A case from before: a request with all its steps.
#[derive(Clone)]
pub struct OldRequest<'a> {
    /// What a request is registered with.
    pub new: NewRequest<'a>,
    /// 原编号: its number in the register from before; an organ has each but once.
    pub old_number: &'a str,
    /// All its steps, in order.
    pub steps: Vec<NewStep<'a>>,
    /// What they fold to.
    pub now: Projection<'a>,
}

/// Numbers that are looked up at once.
const PART: usize = 500;

impl Db {
    /// Those of these old numbers that an organ has taken in already, with the request that has each.
    pub async fn old_numbers(&self, organ: OrganId, numbers: &[&str]) -> Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        for part in numbers.chunks(PART) {
            let some: Vec<(String, String)> = on!(self, pool => {
                let mut query = sqlx::QueryBuilder::new("select old_number, number from request where organ_id = ");
                query.push_bind(organ).push(" and old_number in (");
                let mut list = query.separated(", ");
                part.iter().for_each(|number| { list.push_bind(storable(number).into_owned()); });
                query.push(")").build_query_as().fetch_all(pool).await
            })?;
            found.extend(some);
        }
        Ok(found)
    }
}

impl Act {
    /// Takes cases in, some hundred at a time; each has its row in the journal. [`Error::Taken`] when a number is.
    pub async fn add_old_requests(&mut self, all: &[OldRequest<'_>]) -> Result<()> {
        let (at, actor) = (self.at(), self.actor().to_string());
        let ids: Vec<_> = all.iter().map(|_| RequestId::born(at)).collect();
        for (old, id) in all.iter().zip(&ids) {
            let detail = json!({"number": old.new.number, "old_number": old.old_number, "steps": kinds(&old.steps)});
            self.finish();
            self.write("request.add_old", Some(old.new.organ), id, detail);
        }
        let rows: Vec<_> = ids.iter().zip(all).collect();
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "insert into request (id, organ_id, number, code_mac, title, wanted, applicant, applicant_mac, sealed, \
                 channel, supply, delivery, arrived, registered_ms, received, stage, waits, due, provisional, extended, \
                 decision, ended, served, archived, received_year, ended_year, steps, used, old_number) ",
            );
            query.push_values(&rows, |mut row, (id, old)| {
                let (new, now) = (&old.new, &old.now);
                row.push_bind(**id).push_bind(new.organ).push_bind(storable(new.number).into_owned());
                row.push_bind(new.code_mac.to_vec()).push_bind(storable(new.title).into_owned());
                row.push_bind(storable(new.wanted).into_owned()).push_bind(new.applicant.to_owned());
                row.push_bind(new.applicant_mac.map(<[u8]>::to_vec)).push_bind(new.sealed.to_vec());
                row.push_bind(new.channel.to_owned()).push_bind(new.supply.to_owned());
                row.push_bind(new.delivery.to_owned()).push_bind(now.arrived).push_bind(at).push_bind(now.received);
                row.push_bind(now.stage.to_owned()).push_bind(now.waits.to_owned()).push_bind(now.due);
                row.push_bind(now.provisional).push_bind(now.extended).push_bind(now.decision.map(str::to_owned));
                row.push_bind(now.ended).push_bind(now.served).push_bind(now.archived).push_bind(year(now.received));
                row.push_bind(year(now.ended)).push_bind(i32::try_from(old.steps.len()).unwrap_or(i32::MAX));
                row.push_bind(now.used).push_bind(storable(old.old_number).into_owned());
            });
            query.build().execute(c).await.map(|_| ())
        })
        .map_err(|error| Error::taken(error, "原编号"))?;
        let mut steps = Vec::new();
        for (id, old) in &rows {
            steps.extend((0_i32..).zip(&old.steps).map(|(n, step)| (**id, n, step)));
        }
        on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "insert into request_step (request_id, n, on_date, kind, detail, actor, at_ms) ",
            );
            query.push_values(&steps, |mut row, (id, n, step)| {
                row.push_bind(*id).push_bind(*n).push_bind(step.on).push_bind(step.kind.to_owned());
                row.push_bind(storable(step.detail).into_owned()).push_bind(actor.clone()).push_bind(at);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        self.finish();
        Ok(())
    }
}
