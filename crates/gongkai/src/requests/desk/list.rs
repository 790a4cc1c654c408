//! `/desk`: the work list, and giving out several requests at once.

pub mod asked;
pub mod export;
pub mod print;
pub mod views;

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    application::Applicant,
    refusal::Refusal,
    standing::{Standing, Waits},
    step::Stage,
};
use gongkai_store::{
    Civil, MOST_COUNTED, Mark, Moment, OpenRedress, OpenRequests, OrganId, PersonId, RequestId, RequestLine, Scope,
    StaffLine, Turn,
};

use self::{
    asked::{Asked, ORDERS, VIEWS, place, soon},
    views::ViewLink,
};
use super::{
    case::internal,
    colleagues::{Names, officers},
    wording::{self, Urgency, now, short, stopped},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::{Duty, Hand},
    },
    requests::{assign::assign, dossier::Dossier, old, take::NotTaken},
};

/// Rows of a page.
const ROWS: i64 = 25;
/// Organs below to choose from.
pub const ORGANS: i64 = 500;
/// Years of receipt to choose from.
const YEARS: i16 = 8;

struct Chip {
    href: String,
    label: &'static str,
    count: Option<i64>,
    current: bool,
    bad: bool,
}

struct Row {
    number: String,
    /// What picking it sends: the number and the version that the list shows.
    pick: String,
    title: String,
    edge: &'static str,
    tone: &'static str,
    urgency: String,
    /// ISO and short.
    due: Option<(String, String)>,
    /// 内部期限, ISO and short, and whether it has passed.
    internal: Option<(String, String, bool)>,
    stopped: usize,
    provisional: bool,
    applicant: &'static str,
    now: String,
    officer: Option<String>,
    /// Whose it is, where that is not one's own organ.
    organ: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct ListPage {
    desk: Desk,
    chips: Vec<Chip>,
    views: Vec<ViewLink>,
    asked: Asked,
    /// The filter and the order, for links and for the form that keeps them.
    query: String,
    stages: [Stage; 5],
    waits: [Waits; 6],
    orders: [(&'static str, &'static str); 3],
    years: Vec<i16>,
    /// The organs below, for whoever supervises them: id and 简称.
    organs: Vec<(OrganId, String)>,
    officers: Vec<StaffLine>,
    rows: Vec<Row>,
    /// How many, in words.
    found: String,
    provisional: i64,
    /// The parts of the list before and after this one.
    turns: Turns,
    may_assign: bool,
    /// A form of 分派 that came back.
    picked: Picked,
    may_import: bool,
    /// 复议、诉讼 whose answer presses.
    redress: OpenRedress,
}

/// 分派 of several as it was filled in, and why it was not done.
#[derive(Default)]
struct Picked {
    /// The officer's id.
    to: String,
    /// 内部期限
    until: String,
    /// The requests.
    picks: Vec<String>,
    wrong: String,
    status: StatusCode,
}

/// Where the list goes on, to both sides.
#[derive(Default)]
struct Turns {
    before: Option<String>,
    after: Option<String>,
}

/// `GET /desk`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    listed(&office, &visitor, asked, Picked::default()).await
}

async fn listed(office: &Office, visitor: &Visitor, asked: Asked, picked: Picked) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let hand = visitor.hand()?;
    let (scope, me, own) = eyes(hand)?;
    let today = office.today();
    let filter = asked.filter(office, me);
    // one more than a page tells whether there is another
    let lines = office.db.requests(scope, &filter, asked.order(), asked.turn(), ROWS + 1).await?;
    let (lines, turns) = cut(lines, &asked);
    let last = soon(office, today).unwrap_or(today);
    let open = office.db.open_requests(scope, me, Civil(today), Civil(last)).await?;
    // what a view finds was counted with the others
    let found = match counted(&open, &asked.v).filter(|_| !asked.is_narrowed()) {
        Some(found) => found,
        None => office.db.request_count(scope, &filter).await?,
    };
    let query = asked.query();
    let page = ListPage {
        desk,
        chips: chips(&open, if asked.is_narrowed() { None } else { Some(&asked.v) }),
        views: saved(office, hand, (me, own), &query).await?,
        rows: rows(office, &lines, own).await?,
        organs: match scope {
            Scope::Subtree(own) => office.db.organs_below(own, ORGANS).await?,
            _ => Vec::new(),
        },
        officers: officers(office, filter.organ.unwrap_or(own)).await?,
        may_assign: hand.is_any(Duty::Assign.roles()),
        may_import: old::take_in::may(hand).is_ok(),
        redress: office.db.open_redress(scope, Civil(today), Civil(last)).await?,
        stages: Stage::ALL,
        waits: Waits::ALL,
        found: if found < MOST_COUNTED { format!("{found}件") } else { format!("{found}件以上") },
        orders: ORDERS,
        years: (0..YEARS).map(|ago| today.year() - ago).collect(),
        provisional: open.provisional,
        turns,
        query,
        asked,
        picked,
    };
    page::show_as(page.picked.status, &page)
}

