//! 公布: the version that was signed goes into the library as the organ's report of its year, where everybody reads it.

use gongkai_law::{
    annual_report::{Figures, compilation::CompileStep},
    calendar::in_chinese,
    request::refusal::Refusal,
};
use gongkai_report::{Report, write, write::Target};
use gongkai_store::{Act, CompilationCopy, Error, Moment, NewReport, OrganId, Scope, Sight, Upload, Visibility};

use super::{
    across,
    figures::YearFigures,
    note,
    record::Words,
    submit::{Proof, SOURCE, compiled},
    take,
    work::Work,
};
use crate::{
    figures::{
        count,
        freeze::{Correction, corrections as differences, freeze_in, kept_year},
    },
    library::kept,
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
    verify::{Source, counted},
};

/// With what the addresses of table 2 begin, which is never frozen.
const OF_TABLE_2: &str = "proactive.";
/// Cells that are named where the register moved on.
const NAMED: usize = 5;

/// Publishes the version that was signed.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Stale`] when somebody kept another report of the year, or wrote first.
pub async fn publish(office: &Office, hand: &Hand, work: &Work, words: &Words) -> Result<(), NotTaken> {
    take::accepted(hand, work, CompileStep::Published, words).map_err(NotTaken::Refused)?;
    let copy = copy_of(office, work).await?;
    let (origin, report) = compiled(&copy.report).ok_or_else(|| Error::Corrupt("定本".to_owned()))?;
    let html = Target::Html.write_below(&origin, &report, &note::kept(&copy)).map_err(Error::Corrupt)?;
    let name = format!("{}.html", write::title(&report));
    let source = Source { name: name.clone(), bytes: html.clone().into() };
    let before = kept::year_before(&office.db, &work.organ, work.year()).await?;
    let over = across::taken_over(office, work.range.scope(work.organ.id), (work.year(), work.edition)).await?;
    let read = office.reader.read_beside(&source, (before.as_ref(), &over)).await;
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
    freeze(office, &mut act, work, (&origin, &report)).await?;
    Ok(act.commit().await?)
}

/// 公布即定稿: freezes the organ's own year as the report goes out that was compiled of it here, and anew as a correction does;
/// of a sum of several, the own part was frozen by the head, and a correction of it is what freezes it anew. What is frozen
/// is what is published: a register that moved on since the report was handed in keeps it back.
async fn freeze(
    office: &Office,
    act: &mut Act,
    work: &Work,
    (origin, report): (&str, &Report),
) -> Result<(), NotTaken> {
    let Some(figures) = report.figures.as_ref().filter(|_| origin.starts_with(SOURCE)) else { return Ok(()) };
    let (organ, year) = (work.organ.id, work.year());
    let kept = kept_year(office, organ, year).await?;
    let corrects = work.correction().is_some();
    if work.range.is_wide() {
        if kept.is_some() && corrects {
            let own = count::tables(&office.db, Scope::Organ(organ), year, work.edition).await?;
            freeze_in(act, organ, year, (&own, true)).await?;
        }
        // what those below handed in since is not in what was signed
        return as_handed_in(figures, &YearFigures::of(office, work).await?.figures, "现在的合计");
    }
    match kept {
        Some(kept) if !corrects => as_handed_in(figures, &kept.figures, "定稿"),
        _ => {
            freeze_in(act, organ, year, (figures, corrects)).await?;
            let now = count::tables(&office.db, Scope::Organ(organ), year, work.edition).await?;
            as_handed_in(figures, &now, "现在的台账")
        }
    }
}

/// Whether tables 3 and 4 are those that were handed in.
fn as_handed_in(handed: &Figures, now: &Figures, whose: &str) -> Result<(), NotTaken> {
    if handed.edition() != now.edition() {
        return Ok(());
    }
    let mut changed = differences(handed, now);
    changed.retain(|one| !one.address.starts_with(OF_TABLE_2));
    if changed.is_empty() {
        return Ok(());
    }
    let cell = |one: &Correction| format!("“{}”定本是{}，{whose}是{}", one.name, one.frozen, one.now);
    let cells: Vec<_> = changed.iter().take(NAMED).map(cell).collect();
    let why = format!(
        "送审以后，表三、表四有{}格变了：{}。退回修改，再送审（已经报送的，先撤回报送或者请上级退回）",
        changed.len(),
        cells.join("；")
    );
    Err(NotTaken::Refused(Refusal { why, article: None }))
}

/// 定本 of the version in work.
///
/// # Errors
/// The register; [`Error::Missing`] where nothing was handed in.
pub async fn copy_of(office: &Office, work: &Work) -> Result<CompilationCopy, Error> {
    let revision = i32::try_from(work.standing.revision).unwrap_or(i32::MAX);
    office.db.compilation_copy(work.compilation.id, revision).await?.ok_or(Error::Missing("定本"))
}

/// What was handed in and is not open any more.
pub struct HandedIn {
    /// Where its JSON says it is from.
    pub source: String,
    /// The report.
    pub report: Report,
    /// 编制说明
    pub proof: Proof,
}

/// What was handed in; `None` while it is open.
///
/// # Errors
/// The register; [`Error::Corrupt`] for a copy that nobody can read.
pub async fn handed_in(office: &Office, work: &Work) -> Result<Option<HandedIn>, Error> {
    if work.standing.is_open() {
        return Ok(None);
    }
    let copy = copy_of(office, work).await?;
    let (source, report) = compiled(&copy.report).ok_or_else(|| Error::Corrupt("定本".to_owned()))?;
    Ok(Some(HandedIn { source, report, proof: serde_json::from_str(&copy.proof).unwrap_or_default() }))
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
