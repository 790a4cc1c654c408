//! `/desk`: the work list, and giving out several requests at once.

use std::collections::{HashMap, hash_map::Entry};

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    application::Applicant,
    standing::{Standing, Waits},
    step::Stage,
};
use gongkai_store::{
    Civil, MOST_COUNTED, Moment, OpenRedress, OpenRequests, Order, OrganId, PersonId, RequestFilter, RequestId,
    RequestLine, Scope, StaffLine,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    case::internal,
    colleagues::{Names, officers},
    wording::{self, SOON, Urgency, now, short, stopped},
};
use crate::{
    guard::Visitor,
    library::portal::escape,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    requests::{
        assign::{ASSIGN, assign},
        dossier::Dossier,
        take::NotTaken,
    },
};

/// Rows of a page.
const ROWS: i64 = 25;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A view: a key of [`VIEWS`].
    v: String,
    /// Words.
    q: String,
    /// A stage.
    s: String,
    /// Whose move.
    w: String,
    /// An officer's id, or `none`.
    o: String,
    /// The order: `new`, or what is due first.
    by: String,
    /// A page, from 1.
    p: String,
}

/// Key and words of each view that is always there.
const VIEWS: [(&str, &str); 8] = [
    ("", "全部在办"),
    ("mine", "我经办"),
    ("due", "5日内到期"),
    ("late", "逾期"),
    ("answer", "待审待签"),
    ("wait", "等别人"),
    ("prov", "暂定期限"),
    ("all", "连办结的"),
];

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

struct PageLink {
    label: i64,
    /// `None` for the page that is open.
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct ListPage {
    desk: Desk,
    chips: Vec<Chip>,
    asked: Asked,
    stages: [Stage; 5],
    waits: [Waits; 5],
    officers: Vec<StaffLine>,
    rows: Vec<Row>,
    /// How many, in words.
    found: String,
    provisional: i64,
    pages: Vec<PageLink>,
    /// The other order.
    turned: String,
    may_assign: bool,
    /// 复议、诉讼 whose answer presses.
    redress: OpenRedress,
}

/// `GET /desk`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    let hand = visitor.hand()?;
    let (scope, me, own) = eyes(hand)?;
    let today = office.today();
    let limits = Limits::of(&office, today);
    let filter = narrowed(&asked, limits.filter(&asked.v, me));
    let found = office.db.request_count(scope, &filter).await?;
    let last = (found + ROWS - 1).div_euclid(ROWS).max(1);
    let here = asked.p.parse::<i64>().unwrap_or(1).clamp(1, last);
    // what has ended is due no more
    let order = if asked.by == "new" || !filter.open { Order::Newest } else { Order::Due };
    let lines = office.db.requests(scope, &filter, order, (here - 1) * ROWS, ROWS).await?;
    let open = office.db.open_requests(scope, me, Civil(today), Civil(limits.soon.unwrap_or(today))).await?;
    page::show(&ListPage {
        desk,
        chips: chips(&open, &asked.v),
        rows: rows(&office, &lines, own).await?,
        officers: officers(&office, own).await?,
        pages: pages(&asked, here, last),
        turned: link(&asked, if asked.by == "new" { "" } else { "new" }, 1),
        may_assign: hand.is_any(&ASSIGN),
        redress: office.db.open_redress(scope, Civil(today), Civil(limits.soon.unwrap_or(today))).await?,
        stages: Stage::ALL,
        waits: Waits::ALL,
        found: if found < MOST_COUNTED { format!("{found}件") } else { format!("{found}件以上") },
        provisional: open.provisional,
        asked,
    })
}

/// Whose requests, who looks, and of which organ.
pub fn eyes(hand: &Hand) -> Result<(Scope, PersonId, OrganId), Error> {
    let scope = hand.scope()?;
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } => Ok((scope, *id, *organ)),
        _ => Err(Error::NotFound),
    }
}

/// The days by which views are cut.
struct Limits {
    yesterday: Option<Date>,
    today: Date,
    soon: Option<Date>,
}

impl Limits {
    fn of(office: &Office, today: Date) -> Self {
        let soon = office.calendar.workday_after(today, SOON).map(|term| term.date);
        Self { yesterday: today.yesterday().ok(), today, soon }
    }

    fn filter<'a>(&self, view: &str, me: PersonId) -> RequestFilter<'a> {
        let open = RequestFilter { open: true, ..RequestFilter::default() };
        match view {
            "mine" => RequestFilter { officer: Some(me), ..open },
            "due" => RequestFilter { due_from: Some(Civil(self.today)), due_by: self.soon.map(Civil), ..open },
            "late" => RequestFilter { due_by: self.yesterday.map(Civil), ..open },
            "answer" => RequestFilter { stage: Some(Stage::Answer.key()), ..open },
            "wait" => RequestFilter { elsewhere: true, ..open },
            "prov" => RequestFilter { provisional: true, ..open },
            "all" => RequestFilter::default(),
            _ => open,
        }
    }
}

