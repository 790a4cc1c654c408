//! 公布: the version that was signed goes into the library as the organ's report of its year, where everybody reads it.

use gongkai_law::{annual_report::compilation::CompileStep, calendar::in_chinese};
use gongkai_report::write;
use gongkai_store::{CompilationCopy, Error, Moment, NewReport, OrganId, Scope, Sight, Upload, Visibility};

use super::{record::Words, submit::compiled, take, work::Work};
use crate::{
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
    let (_, report) = compiled(&copy.report).ok_or_else(|| Error::Corrupt("定本".to_owned()))?;
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
    Ok(act.commit().await?)
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
