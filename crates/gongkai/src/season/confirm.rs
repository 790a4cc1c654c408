//! 确认: somebody of the organ confirms what was read and filled in, or who collects where the organ has nobody, with the word
//! on which they do. It was signed outside of the platform, and the register says so and by whom; then it counts as handed in.

use std::sync::Arc;

use gongkai_law::{
    annual_report::{
        CellId, Edition, Figures, Form,
        compilation::{CompileStanding, CompileStep},
        figures::show as digits,
        form::Kind,
    },
    request::refusal::Refusal,
};
use gongkai_report::{Report, Verdict, write::Target};
use gongkai_store::{Act, Actor, Civil, CompilationId, Error, Moment, NewStep, Organ, Scope, SeasonUpload};
use serde_json::json;

use super::{
    lock,
    upload::{may, mended, read, unread, written},
    who::{COLLECTORS, Part, is_one, no},
};
use crate::{
    compile::{
        across,
        begin::begin_in,
        content::{Content, Pass},
        last::LastYear,
        names::Names,
        note::note,
        range::Range,
        record::Words,
        submit::Proof,
        take::WRITERS,
        work::{Work, now},
    },
    office::Office,
    people::roles::{Duty, Hand, Role},
    requests::take::NotTaken,
    verify::{Checked, Source},
};

/// The longest word on which somebody else confirms, and the longest reason for letting errors pass, in characters.
pub const LONGEST: usize = 200;
/// What is said where nobody wrote who signed.
pub const UNSIGNED: &str = "写明谁签发的：平台外签发的年报，谁确认都要写";
/// What is said where the checks could not be run.
pub const UNWEIGHED: &str = "核验中断了，没有核验就不能报送，请再试一次；还不行的，把文件另存一遍再上传";
/// How the proof begins of a number that was mended.
pub const READ_AS: &str = "上传件读作";
/// What a report of another organ is called among the errors.
const OTHER: &str = "单位";
/// And one whose name no organ of the register has: an old name of this one, or words that our reader took for it.
const NAME: &str = "名称";
/// What a number that was read is called among the errors, where another was typed and an error went away.
const MENDED: &str = "改数";
/// The check for blank cells: a cell without a number is asked for by itself, and what is weighed has it blank for that alone.
const BLANK: &str = "F009";
/// How many numbers that were mended are named in the record; every one of them is in the proof.
const NAMED: usize = 10;

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

/// The upload that waits for somebody's word, as far as this hand sees it: those above an organ that confirms for itself see
/// what it hands in, and before that only what they brought.
///
/// # Errors
/// The register.
pub async fn waiting(
    office: &Office,
    hand: &Hand,
    (organ, part): (&Organ, Part),
    year: i16,
) -> Result<Option<SeasonUpload>, Error> {
    let upload = office.db.season_upload(organ.id, year).await?.filter(|upload| upload.confirmed_ms.is_none());
    let Some(upload) = upload else { return Ok(None) };
    let seen = !part.above || is_one(hand, &upload.actor) || may_confirm(office, part, organ).await?.is_ok();
    Ok(seen.then_some(upload))
}

/// 核验 of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// 错误: by what each is known again, its check, and what it says; another organ's name is among them.
    pub fails: Vec<(String, String, String)>,
    /// 存疑
    pub unsures: i32,
}

