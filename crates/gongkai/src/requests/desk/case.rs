//! `/desk/requests/{number}`: the file of a request, its papers, who handles it, and who applied.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    application::{Delivery, Supply},
    received::Channel,
    refusal::Refusal,
    step::{Stage, Verb},
};
use gongkai_store::{Actor, Attached, Civil, Moment, RequestLine, StaffLine};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    colleagues::{Names, officers},
    due::Due,
    lettered::{self, Link},
    list::{eyes, refused},
    next::Next,
    retention, story,
    who::Who,
    wording::{brief, now, short},
};
use crate::{
    case_files,
    guard::Visitor,
    letters::desk::decide as letters,
    library::portal::escape,
    office::{Office, civil_date},
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::{Duty, Hand, may},
    },
    redress,
    requests::{
        alike,
        assign::assign,
        code,
        dossier::{Dossier, Entry},
        retention::may as may_erase,
        reveal,
        shown::Shown,
        take::NotTaken,
    },
    typed,
    verify::bytes,
};

/// The same applicant's requests that the page names.
const OTHERS: i64 = 6;

struct Event {
    day: String,
    iso: String,
    what: String,
    mark: &'static str,
    /// Under it: who, which letter, which proof.
    meta: String,
    mended: Option<String>,
    /// 文书
    letters: Vec<Link>,
}

impl Note {
    /// As these eyes see it.
    fn covered(self, shown: &Shown) -> Self {
        Self { words: shown.words(&self.words), ..self }
    }
}

struct PaperLine {
    /// `None` for who may not open it.
    href: Option<String>,
    name: String,
    meta: String,
}

struct Note {
    who: String,
    day: String,
    words: String,
}

struct Other {
    number: String,
    title: String,
    meta: String,
    /// 内容相同 or 内容相近; empty for another thing.
    alike: &'static str,
}

/// The same applicant's requests to the same organ.
pub struct Applicants {
    /// This one among those of its month, from 1; 0 without a number to know the applicant by.
    pub nth: u32,
    /// All of its year.
    pub year: i64,
    others: Vec<Other>,
}

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage {
    desk: Desk,
    number: String,
    title: String,
    version: i64,
    wanted: String,
    stage: &'static str,
    now: String,
    officer: Option<String>,
    officers: Vec<StaffLine>,
    /// What stands in the form of 分派.
    assigning: Assigning,
    may_assign: bool,
    may_note: bool,
    may_reveal: bool,
    may_give_code: bool,
    may_erase: bool,
    kind: &'static str,
    who: Who,
    facts: Vec<(&'static str, String)>,
    next: Next,
    /// 还没有出具的文书
    wanting: Vec<Link>,
    due: Due,
    ahead: Option<(String, String)>,
    events: Vec<Event>,
    papers: Vec<PaperLine>,
    /// 没写完的稿: where, and what.
    unfinished: Vec<(String, String)>,
    notes: Vec<Note>,
    others: Vec<Other>,
    /// 行政复议、行政诉讼 about it.
    redress: Vec<redress::desk::list::Row>,
    may_redress: bool,
}

/// 分派 as the page asks it, or as it came back.
struct Assigning {
    /// The officer's id.
    to: String,
    /// 内部期限
    until: String,
    /// Why it was not done.
    wrong: String,
}

impl Assigning {
    fn of(line: &RequestLine) -> Self {
        Self {
            to: line.officer_id.map(|id| id.to_string()).unwrap_or_default(),
            until: line.internal_due.map(|day| day.0.to_string()).unwrap_or_default(),
            wrong: String::new(),
        }
    }
}

/// With what the page is opened: who applied, where somebody asked for it, and a form that came back.
#[derive(Default)]
struct Came {
    status: StatusCode,
    who: Option<Who>,
    assigning: Option<Assigning>,
}

/// `GET /desk/requests/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = opened(&office, &visitor, &number).await?;
    render(&office, &visitor, dossier, Came::default()).await
}

