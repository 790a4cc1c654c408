//! 整批载入: requests with all their past, many at once. The rows are those that the acts of the desk would have written,
//! one by one, at their time.

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, Actor, Civil, Error, LetterId, Moment, NewRequest, NewStep, OrganId, PersonId, Projection, RequestId, Result,
    casework::year, db::on_tx, ids::storable,
};

/// A step that was taken before.
#[derive(Clone, Copy)]
pub struct PastStep<'a> {
    /// What.
    pub step: NewStep<'a>,
    /// Who wrote it down.
    pub actor: Actor,
    /// And when.
    pub at: Moment,
}

/// A letter that was signed before.
#[derive(Clone, Copy)]
pub struct PastLetter<'a> {
    /// A key of the law crate.
    pub kind: &'a str,
    /// JSON: what was filled in.
    pub fields: &'a str,
    /// 文号
    pub number: &'a str,
    /// 成文日期
    pub dated: Civil,
    /// Who drafted it, and when.
    pub drafted: (Actor, Moment),
    /// Who signed it, and when.
    pub signed: (Actor, Moment),
}

/// A request that came before.
#[derive(Clone, Copy)]
pub struct PastRequest<'a> {
    /// Itself.
    pub request: NewRequest<'a>,
    /// When it was written down; ids follow each other in the order of these.
    pub at: Moment,
    /// 经办人
    pub officer: Option<PersonId>,
    /// Its steps, in the order in which they were written down.
    pub steps: &'a [PastStep<'a>],
    /// What they fold to.
    pub now: Projection<'a>,
    /// Its letter.
    pub letter: Option<PastLetter<'a>>,
    /// 原编号: its number in the register from before; an organ has each but once.
    pub old_number: Option<&'a str>,
}

/// Requests a statement, by what one may bind: PostgreSQL's 65,535 and SQLite's 32,766.
const PART: usize = 400;
/// Steps a statement.
const STEPS: usize = 2_000;

impl Act {
    /// Writes requests with their steps and letters, by one row in the journal. What is past keeps its own numbers; the
    /// series they come from is set by [`Act::continue_series`].
    pub async fn load_requests(&mut self, past: &[PastRequest<'_>]) -> Result<()> {
        let Some(first) = past.first() else { return Ok(()) };
        let ids: Vec<_> = past.iter().map(|one| RequestId::born(one.at)).collect();
        let steps: usize = past.iter().map(|one| one.steps.len()).sum();
        let letters = past.iter().filter(|one| one.letter.is_some()).count();
        let last = past.last().map(|one| one.request.number);
        let detail = json!({"count": past.len(), "last": last, "steps": steps, "letters": letters});
        self.write("request.load", None, first.request.number, detail);
        self.load(&ids, past).await?;
        self.finish();
        Ok(())
    }

    /// After [`Act::write`], before [`Act::finish`]. [`Error::Taken`] when an old number is.
    pub(crate) async fn load(&mut self, ids: &[RequestId], past: &[PastRequest<'_>]) -> Result<()> {
        for (ids, past) in ids.chunks(PART).zip(past.chunks(PART)) {
            self.load_heads(ids, past).await?;
            let steps = ids.iter().zip(past).flat_map(|(id, one)| (0_i32..).zip(one.steps).map(|step| (*id, step)));
            for some in steps.collect::<Vec<_>>().chunks(STEPS) {
                self.load_steps(some).await?;
            }
            let letters: Vec<_> = ids.iter().zip(past).filter(|(_, one)| one.letter.is_some()).collect();
            if !letters.is_empty() {
                self.load_letters(&letters).await?;
            }
        }
        Ok(())
    }

    async fn load_heads(&mut self, ids: &[RequestId], past: &[PastRequest<'_>]) -> Result<()> {
        const SQL: &str = "
            insert into request (id, organ_id, number, code_mac, title, wanted, applicant, applicant_mac, sealed, channel,
                supply, delivery, arrived, registered_ms, received, stage, waits, due, provisional, extended, decision,
                ended, served, archived, received_year, ended_year, used, in_time, officer_id, steps, old_number) ";
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(ids.iter().zip(past), |mut row, (id, one)| {
                let (new, now) = (one.request, one.now);
                row.push_bind(*id).push_bind(new.organ).push_bind(new.number).push_bind(new.code_mac);
                row.push_bind(storable(new.title)).push_bind(storable(new.wanted)).push_bind(new.applicant);
                row.push_bind(new.applicant_mac).push_bind(new.sealed).push_bind(new.channel).push_bind(new.supply);
                row.push_bind(new.delivery).push_bind(now.arrived).push_bind(one.at).push_bind(now.received);
                row.push_bind(now.stage).push_bind(now.waits).push_bind(now.due).push_bind(now.provisional);
                row.push_bind(now.extended).push_bind(now.decision).push_bind(now.ended).push_bind(now.served);
                row.push_bind(now.archived).push_bind(year(now.received)).push_bind(year(now.ended)).push_bind(now.used);
                row.push_bind(now.in_time).push_bind(one.officer).push_bind(i32::try_from(one.steps.len()).unwrap_or(i32::MAX));
                row.push_bind(one.old_number.map(storable));
            });
            query.build().execute(c).await.map(|_| ())
        })
        .map_err(|error| Error::taken(error, "原编号"))
    }

    async fn load_steps(&mut self, steps: &[(RequestId, (i32, &PastStep<'_>))]) -> Result<()> {
        const SQL: &str = "insert into request_step (request_id, n, on_date, kind, detail, actor, at_ms) ";
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(steps, |mut row, (id, (n, past))| {
                row.push_bind(*id).push_bind(*n).push_bind(past.step.on).push_bind(past.step.kind);
                row.push_bind(storable(past.step.detail)).push_bind(past.actor.to_string()).push_bind(past.at);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        Ok(())
    }

    async fn load_letters(&mut self, past: &[(&RequestId, &PastRequest<'_>)]) -> Result<()> {
        const SQL: &str = "
            insert into letter (id, organ_id, request_id, kind, fields, number, dated, drafted_by, drafted_ms, signed_by,
                signed_ms) ";
        let letters = past.iter().filter_map(|(id, one)| Some((**id, one.request.organ, one.letter?)));
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(letters, |mut row, (request, organ, letter)| {
                row.push_bind(LetterId::born(letter.drafted.1)).push_bind(organ).push_bind(request);
                row.push_bind(letter.kind).push_bind(storable(letter.fields)).push_bind(letter.number);
                row.push_bind(letter.dated).push_bind(letter.drafted.0.to_string()).push_bind(letter.drafted.1);
                row.push_bind(letter.signed.0.to_string()).push_bind(letter.signed.1);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        Ok(())
    }

    /// 续编: the last number that an organ gave in a series of a year before; never fewer than it has given here.
    pub async fn continue_series(&mut self, organ: OrganId, kind: &str, year: i16, last: i64) -> Result<()> {
        const SQL: &str = "
            insert into number_series (organ_id, kind, year, last) values ($1, $2, $3, $4)
            on conflict (organ_id, kind, year) do update
            set last = case when excluded.last > number_series.last then excluded.last else number_series.last end";
        let tx = self.write("number.continue", Some(organ), kind, json!({"year": year, "last": last}));
        on_tx!(tx, c => sqlx::query(SQL).bind(organ).bind(kind).bind(i32::from(year)).bind(last)
            .execute(c).await.map(|_| ()))?;
        self.finish();
        Ok(())
    }
}