/// What the checks say of an upload as it is filled in, beside last year's report; `None` where they could not be run, which
/// does not mean that nothing is wrong. An error that went away because a number that was read was mended stays one: that the
/// file says so is somebody's word, and whoever reads the mended tables sees nothing wrong.
///
/// # Errors
/// The register.
pub async fn weigh(
    office: &Office,
    organ: &Organ,
    upload: &SeasonUpload,
    report: &Report,
) -> Result<Option<Weighed>, Error> {
    let mends = mended(&read(upload)?, report);
    let Some(mut weighed) = weigh_one(office, organ, upload, report).await? else { return Ok(None) };
    if mends.is_empty() {
        return Ok(Some(weighed));
    }
    let mut as_read = report.clone();
    if let Some(figures) = &mut as_read.figures {
        mends.iter().for_each(|(cell, value)| figures.set(*cell, Some(*value)));
    }
    let Some(before) = weigh_one(office, organ, upload, &as_read).await? else { return Ok(None) };
    let stays = |known: &str| weighed.fails.iter().any(|(other, ..)| other == known);
    let gone: Vec<_> = before.fails.into_iter().filter(|(known, ..)| !stays(known)).collect();
    weighed.fails.extend(gone.into_iter().map(|(known, code, message)| {
        (format!("{MENDED}:{known}"), MENDED.to_owned(), format!("照读出来的数有错误，改了数才没有：{code} {message}"))
    }));
    Ok(Some(weighed))
}

/// What the checks say of a report.
async fn weigh_one(
    office: &Office,
    organ: &Organ,
    upload: &SeasonUpload,
    report: &Report,
) -> Result<Option<Weighed>, Error> {
    let year = upload.year;
    let html: Arc<[u8]> = gongkai_report::write::html(report).into_bytes().into();
    let name = format!("{}.{}", gongkai_report::write::title(report), Target::Html.ending());
    let last = LastYear::of(office, organ, year).await?;
    let scope = Range::of_key(&upload.scope).unwrap_or_default().scope(organ.id);
    let edition = Edition::for_year(year).unwrap_or(Edition::Of2021);
    let over = across::taken_over(office, scope, (year, edition)).await?;
    let beside = (last.as_ref().map(|last| &last.source), over.as_slice());
    let read = office.reader.read_beside(&Source { name, bytes: html }, beside).await;
    let Some(Checked::Report(_, verdicts)) = read.found.first() else { return Ok(None) };
    let mut weighed = Weighed::default();
    weighed.fails.extend(of_whom(office, organ, report).await?);
    for finding in verdicts.findings.iter().filter(|finding| finding.code != BLANK) {
        match finding.verdict {
            Verdict::Fail => {
                weighed.fails.push((finding.fingerprint(), finding.code.to_owned(), finding.message.clone()));
            }
            Verdict::Unsure => weighed.unsures = weighed.unsures.saturating_add(1),
            Verdict::Note => {}
        }
    }
    Ok(Some(weighed))
}

/// The error of a report that does not name this organ: another of the register is one that nobody lets pass, any other name
/// may be an old one, or not the organ's at all.
async fn of_whom(office: &Office, organ: &Organ, report: &Report) -> Result<Option<(String, String, String)>, Error> {
    let Some(agency) = report.agency.as_deref().filter(|agency| !is_of(organ, agency)) else { return Ok(None) };
    let others = office.db.organs_named(&plain(agency)).await?;
    let (code, says) = if others.is_empty() { (NAME, "单位读作") } else { (OTHER, "单位是") };
    let message = format!("文件上的{says}“{agency}”，不是{}的年报", organ.name);
    Ok(Some((format!("{code}:{agency}"), code.to_owned(), message)))
}

/// A name without its blanks.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a report that names this organ is of that one.
pub(super) fn is_of(organ: &Organ, agency: &str) -> bool {
    [&organ.name, &organ.short_name].into_iter().any(|name| plain(name) == plain(agency))
}

/// What is typed beside the cells.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// 谁签发的, outside of the platform.
    pub signed: &'a str,
    /// 依据 of whoever confirms for another organ.
    pub source: &'a str,
    /// 改读错的数的依据: where the file says another number than was read.
    pub fixed: &'a str,
    /// 放行: why the head lets the errors pass; empty where they do not.
    pub pass: &'a str,
}

/// Why it was not confirmed, and beside which field of the page that is said.
#[derive(Debug)]
pub struct Stopped {
    /// The field.
    pub field: &'static str,
    /// The reason.
    pub why: NotTaken,
}

