//! `/desk/season/{year}`: who has handed in and who has not.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{annual_report::CellId, calendar::in_chinese};
use gongkai_store::{Moment, OrganId};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    super::{
        acts,
        board::{Board, Line, MOST},
        carried::{self, CarriedOver},
        order, remind,
        roll_up::{RollUp, roll_up_of},
        state::State as Stands,
        twice,
        who::collects,
    },
    home, years,
};
use crate::{
    compile::range::Range,
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
    },
    requests::take::NotTaken,
    sheet::csv,
    verify::portal::as_attachment,
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 报送情况: its word; all where it is empty.
    state: String,
    /// With these words in the name.
    q: String,
    /// 次序: its word; the organs' own where it is empty.
    by: String,
    /// What was just done.
    done: String,
}

/// A form of this page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    csrf: String,
    due: String,
    locked: String,
    words: String,
    organ: String,
    version: String,
}

/// One organ in the table.
struct Row {
    name: String,
    href: String,
    state: Stands,
    /// Beside the state, that what is public is in the library alone; empty otherwise.
    beside: &'static str,
    reported: String,
    findings: String,
    remarks: String,
    /// 核验 of what it handed in; empty where nothing is there to be read.
    checks: String,
    /// Whether it can be asked for today.
    owing: bool,
}

/// 汇总的几个数
struct Totals {
    /// 新收申请
    new: String,
    /// 上年结转, and whether it is what last year's report carried out.
    carried: String,
    /// How many the sum lacks, as its page says it.
    lacking: usize,
}

/// A part of the bar.
struct Part {
    class: &'static str,
    x: String,
    width: String,
    name: &'static str,
    count: usize,
}

#[derive(Template)]
#[template(path = "season/list.html")]
struct ListPage {
    desk: Desk,
    year: i16,
    years: Vec<i16>,
    now: String,
    open: bool,
    version: i64,
    locked: Option<String>,
    due: String,
    due_said: String,
    left: String,
    whole: (usize, usize),
    failing: usize,
    not_begun: usize,
    parts: Vec<Part>,
    bar: String,
    states: Vec<(Stands, usize)>,
    orders: [(&'static str, &'static str); 2],
    asked: Asked,
    rows: Vec<Row>,
    /// Of the whole region; `None` of so many organs that they are added up on their own page alone, and beside a form that
    /// was refused.
    totals: Option<Totals>,
    /// 去重 that wait for the head.
    waiting: usize,
    /// How many the sum lacks; where it is not added up here, how many have not handed in.
    lacking: usize,
    /// Whether there are more organs than the list has.
    more: bool,
    may_call: usize,
    words: String,
    longest: usize,
    errors: Vec<FieldError>,
}

impl ListPage {
    /// The order in which the rows stand.
    fn by(&self) -> &'static str {
        order::order(&self.asked.by)
    }

    /// Whether something that is listed is in the library alone, which is then explained.
    fn any_beside(&self) -> bool {
        self.rows.iter().any(|row| !row.beside.is_empty())
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// `GET /desk/season/{year}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let year = super::year(&office, year)?;
    let hand = visitor.hand()?;
    let home = home(&office, hand, year).await?;
    if home != format!("/desk/season/{year}") {
        return Ok(Redirect::to(&home).into_response());
    }
    render(&office, &visitor, (year, asked), (Sent::default(), Vec::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    (year, asked): (i16, Asked),
    (sent, errors): (Sent, Vec<FieldError>),
) -> Result<Response, Error> {
    let organ = collects(visitor.hand()?)?;
    let board = Board::of(office, organ, year).await?;
    let noted = office.db.season_adjustments(organ, year).await?;
    let today = office.today();
    let season = board.season.as_ref();
    let due = board.due();
    let parts = parts(&board);
    let called = |line: &&Line| line.organ.called.is_none_or(|called| called.0 != today);
    let said = board.parts().into_iter().map(|(name, count)| format!("{name}{count}"));
    // what was refused comes back at once
    let totals = if errors.is_empty() { totals(office, organ, &board).await? } else { None };
    page::show_as(
        page::form_status(errors.is_empty()),
        &ListPage {
            desk: Desk::new(office, visitor, Place::Season).await?,
            years: years(office),
            now: civil_minute(Moment(office.now_ms()).timestamp()),
            open: season.is_some(),
            version: season.map_or(0, |season| season.version),
            locked: season.and_then(|season| season.locked_ms).map(|at| civil_minute(at.timestamp())),
            due: if sent.due.is_empty() { due.map_or_else(String::new, |due| due.to_string()) } else { sent.due },
            due_said: due.map_or_else(String::new, in_chinese),
            left: due.map_or_else(String::new, |due| left(today, due)),
            whole: board.handed_in(),
            failing: board.count(Stands::Failing),
            not_begun: board.count(Stands::NotBegun),
            bar: format!("{}个单位：{}", board.lines.len(), said.collect::<Vec<_>>().join("，")),
            parts,
            states: Stands::ALL.into_iter().map(|state| (state, board.count(state))).collect(),
            orders: order::ORDERS,
            rows: listed(&board, &asked, today).into_iter().map(|line| row(line, year, today)).collect(),
            waiting: twice::firsts(&noted).filter(|one| one.confirmed_ms.is_none()).count(),
            more: board.more,
            lacking: totals.as_ref().map_or_else(|| board.lacking(), |totals| totals.lacking),
            totals,
            may_call: board.owing().filter(called).count(),
            words: if sent.words.is_empty() { remind::usual(&board) } else { sent.words },
            longest: remind::LONGEST,
            year,
            asked,
            errors,
        },
    )
}

/// Those that are asked for, in the order that is asked for.
fn listed<'a>(board: &'a Board, asked: &Asked, today: Date) -> Vec<&'a Line> {
    let mut lines: Vec<_> = board.lines.iter().filter(|line| fits(line, asked)).collect();
    order::sort(&mut lines, &asked.by, order::is_over(board, today));
    lines
}