async fn saved(
    office: &Office,
    hand: &Hand,
    (me, own): (PersonId, OrganId),
    query: &str,
) -> Result<Vec<ViewLink>, gongkai_store::Error> {
    let heads = hand.is_any(Duty::SharedViews.roles());
    let views = office.db.saved_views(own, me, views::SHOWN).await?;
    Ok(views.into_iter().map(|view| ViewLink::of(view, me, heads, query)).collect())
}

/// A page of what was found, and where the list goes on.
fn cut(mut lines: Vec<RequestLine>, asked: &Asked) -> (Vec<RequestLine>, Turns) {
    let more = i64::try_from(lines.len()).is_ok_and(|count| count > ROWS);
    let turn = asked.turn();
    if more {
        match turn {
            Turn::Before(_) => drop(lines.remove(0)),
            _ => drop(lines.pop()),
        }
    }
    let (before, after) = match turn {
        Turn::First => (false, more),
        Turn::After(_) => (true, more),
        Turn::Before(_) => (more, true),
    };
    let to = |side: &str, line: Option<&RequestLine>| {
        line.map(|line| format!("/desk?{}&{side}={}", asked.query(), place(Mark::of(line))))
    };
    let turns = Turns {
        before: to("before", lines.first().filter(|_| before)),
        after: to("after", lines.last().filter(|_| after)),
    };
    (lines, turns)
}

/// Whose requests, who looks, and of which organ.
pub fn eyes(hand: &Hand) -> Result<(Scope, PersonId, OrganId), Error> {
    let scope = hand.scope()?;
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } => Ok((scope, *id, *organ)),
        _ => Err(Error::NotFound),
    }
}

fn counted(open: &OpenRequests, view: &str) -> Option<i64> {
    match view {
        "" => Some(open.all),
        "mine" => Some(open.own),
        "due" => Some(open.soon),
        "late" => Some(open.late),
        "answer" => Some(open.answering),
        "wait" => Some(open.elsewhere),
        "prov" => Some(open.provisional),
        // all of all years: nobody works through those by their count
        _ => None,
    }
}

fn chips(open: &OpenRequests, here: Option<&str>) -> Vec<Chip> {
    let chip = |(key, label): (&'static str, &'static str)| Chip {
        href: if key.is_empty() { "/desk".to_owned() } else { format!("/desk?v={key}") },
        label,
        count: counted(open, key),
        current: Some(key) == here,
        bad: key == "late" && open.late > 0,
    };
    VIEWS.into_iter().map(chip).collect()
}

async fn rows(office: &Office, lines: &[RequestLine], own: OrganId) -> Result<Vec<Row>, Error> {
    let standings = wording::standings(office, lines).await?;
    let names = Names::of(office, lines.iter().filter_map(|line| line.officer_id)).await?;
    let organs = others(office, lines, own).await?;
    let row = |line| row(office, line, &standings, &names, organs.get(&line.organ_id).cloned());
    Ok(lines.iter().map(row).collect())
}

/// The names, in short, of the organs besides one's own whose requests these are.
///
/// # Errors
/// The register.
pub async fn others(
    office: &Office,
    lines: &[RequestLine],
    own: OrganId,
) -> Result<HashMap<OrganId, String>, gongkai_store::Error> {
    organs_besides(office, lines.iter().map(|line| line.organ_id), own).await
}

/// The names, in short, of these organs besides one's own, by one query.
///
/// # Errors
/// The register.
pub async fn organs_besides(
    office: &Office,
    of: impl Iterator<Item = OrganId>,
    own: OrganId,
) -> Result<HashMap<OrganId, String>, gongkai_store::Error> {
    let others: BTreeSet<_> = of.filter(|organ| *organ != own).collect();
    let others: Vec<_> = others.into_iter().collect();
    Ok(office.db.short_names(&others).await?.into_iter().collect())
}

