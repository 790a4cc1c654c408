//! 送审: the version is written to the byte, with the proof of every number in it, and handed in.

use gongkai_law::{annual_report::compilation::CompileStep, request::refusal::Refusal};
use gongkai_report::{Report, json, write::Target};
use gongkai_store::{Error, Moment};
use serde::{Deserialize, Serialize};

use super::{
    bound::ReadOut,
    content::Pass,
    examine::Examined,
    fees::{BY_HAND, Fees},
    figures::Source,
    note::note,
    parts::Part,
    record::Words,
    take,
    work::Work,
};
use crate::{
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
    season::{
        twice::noted::{TakenOff, taken_off},
        upload,
    },
};

/// How the copy's JSON names its source: what is so named was compiled here, and is written from its own words for ever.
pub const SOURCE: &str = "gongkai.compile:";

/// 编制说明 of a version: where its numbers are from, and what was let pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proof {
    /// 编制范围
    pub range: String,
    /// Whether tables 3 and 4 are the frozen ones.
    pub frozen: bool,
    /// Each cell's address with where it is from.
    pub cells: Vec<(String, String)>,
    /// Each bound number: its part, its name, what it was read out as.
    pub bound: Vec<(String, String, String)>,
    /// 信息处理费
    pub fees: Option<Fees>,
    /// 放行
    pub passed: Vec<Pass>,
    /// 存疑 of the checks when it was handed in.
    pub unsure: Vec<String>,
    /// 没有回应的承诺
    pub open: Vec<String>,
    /// 去重 that was taken off the sum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub twice: Vec<TakenOff>,
    /// 更正说明, as it stands in the editions.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Hands a report in.
///
/// # Errors
/// [`NotTaken::Refused`] with the first thing that keeps it back; [`Error::Stale`] when somebody else wrote first.
pub async fn submit(office: &Office, hand: &Hand, work: &Work, words: &Words) -> Result<(), NotTaken> {
    take::may(hand, work, CompileStep::Submitted).map_err(NotTaken::Refused)?;
    let examined = Examined::of(office, work).await?;
    held_back(work, &examined).map_err(NotTaken::Refused)?;
    let proof = Proof { note: note(office, work, &examined.report).await?, ..proof(work, &examined) };
    let proof = serde_json::to_string(&proof).map_err(|fault| Error::Corrupt(fault.to_string()))?;
    let report = copy(work, &examined.report)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    take::step_in(office, &mut act, hand, work, (CompileStep::Submitted, words), Some((&report, &proof))).await?;
    Ok(act.commit().await?)
}

/// Whether something keeps a report from being handed in.
///
/// # Errors
/// What.
pub fn held_back(work: &Work, examined: &Examined) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal { why, article: None });
    let fails = examined.standing(work);
    match (examined.bars.first(), fails.first()) {
        (Some(bar), _) => no(format!("有{}处没有写完、填齐，先是：{}", examined.bars.len(), bar.message)),
        (None, Some(fail)) => no(format!("有{}处错误，改好才能送审，先是{}：{}", fails.len(), fail.code, fail.message)),
        (None, None) => Ok(()),
    }
}

/// The version as the register keeps it.
fn copy(work: &Work, report: &Report) -> Result<String, Error> {
    let source = format!("{SOURCE}{}/{}/{}", work.organ.slug, work.year(), work.standing.revision);
    let bytes = Target::Json.write(&source, report).map_err(Error::Corrupt)?;
    String::from_utf8(bytes).map_err(|_| Error::Corrupt("定本".to_owned()))
}

/// 编制说明 of a report as it stands.
pub fn proof(work: &Work, examined: &Examined) -> Proof {
    let year = &examined.year;
    let cells = year.figures.form().cells().iter().zip(&year.origins);
    let cells = cells.map(|(cell, origins)| (cell.address.clone(), origins.source.label()));
    // the fee has no cell; where it was typed, it was typed with its source
    let fees = BY_HAND.iter().filter(|_| !year.files.is_empty()).filter_map(|(address, _)| {
        let typed = work.content.by_hand.get(*address)?;
        Some(((*address).to_owned(), Source::ByHand(typed.clone()).label()))
    });
    let mut bound = Vec::new();
    for part in Part::all(work.edition) {
        let out = ReadOut::of(work.content.part(&part.key), year, work.year());
        bound.extend(out.numbers().map(|(name, value)| (part.key.clone(), name.to_owned(), value.to_owned())));
    }
    let mut unsure: Vec<_> = match examined.found() {
        Some(crate::verify::Checked::Report(_, verdicts)) => {
            let unsure = verdicts.findings.iter().filter(|finding| finding.verdict == gongkai_report::Verdict::Unsure);
            unsure.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
        }
        _ => Vec::new(),
    };
    unsure.extend(examined.doubts.iter().map(|doubt| doubt.message.clone()));
    Proof {
        range: work.range.key().to_owned(),
        frozen: year.frozen,
        cells: cells.chain(fees).collect(),
        bound,
        fees: year.fees,
        passed: work.content.passed.values().cloned().collect(),
        unsure,
        open: examined.open.iter().map(|promise| promise.words.clone()).collect(),
        twice: year.below.as_deref().map(taken_off).unwrap_or_default(),
        note: String::new(),
    }
}

/// A version as it was handed in, read back from its copy, compiled here or confirmed from a file; `None` for other JSON.
pub fn compiled(json: &str) -> Option<(String, Report)> {
    let parsed = json::parse(json.trim_end().as_bytes()).ok()?;
    let ours = [SOURCE, upload::SOURCE].iter().any(|source| parsed.source.starts_with(source));
    ours.then_some((parsed.source, parsed.report))
}
