//! 内容校验: whether steps and letters still say what was written down. The journal's row of each has the SM3 of what it
//! wrote, so that the chain holds the words as well, and not only that there were some.
//!
//! A digest is SM3 over its parts, each behind its length in bytes as eight big-endian bytes. Of a step: of what (the
//! hyphenated id), place, day, kind, detail (as stored), actor, at (milliseconds). Of a letter: its id, that of what it is
//! about or nothing, kind, fields (as stored).

use std::collections::HashMap;

use serde_json::Value;
use sm3::Digest as _;
use uuid::Uuid;

use crate::{
    Db, Digest, Moment, NewStep, Result,
    db::on,
    ids::storable,
    journal::{self, Row},
};

/// Rows of the journal, or letters, in memory at a time.
const PAGE: i64 = 500;
/// How often a letter is looked at again that was written while it was looked at.
const AGAIN: usize = 3;

/// The digest of a step.
pub(crate) fn of_step(of: Uuid, n: i32, step: &NewStep<'_>, (actor, at): (&str, Moment)) -> Digest {
    of_stored(of, n, [&step.on.0.to_string(), step.kind, &storable(step.detail), actor], at.0)
}

/// The same of one as it stands: whatever stands there for a day.
fn of_stored(of: Uuid, n: i32, [on, kind, detail, actor]: [&str; 4], at_ms: i64) -> Digest {
    digest(&[&of.to_string(), &n.to_string(), on, kind, detail, actor, &at_ms.to_string()])
}

/// The digest of what a letter says.
pub(crate) fn of_letter((id, about): (Uuid, Option<Uuid>), kind: &str, fields: &str) -> Digest {
    let about = about.map(|id| id.to_string()).unwrap_or_default();
    digest(&[&id.to_string(), &about, kind, &storable(fields)])
}

fn digest(parts: &[&str]) -> Digest {
    let mut sm3 = sm3::Sm3::new();
    for part in parts {
        sm3.update((part.len() as u64).to_be_bytes());
        sm3.update(part.as_bytes());
    }
    Digest(sm3.finalize().into())
}

/// What is wrong with the first step or letter that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentFault {
    /// A step is another one.
    #[error("{0}的经过，第{1}步的内容被改动过（操作日志第{2}条）")]
    Step(String, i32, i64),
    /// A step is not there.
    #[error("{0}的经过，第{1}步缺失（操作日志第{2}条）")]
    NoStep(String, i32, i64),
    /// Steps that nobody took: how many.
    #[error("经过比操作日志多{0}步，没有人登记过")]
    MoreSteps(i64),
    /// A letter says something else.
    #[error("文书{0}的内容被改动过（操作日志第{1}条）")]
    Letter(String, i64),
    /// A letter is not there.
    #[error("文书{0}缺失（操作日志第{1}条）")]
    NoLetter(String, i64),
    /// Letters that nobody wrote: how many.
    #[error("文书比操作日志多{0}份，没有人起草过")]
    MoreLetters(i64),
}

/// 内容校验的结果: what a comparison of steps and letters with the journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedContent {
    /// Steps that are as they were written.
    pub steps: i64,
    /// Letters that are.
    pub letters: i64,
    /// Steps and letters that an older program, or a load of many at once, wrote without a digest.
    pub unbound: i64,
    /// The first fault; `None` when there is none.
    pub broken: Option<ContentFault>,
}

/// Whose steps are told by which acts.
struct Told {
    acts: &'static [&'static str],
    table: &'static str,
    owner: &'static str,
}

const TOLD: [Told; 4] = [
    Told { acts: &["request.add", "request.step", "request.add_old"], table: "request_step", owner: "request_id" },
    Told { acts: &["redress.add", "redress.step"], table: "redress_step", owner: "redress_id" },
    Told { acts: &["matter.add", "matter.step"], table: "matter_step", owner: "matter_id" },
    Told {
        acts: &[
            "publication.add",
            "publication.step",
            "publication.release",
            "publication.end",
            "publication.take_over",
        ],
        table: "publication_step",
        owner: "publication_id",
    },
];

/// A step as the journal tells it.
struct Written {
    of: Uuid,
    n: i32,
    sm3: String,
    seq: i64,
}

/// What there should be up to a row of the journal; `None` once a row does not say how many it wrote.
struct Count {
    until: i64,
    steps: Option<i64>,
    letters: Option<i64>,
}