/// `POST /desk/requests/{number}/reveal`: who applied, at the price of a row in the journal.
pub async fn show_whole(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(form): Form<Approval>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let dossier = opened(&office, &visitor, &number).await?;
    let hand = visitor.hand()?;
    reveal::may(hand, &dossier)?;
    let identity = reveal::reveal(&office, hand, &dossier).await?;
    let who = Who::whole(identity.as_ref());
    render(&office, &visitor, dossier, Came { who: Some(who), ..Came::default() }).await
}

/// The token of a form without fields.
#[derive(Deserialize)]
pub struct Approval {
    csrf: String,
}

/// A request of those that these eyes may see.
///
/// # Errors
/// [`Error::NotFound`] for what is not there and for what others have.
pub async fn opened(office: &Office, visitor: &Visitor, number: &str) -> Result<Dossier, Error> {
    let (scope, _, _) = eyes(visitor.hand()?)?;
    Ok(Dossier::numbered(office, number, scope).await?)
}

async fn render(office: &Office, visitor: &Visitor, dossier: Dossier, came: Came) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let (hand, line) = (visitor.hand()?, &dossier.request.line);
    let (today, calendar) = (office.today(), &*office.calendar);
    let who = came.who.unwrap_or_else(|| Who::covered(office, &dossier));
    let actors: Vec<&str> = dossier.entries.iter().map(|entry| entry.row.actor.as_str()).collect();
    let handler = line.officer_id.map(|id| Actor::Person(id).to_string());
    let actors: Vec<_> = actors.into_iter().chain(handler.as_deref()).collect();
    let names = Names::of_actors(office, &actors).await?;
    let mut others = applicants(office, &dossier).await?;
    let files = office.db.request_files(line.id).await?;
    let own = matches!(hand, Hand::Staff { organ, .. } if *organ == Some(line.organ_id));
    let may_assign = own && hand.is_any(Duty::Assign.roles());
    let shown = Shown::to(office, hand, &dossier);
    others.others.iter_mut().for_each(|other| other.title = shown.words(&other.title));
    let page = CasePage {
        number: line.number.clone(),
        title: shown.words(&line.title),
        version: line.version,
        wanted: shown.words(&dossier.request.wanted),
        stage: dossier.standing.stage().label(),
        now: now(&dossier.standing, today, calendar),
        officer: line.officer_id.map(|id| names.person(id).to_owned()),
        officers: if may_assign { officers(office, line.organ_id).await? } else { Vec::new() },
        assigning: came.assigning.unwrap_or_else(|| Assigning::of(line)),
        may_assign,
        may_note: may(hand, Verb::Note, &dossier).is_ok(),
        may_reveal: shown.is_whole(),
        may_give_code: code::may(hand, &dossier).is_ok(),
        may_erase: may_erase(hand, &dossier, today).is_ok(),
        kind: dossier.applicant().label(),
        facts: facts(&dossier, &others),
        next: Next::of(office, hand, &dossier),
        wanting: lettered::wanting(&dossier),
        due: Due::of(&dossier.standing, today, calendar),
        ahead: ahead(&dossier, today),
        events: events(&dossier, &names, today, &shown),
        papers: files.iter().map(|file| paper(&shown, &dossier, file)).collect(),
        unfinished: unfinished(office, &dossier).await?,
        notes: notes(&dossier, &names, today).into_iter().map(|note| note.covered(&shown)).collect(),
        others: others.others,
        redress: redress::desk::list::about(office, line.id, line.organ_id).await?,
        may_redress: redress::register::may(hand, line.organ_id).is_ok(),
        who,
        desk,
    };
    page::show_as(came.status, &page)
}

/// The drafts on which somebody may go on writing, while there is an answer to be made.
async fn unfinished(office: &Office, dossier: &Dossier) -> Result<Vec<(String, String)>, Error> {
    match dossier.standing.is_over() {
        true => Ok(Vec::new()),
        false => letters::unfinished(office, dossier, None).await,
    }
}