impl Stopped {
    fn at(field: &'static str) -> impl Fn(Refusal) -> Self {
        move |why| Self { field, why: NotTaken::Refused(why) }
    }
}

impl<E: Into<NotTaken>> From<E> for Stopped {
    fn from(why: E) -> Self {
        Self { field: "sure", why: why.into() }
    }
}

impl Said<'_> {
    /// Whether everything is said.
    fn sound(self, part: Part, mends: bool) -> Result<Self, Stopped> {
        let (signed, source) = (self.signed.trim(), self.source.trim());
        let said = Self { signed, source, fixed: self.fixed.trim(), pass: self.pass.trim() };
        let fields = [("signed", signed), ("source", source), ("fixed", said.fixed), ("pass", said.pass)];
        let long = fields.into_iter().find(|(_, words)| words.chars().count() > LONGEST);
        match long {
            _ if signed.is_empty() => Err(Stopped::at("signed")(no(UNSIGNED))),
            _ if part.above && source.is_empty() => {
                Err(Stopped::at("source")(no("代为确认要写明依据，比如谁在电话里核对过")))
            }
            _ if mends && said.fixed.is_empty() => {
                Err(Stopped::at("fixed")(no("改了读出来的数，写明文件上哪一页、哪一处是这个数")))
            }
            Some((field, _)) => Err(Stopped::at(field)(no(format!("写{LONGEST}字以内")))),
            None => Ok(said),
        }
    }

    /// What is written beside the steps that were taken outside, and in whose stead.
    fn words(self, (hand, part): (&Hand, Part), upload: &SeasonUpload, mends: &str) -> Words {
        let duty = if part.writes { WRITERS } else { COLLECTORS };
        let instead = hand.principal_among(&duty).map(|id| Actor::Person(id).to_string()).unwrap_or_default();
        let why =
            format!("平台外编制、签发（{}），上传“{}”{}{mends}", self.signed, upload.file_name, said(self.source));
        Words { instead, ..Words::because(&why) }
    }
}

/// 确认: the report counts as handed in. A cell without a number keeps it back, and so does an error, unless the head lets it
/// pass with a reason.
///
/// # Errors
/// [`Stopped`] with [`NotTaken::Refused`], or [`Error::Stale`] when somebody else was first.
pub async fn confirm(
    office: &Office,
    hand: &Hand,
    (organ, part): (&Organ, Part),
    (upload, report): (&SeasonUpload, &Report),
    said: Said<'_>,
) -> Result<(), Stopped> {
    may_confirm(office, part, organ).await?.map_err(NotTaken::Refused)?;
    let mends = mended(&read(upload)?, report);
    let said = said.sound(part, !mends.is_empty())?;
    let work = Work::of(office, organ.id, upload.year, Scope::Organ(organ.id)).await?;
    may(part, work.as_ref()).map_err(NotTaken::Refused)?;
    let entries = work.as_ref().map(|work| work.entries.as_slice()).unwrap_or_default();
    lock::allows(office, (organ.id, upload.year), entries, CompileStep::Reported).await?.map_err(NotTaken::Refused)?;
    whole(report).map_err(Stopped::at("cells"))?;
    let weighed = weigh(office, organ, upload, report).await?;
    let mut weighed = weighed.ok_or_else(|| NotTaken::Refused(no(UNWEIGHED)))?;
    is_its_own(organ, &weighed).map_err(NotTaken::Refused)?;
    let mut content = work.as_ref().map(|work| work.content.clone()).unwrap_or_default();
    // what was let pass before and is the same error still needs no second word; what is none any more needs none
    let same = |(known, _, said): &(String, String, String), pass: (&String, &Pass)| {
        known == pass.0 && *said == pass.1.message
    };
    content.passed.retain(|known, pass| weighed.fails.iter().any(|fail| same(fail, (known, pass))));
    weighed.fails.retain(|fail| !content.passed.iter().any(|pass| same(fail, pass)));
    let passed = passed(office, (hand, part), &weighed, said.pass).map_err(Stopped::at("pass"))?;
    content.passed.extend(passed.iter().cloned());
    let copy = written(organ, upload.year, report)?;
    let note = match &work {
        Some(work) => note(office, work, report).await?,
        None => String::new(),
    };
    let proof = proof(report, upload, (said, &content, note));
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.confirm_season_upload(upload, &copy, said.source).await?;
    let words = (&said.words((hand, part), upload, &told(report, &mends, said)), (0, 0, weighed.unsures));
    let id = hand_in(office, &mut act, (organ, work.as_ref()), (upload, &content), words, (&copy, &proof)).await?;
    for (fingerprint, pass) in &passed {
        let detail = json!({"year": upload.year, "finding": fingerprint, "code": pass.code, "message": pass.message,
            "why": pass.why});
        act.record("compilation.pass", Some(organ.id), id, detail);
    }
    Ok(act.commit().await?)
}