impl Db {
    /// Compares every step and every letter with what the journal says was written, a page of the journal at a time;
    /// others may go on writing meanwhile. It says something where the journal's chain holds ([`journal::verify`]).
    pub async fn verify_content(&self) -> Result<VerifiedContent> {
        // what is there, and up to which row it was told, in one look
        const THERE: &str = "
            select (select seq from journal_head where id = 1),
                (select count(*) from request_step) + (select count(*) from redress_step) + (select count(*) from matter_step)
                    + (select count(*) from publication_step),
                (select count(*) from letter)";
        let (until, steps, letters): (i64, i64, i64) = on!(self, pool => sqlx::query_as(THERE).fetch_one(pool).await)?;
        let mut found = VerifiedContent { steps: 0, letters: 0, unbound: 0, broken: None };
        let mut told = Count { until, steps: Some(0), letters: Some(0) };
        let mut last = 0;
        loop {
            let page = journal::rows(self, last, PAGE).await?;
            let Some(end) = page.last() else { break };
            last = end.seq;
            told.add(&page);
            found.broken = self.fault_of_page(&page, &mut found.steps).await?;
            if found.broken.is_some() {
                return Ok(found);
            }
        }
        let more = |told: Option<i64>, there: i64| told.map(|told| there - told).filter(|more| *more > 0);
        found.unbound = told.steps.map_or(0, |steps| (steps - found.steps).max(0));
        found.broken = more(told.steps, steps).map(ContentFault::MoreSteps);
        found.broken = found.broken.or(more(told.letters, letters).map(ContentFault::MoreLetters));
        if found.broken.is_none() {
            self.verify_letters(&mut found).await?;
        }
        Ok(found)
    }

    async fn fault_of_page(&self, page: &[Row], sound: &mut i64) -> Result<Option<ContentFault>> {
        for told in &TOLD {
            let rows = page.iter().filter(|row| told.acts.contains(&row.act.as_str()));
            let written: Vec<Written> = rows.flat_map(steps_told).collect();
            if let Some(fault) = self.fault_of_steps(told, &written).await? {
                return Ok(Some(fault));
            }
            *sound += i64::try_from(written.len()).unwrap_or(i64::MAX);
        }
        self.letter_gone(page).await
    }

