//! 与本级年报核对: check H001 over the organ's own report, as it was handed in, and those that make up the sum.

use gongkai_law::annual_report::{CellId, Figures, compilation::CompileStage};
use gongkai_report::{
    Format, Outcome, Reading, Report, Section,
    checks::{Case, run_family},
    json,
    read::{self, Limits},
    write,
};
use gongkai_store::{Compilation, CompilationCopy, Error, Organ, Scope};

use super::roll_up::RollUp;
use crate::{compile::range::Range, office::Office};

/// Reports that are held against one at most.
const MOST: usize = 300;

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
    if sum.counted.len() > MOST {
        return not("单位太多，这里不逐份核对；用命令行核验。");
    }
    let Some(copy) = copy_of(office, &compilation).await? else { return not("本级年报还没有送审。") };
    let Ok(parsed) = json::parse(copy.report.trim_end().as_bytes()) else {
        return not("本级年报的定本读不出来。");
    };
    let parts: Vec<(String, Figures)> = sum.counted.iter().map(|one| (one.name.clone(), one.figures.clone())).collect();
    let missing: Vec<String> = sum.missing.iter().map(|one| one.name.clone()).collect();
    let twice = sum.twice();
    let done = office.reader.apart(move || run(&parsed.report, year, (parts, &missing), &twice)).await;
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

fn run(
    report: &Report,
    year: i16,
    (parts, missing): (Vec<(String, Figures)>, &[String]),
    twice: &[(CellId, i64)],
) -> Against {
    let Some(parent) = reading(report) else { return Against::Not("本级年报读不出来。".to_owned()) };
    let section =
        |(number, title): (u8, &&str)| Section { number, title: (*title).to_owned(), text: "无。".to_owned() };
    let of = |(name, figures): (String, Figures)| Report {
        agency: Some(name),
        year: Some(year),
        format: Some(Format::Form(figures.edition())),
        sections: (1..).zip(&figures.form().sections).map(section).collect(),
        figures: Some(figures),
    };
    let children: Vec<Option<Box<Reading>>> = parts.into_iter().map(|part| reading(&of(part))).collect();
    let lost = children.iter().filter(|child| child.is_none()).map(|_| "读不出的一份".to_owned());
    let unread: Vec<String> = missing.iter().cloned().chain(lost).collect();
    let children: Vec<&Reading> = children.iter().flatten().map(AsRef::as_ref).collect();
    let verdicts = run_family(&Case::new(&parent).over(&children, &unread).less(twice), 'H');
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
