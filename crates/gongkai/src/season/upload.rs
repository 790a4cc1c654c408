//! 上传件: the report of an organ without the platform. Our reader fills it in; what it could not read is marked, and somebody
//! of the organ confirms the whole, or who collects, with the word on which they do. Then it counts as handed in.

use std::{collections::BTreeMap, sync::Arc};

use gongkai_law::{
    annual_report::{
        CellId, Edition, Figures,
        compilation::{CompileStanding, CompileStep},
        figures::parse,
    },
    request::refusal::Refusal,
};
use gongkai_report::{Report, json, write::Target};
use gongkai_store::{
    Act, Civil, CompilationId, Error, Moment, NewSeasonUpload, NewStep, Organ, Scope, SeasonUpload, Upload,
};

use super::{
    lock,
    who::{Part, no},
};
use crate::{
    compile::{
        begin::begin_in,
        content::Content,
        range::Range,
        record::Words,
        submit::Proof,
        work::{Work, now},
    },
    office::Office,
    people::roles::Hand,
    requests::take::NotTaken,
    verify::{Checked, Source, counted, drop::media},
};

/// How the JSON of such a report names its source.
pub const SOURCE: &str = "gongkai.upload:";
/// The longest word on which somebody else confirms, in characters.
pub const LONGEST: usize = 200;

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
        Some(work) if !work.content.parts.is_empty() => Err(no("这一年的年报正在平台上编制，请在平台上报送")),
        _ => Ok(()),
    }
}

/// Whether somebody may confirm an upload: the organ's own writers, or who collects where it has none.
///
/// # Errors
/// The reason why not.
pub async fn may_confirm(office: &Office, part: Part, organ: &Organ) -> Result<Result<(), Refusal>, Error> {
    Ok(match () {
        () if part.writes => Ok(()),
        () if !part.above => Err(no("由本机关的经办人、公开工作机构负责人确认")),
        () if office.db.writers_of(organ.id).await? > 0 => {
            Err(no(format!("{}有自己的经办人，由其确认", organ.short_name)))
        }
        () => Ok(()),
    })
}

/// Takes a file in and reads it.
///
/// # Errors
/// [`NotTaken::Refused`] for what is no report of this year; the register.
pub async fn bring(
    office: &Office,
    hand: &Hand,
    (organ, year): (&Organ, i16),
    (name, bytes): (&str, Vec<u8>),
) -> Result<(), NotTaken> {
    let bytes: Arc<[u8]> = bytes.into();
    let source = Source { name: name.to_owned(), bytes: bytes.clone() };
    let read = office.reader.read(&source, None).await;
    let mut of_year = read.found.iter().filter(|found| found.year() == Some(year));
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
    let new = NewSeasonUpload { organ: organ.id, year, file_name: name, file, report: &report, fails };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.add_season_upload(&new).await?;
    Ok(act.commit().await?)
}

fn refuse<T>(why: String) -> Result<T, NotTaken> {
    Err(NotTaken::Refused(no(why)))
}

