//! `/desk/redress`: the cases, those that press first.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::redress::{Route, conclusion::Conclusion, step::Phase};
use gongkai_store::{Civil, OpenRedress, OrganId, Redress, RedressFilter, RequestId, Scope};
use jiff::civil::Date;
use serde::Deserialize;

use super::wording::{self, Sign};
use crate::{
    guard::Visitor,
    library::portal::escape,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    redress::duties::roles_for,
    requests::desk::{
        list::{eyes, organs_besides},
        wording::{SOON, short},
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
    /// A route.
    r: String,
    /// A page, from 1.
    p: String,
}

/// Key and words of each view.
const VIEWS: [(&str, &str); 5] = [
    ("", "在办"),
    ("due", "5日内到期"),
    ("late", "逾期未答复"),
    ("heard", "已答复，等结果"),
    ("all", "全部，连审结、注销的"),
];

struct Chip {
    href: String,
    label: &'static str,
    count: Option<i64>,
    current: bool,
    bad: bool,
}

/// A case as a list shows it.
pub struct Row {
    /// 编号
    pub number: String,
    /// In a few words.
    pub title: String,
    /// Whose it is, where that is not one's own organ.
    pub organ: Option<String>,
    /// The block of table 4.
    pub route: &'static str,
    /// 复议机关 or 法院, and 案号 there.
    pub forum: String,
    /// 案号
    pub case_number: String,
    /// When it reached us, in ISO 8601.
    pub notified: String,
    /// How much it presses.
    pub sign: Sign,
    /// Until when we answer: ISO and short.
    pub due: Option<(String, String)>,
    /// 暂定
    pub provisional: bool,
    /// Whether our answer has gone out.
    pub answered: bool,
    /// What it waits for.
    pub now: String,
    /// How it ended; `None` while it is open.
    pub conclusion: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "redress/list.html")]
struct ListPage {
    desk: Desk,
    chips: Vec<Chip>,
    asked: Asked,
    routes: [Route; 3],
    rows: Vec<Row>,
    found: i64,
    page: i64,
    last: i64,
    /// This list, without its page.
    here: String,
    may_register: bool,
}

/// `GET /desk/redress`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Redress).await?;
    let hand = visitor.hand()?;
    let (scope, _, own) = eyes(hand)?;
    let today = office.today();
    let soon = office.calendar.workday_after(today, SOON).map_or(today, |term| term.date);
    let filter = filter(&asked, today, soon);
    let found = office.db.redress_count(scope, &filter).await?;
    let (page, last) = page::turned(found, ROWS, &asked.p);
    let lines = office.db.redress_cases(scope, &filter, (page - 1) * ROWS, ROWS).await?;
    let open = office.db.open_redress(scope, Civil(today), Civil(soon)).await?;
    page::show(&ListPage {
        desk,
        chips: chips(&open, &asked.v),
        routes: Route::ALL,
        rows: rows(&office, &lines, own).await?,
        here: format!("/desk/redress?v={}&q={}&r={}", escape(&asked.v), escape(&asked.q), escape(&asked.r)),
        may_register: hand.is_any(roles_for(gongkai_law::redress::step::Verb::Notify)),
        found,
        page,
        last,
        asked,
    })
}

fn filter(asked: &Asked, today: Date, soon: Date) -> RedressFilter<'_> {
    let open = RedressFilter { open: true, ..RedressFilter::default() };
    let view = match asked.v.as_str() {
        "due" => RedressFilter { due_from: Some(Civil(today)), due_by: Some(Civil(soon)), ..open },
        "late" => RedressFilter { due_by: today.yesterday().ok().map(Civil), ..open },
        "heard" => RedressFilter { heard: true, ..open },
        "all" => RedressFilter::default(),
        _ => open,
    };
    RedressFilter { route: Route::of_key(&asked.r).map(Route::key), words: asked.q.trim(), ..view }
}

fn chips(open: &OpenRedress, here: &str) -> Vec<Chip> {
    let count = |key: &str| match key {
        "" => Some(open.all),
        "due" => Some(open.soon),
        "late" => Some(open.late),
        "heard" => Some(open.heard),
        _ => None,
    };
    let chip = |(key, label): (&'static str, &'static str)| Chip {
        href: if key.is_empty() { "/desk/redress".to_owned() } else { format!("/desk/redress?v={key}") },
        label,
        count: count(key),
        current: key == here,
        bad: key == "late" && open.late > 0,
    };
    VIEWS.into_iter().map(chip).collect()
}

/// The cases about one request, for its file.
///
/// # Errors
/// As [`rows`].
pub async fn about(office: &Office, request: RequestId, organ: OrganId) -> Result<Vec<Row>, gongkai_store::Error> {
    let filter = RedressFilter { request: Some(request), ..RedressFilter::default() };
    let cases = office.db.redress_cases(Scope::Organ(organ), &filter, 0, ROWS).await?;
    rows(office, &cases, organ).await
}

/// Cases as lists show them.
///
/// # Errors
/// The register; [`gongkai_store::Error::Corrupt`] for a word that the law does not know.
pub async fn rows(office: &Office, lines: &[Redress], own: OrganId) -> Result<Vec<Row>, gongkai_store::Error> {
    let organs = organs_besides(office, lines.iter().map(|line| line.organ_id), own).await?;
    lines.iter().map(|line| row(office, line, organs.get(&line.organ_id).cloned())).collect()
}

fn row(office: &Office, line: &Redress, organ: Option<String>) -> Result<Row, gongkai_store::Error> {
    let today = office.today();
    let over = [Phase::Concluded, Phase::Awaits].map(Phase::key);
    let ended = line.conclusion.as_deref().filter(|_| over.contains(&line.phase.as_str()));
    Ok(Row {
        number: line.number.clone(),
        title: line.title.clone(),
        organ,
        route: crate::redress::case::route(&line.route)?.label(),
        forum: line.forum.clone(),
        case_number: line.case_number.clone(),
        notified: line.notified.0.to_string(),
        sign: Sign::of(line, today, &office.calendar),
        due: line.due.map(|due| (due.0.to_string(), short(due.0, today))),
        provisional: line.provisional,
        answered: line.answered.is_some(),
        now: wording::now(line, today),
        conclusion: ended.and_then(Conclusion::of_key).map(Conclusion::label),
    })
}
