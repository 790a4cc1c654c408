//! 与本级年报核对: check H001 over the organ's own report, as it was handed in, and those that make up the sum. The same check is
//! among those of a report while it is open, over [`children`].

use std::sync::Arc;

use gongkai_law::annual_report::compilation::CompileStage;
use gongkai_report::{
    Format, Outcome, Reading, Report,
    checks::{Case, run_family},
    json,
    read::{self, Limits},
    write,
};
use gongkai_store::{Compilation, CompilationCopy, Error, Organ, Scope};

use super::roll_up::{Counted, RollUp};
use crate::{compile::range::Range, office::Office, verify::Children};

/// What the check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// It could not be run, and why.
    Not(String),
    /// The report is the sum.
    Agrees,
    /// It is not: what differs, in sentences.
    Differs(Vec<String>),
}

/// Holds the organ's own report of the year against the sum's parts.
///
/// # Errors
/// The register.
pub async fn against(office: &Office, organ: &Organ, year: i16, sum: &RollUp) -> Result<Against, Error> {
    let not = |why: &str| Ok(Against::Not(why.to_owned()));
    let Some(compilation) = office.db.compilation_of(organ.id, year, Scope::Organ(organ.id)).await? else {
        return not("本级还没有编制年报。");
    };
    if compilation.scope != sum.range.key() || !sum.range.is_wide() {
        let written = Range::of_key(&compilation.scope).unwrap_or_default();
        return Ok(Against::Not(format!("本级年报的范围是“{}”，换成这个范围再核对。", written.label())));
    }
    let Some(copy) = copy_of(office, &compilation).await? else { return not("本级年报还没有送审。") };
    let Ok(parsed) = json::parse(copy.report.trim_end().as_bytes()) else {
        return not("本级年报的定本读不出来。");
    };
    let children = children(sum);
    let done = office.reader.apart(move || run(&parsed.report, &children)).await;
    Ok(done.unwrap_or_else(|| Against::Not("核对中断了，请再打开一次。".to_owned())))
}

/// The version that is held against the sum: what was handed in or is public; before that what is in review or signed, and
/// never a correction that nobody handed in.
async fn copy_of(office: &Office, compilation: &Compilation) -> Result<Option<CompilationCopy>, Error> {
    if let Some(copy) = office.db.copy_in_force(compilation.id).await? {
        return Ok(Some(copy));
    }
    let copies = office.db.compilation_copies(compilation.id).await?;
    Ok(copies.into_iter().next().filter(|_| compilation.stage != CompileStage::Draft.key()))
}

/// 下级报告 as the sum counted them, the organ's own figures among them, with who is missing and what was confirmed to be twice.
pub fn children(sum: &RollUp) -> Arc<Children> {
    let of = |one: &Counted| Report {
        agency: Some(one.name.clone()),
        year: Some(sum.year),
        format: Some(Format::Form(one.figures.edition())),
        figures: Some(one.figures.clone()),
        ..Report::default()
    };
    let missing = sum.missing.iter().map(|one| one.name.clone()).collect();
    Arc::new(Children::new(sum.counted.iter().map(of).collect(), missing, sum.twice()))
}

fn run(report: &Report, children: &Children) -> Against {
    let Some(parent) = reading(report) else { return Against::Not("本级年报读不出来。".to_owned()) };
    let reports = children.reports();
    let verdicts = run_family(&children.under(Case::new(&parent), &reports), 'H');
    let messages: Vec<String> = verdicts.findings.into_iter().map(|finding| finding.message).collect();
    match (messages.is_empty(), verdicts.not_assessable.into_iter().next()) {
        (false, _) => Against::Differs(messages),
        (true, Some((_, why))) => Against::Not(format!("{why}。")),
        (true, None) => Against::Agrees,
    }
}

/// A report as our reader has it from its own page.
fn reading(report: &Report) -> Option<Box<Reading>> {
    let found = read::read(write::html(report).as_bytes(), "年报.html", &Limits::WEB);
    found.into_iter().find_map(|outcome| match outcome {
        Outcome::Report(reading) => Some(reading),
        Outcome::NoReport(_) => None,
    })
}