fn facts(dossier: &Dossier, others: &Applicants) -> Vec<(&'static str, String)> {
    let request = &dossier.request;
    let channel = Channel::of_key(&request.line.channel).map_or("", Channel::label);
    let came = match request.line.received {
        Some(day) => format!("{channel}　{}收到", day.0),
        None => format!("{channel}　{}到达", request.line.arrived.0),
    };
    let supply = Supply::of_key(&request.supply).map_or("", Supply::label);
    let delivery = Delivery::of_key(&request.delivery).map_or("", Delivery::label);
    let mut facts = vec![("渠道", came), ("提供方式", format!("{supply}，{delivery}"))];
    if dossier.standing.archived.is_some() {
        facts.push(("保管期限", retention::said(dossier)));
    }
    if dossier.lacks_proof() {
        facts.push(("身份证明", "没有附（第二十九条）".to_owned()));
    }
    if others.nth > 0 {
        facts.push(("本月第几件", format!("第{}件，今年共{}件", others.nth, others.year)));
    }
    facts
}

/// The due date at the head of the timeline: ISO and short.
fn ahead(dossier: &Dossier, today: Date) -> Option<(String, String)> {
    let due = dossier.standing.due().filter(|_| !dossier.standing.is_over())?;
    Some((due.to_string(), short(due, today)))
}

fn events(dossier: &Dossier, names: &Names, today: Date, eyes: &Shown) -> Vec<Event> {
    let label = |entry: &Entry| entry.taken.step.verb().label().to_owned();
    let shown = dossier.entries.iter().enumerate().rev().filter(|(_, entry)| !story::is_note(entry));
    let mut letters = lettered::links(dossier);
    let event = |(at, entry): (usize, &Entry)| Event {
        day: short(entry.taken.on, today),
        iso: entry.taken.on.to_string(),
        what: if eyes.is_blind() { label(entry) } else { eyes.words(&story::what(dossier, entry)) },
        mark: story::mark(entry.taken.step),
        meta: match eyes.is_blind() {
            true => names.actor(&entry.row.actor).to_owned(),
            false => eyes.words(&meta(entry, names, today)),
        },
        mended: story::mended(dossier, at),
        letters: letters.remove(&at).unwrap_or_default(),
    };
    shown.map(event).collect()
}

