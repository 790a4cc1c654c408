//! `/matters/{number}`: how a complaint or a correction is getting on, in words for whoever brought it.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    matter::{Ground, Matter, MatterStep, Settled},
};
use tower_sessions::Session;

use super::letter;
use crate::{
    guard::Visitor,
    matters::{
        case::{Case, Entry, Words},
        take,
    },
    office::Office,
    page::{self, Chrome, Error, Nav},
    people::roles::Hand,
    requests::{
        mask,
        portal::{follow::plain_number, memory},
        take::NotTaken,
    },
    signin::Bare,
};

/// One line of the timeline.
struct Told {
    iso: String,
    day: String,
    what: String,
    meta: String,
}

#[derive(Template)]
#[template(path = "matters/follow.html")]
struct FollowPage {
    chrome: Chrome,
    kind: Matter,
    number: String,
    /// 查询码, while it may be shown.
    code: Option<String>,
    minutes: i64,
    title: String,
    lede: String,
    organ: String,
    about: String,
    ground: String,
    request_number: String,
    words: Vec<String>,
    /// The office's own term: ISO and in words.
    due: Option<(String, String)>,
    days: u16,
    timeline: Vec<Told>,
    /// The letter that tells the end: its heading and its number.
    letter: Option<(String, String)>,
    open: bool,
}

impl FollowPage {
    fn complains(&self) -> bool {
        self.kind == Matter::Complaint
    }
}

/// The matter that this browser has opened; else the way to the form.
pub(super) async fn opened(office: &Office, session: &Session, number: &str) -> Result<Result<Case, Response>, Error> {
    // no number of ours, and nothing that an address may carry on
    if plain_number(number) != number {
        return Err(Error::NotFound);
    }
    let form = || Redirect::to(&format!("/requests/follow?n={number}")).into_response();
    let Some(mac) = memory::known(session, number).await else { return Ok(Err(form())) };
    Ok(Case::by_code(office, number, &mac).await?.ok_or_else(form))
}

/// `GET /matters/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let case = match opened(&office, &session, &number).await? {
        Ok(case) => case,
        Err(form) => return Ok(form),
    };
    let organ = office.db.organ(case.matter.organ_id).await?;
    let about = office.db.organ(case.matter.about_id).await?;
    let given = memory::given(&office, &session).await.filter(|given| given.number == number);
    let (title, lede) = said(&case, &organ.short_name);
    page::show(&FollowPage {
        chrome: Chrome::new(&office, &visitor, Nav::Requests).private(),
        kind: case.kind,
        code: given.and_then(|given| given.code),
        minutes: memory::SHOWN,
        title,
        lede,
        organ: organ.name,
        about: about.name,
        ground: Ground::of_key(&case.matter.ground).map_or("", Ground::label).to_owned(),
        request_number: case.matter.request_number.clone(),
        words: mask::numbers(&case.matter.words).lines().map(str::to_owned).collect(),
        due: case.matter.due.map(|day| (day.0.to_string(), in_chinese(day.0))),
        days: office.matter_days,
        timeline: case.entries.iter().rev().filter_map(told).collect(),
        letter: letter::named(&office, &case).await?,
        open: case.standing.settled.is_none(),
        number,
    })
}

fn said(case: &Case, short: &str) -> (String, String) {
    let standing = &case.standing;
    if let Some((settled, on)) = standing.settled {
        let words = case.entries.iter().rev().find_map(|entry| match entry.step {
            MatterStep::Settled(_) => Some(&entry.words),
            _ => None,
        });
        return (settled.label().to_owned(), outcome(settled, short, &in_chinese(on), words));
    }
    let lede = match (standing.awaited, standing.accepted) {
        (Some(_), _) => format!("{short}正在听取被反映机关的说明。"),
        (None, true) => format!("{short}已经受理，正在核查。"),
        (None, false) => format!("{short}已经收到，还没有受理。"),
    };
    (format!("您的{}正在处理", case.kind.label()), format!("{lede}您现在不用做任何事。"))
}

fn outcome(settled: Settled, short: &str, on: &str, words: Option<&Words>) -> String {
    let basis = settled.basis().map(|basis| format!("（{basis}）")).unwrap_or_default();
    let who = words.map_or("", |words| words.who.as_str());
    let whose = if who.is_empty() { String::new() } else { format!("：{who}") };
    match settled {
        Settled::Withdrawn => format!("{on}按您的意思撤回，不再处理。"),
        settled if settled.names_another() => format!("{short}{on}答复：{}{whose}{basis}。", settled.label()),
        settled => format!("{short}{on}答复：{}{basis}。", settled.label()),
    }
}

/// What is meant for whoever brought it: not what was asked of the organ, nor what it said.
fn told(entry: &Entry) -> Option<Told> {
    let (what, meta) = match entry.step {
        MatterStep::Arrived => ("收到，登记编号".to_owned(), String::new()),
        MatterStep::Accepted => ("受理".to_owned(), String::new()),
        MatterStep::AccountAsked { .. } => ("要求被反映机关说明情况".to_owned(), String::new()),
        MatterStep::Accounted => ("收到被反映机关的说明".to_owned(), String::new()),
        MatterStep::Settled(settled) => (format!("答复：{}", settled.label()), entry.words.why.clone()),
    };
    let on = entry.row.on_date.0;
    Some(Told { iso: on.to_string(), day: format!("{:02}-{:02}", on.month(), on.day()), what, meta })
}

/// `POST /matters/{number}/withdraw`
pub async fn withdraw(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let case = match opened(&office, &session, &number).await? {
        Ok(case) => case,
        Err(form) => return Ok(form),
    };
    let step = MatterStep::Settled(Settled::Withdrawn);
    match take::take(&office, &Hand::Applicant, &case, step, &Words::default(), &[]).await {
        // withdrawn twice, it is withdrawn
        Ok(()) | Err(NotTaken::Refused(_)) => Ok(Redirect::to(&format!("/matters/{number}")).into_response()),
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}
