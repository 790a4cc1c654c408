//! `/verify`: dropping reports, and the pages behind a private link.

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, Query, State, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Actor, Moment, VerificationId};
use serde::Deserialize;

use super::{
    Checked, FileKind, Source, Verdict, bytes, drop, facts,
    keep::{self, Shelf},
    library,
    opened::{self, Mending, Opened, Shown},
};
use crate::{
    guard::{Visitor, limit, room},
    library::kept,
    office::{Office, civil_date},
    page::{self, Chrome, Error, FieldError, Nav},
    signin::Bare,
};

/// Files of one upload.
const FILES: usize = 50;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    paste_rows: u8,
    days: i64,
    /// Whether an upload was deleted just now.
    deleted: bool,
}

/// What brought somebody here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Came {
    deleted: Option<String>,
}

/// `GET /verify`
pub async fn ask(State(office): State<Office>, visitor: Visitor, Query(came): Query<Came>) -> Result<Response, Error> {
    ask_for(&office, &visitor, Vec::new(), came.deleted.is_some())
}

fn ask_for(office: &Office, visitor: &Visitor, errors: Vec<FieldError>, deleted: bool) -> Result<Response, Error> {
    let status = page::form_status(errors.is_empty());
    let chrome = Chrome::new(office, visitor, Nav::More);
    page::show_as(status, &VerifyPage { chrome, errors, paste_rows: 8, days: drop::DAYS, deleted })
}

/// `POST /verify`
pub async fn drop_files(State(office): State<Office>, visitor: Visitor, form: Multipart) -> Result<Response, Error> {
    take(&office, &visitor, form, None).await
}

/// `POST /verify/{token}/again`: the mended file.
pub async fn again(
    State(office): State<Office>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let opened = opened::open(&office, &token).await.map_err(gone)?;
    take(&office, &visitor, form, Some(opened.verification.id)).await
}

async fn take(
    office: &Office,
    visitor: &Visitor,
    form: Multipart,
    mends: Option<VerificationId>,
) -> Result<Response, Error> {
    let sources = uploaded(office, visitor, form).await?;
    if sources.is_empty() {
        return ask_for(office, visitor, vec![FieldError::new("file", "选一个文件，或者粘贴正文")], false);
    }
    let sizes: Vec<usize> = sources.iter().map(|source| source.bytes.len()).collect();
    if let Some(why) = room::taken_to_drop(office, visitor, &sizes).await? {
        return ask_for(office, visitor, vec![FieldError::new("file", why)], false);
    }
    let token = drop::drop_in(office, sources, visitor.person.as_ref(), mends).await?;
    Ok(Redirect::to(&format!("/verify/{token}")).into_response())
}

/// The files of the form, once its token is approved: the token must come first.
async fn uploaded(office: &Office, visitor: &Visitor, mut form: Multipart) -> Result<Vec<Source>, Error> {
    let first = form.next_field().await.map_err(unread)?.filter(|field| field.name() == Some("csrf"));
    let token = first.ok_or(Error::Forged)?.text().await.map_err(unread)?;
    visitor.approve(office, &token)?;
    let (mut sources, mut total) = (Vec::new(), 0);
    while let Some(field) = form.next_field().await.map_err(unread)? {
        let pasted = field.name() == Some("paste");
        let name = match field.file_name() {
            Some(name) => name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(120).collect(),
            None => "粘贴的正文.txt".to_owned(),
        };
        if !pasted && field.name() != Some("file") {
            continue;
        }
        let bytes = field.bytes().await.map_err(unread)?;
        total += bytes.len();
        if total > limit::UPLOAD {
            return Err(Error::TooLarge);
        }
        let blank = bytes.iter().all(u8::is_ascii_whitespace);
        if (pasted || name.is_empty()) && blank {
            continue;
        }
        if sources.len() == FILES {
            return Err(Error::Unreadable(format!("一次最多选{FILES}个文件，更多的请打成一个ZIP。")));
        }
        sources.push(Source { name, bytes: bytes.as_ref().into() });
    }
    Ok(sources)
}

fn unread(error: MultipartError) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::Unreadable("上传中断了，或者表单不完整。请再试一次。".to_owned()),
    }
}

/// A link that opens nothing says no more than that.
pub fn gone(error: gongkai_store::Error) -> Error {
    match error {
        gongkai_store::Error::Missing(_) => Error::LinkGone,
        other => other.into(),
    }
}