fn meta(entry: &Entry, names: &Names, today: Date) -> String {
    let written = civil_date(entry.row.at_ms.timestamp());
    let by = names.actor(&entry.row.actor);
    let by = match written == entry.taken.on {
        true => by.to_owned(),
        false => format!("{by}，{}登记", short(written, today)),
    };
    let instead = if entry.words.instead.is_empty() { "" } else { &entry.words.who };
    let parts = [by.as_str(), instead, &entry.words.letter, &entry.words.proof];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

fn notes(dossier: &Dossier, names: &Names, today: Date) -> Vec<Note> {
    let own = dossier.entries.iter().rev().filter(|entry| story::is_note(entry));
    let note = |entry: &Entry| Note {
        who: names.actor(&entry.row.actor).to_owned(),
        day: short(entry.taken.on, today),
        words: entry.words.why.clone(),
    };
    own.map(note).collect()
}

fn paper(shown: &Shown, dossier: &Dossier, file: &Attached) -> PaperLine {
    let size = bytes(usize::try_from(file.size).unwrap_or(0));
    PaperLine {
        href: shown.is_whole().then(|| format!("/desk/requests/{}/files/{}", dossier.request.line.number, file.n)),
        name: shown.paper(file.n, &file.name),
        meta: if file.shown { format!("{size}　申请人可见") } else { size },
    }
}

/// What else the same applicant asked this organ for.
///
/// # Errors
/// The register.
pub async fn applicants(office: &Office, dossier: &Dossier) -> Result<Applicants, gongkai_store::Error> {
    let line = &dossier.request.line;
    let Some(mac) = &dossier.request.applicant_mac else {
        return Ok(Applicants { nth: 0, year: 0, others: Vec::new() });
    };
    let (db, organ, day) = (&office.db, line.organ_id, line.received.unwrap_or(line.arrived));
    let upto = Some((day, line.id));
    let (nth, year) = db.applicant_counts(organ, mac, month_of(day.0), year_of(day.0), upto).await?;
    // itself may be among them
    let mut others = db.requests_of_applicant(organ, mac, OTHERS + 1).await?;
    others.retain(|other| other.id != line.id);
    others.truncate(usize::try_from(OTHERS).unwrap_or(0));
    Ok(Applicants {
        nth: u32::try_from(nth).unwrap_or(u32::MAX),
        year,
        others: others.iter().map(|other| beside(other, &line.title)).collect(),
    })
}

/// The calendar month of a day, from its first day to its last: the measure of 按件 (art. 4 of the fee measures).
pub fn month_of(day: Date) -> (Civil, Civil) {
    (Civil(day.first_of_month()), Civil(day.last_of_month()))
}

/// The calendar year of a day.
pub fn year_of(day: Date) -> (Civil, Civil) {
    (Civil(day.first_of_year()), Civil(day.last_of_year()))
}

fn beside(other: &RequestLine, title: &str) -> Other {
    let decision = other.decision.as_deref().and_then(gongkai_law::request::decision::Decision::of_key);
    let stands = match decision {
        Some(decision) => brief(decision.label()).to_owned(),
        None => Stage::of_key(&other.stage).map_or("", Stage::label).to_owned(),
    };
    Other {
        number: other.number.clone(),
        title: other.title.clone(),
        meta: format!("{}到达，{stands}", other.arrived.0),
        alike: alike::said(title, &other.title),
    }
}

/// The form that gives a request to somebody.
#[derive(Deserialize)]
pub struct Assignment {
    csrf: String,
    version: i64,
    to: String,
    /// 内部期限; empty for none.
    #[serde(default)]
    until: String,
}

/// 内部期限 as a form has it; empty for none.
///
/// # Errors
/// It is no day.
pub fn internal(until: &str) -> Result<Option<Date>, NotTaken> {
    match typed::number(until) {
        empty if empty.is_empty() => Ok(None),
        day => day.parse().map(Some).map_err(|_| {
            NotTaken::Refused(Refusal {
                why: "内部期限请填一个日期，如2026-10-12".to_owned(), article: None
            })
        }),
    }
}

/// `POST /desk/requests/{number}/assign`
pub async fn assign_one(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(form): Form<Assignment>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let dossier = opened(&office, &visitor, &number).await?;
    let here = format!("/desk/requests/{}", dossier.request.line.number);
    let (status, wrong) = match given(&office, &visitor, &dossier, &form).await {
        Ok(()) => return Ok(Redirect::to(&here).into_response()),
        Err(NotTaken::Refused(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()),
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            (StatusCode::CONFLICT, "刚被别人改过，没有分派。这是现在的卷宗，请看过以后再决定".to_owned())
        }
        Err(error) => return Err(refused(error)),
    };
    let dossier = opened(&office, &visitor, &number).await?;
    let assigning = Assigning { to: form.to, until: form.until, wrong };
    render(&office, &visitor, dossier, Came { status, who: None, assigning: Some(assigning) }).await
}

/// Gives the request to whom the form names.
async fn given(office: &Office, visitor: &Visitor, dossier: &Dossier, form: &Assignment) -> Result<(), NotTaken> {
    let hand = visitor.hand().map_err(|_| gongkai_store::Error::Missing("申请"))?;
    if dossier.request.line.version != form.version {
        return Err(gongkai_store::Error::Stale.into());
    }
    let until = internal(&form.until)?;
    let to = form.to.parse().map_err(|_| gongkai_store::Error::Missing("人员"))?;
    let to = office.db.staff_line(to).await?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    assign(office, &mut act, hand, dossier, &to, until).await?;
    Ok(act.commit().await?)
}

/// `GET /desk/requests/{number}/files/{n}`: never shown by the browser as a page of ours, with a row in the journal.
pub async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, i32)>,
) -> Result<Response, Error> {
    let dossier = opened(&office, &visitor, &number).await?;
    let files = office.db.request_files(dossier.request.line.id).await?;
    let file = files.into_iter().find(|file| file.n == n).ok_or(Error::NotFound)?;
    reveal::paper(&office, visitor.hand()?, &dossier, n).await?;
    let bytes = case_files::open(&office, file.file_sm3).await?;
    let named = format!("attachment; filename*=UTF-8''{}", escape(&file.name));
    let named = HeaderValue::from_str(&named).unwrap_or(HeaderValue::from_static("attachment"));
    let media = HeaderValue::from_str(&file.media).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, named)], bytes).into_response())
}
