//! 重建投影: folds every request again and mends the columns that lists and counts read, where they are not what the steps
//! say.

use std::collections::{BTreeMap, HashMap};

use gongkai_law::{calendar::Calendar, request::standing::Standing};
use gongkai_store::{Actor, Db, Error, Moment, Projected, RequestId, StepRow};

use super::{dossier::projection, record};

/// Requests in memory at a time.
const BATCH: i64 = 500;
/// Numbers that are told one by one.
const TOLD: usize = 20;

/// What a rebuild found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many requests were folded.
    pub folded: u64,
    /// How many were not as their steps say.
    pub wrong: u64,
    /// How often each column was wrong.
    pub columns: BTreeMap<&'static str, u64>,
    /// The numbers of the first of them, with their columns.
    pub first: Vec<(String, Vec<&'static str>)>,
}

/// Folds every request, a batch at a time; with `mend` writes down what was wrong, each with a row in the journal.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a step that nobody can read.
pub async fn rebuild(db: &Db, calendar: &Calendar, at: Moment, mend: bool) -> Result<Rebuilt, Error> {
    let (mut found, mut after) = (Rebuilt::default(), None);
    loop {
        let batch = db.projected(after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(found) };
        after = Some(last.id);
        let ids: Vec<_> = batch.iter().map(|one| one.id).collect();
        let folds = folds(db.steps_of(&ids).await?, calendar)?;
        let mut act = db.act(Actor::Operator, at).await?;
        for one in &batch {
            found.folded += 1;
            let (steps, standing) = folds.get(&one.id).cloned().unwrap_or_default();
            let now = projection(&standing);
            let wrong = one.wrong(steps, &now);
            if wrong.is_empty() || (mend && !act.reproject(one, steps, &now, &wrong).await?) {
                continue;
            }
            found.note(one, wrong);
        }
        act.commit().await?;
    }
}

/// How many steps each request has, and where they leave it.
fn folds(rows: Vec<(RequestId, StepRow)>, calendar: &Calendar) -> Result<HashMap<RequestId, (i32, Standing)>, Error> {
    let each = rows.chunk_by(|a, b| a.0 == b.0).filter_map(|chunk| Some((chunk.first()?.0, chunk)));
    each.map(|(id, chunk)| {
        let taken = chunk.iter().map(|(_, row)| record::read(row).map(|(taken, _)| taken));
        let taken = taken.collect::<Result<Vec<_>, _>>()?;
        Ok((id, (i32::try_from(taken.len()).unwrap_or(i32::MAX), Standing::of(&taken, calendar))))
    })
    .collect()
}

impl Rebuilt {
    fn note(&mut self, one: &Projected, wrong: Vec<&'static str>) {
        self.wrong += 1;
        for column in &wrong {
            *self.columns.entry(column).or_default() += 1;
        }
        if self.first.len() < TOLD {
            self.first.push((one.number.clone(), wrong));
        }
    }
}
