//! 案卷: one case opened, with its steps and where it stands.

use gongkai_law::{
    calendar::Calendar,
    redress::{
        Route,
        clock::Procedure,
        standing::Standing,
        step::{Phase, Step, Taken},
    },
};
use gongkai_store::{Civil, Error, Redress, RedressFilter, RedressNow, Scope, StepRow};
use jiff::civil::Date;

use super::record;
use crate::{office::Office, requests::record::Words};

/// Suits that a review may have after it.
const SUITS: i64 = 20;

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

    /// 注销案件, where it was and stands.
    pub fn cancelled(&self) -> Option<&Entry> {
        let last = self.entries.iter().rev().find(|entry| entry.taken.step == Step::Cancelled);
        last.filter(|_| self.standing.phase() == Phase::Cancelled)
    }

    /// What the papers said when it came, as it was put right last: 适用程序, and 受理、立案之日 where they say it.
    pub fn papers(&self) -> Option<(Procedure, Option<Date>)> {
        self.entries.iter().rev().find_map(|entry| match entry.taken.step {
            Step::Amended { procedure, accepted, .. } | Step::Notified { procedure, accepted } => {
                Some((procedure, accepted))
            }
            _ => None,
        })
    }

    /// 复议后起诉: the suits that were brought after this review.
    ///
    /// # Errors
    /// The register.
    pub async fn suits_after(&self, office: &Office) -> Result<Vec<Redress>, Error> {
        let after = RedressFilter { after: Some(self.line.id), ..RedressFilter::default() };
        office.db.redress_cases(Scope::Organ(self.line.organ_id), &after, 0, SUITS).await
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
    let expected = match standing.phase() {
        Phase::Concluded | Phase::Cancelled => None,
        // the day after which what it orders takes effect
        Phase::Awaits => standing.appeal_by(calendar),
        _ => standing.expected(calendar).map(|expected| expected.by),
    };
    let clock = standing.answer_clock(calendar).filter(|_| standing.owes_answer());
    Some(RedressNow {
        notified: Civil(standing.notified?),
        phase: standing.phase().key(),
        provisional: clock.as_ref().is_some_and(|clock| clock.provisional),
        due: clock.map(|clock| Civil(clock.due)),
        answered: standing.answered.map(Civil),
        hearing: standing.hearing.filter(|_| standing.phase() != Phase::Cancelled).map(Civil),
        expected: expected.map(Civil),
        conclusion: standing.last().map(|last| last.conclusion.key()),
        counted: standing.counted().map(|(year, outcome)| (year, outcome.key())),
    })
}