fn narrowed<'a>(asked: &'a Asked, view: RequestFilter<'a>) -> RequestFilter<'a> {
    RequestFilter {
        stage: Stage::of_key(&asked.s).map(Stage::key).or(view.stage),
        waits: Waits::of_key(&asked.w).map(Waits::key).or(view.waits),
        officer: asked.o.parse().ok().or(view.officer),
        unassigned: asked.o == "none",
        words: asked.q.trim(),
        ..view
    }
}

fn chips(open: &OpenRequests, here: &str) -> Vec<Chip> {
    let count = |key: &str| match key {
        "" => Some(open.all),
        "mine" => Some(open.own),
        "due" => Some(open.soon),
        "late" => Some(open.late),
        "answer" => Some(open.answering),
        "wait" => Some(open.elsewhere),
        "prov" => Some(open.provisional),
        // all of all years: nobody works through those by their count
        _ => None,
    };
    let chip = |(key, label): (&'static str, &'static str)| Chip {
        href: if key.is_empty() { "/desk".to_owned() } else { format!("/desk?v={key}") },
        label,
        count: count(key),
        current: key == here,
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

/// The names, in short, of these organs besides one's own, each asked for once.
///
/// # Errors
/// The register.
pub async fn organs_besides(
    office: &Office,
    of: impl Iterator<Item = OrganId>,
    own: OrganId,
) -> Result<HashMap<OrganId, String>, gongkai_store::Error> {
    let mut organs = HashMap::new();
    for organ in of.filter(|organ| *organ != own) {
        if let Entry::Vacant(place) = organs.entry(organ) {
            place.insert(office.db.organ(organ).await?.short_name);
        }
    }
    Ok(organs)
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

/// The first page, the last, and those around the one that is open.
fn pages(asked: &Asked, here: i64, last: i64) -> Vec<PageLink> {
    let near = |n: &i64| *n == 1 || *n == last || (*n - here).abs() <= 2;
    let shown = (1..=last).filter(near);
    shown.map(|n| PageLink { label: n, href: (n != here).then(|| link(asked, &asked.by, n)) }).collect()
}

/// The same list in another order or at another page.
fn link(asked: &Asked, by: &str, page: i64) -> String {
    let fields =
        [("v", asked.v.as_str()), ("q", &asked.q), ("s", &asked.s), ("w", &asked.w), ("o", &asked.o), ("by", by)];
    let mut query = String::new();
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.push_str(&format!("{name}={}&", escape(value)));
    }
    format!("/desk?{query}p={page}")
}

/// `POST /desk/assign`: the picked requests, all of them or none.
pub async fn assign_picked(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let one = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    visitor.approve(&office, one("csrf").unwrap_or_default())?;
    let hand = visitor.hand()?;
    let (_, _, own) = eyes(hand)?;
    let picked: Vec<_> = form.iter().filter(|(key, _)| key == "pick").map(|(_, pick)| pick.as_str()).collect();
    let wish = "请先在表里选中申请，再选一位经办人。";
    let to = one("to").and_then(|id| id.parse().ok()).filter(|_| !picked.is_empty());
    let to = office.db.staff_line(to.ok_or(Error::Unreadable(wish.to_owned()))?).await?;
    let until = internal(one("until").unwrap_or_default())?;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    for pick in picked.into_iter().take(usize::try_from(ROWS).unwrap_or(0)) {
        let (number, version) = pick.split_once(' ').ok_or(Error::Stale)?;
        // one's own organ alone: who supervises others gives out nothing of theirs
        let dossier = Dossier::numbered(&office, number, Scope::Organ(own)).await?;
        // as the list showed it: what somebody gave away meanwhile stays where it is
        if dossier.request.line.version.to_string() != version {
            return Err(Error::Stale);
        }
        // without a new one, each keeps the one it has
        let until = until.or(dossier.request.line.internal_due.map(|day| day.0));
        assign(&office, &mut act, hand, &dossier, &to, until).await.map_err(refused)?;
    }
    act.commit().await?;
    Ok(Redirect::to("/desk").into_response())
}

/// A refused act where there is no form to say so beside a field.
pub fn refused(error: NotTaken) -> Error {
    match error {
        NotTaken::Refused(refusal) => refusal.into(),
        NotTaken::Store(error) => error.into(),
    }
}
