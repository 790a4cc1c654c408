//! 上传件: the report of an organ without the platform. Our reader fills it in, and what it could not read is marked; by
//! [`super::confirm`] it counts as handed in.

use std::{collections::BTreeMap, sync::Arc};

use gongkai_law::{
    annual_report::{CellId, Edition, Figures, figures::parse, form::Kind},
    request::refusal::Refusal,
};
use gongkai_report::{Report, json, write::Target};
use gongkai_store::{Error, Filter, Moment, NewSeasonUpload, Organ, ReportLine, Scope, SeasonUpload, Sight, Upload};

use super::{
    confirm::{is_of, may_confirm},
    who::{Part, no},
};
use crate::{
    compile::{content::Content, range::Range, work::Work},
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
    typed::number,
    verify::{Checked, Source, counted, drop::media},
};

/// How the JSON of such a report names its source.
pub const SOURCE: &str = "gongkai.upload:";

/// What the field of a cell that was read wrongly begins with: its address alone is the field of one that was not read.
pub const FIX: &str = "fix.";

/// Whether somebody may bring a report of this organ and year now.
///
/// # Errors
/// The reason why not.
pub fn may(part: Part, work: Option<&Work>) -> Result<(), Refusal> {
    if !part.writes && !part.above {
        return Err(no("上传年报由本机关的经办人、公开工作机构负责人办理，没有上平台的由上级代办"));
    }
    match work {
        Some(work) if !work.standing.is_open() => {
            Err(no(format!("现在是“{}”，不能再上传", work.standing.state().label())))
        }
        Some(work) => begun(&work.content),
        None => Ok(()),
    }
}

/// Whether something of a report was written on the platform, which a file would take the place of.
fn begun(content: &Content) -> Result<(), Refusal> {
    let said = [
        (content.parts.values().filter(|text| !text.trim().is_empty()).count(), "部分写了文字"),
        (content.by_hand.len(), "格填了数"),
        (content.answers.len(), "条承诺作了交代"),
    ];
    let said: Vec<_> = said.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n}{what}")).collect();
    match said.is_empty() {
        true => Ok(()),
        false => Err(no(format!("这一年的年报正在平台上编制（{}），上传会丢掉这些，请在平台上报送", said.join("、")))),
    }
}

/// 编制范围 of an upload: a government's report may hold others' figures as well.
///
/// # Errors
/// The reason why not.
pub fn range_of(organ: &Organ, range: Option<Range>) -> Result<Range, Refusal> {
    match range {
        None if organ.kind != "government" => Ok(Range::Own),
        None => Err(no("选一个编制范围：报告里是谁的数")),
        Some(range) if range.is_wide() && organ.kind != "government" => Err(no("只有人民政府的年报包括部门和乡镇")),
        Some(range) => Ok(range),
    }
}

/// Takes a file in and reads it. An upload before it stays where it is, and counts no more.
///
/// # Errors
/// [`NotTaken::Refused`] for what is no report of this year; the register.
pub async fn bring(
    office: &Office,
    hand: &Hand,
    (organ, year, range): (&Organ, i16, Range),
    (name, bytes): (&str, Vec<u8>),
) -> Result<(), NotTaken> {
    let bytes: Arc<[u8]> = bytes.into();
    let source = Source { name: name.to_owned(), bytes: bytes.clone() };
    let read = office.reader.read(&source, None).await;
    let mut of_year: Vec<_> = read.found.iter().filter(|found| found.year() == Some(year)).collect();
    if of_year.len() > 1 {
        // a file of several: those that name this organ
        let agency = |found: &Checked| found.reading().and_then(|reading| reading.report.agency.clone());
        of_year.retain(|found| agency(found).is_some_and(|agency| is_of(organ, &agency)));
    }
    let mut of_year = of_year.into_iter();
    let (found, report) = match (of_year.next(), of_year.next(), read.found.first()) {
        (Some(found @ Checked::Report(reading, _)), None, _) => (found, &reading.report),
        (Some(_), Some(_), _) => return refuse(format!("“{name}”里有几份{year}年的年报，请只传本单位的一份")),
        (_, _, Some(Checked::NoReport(why))) => return refuse(format!("“{name}”没有读出年报：{why}")),
        (_, _, Some(other)) => {
            let which = other.year().map_or_else(|| "没有写年份".to_owned(), |other| format!("是{other}年的"));
            return refuse(format!("“{name}”{which}，这里收{year}年的年报"));
        }
        (_, _, None) => return refuse(format!("“{name}”没有读出年报")),
    };
    let edition = Edition::for_year(year);
    if report.figures.as_ref().map(Figures::edition) != edition {
        return refuse(format!("“{name}”里没有{year}年格式的表格"));
    }
    let report = written(organ, year, report)?;
    let file = Upload { bytes: &bytes, media: media(&bytes) };
    let fails = counted(found).fails;
    let new =
        NewSeasonUpload { organ: organ.id, year, file_name: name, file, report: &report, fails, scope: range.key() };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.add_season_upload(&new).await?;
    Ok(act.commit().await?)
}

