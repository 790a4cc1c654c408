//! 卷宗: one request opened, with its steps and where it stands.

use gongkai_law::{
    calendar::Calendar,
    request::{
        application::Applicant,
        standing::{Standing, true_days},
        step::{Step, Taken, Verb},
    },
};
use gongkai_store::{Civil, LetterId, Projection, Request, RequestId, Scope, StepRow};

use jiff::civil::Date;

use super::record::{self, Words};
use crate::office::Office;

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

/// 卷宗: an open dossier.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The request.
    pub request: Request,
    /// Its steps, in the order in which they were written down.
    pub entries: Vec<Entry>,
    /// Where it stands.
    pub standing: Standing,
    /// Who wrote the letter of the draft that stands, as the journal names them; others may have handed it in.
    pub drafter: Option<String>,
}

/// How often a request is read again that changed while it was read.
const AGAIN: usize = 3;

impl Dossier {
    /// Opens a request.
    ///
    /// # Errors
    /// [`gongkai_store::Error::Missing`] when it is not there or not in the scope.
    pub async fn open(office: &Office, id: RequestId, scope: Scope) -> Result<Self, gongkai_store::Error> {
        let request = office.db.request(id, scope).await?;
        Self::of(office, request).await
    }

    /// Opens the request of this number.
    ///
    /// # Errors
    /// As [`Dossier::open`].
    pub async fn numbered(office: &Office, number: &str, scope: Scope) -> Result<Self, gongkai_store::Error> {
        let found = office.db.request_numbered(number, scope).await?;
        Self::of(office, found.ok_or(gongkai_store::Error::Missing("申请"))?).await
    }

    /// Opens a request that was read already.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, mut request: Request) -> Result<Self, gongkai_store::Error> {
        let mut rows = office.db.steps(request.line.id).await?;
        // somebody took a step between the two: an old version beside new steps would tell the reader a wrong reason
        for _ in 0..AGAIN {
            if usize::try_from(request.line.steps) == Ok(rows.len()) {
                break;
            }
            request = office.db.request(request.line.id, Scope::Organ(request.line.organ_id)).await?;
            rows = office.db.steps(request.line.id).await?;
        }
        let entries = rows
            .into_iter()
            .map(|row| record::read(&row).map(|(taken, words)| Entry { row, taken, words }))
            .collect::<Result<Vec<_>, _>>()?;
        let standing = Standing::of(&taken(&entries), &office.calendar);
        let drafter = match letter(&entries).filter(|_| standing.draft.is_some()) {
            Some(letter) => Some(office.db.letter(letter, Scope::Organ(request.line.organ_id)).await?.drafted_by),
            None => None,
        };
        Ok(Self { request, entries, standing, drafter })
    }

    /// The steps as the law sees them.
    pub fn taken(&self) -> Vec<Taken> {
        taken(&self.entries)
    }

    /// The steps that are still known to have happened, each with its day as it is known now, in the order in which they
    /// were written down.
    pub fn dated(&self) -> impl Iterator<Item = (&Entry, Date)> {
        let days = true_days(&self.taken());
        self.entries.iter().zip(days).filter_map(|(entry, day)| Some((entry, day?)))
    }

    /// The letter of the draft that stands: the one that was handed in last.
    pub fn draft(&self) -> Option<LetterId> {
        self.last_letter().filter(|_| self.standing.draft.is_some())
    }

    /// The letter that was handed in last, whatever became of it.
    pub fn last_letter(&self) -> Option<LetterId> {
        letter(&self.entries)
    }

    /// 申请人类别
    pub fn applicant(&self) -> Applicant {
        Applicant::of_key(&self.request.line.applicant).unwrap_or(Applicant::Other)
    }

    /// 没有身份证明: it came without, and none was handed in since. Art. 29.
    pub fn lacks_proof(&self) -> bool {
        self.request.applicant_mac.is_none() && self.request.sealed.is_some()
    }

    /// Where it stood when its first `count` steps had been written down, by the days that are known of them now: what a
    /// letter of one of them may say, whenever it is printed.
    pub fn once(&self, count: usize, calendar: &Calendar) -> Standing {
        let all = self.taken();
        let first = all.iter().zip(true_days(&all)).take(count);
        // what never happened, and what only mends, keeps its place and moves nothing
        let known = first.map(|(taken, day)| match (day, taken.step) {
            (None, _) | (_, Step::Redated { .. } | Step::Struck { .. }) => Taken { on: taken.on, step: Step::Noted },
            (Some(on), step) => Taken { on, step },
        });
        Standing::of(&known.collect::<Vec<_>>(), calendar)
    }

    /// Where it will stand after some more steps.
    pub fn after(&self, more: &[Taken], calendar: &Calendar) -> Standing {
        let steps: Vec<_> = self.taken().into_iter().chain(more.iter().copied()).collect();
        Standing::of(&steps, calendar)
    }
}

/// The letter that was handed in last.
fn letter(entries: &[Entry]) -> Option<LetterId> {
    entries.iter().rev().find(|entry| entry.taken.step.verb() == Verb::Draft)?.words.draft.parse().ok()
}

fn taken(entries: &[Entry]) -> Vec<Taken> {
    entries.iter().map(|entry| entry.taken).collect()
}

/// 投影: what lists and counts keep of a standing.
pub fn projection(standing: &Standing) -> Projection<'static> {
    let counted = standing.counted();
    Projection {
        // there is no request without its first step
        arrived: Civil(standing.arrived.map_or(Date::MIN, |(_, on)| on)),
        received: standing.received.map(Civil),
        stage: standing.stage().key(),
        waits: standing.waits().key(),
        due: standing.due().filter(|_| !standing.is_over()).map(Civil),
        provisional: standing.provisional() && !standing.is_over(),
        extended: i32::from(standing.extended),
        decision: counted.map(|ending| ending.decision.key()),
        ended: counted.map(|ending| Civil(ending.on)),
        served: standing.endings.last().and_then(|ending| ending.served).map(Civil),
        archived: standing.archived.map(Civil),
        used: standing.used.map(i32::from),
        in_time: standing.in_time,
    }
}
