//! 整批载入公开信息: publications that are out already, with all their past, many at once. The rows are those that the acts of
//! the desk would have written, one by one, at their time.

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, Digest, Error, Moment, OrganId, PastStep, PersonId, PublicationId, PublicationNow, Release, Result, Writing,
    db::on_tx, ids::storable, tally,
};

/// A publication that came out before; its files are put to it by the acts of the desk.
#[derive(Clone, Copy)]
pub struct PastPublication<'a> {
    /// 发布机构.
    pub organ: OrganId,
    /// Who wrote it.
    pub author: Option<PersonId>,
    /// What was written.
    pub writing: Writing<'a>,
    /// Its steps, in the order in which they were written down.
    pub steps: &'a [PastStep<'a>],
    /// What they fold to.
    pub now: PublicationNow<'a>,
    /// What everybody sees.
    pub release: Release<'a>,
    /// When it was begun; ids follow each other in the order of these.
    pub begun: Moment,
    /// When it was released.
    pub at: Moment,
}

/// Publications a statement, by what one may bind: PostgreSQL's 65,535 and SQLite's 32,766.
const PART: usize = 400;
/// Steps a statement.
const STEPS: usize = 2_000;

type Rows<'a, 'p> = [(PublicationId, &'a PastPublication<'p>)];

impl Act {
    /// Writes publications with their steps and what everybody sees of them, by one row in the journal; gives their
    /// identities, in this order. The series of their numbers is set by [`Act::continue_series`]. [`Error::Taken`] when an
    /// 索引号 is another's, [`Error::NotHere`] for one with files.
    pub async fn load_publications(&mut self, past: &[PastPublication<'_>]) -> Result<Vec<PublicationId>> {
        let Some(last) = past.last() else { return Ok(Vec::new()) };
        if past.iter().any(|one| !one.release.files.is_empty()) {
            return Err(Error::NotHere("附件要逐件登记"));
        }
        let steps: usize = past.iter().map(|one| one.steps.len()).sum();
        let mut sm3 = Vec::new();
        past.iter().for_each(|one| sm3.extend_from_slice(Digest::of(storable(one.release.content).as_bytes()).bytes()));
        let detail = json!({"count": past.len(), "last": last.release.index_number, "steps": steps,
            "sm3": Digest::of(&sm3).to_string()});
        self.write("publication.load", None, last.release.index_number, detail);
        let rows: Vec<_> = past.iter().map(|one| (PublicationId::born(one.begun), one)).collect();
        for part in rows.chunks(PART) {
            self.load_written(part).await?;
            self.load_publication_steps(part).await?;
            self.load_released(part).await?;
            self.load_joined(part).await?;
        }
        self.finish();
        Ok(rows.into_iter().map(|(id, _)| id).collect())
    }

    async fn load_written(&mut self, rows: &Rows<'_, '_>) -> Result<()> {
        const SQL: &str = "
            insert into publication (id, organ_id, kind, title, content, attribute, formed, due, provisional, stage,
                public, reassess, author_id, created_ms, changed_ms, steps, editors) ";
        let tx = self.going_on();
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(rows, |mut row, (id, one)| {
                let (writing, now) = (one.writing, one.now);
                row.push_bind(*id).push_bind(one.organ).push_bind(writing.kind).push_bind(storable(writing.title));
                row.push_bind(storable(writing.content)).push_bind(writing.attribute).push_bind(writing.formed);
                row.push_bind(now.due).push_bind(now.provisional).push_bind(now.stage).push_bind(now.public);
                row.push_bind(now.reassess).push_bind(one.author).push_bind(one.begun).push_bind(one.at);
                row.push_bind(i32::try_from(one.steps.len()).unwrap_or(i32::MAX));
                row.push_bind(one.steps.first().map(|step| step.actor.to_string()).unwrap_or_default());
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        Ok(())
    }

    async fn load_publication_steps(&mut self, rows: &Rows<'_, '_>) -> Result<()> {
        const SQL: &str = "insert into publication_step (publication_id, n, on_date, kind, detail, actor, at_ms) ";
        let steps = rows.iter().flat_map(|(id, one)| (0_i32..).zip(one.steps).map(|step| (*id, step)));
        for some in steps.collect::<Vec<_>>().chunks(STEPS) {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(SQL);
                query.push_values(some, |mut row, (id, (n, past))| {
                    row.push_bind(*id).push_bind(*n).push_bind(past.step.on).push_bind(past.step.kind);
                    row.push_bind(storable(past.step.detail)).push_bind(past.actor.to_string()).push_bind(past.at);
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    async fn load_released(&mut self, rows: &Rows<'_, '_>) -> Result<()> {
        const HEAD: &str = "update released_head set position = position + $1 where id = 1 returning position";
        const SQL: &str = "
            insert into released (publication_id, organ_id, index_number, kind, title, summary, content, n, state, formed,
                number, number_key, valid_from, valid_until, amended, repealed, validity, changes, expires, first_ms,
                released_ms, position) ";
        const PAST: &str = "insert into released_past (publication_id, n, content, released_ms) ";
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let tx = self.going_on();
        let last: i64 = on_tx!(tx, c => sqlx::query_scalar(HEAD).bind(count).fetch_one(c).await)?;
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(rows.iter().zip(last - count + 1..), |mut row, ((id, one), position)| {
                let (out, life) = (one.release, one.release.life);
                row.push_bind(*id).push_bind(one.organ).push_bind(storable(out.index_number)).push_bind(out.kind);
                row.push_bind(storable(out.title)).push_bind(storable(out.summary)).push_bind(storable(out.content));
                row.push_bind(1_i32).push_bind("public").push_bind(out.formed).push_bind(storable(out.number));
                row.push_bind(storable(out.number_key)).push_bind(life.from).push_bind(life.until);
                row.push_bind(life.amended).push_bind(life.repealed).push_bind(life.validity).push_bind(life.changes);
                row.push_bind(out.expires).push_bind(one.at).push_bind(one.at).push_bind(position);
            });
            query.build().execute(c).await.map(|_| ())
        })
        .map_err(|error| Error::taken(error, "索引号"))?;
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(PAST);
            query.push_values(rows, |mut row, (id, one)| {
                row.push_bind(*id).push_bind(1_i32).push_bind(storable(one.release.content)).push_bind(one.at);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
        self.load_topics(rows).await?;
        tally::count_between(self.going_on(), (last - count, last)).await
    }

    async fn load_topics(&mut self, rows: &Rows<'_, '_>) -> Result<()> {
        const SQL: &str = "insert into released_topic (topic, organ_id, released_ms, publication_id) ";
        let topics: Vec<_> =
            rows.iter().flat_map(|(id, one)| one.release.topics.iter().map(|topic| (*topic, *id, *one))).collect();
        for some in topics.chunks(STEPS) {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(SQL);
                query.push_values(some, |mut row, (topic, id, one)| {
                    row.push_bind(*topic).push_bind(one.organ).push_bind(one.at).push_bind(*id);
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    async fn load_joined(&mut self, rows: &Rows<'_, '_>) -> Result<()> {
        const SQL: &str = "insert into released_relation (from_id, to_id, kind) ";
        let joined: Vec<_> = rows
            .iter()
            .flat_map(|(id, one)| one.release.relations.iter().map(|(to, kind)| (*id, *to, *kind)))
            .collect();
        for some in joined.chunks(STEPS) {
            let tx = self.going_on();
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(SQL);
                query.push_values(some, |mut row, (from, to, kind)| {
                    row.push_bind(*from).push_bind(*to).push_bind(*kind);
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }
}
