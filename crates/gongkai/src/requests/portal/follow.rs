//! `/requests/follow`: a request by its number and code, and how it is getting on.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::step::Verb;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    ask::DRAFT,
    letters::LetterView,
    memory,
    progress::{Clock, Contents, Said, StageView, Told},
    remedies::{self, Redress},
};
use crate::{
    guard::{self, Visitor, attempts, visitor},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    people::roles::Hand,
    requests::{dossier::Dossier, draft, register::code_mac, take},
    signin::Bare,
};

#[derive(Template)]
#[template(path = "requests/follow.html")]
struct FollowPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    number: String,
    tries: i32,
    minutes: i64,
}

impl FollowPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

/// Which number the form begins with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    n: String,
}

/// `GET /requests/follow`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    form(&office, &visitor, plain_number(&asked.n), Vec::new())
}

fn form(office: &Office, visitor: &Visitor, number: String, errors: Vec<FieldError>) -> Result<Response, Error> {
    let status = page::form_status(errors.is_empty());
    let chrome = Chrome::new(office, visitor, Nav::Requests).private();
    let (tries, minutes) = (attempts::BY_NUMBER, attempts::MINUTES);
    page::show_as(status, &FollowPage { chrome, errors, number, tries, minutes })
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Key {
    csrf: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    code: String,
}

/// `POST /requests/follow`: opens a request for this session. A wrong number and a wrong code look alike.
pub async fn open(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(key): Form<Key>,
) -> Result<Response, Error> {
    visitor.approve(&office, &key.csrf)?;
    let number = plain_number(&key.number);
    let mut errors = Vec::new();
    for (field, value, message) in
        [("number", &number, "请写申请编号，在回执上"), ("code", &key.code, "请写查询码，在回执上")]
    {
        if value.trim().is_empty() {
            errors.push(FieldError::new(field, message));
        }
    }
    if !errors.is_empty() {
        return form(&office, &visitor, number, errors);
    }
    match unlock(&office, &visitor, &session, &number, &key.code).await? {
        Some(place) => Ok(Redirect::to(&format!("{place}/{number}")).into_response()),
        None => form(&office, &visitor, number, vec![FieldError::new("code", WRONG)]),
    }
}

/// What somebody is told whose number or code is wrong, whichever.
pub const WRONG: &str = "编号或者查询码不对，请对照回执再试";

/// Opens the case of this number for the session by its code, and gives its place; `None` where one of them is wrong.
///
/// # Errors
/// [`Error::TooMany`] after too many wrong codes from this address; the register.
pub async fn unlock(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    number: &str,
    code: &str,
) -> Result<Option<&'static str>, Error> {
    // a code given anew has its own tries: those at the old one are nothing to it
    let mac = office.db.request_code(number).await?.unwrap_or_default();
    let attempt = attempts::attempt(office, visitor.address, &format!("{number} {}", guard::hex(&mac))).await?;
    let place = found(office, session, number, code).await?;
    if place.is_some() {
        attempt.was_right(office).await?;
    }
    Ok(place)
}

/// Opens whatever has this number and this code for the session: a request, a complaint, a correction or a mistake; gives its place.
async fn found(office: &Office, session: &Session, number: &str, code: &str) -> Result<Option<&'static str>, Error> {
    let mac = code_mac(office, number, code);
    let place = if office.db.request_by_code(number, &mac).await?.is_some() {
        "/requests/follow"
    } else if office.db.matter_by_code(number, &mac).await?.is_some() {
        "/matters"
    } else if office.db.mistake_by_code(number, &mac).await?.is_some() {
        "/mistakes"
    } else {
        return Ok(None);
    };
    // a session id from before must not become the one of somebody who knows the code
    session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
    memory::open_number(session, number, &mac).await?;
    Ok(Some(place))
}

/// A number as somebody typed it: full-width forms, small letters and blanks do not matter, nor do the hyphens of the number of
/// a request.
pub fn plain_number(typed: &str) -> String {
    let typed = crate::typed::number(typed).to_ascii_uppercase();
    let typed: String = typed.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    let organ = typed.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = typed.get(organ.len()..).and_then(|digits| digits.split_at_checked(4));
    match digits {
        Some((year, count)) if count.len() >= 4 && !organ.is_empty() && !organ.contains('-') => {
            format!("{organ}-{year}-{count}")
        }
        _ => typed,
    }
}

/// `POST /requests/follow/leave`: this browser forgets what it had opened.
pub async fn leave(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    memory::forget(&session).await?;
    // whoever sits down next must not find what was begun either
    draft::forget(&office, &visitor.fingerprint(&office, DRAFT)).await?;
    let mut away = Redirect::to("/requests/follow").into_response();
    // a form that is still to be seen by going back is worth nothing either
    visitor::rebind(&mut away, &office);
    Ok(away)
}

/// Something the applicant can do, or cannot and why.
pub struct Doable {
    label: &'static str,
    href: String,
}

