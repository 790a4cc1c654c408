//! 期间新增: what others wrote down while somebody filled in a form.

use gongkai_store::{Error, Moment};

use super::colleagues::Names;
use crate::office::{Office, civil_minute};

/// Lines that a page shows; whoever missed more reads the file.
const MOST: usize = 20;

/// A step of a file as it was written down.
pub struct Written {
    /// By whom, as the journal names them.
    pub actor: String,
    /// When.
    pub at: Moment,
    /// What, in a sentence without a full stop.
    pub what: String,
}

/// The same as the page says it.
pub struct Line {
    /// The name of who wrote it.
    pub by: String,
    /// When, to the minute.
    pub at: String,
    /// What, in a sentence without a full stop.
    pub what: String,
}

/// The steps as lines, the newest first.
///
/// # Errors
/// The register.
pub async fn lines(office: &Office, steps: &[Written]) -> Result<Vec<Line>, Error> {
    let actors: Vec<&str> = steps.iter().map(|step| step.actor.as_str()).collect();
    let names = Names::of_actors(office, &actors).await?;
    let line = |step: &Written| Line {
        by: names.actor(&step.actor).to_owned(),
        at: civil_minute(step.at.timestamp()),
        what: step.what.clone(),
    };
    Ok(steps.iter().rev().take(MOST).map(line).collect())
}
