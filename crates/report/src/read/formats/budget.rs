//! What reading one source may still cost.

use std::time::Instant;

use super::refusal;
use crate::read::Limits;

/// More pieces than any report has; keeps a hostile file's document within its memory.
const MOST_PIECES: usize = 2_000_000;

/// Time and room left for one source.
pub struct Budget {
    until: Option<Instant>,
    /// Bytes after expansion, for the whole source.
    pub expanded: usize,
}

impl Budget {
    /// The whole of the limits; the time begins to run.
    pub fn new(limits: &Limits) -> Self {
        Self { until: Instant::now().checked_add(limits.time), expanded: limits.expanded }
    }

    /// Asked from inside of every loop that a hostile source could make long.
    ///
    /// # Errors
    /// A Chinese sentence when the time is over.
    pub fn in_time(&self) -> Result<(), String> {
        match self.until {
            Some(until) if Instant::now() > until => Err(refusal::SLOW.to_owned()),
            _ => Ok(()),
        }
    }

    /// Asked with the number of pieces made so far.
    ///
    /// # Errors
    /// A Chinese sentence when there are too many.
    pub fn in_room(&self, pieces: usize) -> Result<(), String> {
        if pieces > MOST_PIECES { Err(refusal::MANY_PIECES.to_owned()) } else { Ok(()) }
    }
}