/// The released report that somebody may take out of the library into the season: whoever may confirm it, while nobody is at
/// work on one here and nothing else waits.
///
/// # Errors
/// The reason why not; the register.
pub async fn may_take(
    office: &Office,
    (organ, part): (&Organ, Part),
    year: i16,
    work: Option<&Work>,
) -> Result<Result<ReportLine, Refusal>, Error> {
    if let Err(why) = may_confirm(office, part, organ).await? {
        return Ok(Err(why));
    }
    if let Some(work) = work {
        return Ok(Err(no(format!("现在是“{}”，不从年报库取", work.standing.state().label()))));
    }
    if office.db.season_upload(organ.id, year).await?.is_some_and(|upload| upload.confirmed_ms.is_none()) {
        return Ok(Err(no("有上传件还没有确认，先确认那一份")));
    }
    // its line alone: a page that offers this needs no report
    let filter = Filter { organ: Some(organ.id), year: Some(year), ..Filter::default() };
    let line = office.db.reports(&filter, Sight::Public, None, 1).await?.pop();
    Ok(line.ok_or_else(|| no(format!("年报库里没有{}{year}年的年报", organ.short_name))))
}

/// 取自年报库: brings the very file of which the library has the organ's released report of this year, so that nobody looks for
/// it and uploads it again. It waits for somebody's word like any other.
///
/// # Errors
/// As [`may_take`] and [`bring`].
pub async fn bring_shelved(
    office: &Office,
    hand: &Hand,
    (organ, part): (&Organ, Part),
    (year, range): (i16, Range),
) -> Result<(), NotTaken> {
    let work = Work::of(office, organ.id, year, Scope::Organ(organ.id)).await?;
    let line = may_take(office, (organ, part), year, work.as_ref()).await?.map_err(NotTaken::Refused)?;
    let bytes = office.db.file_bytes(line.file_sm3).await?;
    bring(office, hand, (organ, year, range), (&format!("年报库的{}", line.source), bytes)).await
}

pub(super) fn refuse<T>(why: String) -> Result<T, NotTaken> {
    Err(NotTaken::Refused(no(why)))
}

/// As the register keeps it.
pub(super) fn written(organ: &Organ, year: i16, report: &Report) -> Result<String, Error> {
    let source = format!("{SOURCE}{}/{year}", organ.slug);
    let bytes = Target::Json.write(&source, report).map_err(Error::Corrupt)?;
    String::from_utf8(bytes).map_err(|_| Error::Corrupt("上传件".to_owned()))
}

/// What an upload says.
///
/// # Errors
/// [`Error::Corrupt`] for what [`bring`] did not write.
pub fn read(upload: &SeasonUpload) -> Result<Report, Error> {
    json::parse(upload.report.trim_end().as_bytes()).map(|parsed| parsed.report).map_err(Error::Corrupt)
}

/// 读不出的格, filled in as they were typed, and 读错的格, mended the same way; what was left empty stays as it was read, known
/// or not. A change may be below zero.
///
/// # Errors
/// The addresses that were typed wrongly.
pub fn filled(report: &Report, typed: &BTreeMap<String, String>) -> Result<Report, Vec<String>> {
    let Some(mut figures) = report.figures.clone() else { return Ok(report.clone()) };
    let form = figures.form();
    let mut wrong = Vec::new();
    for (id, cell) in (0..).zip(form.cells()) {
        let field = if figures.get(id).is_some() { format!("{FIX}{}", cell.address) } else { cell.address.clone() };
        let digits = typed.get(&field).map(|digits| number(digits)).unwrap_or_default();
        if digits.is_empty() {
            continue;
        }
        match parse(&digits, cell.kind) {
            Some(value) if value >= 0 || cell.kind == Kind::Change => figures.set(id, Some(value)),
            _ => wrong.push(cell.address.clone()),
        }
    }
    match wrong.is_empty() {
        true => Ok(Report { figures: Some(figures), ..report.clone() }),
        false => Err(wrong),
    }
}

/// 改读错的数: the cells of which the file was read to say another number, and what was read.
pub fn mended(before: &Report, report: &Report) -> Vec<(CellId, i64)> {
    let (Some(before), Some(after)) = (&before.figures, &report.figures) else { return Vec::new() };
    let read = (0..).zip(before.values()).filter_map(|(cell, value)| Some((cell, (*value)?)));
    read.filter(|(cell, value)| after.get(*cell) != Some(*value)).collect()
}

/// Cells that nobody could read.
pub fn unread(report: &Report) -> Vec<CellId> {
    let Some(figures) = &report.figures else { return Vec::new() };
    (0..).zip(figures.values()).filter(|(_, value)| value.is_none()).map(|(cell, _)| cell).collect()
}
