//! 新鲜: whether what is kept is still what would be made. What this program changes is known at once; what another machine
//! on the same register changes, within a second or two.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::civil::Date;

use crate::office::Office;

/// How long the register's word is taken before it is asked again.
const TAKEN: Duration = Duration::from_secs(1);
/// How long it is taken by others while one asks.
const LONGEST: Duration = Duration::from_millis(1_800);

/// What a page was made of: the day, and how much had changed by then, here and in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    day: Date,
    here: u64,
    there: i64,
}

/// What the register said last.
#[derive(Clone, Copy)]
struct Said {
    at: Instant,
    here: u64,
    there: i64,
}

#[derive(Default)]
pub struct Fresh {
    said: Mutex<Option<Said>>,
    asking: AtomicBool,
}

impl Fresh {
    /// What a page is made of that is made now; `None` while the register does not answer.
    pub async fn stamp(&self, office: &Office) -> Option<Stamp> {
        let (day, here) = (office.today(), office.db.public_changes());
        let said = *self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(said) = said.filter(|said| said.here == here) {
            let age = said.at.elapsed();
            // of many who come at once, one asks
            let is_taken = age < TAKEN || (age < LONGEST && self.asking.swap(true, Ordering::AcqRel));
            if is_taken {
                return Some(Stamp { day, here, there: said.there });
            }
        }
        let at = Instant::now();
        let there = office.db.public_version().await;
        self.asking.store(false, Ordering::Release);
        let there = there.ok()?;
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        // who asked later knows better
        if said.is_none_or(|said| said.at <= at) {
            *said = Some(Said { at, here, there });
        }
        Some(Stamp { day, here, there })
    }
}