/// Whether every cell has a number.
fn whole(report: &Report) -> Result<(), Refusal> {
    let missing = unread(report);
    let names = report.figures.as_ref().map(|figures| Names::of(figures.edition()));
    let name = |cell: &CellId| Some(names?.of_cell(*cell)?.words.as_str());
    let names: Vec<_> = missing.iter().filter_map(name).take(3).collect();
    match missing.len() {
        0 => Ok(()),
        n => Err(no(format!("还有{n}格没有数，先是“{}”；照文件补填，确实没有的写0", names.join("”“")))),
    }
}

/// 张冠李戴: another organ's report is not this one's whatever the reason, and nobody lets that pass.
fn is_its_own(organ: &Organ, weighed: &Weighed) -> Result<(), Refusal> {
    let other = weighed.fails.iter().find(|(_, code, _)| code == OTHER);
    let instead = |message| format!("{message}，这一条不能放行。请换{}自己的年报上传", organ.short_name);
    other.map_or(Ok(()), |(_, _, message)| Err(no(instead(message))))
}

/// 放行: nothing stands in the way, or the head lets it pass.
fn passed(
    office: &Office,
    (hand, part): (&Hand, Part),
    weighed: &Weighed,
    why: &str,
) -> Result<Vec<(String, Pass)>, Refusal> {
    let Some((_, code, message)) = weighed.fails.first() else { return Ok(Vec::new()) };
    // an organ without an account has no head here
    let head = format!("{}{}", if part.above { "上级机关的" } else { "" }, Role::Head.label());
    match (why.is_empty(), hand.is_any(Duty::PassFindings.roles())) {
        (true, _) => {
            let instead = match code.as_str() {
                NAME => "核对文件是不是本单位的",
                MENDED => "对照文件核对改的数",
                _ => "改好文件再上传才能报送",
            };
            let n = weighed.fails.len();
            Err(no(format!("有{n}处错误，{instead}，先是{code}：{message}；确实要这样报送的，由{head}写明理由放行")))
        }
        (false, false) => Err(no(format!("错误只有{head}能写明理由放行"))),
        (false, true) => {
            let pass = |(fingerprint, code, message): &(String, String, String)| {
                let (code, message, why) = (code.clone(), message.clone(), why.to_owned());
                let pass = Pass { code, message, why, actor: hand.actor().to_string(), at_ms: office.now_ms() };
                (fingerprint.clone(), pass)
            };
            Ok(weighed.fails.iter().map(pass).collect())
        }
    }
}