fn fits(line: &Line, asked: &Asked) -> bool {
    let q = asked.q.trim();
    let named = q.is_empty() || line.organ.name.contains(q) || line.organ.short_name.contains(q);
    named && (asked.state.is_empty() || line.state.key() == asked.state)
}

fn row(line: &Line, year: i16, today: Date) -> Row {
    Row {
        name: line.organ.short_name.clone(),
        href: format!("/desk/season/{year}/of/{}", line.organ.slug),
        state: line.state,
        beside: line.beside(),
        reported: match line.organ.reported.filter(|_| line.state.is_in() || line.organ.returned.is_some()) {
            Some(day) => day.0.strftime("%m-%d").to_string(),
            None => "—".to_owned(),
        },
        findings: line.findings(),
        remarks: line.remarks(),
        checks: checks(line, year),
        owing: line.is_owed() && line.organ.called.is_none_or(|called| called.0 != today),
    }
}

/// Where what the checks say of a report is read: of the version that was handed in, or of what the library alone has.
fn checks(line: &Line, year: i16) -> String {
    let slug = &line.organ.slug;
    match line.was_handed_in() {
        true => format!("/desk/season/{year}/of/{slug}/copy#find"),
        false if line.organ.shelved > 0 => format!("/reports/{slug}/{year}"),
        false => String::new(),
    }
}

/// Organs that are added up beside their list at most.
const NEAR: usize = 100;
/// 已撤并 without a report among them at most: what each of them had is counted from the register.
const CLOSED: usize = 10;

/// 汇总 beside the list, as far as all are there.
async fn totals(office: &Office, organ: OrganId, board: &Board) -> Result<Option<Totals>, Error> {
    let closed = board.lines.iter().filter(|line| line.organ.successor_id.is_some() && !line.was_handed_in());
    if board.more || board.lines.len() > NEAR || closed.count() > CLOSED {
        return Ok(None);
    }
    let organ = office.db.organ(organ).await?;
    let below = board.lines.iter().map(|line| line.organ.clone()).collect();
    let sum = roll_up_of(office, &organ, (board.year, Range::Region), (below, board.more)).await?;
    let over = CarriedOver::of(office, &organ, &sum).await?;
    let cell = |row: &str| sum.figures.form().cell(&format!("requests.{row}.total"));
    Ok(cell("new").zip(cell("carried_in")).map(|(new, carried_in)| Totals {
        new: so_far(&sum, new),
        carried: format!("{}，{}", so_far(&sum, carried_in), carried(&over, (board.year, carried_in))),
        lacking: sum.missing.len(),
    }))
}

/// A cell of the sum, or what is known of it and how many it lacks.
fn so_far(sum: &RollUp, cell: CellId) -> String {
    match (sum.figures.get(cell), sum.so_far(cell)) {
        (Some(value), _) => value.to_string(),
        (None, (known, 0)) => format!("{known}，去重过多"),
        (None, (known, lacking)) => format!("{known} ＋ 缺{lacking}家"),
    }
}

/// 结转核对 of a cell in words.
fn carried(over: &CarriedOver, (year, cell): (i16, CellId)) -> String {
    match over.columns().iter().find(|(id, _)| *id == cell) {
        Some((_, column)) => carried::said(column, year),
        None => over.why_not(year),
    }
}

fn left(today: Date, due: Date) -> String {
    match (due - today).get_days() {
        0 => "今天".to_owned(),
        days @ 1.. => format!("剩{days}天"),
        days => format!("过了{}天", -days),
    }
}

