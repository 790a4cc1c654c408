//! 读取与核查: off the async threads, a few at a time, and not twice in a row for the same bytes.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use gongkai_law::annual_report::CellId;
use gongkai_report::{
    Format, Outcome, Reading, Verdict,
    checks::{self, Case, Verdicts},
    read::{self, Limits},
};
use gongkai_store::Counts;
use sm3::{Digest, Sm3};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Grade, children::Children};

/// How many readings are remembered: those of the pages people are looking at just now.
const REMEMBERED: usize = 24;

/// A file as it came.
#[derive(Clone)]
pub struct Source {
    /// Its name; only for people and for telling text from Markdown.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Source {
    /// SM3 of the bytes.
    pub fn sm3(&self) -> [u8; 32] {
        Sm3::digest(&self.bytes).into()
    }
}

/// One report found in a source, with everything the checks say of it; or why there is none.
pub enum Checked {
    /// An annual report.
    Report(Box<Reading>, Verdicts),
    /// Something else; the reason is a Chinese sentence.
    NoReport(String),
}

impl Checked {
    /// Whose report.
    pub fn agency(&self) -> Option<&str> {
        self.reading()?.report.agency.as_deref()
    }

    /// Its year.
    pub fn year(&self) -> Option<i16> {
        self.reading()?.report.year
    }

    /// Its form in machine formats.
    pub fn edition(&self) -> Option<&'static str> {
        self.reading()?.report.format.map(Format::key)
    }

    /// The contract's JSON, with all findings.
    pub fn json(&self, source: &str) -> String {
        let bytes = match self {
            Self::Report(reading, verdicts) => super::files::json(source, reading, verdicts),
            Self::NoReport(why) => {
                let mut out = Vec::new();
                gongkai_report::json::no_report(&mut out, source, why);
                out
            }
        };
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The report; `None` where it is none.
    pub fn reading(&self) -> Option<&Reading> {
        match self {
            Self::Report(reading, _) => Some(reading),
            Self::NoReport(_) => None,
        }
    }
}

/// What the register counts of it.
pub fn counted(found: &Checked) -> Counts {
    let Checked::Report(reading, verdicts) = found else { return Counts::default() };
    let said = |sure: Verdict| count(verdicts.findings.iter().filter(|finding| finding.verdict == sure).count());
    let unread = reading.report.figures.as_ref().map_or(0, |f| f.values().iter().filter(|v| v.is_none()).count());
    let figures = reading.report.figures.as_ref();
    let slips = verdicts.findings.iter().filter(|finding| Grade::of(finding, figures) == Grade::Slip).count();
    Counts {
        fails: said(Verdict::Fail),
        slips: count(slips),
        unsures: said(Verdict::Unsure),
        notes: said(Verdict::Note),
        unassessed: count(verdicts.not_assessable.len()),
        unread: count(unread),
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// What was read from one source.
pub struct Read {
    /// At least one.
    pub found: Vec<Checked>,
    /// How long reading and checking took.
    pub took: Duration,
}

/// Reads and checks sources. Cheap to clone; all clones share one bound.
#[derive(Clone)]
pub struct Reader {
    permits: Arc<Semaphore>,
    archives: Arc<Semaphore>,
    remembered: Arc<Mutex<Memory>>,
}

/// The latest first.
type Memory = VecDeque<(Key, Arc<Read>)>;

/// Bytes, the bytes of last year's report, the ending of the name, what was taken over, and the reports that add up to it.
type Key = ([u8; 32], Option<[u8; 32]>, String, Vec<(CellId, i64)>, Option<[u8; 32]>);

impl Default for Reader {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            permits: Arc::new(Semaphore::new(cores)),
            archives: Arc::new(Semaphore::new(2)),
            remembered: Arc::default(),
        }
    }
}

impl Reader {
    /// Reads a source and runs all checks on what it holds, beside last year's report of the same organ if there is one.
    pub async fn read(&self, source: &Source, previous: Option<&Source>) -> Arc<Read> {
        self.read_beside(source, (previous, &[])).await
    }

    /// The same with what that organ carries in beyond that report, because it took over another's open files.
    pub async fn read_beside(
        &self,
        source: &Source,
        (previous, taken_over): (Option<&Source>, &[(CellId, i64)]),
    ) -> Arc<Read> {
        self.read_over(source, (previous, taken_over), None).await
    }

