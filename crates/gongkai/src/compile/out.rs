//! 公布: the version that was signed goes into the library as the organ's report of its year, where everybody reads it.

use gongkai_law::{
    annual_report::{Figures, compilation::CompileStep},
    calendar::in_chinese,
};
use gongkai_report::{Report, write};
use gongkai_store::{CompilationCopy, Error, Moment, NewReport, OrganId, Scope, Sight, Upload, Visibility};

use super::{
    record::Words,
    submit::{SOURCE, compiled},
    take,
    work::Work,
};
use crate::{
    figures::freeze::freeze_in,
    library::kept,
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
    verify::{Source, counted},
};

/// Publishes the version that was signed.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Stale`] when somebody kept another report of the year, or wrote first.
pub async fn publish(office: &Office, hand: &Hand, work: &Work, words: &Words) -> Result<(), NotTaken> {
    take::accepted(hand, work, CompileStep::Published, words).map_err(NotTaken::Refused)?;
    let copy = copy_of(office, work).await?;
    let (origin, report) = compiled(&copy.report).ok_or_else(|| Error::Corrupt("定本".to_owned()))?;
    let html = write::html(&report).into_bytes();
    let name = format!("{}.html", write::title(&report));
    let source = Source { name: name.clone(), bytes: html.clone().into() };
    let before = kept::year_before(&office.db, &work.organ, work.year()).await?;
    let read = office.reader.read(&source, before.as_ref()).await;
    let counts = read.found.first().map(counted).unwrap_or_default();
    let there = office.db.report_of(work.organ.id, work.year(), Sight::Staff).await?;
    let new = NewReport {
        organ: work.organ.id,
        year: work.year(),
        edition: Some(work.edition.key()),
        counts,
        source: &name,
        file: Upload { bytes: &html, media: "text/html" },
        report: &copy.report,
        visibility: Visibility::Portal,
        replaces: there.map(|report| report.line.id),
    };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    take::step_in(office, &mut act, hand, work, (CompileStep::Published, words), None).await?;
    act.keep_report(&new).await?;
    if let Some((figures, corrects)) = frozen_with(office, work, (&origin, &report)).await? {
        freeze_in(&mut act, work.organ.id, work.year(), (figures, corrects)).await?;
    }
    Ok(act.commit().await?)
}

/// 公布即定稿: the figures that are frozen as the report goes out, and whether they take the place of others: those of the
/// organ's own year as it was compiled here, where nobody froze it before, and those of a correction.
async fn frozen_with<'a>(
    office: &Office,
    work: &Work,
    (origin, report): (&str, &'a Report),
) -> Result<Option<(&'a Figures, bool)>, Error> {
    let figures = report.figures.as_ref().filter(|_| !work.range.is_wide() && origin.starts_with(SOURCE));
    let Some(figures) = figures else { return Ok(None) };
    let corrects = work.correction().is_some();
    let frozen = !corrects && office.db.frozen_year(work.organ.id, work.year()).await?.is_some();
    Ok((!frozen).then_some((figures, corrects)))
}

/// 定本 of the version in work.
///
/// # Errors
/// The register; [`Error::Missing`] where nothing was handed in.
pub async fn copy_of(office: &Office, work: &Work) -> Result<CompilationCopy, Error> {
    let copies = office.db.compilation_copies(work.compilation.id).await?;
    let revision = i32::try_from(work.standing.revision).unwrap_or(i32::MAX);
    copies.into_iter().find(|copy| copy.revision == revision).ok_or(Error::Missing("定本"))
}

/// What was handed in and is not open any more: where its JSON says it is from, and the report.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a copy that nobody can read.
pub async fn handed_in(office: &Office, work: &Work) -> Result<Option<(String, Report)>, Error> {
    if work.standing.is_open() {
        return Ok(None);
    }
    let copy = copy_of(office, work).await?;
    compiled(&copy.report).map(Some).ok_or_else(|| Error::Corrupt("定本".to_owned()))
}

/// 更正说明 of an organ's report of a year, as far as they are out: the day on which each came out, and the words.
///
/// # Errors
/// The register.
pub async fn corrections(office: &Office, organ: OrganId, year: i16) -> Result<Vec<(String, String)>, Error> {
    let Some(work) = Work::of(office, organ, year, Scope::Organ(organ)).await? else { return Ok(Vec::new()) };
    let (mut out, mut open) = (Vec::new(), None);
    for entry in &work.entries {
        match entry.step {
            CompileStep::Corrected => open = Some(entry.words.why.clone()),
            CompileStep::Published => out.extend(open.take().map(|why| (in_chinese(entry.row.on_date.0), why))),
            _ => {}
        }
    }
    Ok(out)
}