/// Begun, signed outside and handed in, in one act.
async fn hand_in(
    office: &Office,
    act: &mut Act,
    (organ, work): (&Organ, Option<&Work>),
    (upload, content): (&SeasonUpload, &Content),
    (words, counts): (&Words, (i32, i32, i32)),
    copy: (&str, &str),
) -> Result<CompilationId, NotTaken> {
    let today = office.today();
    let range = Range::of_key(&upload.scope).unwrap_or_default();
    let (id, mut version, mut taken): (CompilationId, i64, Vec<_>) = match work {
        Some(work) => {
            let taken = work.entries.iter().map(|entry| (entry.step, entry.row.on_date.0)).collect();
            (work.compilation.id, work.compilation.version, taken)
        }
        None => {
            let id = begin_in(office, act, organ.id, (upload.year, range), content).await?;
            (id, 0, vec![(CompileStep::Begun, today)])
        }
    };
    act.write_compilation(id, version, (range.key(), &content.json()), counts).await?;
    version += 1;
    for step in [CompileStep::Signed, CompileStep::Reported] {
        taken.push((step, today));
        let standing = CompileStanding::of(taken.iter().copied());
        let detail = words.json();
        let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
        let copy = (step == CompileStep::Signed).then_some(copy);
        act.take_compilation_step(id, version, (new, &now(&standing, step)), copy).await?;
        version += 1;
    }
    Ok(id)
}

/// 改读错的数, as the record says it: which cells, what was read and what stands there now, and where the file says so.
fn told(report: &Report, mends: &[(CellId, i64)], words: Said<'_>) -> String {
    let Some(figures) = report.figures.as_ref().filter(|_| !mends.is_empty()) else { return String::new() };
    let (names, cells) = (Names::of(figures.edition()), figures.form().cells());
    let one = |(id, read): &(CellId, i64)| {
        let kind = cells.get(usize::from(*id)).map_or(Kind::Count, |cell| cell.kind);
        let name = names.of_cell(*id).map_or("", |name| name.words.as_str());
        let now = figures.get(*id).map(|now| digits(now, kind)).unwrap_or_default();
        format!("{name}读作{}改为{now}", digits(*read, kind))
    };
    let some: Vec<_> = mends.iter().take(NAMED).map(one).collect();
    let rest = if mends.len() > NAMED { "等" } else { "" };
    format!("；改读错的{}格：{}（{}{rest}）", mends.len(), words.fixed, some.join("、"))
}

/// The confirmed upload that the version in force came from; `None` where it was compiled here, or nothing is handed in.
///
/// # Errors
/// The register.
pub async fn behind(office: &Office, work: Option<&Work>) -> Result<Option<SeasonUpload>, Error> {
    let Some(work) = work else { return Ok(None) };
    let (copy, upload) = tokio::try_join!(
        office.db.copy_in_force(work.compilation.id),
        office.db.season_upload(work.organ.id, work.year())
    )?;
    // a copy that came as a file was kept at the moment at which the file was confirmed
    Ok(upload.filter(|upload| copy.is_some_and(|copy| upload.confirmed_ms == Some(copy.at_ms))))
}

fn said(source: &str) -> String {
    if source.is_empty() { String::new() } else { format!("；{source}") }
}

/// 编制说明 of such a version: each cell is from the file, or was typed in by whoever confirmed it.
fn proof(report: &Report, upload: &SeasonUpload, (words, content, note): (Said<'_>, &Content, String)) -> String {
    let before = read(upload).ok().and_then(|before| before.figures);
    let cells = report.figures.as_ref().map(Figures::form).map_or(&[][..], Form::cells);
    let origin = |id: CellId| match before.as_ref().and_then(|figures| figures.get(id)) {
        Some(read) if report.figures.as_ref().is_some_and(|figures| figures.get(id) != Some(read)) => {
            let kind = cells.get(usize::from(id)).map_or(Kind::Count, |cell| cell.kind);
            format!("{READ_AS}{}，确认时照文件改正{}", digits(read, kind), said(words.fixed))
        }
        Some(_) => format!("上传件：{}", upload.file_name),
        None => format!("上传件读不出，确认时填写{}", said(words.source)),
    };
    let proof = Proof {
        range: upload.scope.clone(),
        passed: content.passed.values().cloned().collect(),
        cells: (0..).zip(cells).map(|(id, cell)| (cell.address.clone(), origin(id))).collect(),
        note,
        ..Proof::default()
    };
    serde_json::to_string(&proof).unwrap_or_default()
}
