//! 在编的年报: one report opened, with what is written, its steps and where it stands.

use gongkai_law::annual_report::{
    Edition, Form,
    compilation::{CompileStanding, CompileStep},
    form::Table,
};
use gongkai_store::{Compilation, CompilationNow, Error, Organ, OrganId, Scope, StepRow};
use jiff::civil::Date;

use super::{
    content::Content,
    range::Range,
    record::{self, Words},
};
use crate::office::Office;

/// 经过: one step as it is shown.
#[derive(Clone, Debug)]
pub struct Entry {
    /// As the register keeps it.
    pub row: StepRow,
    /// As the law sees it.
    pub step: CompileStep,
    /// What was written beside it.
    pub words: Words,
}

/// 在编的年报
#[derive(Clone, Debug)]
pub struct Work {
    /// As the register keeps it.
    pub compilation: Compilation,
    /// Whose report it is.
    pub organ: Organ,
    /// The organs above it, the next one first.
    pub above: Vec<OrganId>,
    /// The form that it is written on.
    pub edition: Edition,
    /// 编制范围
    pub range: Range,
    /// What is written.
    pub content: Content,
    /// Its steps.
    pub entries: Vec<Entry>,
    /// Where it stands.
    pub standing: CompileStanding,
}

impl Work {
    /// The report in work of an organ and year in this scope; `None` where nobody began one.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: OrganId, year: i16, scope: Scope) -> Result<Option<Self>, Error> {
        match office.db.compilation_of(organ, year, scope).await? {
            Some(compilation) => Self::open(office, compilation).await.map(Some),
            None => Ok(None),
        }
    }

    /// A report in work that a list found.
    ///
    /// # Errors
    /// The register; [`Error::Corrupt`] for words that are none of ours.
    pub async fn open(office: &Office, compilation: Compilation) -> Result<Self, Error> {
        let corrupt = || Error::Corrupt(format!("在编的年报{}", compilation.id));
        let edition = Edition::ALL.into_iter().find(|edition| edition.key() == compilation.edition);
        let (edition, range) = edition.zip(Range::of_key(&compilation.scope)).ok_or_else(corrupt)?;
        let content = Content::read(&compilation.content)?;
        let (organ, rows, parents) = tokio::try_join!(
            office.db.organ(compilation.organ_id),
            office.db.compilation_steps(compilation.id),
            office.db.organ_parents()
        )?;
        let entries: Vec<Entry> = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
        let standing = CompileStanding::of(taken(&entries));
        let above = above(organ.id, &parents);
        Ok(Self { compilation, organ, above, edition, range, content, entries, standing })
    }

    /// Where it will stand after another step.
    pub fn after(&self, step: CompileStep, on: Date) -> CompileStanding {
        CompileStanding::of(taken(&self.entries).chain([(step, on)]))
    }

    /// The steps of the round that goes on: from the beginning, or from the last correction.
    pub fn round(&self) -> &[Entry] {
        let begins = |entry: &Entry| matches!(entry.step, CompileStep::Begun | CompileStep::Corrected);
        let from = self.entries.iter().rposition(begins).unwrap_or(0);
        self.entries.get(from..).unwrap_or_default()
    }

    /// 更正说明 of the version in work; `None` for the first.
    pub fn correction(&self) -> Option<&str> {
        self.round().first().filter(|entry| entry.step == CompileStep::Corrected).map(|entry| entry.words.why.as_str())
    }

    /// 表二, 表三, 表四: a table of its form, from 0.
    pub fn edition_table(&self, at: usize) -> &'static str {
        Form::of(self.edition).tables.get(at).map_or("", Table::name)
    }

    /// The year that it reports.
    pub fn year(&self) -> i16 {
        self.compilation.year
    }
}

/// The organs above one, the next one first; a ring is walked once.
fn above(organ: OrganId, parents: &[(OrganId, OrganId)]) -> Vec<OrganId> {
    let mut above = Vec::new();
    let mut at = organ;
    while let Some((_, parent)) = parents.iter().find(|(child, _)| *child == at) {
        if above.contains(parent) || *parent == organ {
            break;
        }
        above.push(*parent);
        at = *parent;
    }
    above
}

fn taken(entries: &[Entry]) -> impl Iterator<Item = (CompileStep, Date)> {
    entries.iter().map(|entry| (entry.step, entry.row.on_date.0))
}

fn entry(row: StepRow) -> Result<Entry, Error> {
    let (step, words) = record::read(&row)?;
    Ok(Entry { row, step, words })
}

/// 投影: what lists keep of a standing after a step.
pub fn now(standing: &CompileStanding, step: CompileStep) -> CompilationNow<'static> {
    CompilationNow {
        stage: standing.stage.key(),
        state: standing.state().key(),
        published: standing.published.is_some(),
        revision: i32::try_from(standing.revision).unwrap_or(i32::MAX),
        anew: step == CompileStep::Corrected,
    }
}