/// Items count from 1 in addresses.
///
/// # Errors
/// [`Error::NotFound`]
pub fn number(n: &str) -> Result<usize, Error> {
    n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or(Error::NotFound)
}

struct ItemRow {
    href: String,
    source: String,
    agency: String,
    year: String,
    tag: (&'static str, String),
}

#[derive(Template)]
#[template(path = "verdicts.html")]
struct ListPage {
    chrome: Chrome,
    base: String,
    expires: String,
    /// How many of the rows are reports.
    reports: usize,
    rows: Vec<ItemRow>,
}

/// `GET /verify/{token}`: the verdict, or the list of verdicts.
pub async fn open(
    State(office): State<Office>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let opened = opened::open(&office, &token).await.map_err(gone)?;
    if opened.lines.len() == 1 {
        return verdict(&office, &visitor, &token, &opened, 0).await;
    }
    let base = format!("/verify/{token}");
    let row = |(at, line): (usize, &gongkai_store::ItemLine)| ItemRow {
        href: format!("{base}/{}", at + 1),
        source: line.source.clone(),
        agency: line.agency.clone().unwrap_or_default(),
        year: line.year.map(|year| year.to_string()).unwrap_or_default(),
        tag: if line.edition.is_some() { kept::standing(line.counts) } else { ("plain", "不是年报".to_owned()) },
    };
    page::show(&ListPage {
        reports: opened.lines.iter().filter(|line| line.edition.is_some()).count(),
        rows: opened.lines.iter().enumerate().map(row).collect(),
        chrome: Chrome::new(&office, &visitor, Nav::More).private(),
        expires: expires(&opened),
        base,
    })
}

/// `GET /verify/{token}/{n}`
pub async fn item(
    State(office): State<Office>,
    visitor: Visitor,
    Path((token, n)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = opened::open(&office, &token).await.map_err(gone)?;
    verdict(&office, &visitor, &token, &opened, number(&n)?).await
}

#[derive(Template)]
#[template(path = "verdict.html")]
struct VerdictPage {
    chrome: Chrome,
    frame: Frame,
    verdict: Verdict,
    mending: Option<Mending>,
    files: Vec<(&'static str, String)>,
    shelf: Option<(String, String)>,
    /// For somebody who may keep it: where.
    shelves: Vec<Shelf>,
    /// Rulings are given in the library.
    rule_at: String,
}

#[derive(Template)]
#[template(path = "no_report.html")]
struct NoReportPage {
    chrome: Chrome,
    frame: Frame,
    why: String,
}

/// What stands around the verdict of a private link.
struct Frame {
    base: String,
    item: String,
    name: String,
    facts: String,
    expires: String,
    many: bool,
}

async fn verdict(
    office: &Office,
    visitor: &Visitor,
    token: &str,
    opened: &Opened,
    n: usize,
) -> Result<Response, Error> {
    let shown = opened::show(office, opened, n).await?;
    let chrome = Chrome::new(office, visitor, Nav::More).private();
    let frame = frame(token, opened, &shown, n);
    let Some(found @ Checked::Report(reading, verdicts)) = shown.found().filter(|_| shown.reason.is_empty()) else {
        let why = match shown.found() {
            Some(Checked::NoReport(why)) if shown.reason.is_empty() => why.clone(),
            _ => shown.reason,
        };
        return page::show(&NoReportPage { chrome, frame, why });
    };
    let mut verdict = Verdict::of(reading, verdicts);
    let mending = opened::mending(office, opened, n, found).await?;
    if let Some(mending) = &mending {
        verdict.compare(&mending.before);
    }
    let organ = match found.agency() {
        Some(agency) => library::organ(office, agency).await?,
        None => None,
    };
    if let (Some(organ), Some(year)) = (&organ, found.year()) {
        verdict.rule(&kept::rulings(&office.db, organ, year).await?);
    }
    let files = FileKind::ALL.iter().map(|kind| (kind.label(), format!("{}/{}", frame.item, kind.name())));
    page::show(&VerdictPage {
        shelf: shelf(office, organ.as_ref(), found.year()).await?,
        shelves: match (visitor.keeper(), opened.lines.get(n)) {
            (Ok(_), Some(line)) => keep::shelves(office, line).await?,
            _ => Vec::new(),
        },
        files: files.collect(),
        rule_at: String::new(),
        chrome,
        frame,
        verdict,
        mending,
    })
}

/// The library's report of the same organ and year: its address and name.
async fn shelf(
    office: &Office,
    organ: Option<&gongkai_store::Organ>,
    year: Option<i16>,
) -> Result<Option<(String, String)>, Error> {
    let (Some(organ), Some(year)) = (organ, year) else { return Ok(None) };
    let report = office.db.report_of(organ.id, year, gongkai_store::Sight::Public).await?;
    Ok(report.map(|_| (format!("/reports/{}/{year}", organ.slug), format!("{}{year}年", organ.short_name))))
}

fn frame(token: &str, opened: &Opened, shown: &Shown, n: usize) -> Frame {
    let base = format!("/verify/{token}");
    Frame {
        item: format!("{base}/{}", n + 1),
        base,
        name: shown.source.name.clone(),
        facts: format!("{}　{}", bytes(shown.source.bytes.len()), facts(shown.read.took, &shown.source.sm3())),
        expires: expires(opened),
        many: opened.lines.len() > 1,
    }
}

fn expires(opened: &Opened) -> String {
    crate::calendar_view::spoken(civil_date(opened.verification.expires_ms.timestamp()))
}

#[derive(Template)]
#[template(path = "delete.html")]
struct DeletePage {
    chrome: Chrome,
    base: String,
    names: Vec<String>,
}

/// `GET /verify/{token}/delete`: the second question, before something goes for good.
pub async fn ask_delete(
    State(office): State<Office>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let opened = opened::open(&office, &token).await.map_err(gone)?;
    let mut names: Vec<String> = opened.lines.into_iter().map(|line| line.source).collect();
    // two reports of one file stand side by side
    names.dedup();
    let chrome = Chrome::new(&office, &visitor, Nav::More).private();
    page::show(&DeletePage { chrome, base: format!("/verify/{token}"), names })
}

/// `POST /verify/{token}/delete`
pub async fn delete(
    State(office): State<Office>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let opened = opened::open(&office, &token).await.map_err(gone)?;
    let actor = visitor.person.as_ref().map_or(Actor::Public, crate::signin::Person::actor);
    let mut act = office.db.act(actor, Moment(office.now_ms())).await?;
    act.delete_verification(opened.verification.id).await?;
    act.commit().await?;
    for line in &opened.lines {
        office.reader.forget(&line.file_sm3.0);
    }
    Ok(Redirect::to("/verify?deleted=1").into_response())
}

/// `GET /verify/{token}/{n}/{file}`
pub async fn download(
    State(office): State<Office>,
    Path((token, n, file)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let opened = opened::open(&office, &token).await.map_err(gone)?;
    let shown = opened::show(&office, &opened, number(&n)?).await?;
    if file == "original" {
        let name = shown.source.name.clone();
        return Ok(as_attachment("application/octet-stream", &name, shown.source.bytes.to_vec()));
    }
    let kind = FileKind::named(&file).ok_or(Error::NotFound)?;
    attachment(kind, &shown.source, shown.found().ok_or(Error::NotFound)?)
}

/// A report as a file to take away.
///
/// # Errors
/// [`Error::NotFound`] for what is no report; a sentence where the format cannot hold it.
pub fn attachment(kind: FileKind, source: &Source, found: &Checked) -> Result<Response, Error> {
    let Checked::Report(reading, verdicts) = found else { return Err(Error::NotFound) };
    let bytes = kind.write(&source.name, reading, verdicts).map_err(Error::Unreadable)?;
    let agency = found.agency().unwrap_or("年报");
    let year = found.year().map(|year| year.to_string()).unwrap_or_default();
    Ok(as_attachment(kind.media(), &format!("{agency}{year}.{}", kind.ending()), bytes))
}

/// Never shown by the browser as a page of ours.
pub fn as_attachment(media: &str, name: &str, bytes: Vec<u8>) -> Response {
    let named = format!("attachment; filename*=UTF-8''{}", crate::library::portal::escape(name));
    let media = HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut response = ([(header::CONTENT_TYPE, media)], bytes).into_response();
    let named = HeaderValue::from_str(&named).unwrap_or(HeaderValue::from_static("attachment"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    response
}
