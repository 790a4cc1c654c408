//! 成批起草: drafts with their files, many at once. The rows are those that the acts of the desk would have written one by one,
//! and so are those of the journal; the files are held already ([`FileHold`]).

use serde_json::json;
use sqlx::QueryBuilder;

use crate::{
    Act, Digest, FileHold, Moment, NewStep, OrganId, PersonId, PublicationId, PublicationNow, Result, Writing,
    casework::kinds,
    content,
    db::{Tx, on_tx},
    ids::storable,
    publications::sm3_of,
};

/// 成批起草的一条
#[derive(Clone, Copy, Debug)]
pub struct NewDraft<'a> {
    /// What is written.
    pub writing: Writing<'a>,
    /// Its first step.
    pub step: NewStep<'a>,
    /// What that folds to.
    pub now: PublicationNow<'a>,
    /// Its files, in their order.
    pub files: &'a [NewDraftFile<'a>],
}

/// A file of a draft, held already.
#[derive(Clone, Copy, Debug)]
pub struct NewDraftFile<'a> {
    /// The name that is shown.
    pub name: &'a str,
    /// As it came.
    pub sm3: Digest,
    /// What goes out in its stead; `None` where nothing is taken out of it.
    pub clean: Option<Digest>,
}

/// Rows a statement, by what one may bind: PostgreSQL's 65,535 and SQLite's 32,766.
const PART: usize = 400;

impl Act {
    /// 成批起草: drafts of an organ with their files, by one row of the journal each; gives their identities, in this order.
    /// [`crate::Error::Missing`] where the files are not held any more.
    pub async fn add_publications(
        &mut self,
        (organ, author): (OrganId, Option<PersonId>),
        new: &[NewDraft<'_>],
        hold: &FileHold,
    ) -> Result<Vec<PublicationId>> {
        let (at, actor) = (self.at(), self.actor().to_string());
        let ids: Vec<_> = new.iter().map(|_| PublicationId::born(at)).collect();
        for (nth, (id, one)) in ids.iter().zip(new).enumerate() {
            if nth > 0 {
                self.finish();
            }
            let step = content::of_step(id.0, 0, &one.step, (&actor, at)).to_string();
            let files: Vec<_> = one.files.iter().map(|file| file.clean.unwrap_or(file.sm3).to_string()).collect();
            let detail = json!({"kind": one.writing.kind, "steps": kinds(&[one.step]), "sm3": sm3_of(&one.writing),
                "content": [step], "from": 0, "files": files});
            self.write("publication.add", Some(organ), id, detail);
        }
        if new.is_empty() {
            return Ok(ids);
        }
        let rows: Vec<_> = ids.iter().zip(new).collect();
        for part in rows.chunks(PART) {
            let written = part.iter().map(|(id, one)| Written {
                id: **id,
                organ,
                author,
                writing: one.writing,
                now: one.now,
                steps: 1,
                editor: actor.clone(),
                times: (at, at),
            });
            write_many(self.going_on(), &written.collect::<Vec<_>>()).await?;
            let steps = part.iter().map(|(id, one)| (**id, 0, one.step, (actor.clone(), at)));
            write_steps(self.going_on(), &steps.collect::<Vec<_>>()).await?;
        }
        self.name_files(&rows, (&actor, at), hold).await?;
        self.finish();
        Ok(ids)
    }

    async fn name_files(
        &mut self,
        rows: &[(&PublicationId, &NewDraft<'_>)],
        (actor, at): (&str, Moment),
        hold: &FileHold,
    ) -> Result<()> {
        const SQL: &str = "insert into publication_file (publication_id, n, file_sm3, clean_sm3, name, actor, at_ms) ";
        let files = rows.iter().flat_map(|(id, one)| (0_i32..).zip(one.files).map(|(n, file)| (**id, n, file)));
        let files: Vec<_> = files.collect();
        let tx = self.going_on();
        for part in files.chunks(PART) {
            on_tx!(tx, c => {
                let mut query = QueryBuilder::new(SQL);
                query.push_values(part, |mut row, (id, n, file)| {
                    row.push_bind(*id).push_bind(*n).push_bind(file.sm3.bytes());
                    row.push_bind(file.clean.map(|clean| clean.0.to_vec())).push_bind(storable(file.name));
                    row.push_bind(actor).push_bind(at);
                });
                query.build().execute(c).await.map(|_| ())
            })?;
        }
        let clean = files.iter().filter(|(.., file)| file.clean.is_some()).count();
        self.take_held(hold, files.len() + clean).await
    }
}

/// A row of a publication.
pub(crate) struct Written<'a> {
    pub(crate) id: PublicationId,
    pub(crate) organ: OrganId,
    pub(crate) author: Option<PersonId>,
    pub(crate) writing: Writing<'a>,
    pub(crate) now: PublicationNow<'a>,
    pub(crate) steps: i32,
    pub(crate) editor: String,
    /// When it was begun, and last changed.
    pub(crate) times: (Moment, Moment),
}

/// At most [`PART`] of them.
pub(crate) async fn write_many(tx: &mut Tx, rows: &[Written<'_>]) -> Result<()> {
    const SQL: &str = "
        insert into publication (id, organ_id, kind, title, content, attribute, formed, due, provisional, stage,
            public, reassess, author_id, created_ms, changed_ms, steps, editors, due_ms) ";
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(SQL);
        query.push_values(rows, |mut row, one| {
            let (writing, now) = (one.writing, one.now);
            row.push_bind(one.id).push_bind(one.organ).push_bind(writing.kind).push_bind(storable(writing.title));
            row.push_bind(storable(writing.content)).push_bind(writing.attribute).push_bind(writing.formed);
            row.push_bind(now.due).push_bind(now.provisional).push_bind(now.stage).push_bind(now.public);
            row.push_bind(now.reassess).push_bind(one.author).push_bind(one.times.0).push_bind(one.times.1);
            row.push_bind(one.steps).push_bind(&one.editor).push_bind(now.due_ms);
        });
        query.build().execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// A step, its place, who wrote it down and when.
pub(crate) type WrittenStep<'a> = (PublicationId, i32, NewStep<'a>, (String, Moment));

/// Steps of publications.
pub(crate) async fn write_steps(tx: &mut Tx, rows: &[WrittenStep<'_>]) -> Result<()> {
    const SQL: &str = "insert into publication_step (publication_id, n, on_date, kind, detail, actor, at_ms) ";
    for some in rows.chunks(PART) {
        on_tx!(tx, c => {
            let mut query = QueryBuilder::new(SQL);
            query.push_values(some, |mut row, (id, n, step, (actor, at))| {
                row.push_bind(*id).push_bind(*n).push_bind(step.on).push_bind(step.kind);
                row.push_bind(storable(step.detail)).push_bind(actor).push_bind(*at);
            });
            query.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}