fn row(
    office: &Office,
    line: &RequestLine,
    standings: &HashMap<RequestId, Standing>,
    names: &Names,
    organ: Option<String>,
) -> Row {
    let today = office.today();
    let standing = standings.get(&line.id);
    let urgency = Urgency::of(line, today, &office.calendar);
    Row {
        number: line.number.clone(),
        pick: format!("{} {}", line.number, line.version),
        title: line.title.clone(),
        edge: urgency.edge(line.provisional),
        tone: urgency.tone(line.provisional),
        urgency: urgency.words(),
        due: line.due.map(|due| (due.0.to_string(), short(due.0, today))),
        internal: line
            .internal_due
            .filter(|_| line.stage != Stage::File.key())
            .map(|day| (day.0.to_string(), short(day.0, today), day.0 < today)),
        stopped: standing.filter(|standing| !standing.is_over()).map_or(0, |standing| stopped(standing, today)),
        provisional: line.provisional,
        applicant: Applicant::of_key(&line.applicant).map_or("", Applicant::label),
        now: standing.map(|standing| now(standing, today, &office.calendar)).unwrap_or_default(),
        officer: line.officer_id.map(|id| names.person(id).to_owned()),
        organ,
    }
}

/// `POST /desk/assign`: the picked requests, all of them or none.
pub async fn assign_picked(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let one = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    visitor.approve(&office, one("csrf").unwrap_or_default())?;
    let word = |name: &str| one(name).unwrap_or_default().to_owned();
    let picks = form.iter().filter(|(key, _)| key == "pick").map(|(_, pick)| pick.clone()).collect();
    let mut picked = Picked { to: word("to"), until: word("until"), picks, ..Picked::default() };
    (picked.status, picked.wrong) = match give(&office, &visitor, &picked).await {
        Ok(()) => return Ok(Redirect::to("/desk").into_response()),
        Err(NotTaken::Refused(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()),
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            (StatusCode::CONFLICT, "有申请刚被别人改过，都没有分派，请重新选".to_owned())
        }
        Err(error) => return Err(refused(error)),
    };
    let here = format!("/desk?{}", word("here")).parse().unwrap_or_default();
    let asked = Query::<Asked>::try_from_uri(&here).map(|Query(asked)| asked).unwrap_or_default();
    listed(&office, &visitor, asked, picked).await
}

/// Gives out what was picked, all of it or nothing.
async fn give(office: &Office, visitor: &Visitor, picked: &Picked) -> Result<(), NotTaken> {
    let no = |why: &str| NotTaken::Refused(Refusal { why: why.to_owned(), article: None });
    let hand = visitor.hand().map_err(|_| no("请先登录"))?;
    let Hand::Staff { organ: Some(own), .. } = hand else {
        return Err(no("由经办人、公开工作机构负责人分派"));
    };
    let to = picked.to.parse().ok().filter(|_| !picked.picks.is_empty());
    let to = office.db.staff_line(to.ok_or_else(|| no("请先在表里选中申请，再选一位经办人"))?).await?;
    let until = internal(&picked.until)?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    for pick in picked.picks.iter().take(usize::try_from(ROWS).unwrap_or(0)) {
        let (number, version) = pick.split_once(' ').ok_or(gongkai_store::Error::Stale)?;
        // one's own organ alone: who supervises others gives out nothing of theirs
        let dossier = Dossier::numbered(office, number, Scope::Organ(*own)).await?;
        // as the list showed it: what somebody gave away meanwhile stays where it is
        if dossier.request.line.version.to_string() != version {
            return Err(gongkai_store::Error::Stale.into());
        }
        // without a new one, each keeps the one it has
        let until = until.or(dossier.request.line.internal_due.map(|day| day.0));
        assign(office, &mut act, hand, &dossier, &to, until).await.map_err(|error| match error {
            NotTaken::Refused(Refusal { why, article }) => {
                NotTaken::Refused(Refusal { why: format!("{number}：{why}"), article })
            }
            error => error,
        })?;
    }
    Ok(act.commit().await?)
}

/// A refused act where there is no form to say so beside a field.
pub fn refused(error: NotTaken) -> Error {
    match error {
        NotTaken::Refused(refusal) => refusal.into(),
        NotTaken::Store(error) => error.into(),
    }
}