    async fn fault_of_steps(&self, told: &Told, written: &[Written]) -> Result<Option<ContentFault>> {
        if written.is_empty() {
            return Ok(None);
        }
        let rows: Vec<(Uuid, i32, String, String, String, String, i64)> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select ");
            query.push(told.owner).push(", n, on_date, kind, detail, actor, at_ms from ").push(told.table);
            query.push(" where (").push(told.owner).push(", n) in (");
            query.push_values(written, |mut row, step| {
                row.push_bind(step.of).push_bind(step.n);
            });
            query.push(")").build_query_as().fetch_all(pool).await
        })?;
        let there: HashMap<(Uuid, i32), String> = rows
            .into_iter()
            .map(|(of, n, on, kind, detail, actor, at)| {
                ((of, n), of_stored(of, n, [&on, &kind, &detail, &actor], at).to_string())
            })
            .collect();
        for step in written {
            let is = there.get(&(step.of, step.n));
            if is != Some(&step.sm3) {
                let numbers = journal::numbers(self, &[step.of]).await?;
                let number = numbers.into_iter().next().map_or_else(|| step.of.to_string(), |(_, number)| number);
                return Ok(Some(match is {
                    Some(_) => ContentFault::Step(number, step.n + 1, step.seq),
                    None => ContentFault::NoStep(number, step.n + 1, step.seq),
                }));
            }
        }
        Ok(None)
    }

    /// Whether a letter that these rows tell of is not there.
    async fn letter_gone(&self, page: &[Row]) -> Result<Option<ContentFault>> {
        let added = page.iter().filter(|row| row.act == "letter.add");
        let added: Vec<(Uuid, i64)> = added.filter_map(|row| Some((row.object.parse().ok()?, row.seq))).collect();
        if added.is_empty() {
            return Ok(None);
        }
        let there: Vec<Uuid> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select id from letter where id in (");
            let mut list = query.separated(", ");
            added.iter().for_each(|(id, _)| { list.push_bind(*id); });
            query.push(")").build_query_scalar().fetch_all(pool).await
        })?;
        let there: std::collections::HashSet<Uuid> = there.into_iter().collect();
        let gone = added.into_iter().find(|(id, _)| !there.contains(id));
        Ok(gone.map(|(id, seq)| ContentFault::NoLetter(id.to_string(), seq)))
    }

    async fn verify_letters(&self, found: &mut VerifiedContent) -> Result<()> {
        const PAGES: &str = "
            select id, request_id, redress_id, matter_id, kind, fields, number, dated from letter where id > $1 order by id limit $2";
        let mut last = Uuid::nil();
        loop {
            let page: Vec<Said> = on!(self, pool => sqlx::query_as(PAGES).bind(last).bind(PAGE).fetch_all(pool).await)?;
            let Some(end) = page.last() else { return Ok(()) };
            last = end.id;
            let told = self.letters_told(&page).await?;
            for letter in &page {
                match letter.judged(told.get(&letter.id)) {
                    Judged::Sound => found.letters += 1,
                    Judged::Untold => found.unbound += 1,
                    Judged::Changed(seq) if self.still_changed(letter.id).await? => {
                        let name = letter.number.clone().unwrap_or_else(|| letter.id.to_string());
                        found.broken = Some(ContentFault::Letter(name, seq));
                        return Ok(());
                    }
                    Judged::Changed(_) => found.letters += 1,
                }
            }
        }
    }

    /// Whether a letter is not what was told of it, though nobody is writing it just now.
    async fn still_changed(&self, id: Uuid) -> Result<bool> {
        const ONE: &str =
            "select id, request_id, redress_id, matter_id, kind, fields, number, dated from letter where id = $1";
        for _ in 0..AGAIN {
            let one: Vec<Said> = on!(self, pool => sqlx::query_as(ONE).bind(id).fetch_all(pool).await)?;
            let told = self.letters_told(&one).await?;
            if !one.iter().any(|letter| matches!(letter.judged(told.get(&id)), Judged::Changed(_))) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What the journal tells last of each of these letters.
    async fn letters_told(&self, page: &[Said]) -> Result<HashMap<Uuid, Telling>> {
        let rows: Vec<(i64, String, String, String)> = on!(self, pool => {
            let mut query = sqlx::QueryBuilder::new("select seq, act, object, detail from journal where object in (");
            let mut list = query.separated(", ");
            page.iter().for_each(|letter| { list.push_bind(letter.id.to_string()); });
            query.push(") and act in ('letter.add', 'letter.fill', 'letter.sign') order by seq");
            query.build_query_as().fetch_all(pool).await
        })?;
        let mut all: HashMap<Uuid, Telling> = HashMap::new();
        for (seq, act, object, detail) in rows {
            let Ok(id) = object.parse() else { continue };
            let (telling, detail) = (all.entry(id).or_default(), detail_of(&detail));
            let word = |key: &str| detail.get(key).and_then(Value::as_str).map(str::to_owned);
            telling.seq = seq;
            match act.as_str() {
                "letter.sign" => telling.signed = Some((word("number"), word("dated"))),
                _ => telling.content = word("content"),
            }
        }
        Ok(all)
    }
}

/// What a letter says.
#[derive(sqlx::FromRow)]
struct Said {
    id: Uuid,
    request_id: Option<Uuid>,
    redress_id: Option<Uuid>,
    matter_id: Option<Uuid>,
    kind: String,
    fields: String,
    number: Option<String>,
    dated: Option<String>,
}

/// What the journal tells of a letter.
#[derive(Default)]
struct Telling {
    seq: i64,
    content: Option<String>,
    /// 文号, 成文日期
    signed: Option<(Option<String>, Option<String>)>,
}

enum Judged {
    Sound,
    Untold,
    Changed(i64),
}

impl Said {
    fn judged(&self, told: Option<&Telling>) -> Judged {
        let Some(told) = told else { return Judged::Untold };
        let (number, day) = told.signed.clone().unwrap_or_default();
        if (self.number.as_deref(), &self.dated) != (number.as_deref().map(storable).as_deref(), &day) {
            return Judged::Changed(told.seq);
        }
        let about = self.request_id.or(self.redress_id).or(self.matter_id);
        match &told.content {
            None => Judged::Untold,
            Some(sm3) if *sm3 == of_letter((self.id, about), &self.kind, &self.fields).to_string() => Judged::Sound,
            Some(_) => Judged::Changed(told.seq),
        }
    }
}

fn detail_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The steps that a row tells of, where it has their digests.
fn steps_told(row: &Row) -> Vec<Written> {
    let detail = detail_of(&row.detail);
    let from = detail.get("from").and_then(Value::as_i64).and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
    let Ok(of) = row.object.parse() else { return Vec::new() };
    let content = detail.get("content").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let told = (from..).zip(content.iter().filter_map(Value::as_str));
    told.map(|(n, sm3)| Written { of, n, sm3: sm3.to_owned(), seq: row.seq }).collect()
}

impl Count {
    fn add(&mut self, page: &[Row]) {
        for row in page.iter().filter(|row| row.seq <= self.until) {
            let detail = detail_of(&row.detail);
            let many = |key: &str| match detail.get(key) {
                Some(Value::Array(list)) => i64::try_from(list.len()).ok(),
                Some(number) => number.as_i64(),
                None => None,
            };
            let (steps, letters) = match row.act.as_str() {
                "request.load" | "publication.load" => (many("steps"), many("letters")),
                "letter.add" => (Some(0), Some(1)),
                "matter.add" | "matter.step" => (Some(1), Some(0)),
                act if TOLD.iter().any(|told| told.acts.contains(&act)) => (many("steps"), Some(0)),
                _ => (Some(0), Some(0)),
            };
            self.steps = self.steps.zip(steps).map(|(all, more)| all + more);
            self.letters = self.letters.zip(letters).map(|(all, more)| all + more);
        }
    }
}