    /// The same held against the reports that add up to it, where it is the sum of several.
    pub async fn read_over(
        &self,
        source: &Source,
        (previous, taken_over): (Option<&Source>, &[(CellId, i64)]),
        children: Option<Arc<Children>>,
    ) -> Arc<Read> {
        let ending = source.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let mark = children.as_ref().map(|children| children.mark());
        let key = (source.sm3(), previous.map(Source::sm3), ending, taken_over.to_vec(), mark);
        if let Some(read) = self.recall(&key) {
            return read;
        }
        let (source, previous, over) = (source.clone(), previous.cloned(), taken_over.to_vec());
        let work = move || read_with(&source, (previous.as_ref(), &over), children.as_deref());
        let Some(read) = self.apart(work).await else {
            // not remembered: it may well be read the next time
            let found = vec![Checked::NoReport("读取时出了故障，这份文件没有读出来。".to_owned())];
            return Arc::new(Read { found, took: Duration::ZERO });
        };
        let read = Arc::new(read);
        self.remember(key, read.clone());
        read
    }

    /// Does heavy work off the async threads, on as many at once as there are cores; `None` when it broke off.
    pub async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let permit = self.permits.clone().acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.inspect_err(|fault| tracing::error!(%fault, "work on an upload broke off")).ok()
    }

    /// Waits for room to open archives in; it is given back when the permit is dropped.
    pub async fn room(&self) -> Option<OwnedSemaphorePermit> {
        self.archives.clone().acquire_owned().await.ok()
    }

    fn recall(&self, key: &Key) -> Option<Arc<Read>> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.iter().find(|(known, _)| known == key).map(|(_, read)| read.clone())
    }

    fn remember(&self, key: Key, read: Arc<Read>) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.push_front((key, read));
        remembered.truncate(REMEMBERED);
    }

    /// Forgets a source whose owner deleted it.
    pub fn forget(&self, sm3: &[u8; 32]) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|((known, previous, ..), _)| known != sm3 && previous.as_ref() != Some(sm3));
    }
}

/// Reads and checks on this thread.
pub fn read_now(source: &Source, previous: Option<&Source>) -> Read {
    read_with(source, (previous, &[]), None)
}

fn read_with(
    source: &Source,
    (previous, taken_over): (Option<&Source>, &[(CellId, i64)]),
    children: Option<&Children>,
) -> Read {
    let started = Instant::now();
    let before = previous.map(|source| read::read(&source.bytes, &source.name, &Limits::WEB)).unwrap_or_default();
    let outcomes = read::read(&source.bytes, &source.name, &Limits::WEB);
    let readings: Vec<&Reading> = before.iter().chain(&outcomes).filter_map(reading).collect();
    let reports = children.map(Children::reports).unwrap_or_default();
    let check = |outcome: &Outcome| {
        let reading = reading(outcome)?;
        let case = Case::new(reading).after(year_before(reading, &readings)).plus(taken_over);
        Some(checks::run(&match children {
            Some(children) => children.under(case, &reports),
            None => case,
        }))
    };
    let verdicts: Vec<Option<Verdicts>> = outcomes.iter().map(check).collect();
    let found = outcomes
        .into_iter()
        .zip(verdicts)
        .map(|(outcome, verdicts)| match outcome {
            Outcome::Report(reading) => Checked::Report(reading, verdicts.unwrap_or_default()),
            Outcome::NoReport(why) => Checked::NoReport(why),
        })
        .collect();
    Read { found, took: started.elapsed() }
}

fn reading(outcome: &Outcome) -> Option<&Reading> {
    match outcome {
        Outcome::Report(reading) => Some(reading),
        Outcome::NoReport(_) => None,
    }
}

/// Last year's report of the same organ among what lies beside.
fn year_before<'a>(reading: &Reading, among: &[&'a Reading]) -> Option<&'a Reading> {
    let (agency, year) = (reading.report.agency.as_ref()?, reading.report.year?);
    let before =
        |other: &&&Reading| other.report.agency.as_ref() == Some(agency) && other.report.year == Some(year - 1);
    among.iter().find(before).copied()
}
