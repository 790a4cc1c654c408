//! `/desk/season/{year}/of/{organ}/copy`: the very version that was handed in, which is what the organ above accepts: its text,
//! its tables and what the checks say of it, as they stood when it was handed in.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use gongkai_law::annual_report::{compilation::CompileStep, figures::show as digits, form::Cell};
use gongkai_report::{Report, write};
use gongkai_store::Organ;

use super::{
    super::{
        confirm::{READ_AS, behind},
        upload::SOURCE,
    },
    one::Seen,
};
use crate::{
    compile::{
        across::taken_over,
        last::LastYear,
        names::Names,
        range::Range,
        submit::{Proof, compiled},
        work::Work,
    },
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error},
    people::frame::{Desk, Place},
    verify::{Checked, Source, verdict::Verdict},
};

/// 定本 as it is shown.
struct Copy {
    revision: i32,
    at: String,
    /// When it went to the organ above; empty where it was published without.
    reported: String,
    range: Range,
    /// How the numbers got into it.
    uploaded: bool,
    /// Whether the file it came from is here to be held beside it.
    file: bool,
    /// 改读错的数: each with its number, and what was read instead.
    mended: Vec<(String, String, String)>,
    /// 放行: what was let pass, and why.
    passed: Vec<(String, String)>,
    /// 说明 of the step by which it was handed in.
    said: String,
    verdict: Verdict,
}

#[derive(Template)]
#[template(path = "season/copy.html")]
struct CopyPage {
    desk: Desk,
    year: i16,
    organ: Organ,
    above: bool,
    copy: Option<Copy>,
}

/// `GET /desk/season/{year}/of/{organ}/copy`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((year, slug)): Path<(i16, String)>,
) -> Result<Response, Error> {
    let seen = Seen::of(&office, visitor.hand()?, (year, &slug)).await?;
    let copy = match &seen.work {
        Some(work) => handed_in(&office, work).await?,
        None => None,
    };
    let desk = Desk::new(&office, &visitor, Place::Season).await?;
    page::show(&CopyPage { desk, year: seen.year, above: seen.part.above, organ: seen.organ, copy })
}

/// The version that counts, read as everybody's reader would.
async fn handed_in(office: &Office, work: &Work) -> Result<Option<Copy>, Error> {
    let Some(copy) = office.db.copy_in_force(work.compilation.id).await? else { return Ok(None) };
    let corrupt = || Error::from(gongkai_store::Error::Corrupt("定本".to_owned()));
    let (_, report) = compiled(&copy.report).ok_or_else(corrupt)?;
    let proof: Proof = serde_json::from_str(&copy.proof).unwrap_or_default();
    let source =
        Source { name: format!("{}.html", write::title(&report)), bytes: write::html(&report).into_bytes().into() };
    let range = Range::of_key(&proof.range).unwrap_or_default();
    let (last, over) = tokio::try_join!(
        LastYear::of(office, &work.organ, work.year()),
        taken_over(office, range.scope(work.organ.id), (work.year(), work.edition))
    )?;
    let beside = (last.as_ref().map(|last| &last.source), over.as_slice());
    let read = office.reader.read_beside(&source, beside).await;
    let Some(Checked::Report(reading, verdicts)) = read.found.first() else { return Err(corrupt()) };
    let step = work.entries.iter().rev().find(|entry| entry.step == CompileStep::Reported);
    let signed = work.entries.iter().rev().find(|entry| entry.step == CompileStep::Signed);
    Ok(Some(Copy {
        revision: copy.revision,
        at: civil_minute(copy.at_ms.timestamp()),
        reported: step.map(|entry| civil_minute(entry.row.at_ms.timestamp())).unwrap_or_default(),
        range,
        uploaded: copy.report.contains(SOURCE),
        file: behind(office, Some(work)).await?.is_some(),
        mended: mended(&report, &proof),
        passed: proof.passed.into_iter().map(|pass| (format!("{} {}", pass.code, pass.message), pass.why)).collect(),
        said: signed.map(|entry| entry.words.why.clone()).unwrap_or_default(),
        verdict: Verdict::of(reading, verdicts),
    }))
}

/// The numbers that whoever confirmed the file put in place of what was read.
fn mended(report: &Report, proof: &Proof) -> Vec<(String, String, String)> {
    let Some(figures) = &report.figures else { return Vec::new() };
    let names = Names::of(figures.edition());
    let cells = (0..).zip(figures.form().cells()).zip(&proof.cells);
    let mended = cells.filter(|((_, cell), (address, said))| cell.address == *address && said.starts_with(READ_AS));
    let one = |((id, cell), (_, said)): ((_, &Cell), &(String, String))| {
        let name = names.of_cell(id).map_or_else(|| cell.name.clone(), |name| name.words.clone());
        (name, figures.get(id).map(|now| digits(now, cell.kind)).unwrap_or_default(), said.clone())
    };
    mended.map(one).collect()
}
