//! 重建投影: folds every case again and mends the columns that lists and counts read, where they are not what the steps
//! say: after a holiday notice was loaded, above all.

use std::collections::HashMap;

use gongkai_law::{calendar::Calendar, redress::standing::Standing};
use gongkai_store::{Actor, Db, Error, Moment, Redress, RedressId, RedressNow, StepRow};

use super::{
    case::{projection, route},
    record,
};

/// Cases in memory at a time; few, since the night is in no hurry and memory that was once used is kept.
const BATCH: i64 = 64;

/// What a rebuild found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many cases were folded.
    pub folded: u64,
    /// The numbers of those whose columns were not as their steps say.
    pub wrong: Vec<String>,
    /// The numbers of those whose steps nobody can read; they stay as they are.
    pub unreadable: Vec<String>,
}

/// Folds every case, a batch at a time; with `mend` writes down what was wrong, each with a row in the journal.
///
/// # Errors
/// The register.
pub async fn rebuild(db: &Db, calendar: &Calendar, (actor, at): (Actor, Moment), mend: bool) -> Result<Rebuilt, Error> {
    let (mut found, mut after) = (Rebuilt::default(), None);
    loop {
        let batch = db.redress_after(after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(found) };
        after = Some(last.id);
        let ids: Vec<_> = batch.iter().map(|case| case.id).collect();
        let steps = steps(db, &ids).await?;
        for case in &batch {
            found.folded += 1;
            let taken = steps.get(&case.id).map_or(&[][..], Vec::as_slice);
            let Ok(now) = folded(case, taken, calendar) else {
                found.unreadable.push(case.number.clone());
                continue;
            };
            if case.now() == now {
                continue;
            }
            if mend && !mended(db, (actor, at), case, &now).await? {
                continue;
            }
            found.wrong.push(case.number.clone());
        }
    }
}

fn folded(case: &Redress, rows: &[StepRow], calendar: &Calendar) -> Result<RedressNow<'static>, Error> {
    let taken = rows.iter().map(|row| record::read(row).map(|(taken, _)| taken)).collect::<Result<Vec<_>, _>>()?;
    let now = projection(&Standing::of(route(&case.route)?, &taken), calendar);
    now.ok_or_else(|| Error::Corrupt(format!("{}没有登记的步骤", case.number)))
}

/// False when somebody took a step meanwhile, who wrote it down themselves.
async fn mended(db: &Db, (actor, at): (Actor, Moment), case: &Redress, now: &RedressNow<'_>) -> Result<bool, Error> {
    let mut act = db.act(actor, at).await?;
    match act.reproject_redress(case, now).await {
        Err(Error::Stale) => Ok(false),
        done => {
            done?;
            act.commit().await?;
            Ok(true)
        }
    }
}

async fn steps(db: &Db, ids: &[RedressId]) -> Result<HashMap<RedressId, Vec<StepRow>>, Error> {
    let mut steps: HashMap<_, Vec<StepRow>> = HashMap::new();
    for (id, row) in db.redress_steps_of(ids).await? {
        steps.entry(id).or_default().push(row);
    }
    Ok(steps)
}