const FILLS: [&str; 5] = ["a", "a2", "a3", "w", "g"];
/// The bar's width.
const WIDTH: usize = 720;

fn parts(board: &Board) -> Vec<Part> {
    let all = board.lines.len().max(1);
    let mut before = 0;
    let mut parts = Vec::new();
    for ((name, count), class) in board.parts().into_iter().zip(FILLS) {
        let (x, end) = (before * WIDTH / all, (before + count) * WIDTH / all);
        before += count;
        parts.push(Part { class, x: x.to_string(), width: end.saturating_sub(x).to_string(), name, count });
    }
    parts
}

/// `GET /desk/season/{year}/organs.csv`
pub async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let year = super::year(&office, year)?;
    let board = Board::of(&office, collects(visitor.hand()?)?, year).await?;
    let mut file = String::from(csv::MARK);
    csv::line(&mut file, ["单位", "全称", "年份", "状态", "报送日", "错误", "存疑", "已催次数", "说明"]);
    let year = year.to_string();
    for line in listed(&board, &asked, office.today()) {
        let organ = &line.organ;
        let n = |n: Option<i32>| n.map_or_else(String::new, |n| n.to_string());
        let reported = organ.reported.map_or_else(String::new, |day| day.0.to_string());
        let (fails, unsures, calls) = (n(organ.fails), n(organ.unsures), organ.calls.to_string());
        let (state, remarks) = (line.word(), line.remarks());
        let values = [&organ.short_name, &organ.name, &year, &state, &reported, &fails, &unsures, &calls, &remarks];
        csv::line(&mut file, values.map(String::as_str));
    }
    if board.more {
        csv::line(&mut file, [format!("下级超过{MOST}个，其余的没有列出").as_str()]);
    }
    Ok(as_attachment("text/csv; charset=utf-8", &format!("{year}-年报报送情况.csv"), file.into_bytes()))
}

/// `POST /desk/season/{year}/open`
pub async fn open(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    let season = office.db.season(collects(hand)?, year).await?;
    let Ok(due) = sent.due.parse::<Date>() else {
        let errors = vec![FieldError::new("due", "报送日要写成2027-01-20的样子")];
        return render(&office, &visitor, (year, Asked::default()), (sent, errors)).await;
    };
    if season.as_ref().is_some_and(|season| season.version.to_string() != sent.version) {
        return Err(Error::Stale);
    }
    let done = acts::open(&office, hand, (year, due), season.as_ref()).await;
    let what = if season.is_some() { "due" } else { "open" };
    back(&office, &visitor, year, ("due", what), (sent, done)).await
}

/// `POST /desk/season/{year}/lock`
pub async fn lock(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    let season = office.db.season(collects(hand)?, year).await?.ok_or(Error::NotFound)?;
    if season.version.to_string() != sent.version {
        return Err(Error::Stale);
    }
    let locks = sent.locked == "1";
    let done = acts::lock(&office, hand, &season, locks).await;
    back(&office, &visitor, year, ("locked", if locks { "lock" } else { "unlock" }), (sent, done)).await
}

/// `POST /desk/season/{year}/call`: of all that owe a report, or of one.
pub async fn call(
    State(office): State<Office>,
    visitor: Visitor,
    Path(year): Path<i16>,
    Form(sent): Form<Sent>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (hand, year) = (visitor.hand()?, super::year(&office, year)?);
    let board = Board::of(&office, collects(hand)?, year).await?;
    let only = match sent.organ.as_str() {
        "" => None,
        slug => Some(board.lines.iter().find(|line| line.organ.slug == slug).ok_or(Error::NotFound)?.organ.id),
    };
    let words = if only.is_some() && sent.words.is_empty() { remind::usual(&board) } else { sent.words.clone() };
    let done = remind::call(&office, hand, &board, (only, &words)).await.map(|_| ());
    back(&office, &visitor, year, ("words", "call"), (sent, done)).await
}

/// The page again: with what was done, or with why it was not.
async fn back(
    office: &Office,
    visitor: &Visitor,
    year: i16,
    (field, done): (&'static str, &str),
    (sent, result): (Sent, Result<(), NotTaken>),
) -> Result<Response, Error> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/desk/season/{year}?done={done}")).into_response()),
        Err(NotTaken::Refused(why)) => {
            let errors = vec![FieldError::new(field, why)];
            render(office, visitor, (year, Asked::default()), (sent, errors)).await
        }
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

/// Whether this hand takes and sends back what those below handed in.
pub(super) fn answers(hand: &Hand) -> bool {
    hand.is_any(&[Role::Supervisor])
}
