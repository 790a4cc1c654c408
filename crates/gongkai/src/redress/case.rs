//! 案卷: one case opened, with its steps and where it stands.

use gongkai_law::{
    calendar::Calendar,
    redress::{
        Route,
        standing::Standing,
        step::{Phase, Taken},
    },
};
use gongkai_store::{Civil, Error, Redress, RedressNow, Scope, StepRow};

use super::record;
use crate::{office::Office, requests::record::Words};

/// 经过: one step as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As the register keeps it: who wrote it down and when.
    pub row: StepRow,
    /// As the law sees it.
    pub taken: Taken,
    /// What the office wrote beside it.
    pub words: Words,
}

/// 案卷: an open case.
#[derive(Clone, Debug)]
pub struct Case {
    /// What lists show of it.
    pub line: Redress,
    /// By which route it came.
    pub route: Route,
    /// Its steps, in the order in which they were written down.
    pub entries: Vec<Entry>,
    /// Where it stands.
    pub standing: Standing,
}

impl Case {
    /// Opens the case of this number.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is not there or not in the scope.
    pub async fn numbered(office: &Office, number: &str, scope: Scope) -> Result<Self, Error> {
        let line = office.db.redress_numbered(number, scope).await?;
        let route = route(&line.route)?;
        let rows = office.db.redress_steps(line.id).await?;
        let entries = rows
            .into_iter()
            .map(|row| record::read(&row).map(|(taken, words)| Entry { row, taken, words }))
            .collect::<Result<Vec<_>, _>>()?;
        let taken: Vec<_> = entries.iter().map(|entry| entry.taken).collect();
        Ok(Self { standing: Standing::of(route, &taken), line, route, entries })
    }

    /// The steps as the law sees them.
    pub fn taken(&self) -> Vec<Taken> {
        self.entries.iter().map(|entry| entry.taken).collect()
    }
}

/// The route of this key.
///
/// # Errors
/// [`Error::Corrupt`] where no block of table 4 has it.
pub fn route(key: &str) -> Result<Route, Error> {
    Route::of_key(key).ok_or_else(|| Error::Corrupt(format!("救济途径“{key}”")))
}

/// 投影: what lists and counts keep of a standing; `None` before the first step.
pub fn projection(standing: &Standing, calendar: &Calendar) -> Option<RedressNow<'static>> {
    let open = standing.phase() != Phase::Concluded;
    let clock = standing.answer_clock(calendar).filter(|_| standing.owes_answer());
    Some(RedressNow {
        notified: Civil(standing.notified?),
        phase: standing.phase().key(),
        provisional: clock.as_ref().is_some_and(|clock| clock.provisional),
        due: clock.map(|clock| Civil(clock.due)),
        answered: standing.answered.map(Civil),
        hearing: standing.hearing.map(Civil),
        expected: standing.expected(calendar).filter(|_| open).map(|expected| Civil(expected.by)),
        conclusion: standing.last().map(|last| last.conclusion.key()),
        counted: standing.counted().map(|(year, outcome)| (year, outcome.key())),
    })
}