/// As the register keeps it.
fn written(organ: &Organ, year: i16, report: &Report) -> Result<String, Error> {
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

/// 读不出的格, filled in as they were typed; a cell that was left empty stays unknown.
///
/// # Errors
/// The addresses that were typed wrongly.
pub fn filled(report: &Report, typed: &BTreeMap<String, String>) -> Result<Report, Vec<String>> {
    let Some(mut figures) = report.figures.clone() else { return Ok(report.clone()) };
    let form = figures.form();
    let mut wrong = Vec::new();
    for (id, cell) in (0..).zip(form.cells()) {
        let digits = typed.get(&cell.address).map_or("", |digits| digits.trim());
        if figures.get(id).is_some() || digits.is_empty() {
            continue;
        }
        match parse(digits, cell.kind) {
            Some(value) if value >= 0 => figures.set(id, Some(value)),
            _ => wrong.push(cell.address.clone()),
        }
    }
    match wrong.is_empty() {
        true => Ok(Report { figures: Some(figures), ..report.clone() }),
        false => Err(wrong),
    }
}

/// Cells that nobody could read.
pub fn unread(report: &Report) -> Vec<CellId> {
    let Some(figures) = &report.figures else { return Vec::new() };
    (0..).zip(figures.values()).filter(|(_, value)| value.is_none()).map(|(cell, _)| cell).collect()
}

/// 确认: the report counts as handed in. It was signed outside of the platform, and the register says so.
///
/// # Errors
/// [`NotTaken::Refused`]; [`Error::Stale`] when somebody else was first.
pub async fn confirm(
    office: &Office,
    hand: &Hand,
    (organ, part): (&Organ, Part),
    (upload, report, source): (&SeasonUpload, &Report, &str),
) -> Result<(), NotTaken> {
    may_confirm(office, part, organ).await?.map_err(NotTaken::Refused)?;
    let source = source.trim();
    if part.above && source.is_empty() {
        return refuse("代为确认要写明依据，比如谁在电话里核对过".to_owned());
    }
    if source.chars().count() > LONGEST {
        return refuse(format!("依据{LONGEST}字以内"));
    }
    let work = Work::of(office, organ.id, upload.year, Scope::Organ(organ.id)).await?;
    may(part, work.as_ref()).map_err(NotTaken::Refused)?;
    let entries = work.as_ref().map(|work| work.entries.as_slice()).unwrap_or_default();
    lock::allows(office, (organ.id, upload.year), entries, CompileStep::Reported).await?.map_err(NotTaken::Refused)?;
    let counts = checked(office, report).await;
    let copy = written(organ, upload.year, report)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.confirm_season_upload(upload, &copy, source).await?;
    hand_in(office, &mut act, (organ, work.as_ref()), (upload, report, source), (&copy, counts)).await?;
    Ok(act.commit().await?)
}

/// 错误、存疑 of what was read and filled in.
async fn checked(office: &Office, report: &Report) -> (i32, i32) {
    let html: Arc<[u8]> = gongkai_report::write::html(report).into_bytes().into();
    let name = format!("{}.{}", gongkai_report::write::title(report), Target::Html.ending());
    let read = office.reader.read(&Source { name, bytes: html }, None).await;
    read.found.first().map_or((0, 0), |found| {
        let counts = counted(found);
        (counts.fails, counts.unsures)
    })
}

/// Begun, signed outside and handed in, in one act.
async fn hand_in(
    office: &Office,
    act: &mut Act,
    (organ, work): (&Organ, Option<&Work>),
    (upload, report, source): (&SeasonUpload, &Report, &str),
    (copy, counts): (&str, (i32, i32)),
) -> Result<(), NotTaken> {
    let today = office.today();
    let (id, mut version, mut taken): (CompilationId, i64, Vec<_>) = match work {
        Some(work) => {
            let taken = work.entries.iter().map(|entry| (entry.step, entry.row.on_date.0)).collect();
            (work.compilation.id, work.compilation.version, taken)
        }
        None => {
            let id = begin_in(office, act, organ.id, (upload.year, Range::Own), &Content::default()).await?;
            (id, 0, vec![(CompileStep::Begun, today)])
        }
    };
    act.write_compilation(id, version, (Range::Own.key(), &Content::default().json()), counts).await?;
    version += 1;
    let why = format!("平台外编制、签发，上传“{}”{}", upload.file_name, said(source));
    let proof = serde_json::to_string(&proof(report, upload, source)).unwrap_or_default();
    for step in [CompileStep::Signed, CompileStep::Reported] {
        taken.push((step, today));
        let standing = CompileStanding::of(taken.iter().copied());
        let detail = Words::because(&why).json();
        let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
        let copy = (step == CompileStep::Signed).then_some((copy, proof.as_str()));
        act.take_compilation_step(id, version, (new, &now(&standing, step)), copy).await?;
        version += 1;
    }
    Ok(())
}

fn said(source: &str) -> String {
    if source.is_empty() { String::new() } else { format!("；{source}") }
}

/// 编制说明 of such a version: each cell is from the file, or was typed in by whoever confirmed it.
fn proof(report: &Report, upload: &SeasonUpload, source: &str) -> Proof {
    let before = read(upload).ok().and_then(|before| before.figures);
    let origin = |id: CellId| match before.as_ref().and_then(|figures| figures.get(id)) {
        Some(_) => format!("上传件：{}", upload.file_name),
        None => format!("上传件读不出，确认时填写{}", said(source)),
    };
    let form = report.figures.as_ref().map(Figures::form);
    let cells = form.map_or(&[][..], |form| form.cells());
    Proof {
        range: Range::Own.key().to_owned(),
        cells: (0..).zip(cells).map(|(id, cell)| (cell.address.clone(), origin(id))).collect(),
        ..Proof::default()
    }
}