/// A file for the applicant.
struct FileView {
    href: String,
    name: String,
    size: String,
}

#[derive(Template)]
#[template(path = "requests/progress.html")]
struct ProgressPage {
    chrome: Chrome,
    said: Said,
    /// What was done just now.
    done: &'static str,
    /// Whether what was done starts the clock anew.
    anew: bool,
    /// What the applicant is waited for with, and where to do it.
    due_from_you: Option<(&'static str, &'static str)>,
    clock: Option<Clock>,
    stages: Vec<StageView>,
    timeline: Vec<Told>,
    contents: Contents,
    files: Vec<FileView>,
    /// What the office wrote, the newest first.
    letters: Vec<LetterView>,
    can: Vec<Doable>,
    redress: Redress,
    /// 行政复议、行政诉讼 under way, a sentence each.
    under_way: Vec<String>,
    number: String,
    /// The organ, in addresses.
    slug: String,
    /// 公开工作机构: where to ask; may be empty.
    contact: String,
}

/// What was done just now.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// The request that this browser has opened.
///
/// # Errors
/// The form, filled in with the number, where it has not: as the answer to give.
pub async fn opened(office: &Office, session: &Session, number: &str) -> Result<Result<Dossier, Response>, Error> {
    let dossier = memory::opened(office, session, number).await?;
    Ok(dossier.ok_or_else(|| Redirect::to(&format!("/requests/follow?n={}", plain_number(number))).into_response()))
}

/// `GET /requests/follow/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let organ = office.db.organ(dossier.request.line.organ_id).await?;
    let today = office.today();
    let standing = &dossier.standing;
    let letters = LetterView::all(&office, &dossier).await?;
    let clock = Clock::of_request(standing, &office.calendar, today).filter(|_| standing.endings.is_empty());
    page::show(&ProgressPage {
        chrome: Chrome::new(&office, &visitor, Nav::Requests).private(),
        said: Said::of(&dossier, &organ, &office.calendar, today),
        done: match done.done.as_str() {
            "clarified" => "已经收到您的补正",
            "withdrawn" => "已经按您的意思撤回",
            "reasoned" => "已经收到您说明的理由",
            "contact" => "联系方式、获取途径已经改好",
            _ => "",
        },
        anew: done.done == "clarified",
        due_from_you: due_from_you(&dossier),
        clock,
        stages: StageView::all(&dossier),
        timeline: Told::all(&dossier, &letters, today),
        contents: Contents::of(&dossier, &organ),
        files: files(&office, &dossier).await?,
        letters,
        can: can(&office, &dossier),
        redress: remedies::of(&office, &dossier, &organ).await?,
        under_way: remedies::under_way(&office, &dossier).await?,
        number,
        slug: organ.slug,
        contact: organ.office,
    })
}

async fn files(office: &Office, dossier: &Dossier) -> Result<Vec<FileView>, Error> {
    let number = &dossier.request.line.number;
    let all = office.db.request_files(dossier.request.line.id).await?;
    let view = |file: gongkai_store::Attached| FileView {
        href: format!("/requests/follow/{number}/files/{}", file.n + 1),
        size: crate::verify::bytes(usize::try_from(file.size).unwrap_or(0)),
        name: file.name,
    };
    Ok(all.into_iter().filter(|file| file.shown).map(view).collect())
}

fn due_from_you(dossier: &Dossier) -> Option<(&'static str, &'static str)> {
    let standing = &dossier.standing;
    match () {
        () if standing.is_over() => None,
        () if standing.open_clarify().is_some() => Some(("去补正", "clarify")),
        () if standing.open_fee().is_some() => Some(("看收费通知", "fee")),
        () if standing.reasons.is_some_and(|reasons| reasons.came.is_none()) => Some(("去说明理由", "reasons")),
        () => None,
    }
}

/// What the applicant may do now; what has no place now is not offered.
fn can(office: &Office, dossier: &Dossier) -> Vec<Doable> {
    let base = format!("/requests/follow/{}", dossier.request.line.number);
    let open = |verb: Verb| take::may(office, &Hand::Applicant, dossier, verb).is_ok();
    let standing = &dossier.standing;
    let reached = standing.endings.last().is_none_or(|ending| ending.letter && ending.served.is_none());
    let all = [
        (open(Verb::TakeCorrection), "补正申请", "clarify"),
        (open(Verb::TakeReasons), "说明理由", "reasons"),
        (open(Verb::Note) && (reached || !standing.is_over()), "变更联系方式、获取途径", "contact"),
        (open(Verb::Withdraw), "撤回申请", "withdraw"),
        (!standing.fees.is_empty(), "看收费通知", "fee"),
    ];
    let doable = |(_, label, place): (bool, &'static str, &str)| Doable { label, href: format!("{base}/{place}") };
    all.into_iter().filter(|(open, ..)| *open).map(doable).collect()
}
