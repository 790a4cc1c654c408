//! 整批载入公开信息: publications that are out already, with all their past, many at once. The rows are those that the acts of
//! the desk would have written, one by one, at their time.

use serde_json::json;

use crate::{
    Act, Digest, Error, Moment, OrganId, PastStep, PersonId, PublicationId, PublicationNow, Release, Result, Writing,
    bulk_drafts::{self, Written},
    ids::storable,
    releases_many::{self, Out},
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

impl Act {
    /// Writes publications with their steps and what everybody sees of them, by one row in the journal; gives their
    /// identities, in this order. The series of their numbers is set by [`Act::continue_series`]. [`Error::Taken`] when an
    /// 索引号 is another's, [`Error::NotHere`] for one with files.
    pub async fn load_publications<'p>(&mut self, past: &[PastPublication<'p>]) -> Result<Vec<PublicationId>> {
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
            let written = part.iter().map(|(id, one)| Written {
                id: *id,
                organ: one.organ,
                author: one.author,
                writing: one.writing,
                now: one.now,
                steps: i32::try_from(one.steps.len()).unwrap_or(i32::MAX),
                editor: one.steps.first().map(|step| step.actor.to_string()).unwrap_or_default(),
                times: (one.begun, one.at),
            });
            bulk_drafts::write_many(self.going_on(), &written.collect::<Vec<_>>()).await?;
            let steps = part.iter().flat_map(|(id, one)| {
                let told = |(n, past): (i32, &PastStep<'p>)| (*id, n, past.step, (past.actor.to_string(), past.at));
                (0_i32..).zip(one.steps).map(told)
            });
            bulk_drafts::write_steps(self.going_on(), &steps.collect::<Vec<_>>()).await?;
            let out = part.iter().map(|(id, one)| Out { id: *id, organ: one.organ, release: &one.release, at: one.at });
            releases_many::write_many(self.going_on(), &out.collect::<Vec<_>>()).await?;
        }
        self.finish();
        Ok(rows.into_iter().map(|(id, _)| id).collect())
    }
}
