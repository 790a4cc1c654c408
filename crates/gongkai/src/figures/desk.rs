//! `/desk/figures`: tables 3 and 4 as they stand, and the requests behind each figure of table 3.

mod behind;
mod cases;
mod documents;
mod months;
mod tables;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use gongkai_law::{
    annual_report::{Edition, Figures, form},
    calendar::in_chinese,
    redress::Route,
    request::{application::Applicant, decision::Decision, refusal::Refusal},
};
use gongkai_store::{OrganId, RequestLine};
use serde::Deserialize;

use self::behind::{Behind, Cell, one_file};
use super::{
    cell::{self, Picked},
    count, export,
    freeze::{FrozenView, freeze, frozen, may_freeze},
    published::{PublishedView, published},
    shares::{Share, shares},
    shown::Shown,
    times::{TimesView, times},
    view::{Asked, View, WIDE},
};
use crate::{
    compile::range::Range,
    guard::{Visitor, headers},
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::desk::list::{ORGANS, eyes, others, refused},
    verify::{
        form::{Counted, TableView, counted, grouped},
        portal::as_attachment,
    },
};

/// Rows of a page.
const ROWS: i64 = 50;
/// Rows of a file, for what one answer may hold in memory.
const MOST: i64 = 20_000;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/figures", get(show))
        .route("/desk/figures/freeze", post(freeze_year))
        .route("/desk/figures/tables.json", get(tables::as_json))
        .route("/desk/figures/tables.csv", get(tables::as_csv))
        .route("/desk/figures/tables.xlsx", get(tables::as_xlsx))
        .route("/desk/figures/list", get(list))
        .route("/desk/figures/list.csv", get(download))
        .route("/desk/figures/cases", get(cases::list))
        .route("/desk/figures/cases.csv", get(cases::download))
        .route("/desk/figures/documents", get(documents::list))
        .route("/desk/figures/documents.csv", get(documents::download))
        .route("/desk/figures/months", get(months::list))
        .route("/desk/figures/months.csv", get(months::download))
        .layer(map_response(headers::keep_private))
}

#[derive(Template)]
#[template(path = "desk/figures.html")]
struct FiguresPage {
    desk: Desk,
    view: View,
    /// The organ whose figures they are.
    whose: String,
    /// The organs below to choose from: id and 简称.
    organs: Vec<(OrganId, String)>,
    /// What may be counted beside the own: a word in the address and how it is said. 本级部门 are a government's.
    wide: Vec<(Range, &'static str, &'static str)>,
    editions: [Edition; 2],
    years: Vec<i16>,
    as_of: String,
    /// Whether the tables are those that were reported, and not what is counted now.
    reported: bool,
    /// Whether the year goes on.
    running: bool,
    /// 表二第一栏
    documents: Vec<documents::RowView>,
    /// 表二其余各栏
    months: Vec<months::MonthsView>,
    table: TableView,
    redress: TableView,
    /// Of table 4: all cases, and those still pending.
    cases: i64,
    pending: i64,
    /// New, ended, disclosed in whole or in part, carried out.
    facts: [String; 4],
    /// `142 + 6 = 125 + 23`
    equation: String,
    hold: usize,
    broken: usize,
    shares: Vec<Share>,
    times: TimesView,
    frozen: Option<FrozenView>,
    freezable: Result<(), Refusal>,
    published: Option<PublishedView>,
}

/// `GET /desk/figures`
async fn show(State(office): State<Office>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let today = office.today();
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    // two passes over the year, beside each other
    let (shown, times) = tokio::try_join!(Shown::of(&office, &view), times(&office, &view))?;
    let frozen = match &shown.kept {
        Some(kept) => Some(frozen(&office, view.organ, view.year, kept).await?),
        None => None,
    };
    let figures = &shown.figures;
    let total = |row: &str| figures.at(&format!("requests.{row}.total")).unwrap_or(0);
    let disclosed = total("granted").saturating_add(total("partial"));
    let redress = |route: Route, column: &str| figures.at(&format!("redress.{}.{column}", route.key())).unwrap_or(0);
    let [table, redress_table] = drawn(&shown, &view, frozen.as_ref());
    let (hold, broken) = count::balance(figures);
    page::show(&FiguresPage {
        desk,
        whose: office.db.organ(view.organ).await?.name,
        wide: match office.db.organ(view.own).await?.kind.as_str() {
            "government" => WIDE.to_vec(),
            _ => WIDE.into_iter().filter(|(range, ..)| *range == Range::Region).collect(),
        },
        organs: if view.supervises { office.db.organs_below(view.own, ORGANS).await? } else { Vec::new() },
        editions: [Edition::Of2021, Edition::Of2019],
        years: View::years(today.year()),
        as_of: in_chinese(today),
        reported: shown.reported,
        running: view.year == today.year(),
        documents: documents::rows(&office, &view).await?,
        months: months::rows(&office, &view).await?,
        table: TableView { class: "compact", ..table },
        redress: redress_table,
        cases: Route::ALL.iter().map(|route| redress(*route, "total")).sum(),
        pending: Route::ALL.iter().map(|route| redress(*route, "pending")).sum(),
        facts: [total("new"), total("total"), disclosed, total("carried_out")].map(|n| grouped(&n.to_string())),
        equation: equation(figures),
        shares: shares(figures),
        times,
        freezable: match view.organ == view.own {
            true => may_freeze(&office, visitor.hand()?, view.year),
            false => Err(Refusal { why: "由这个机关自己的负责人定稿".to_owned(), article: None }),
        },
        published: published(&office, &view, figures).await?,
        frozen,
        hold,
        broken,
        view,
    })
}

/// Tables 3 and 4 with where their figures lead. One that is counted otherwise now leads to what moved.
fn drawn(shown: &Shown, view: &View, frozen: Option<&FrozenView>) -> [TableView; 2] {
    let link = |cell: &form::Cell| cell::href(cell, view);
    let mut tables = [Counted::Requests, Counted::Redress].map(|table| counted(&shown.figures, table, &link));
    for one in frozen.iter().filter(|_| shown.reported).flat_map(|frozen| &frozen.corrections) {
        tables.iter_mut().for_each(|table| table.note(one.address, format!("现为{}", one.now), "#fz"));
    }
    tables
}

/// What the form of a frozen year sends.
#[derive(Deserialize)]
struct Freezing {
    csrf: String,
    year: i16,
    /// That the figures were looked at: there is no way back.
    #[serde(default)]
    sure: String,
}

/// `POST /desk/figures/freeze`
async fn freeze_year(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<Freezing>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    let (_, _, own) = eyes(hand)?;
    if form.sure.is_empty() {
        return Err(Error::Garbled);
    }
    freeze(&office, hand, own, form.year).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/desk/figures?year={}#fz", form.year)).into_response())
}

/// 第一项加第二项之和，等于第三项加第四项之和, in the column of totals.
fn equation(figures: &Figures) -> String {
    let total = |row: &str| figures.at(&format!("requests.{row}.total")).unwrap_or(0);
    format!("{} + {} = {} + {}", total("new"), total("carried_in"), total("total"), total("carried_out"))
}

/// A request as the list and the file show it.
pub struct Row {
    /// 编号
    pub number: String,
    /// In a few words.
    pub title: String,
    /// Whose it is, where that is not one's own organ.
    pub organ: Option<String>,
    /// 申请人类别
    pub applicant: &'static str,
    /// 收到之日, in ISO 8601.
    pub received: String,
    /// 办理结果; `None` while it is open.
    pub decision: Option<&'static str>,
    /// 办结之日, in ISO 8601; empty while it is open.
    pub ended: String,
}

#[derive(Template)]
#[template(path = "desk/figures_list.html")]
struct ListPage {
    desk: Desk,
    list: Behind,
    /// Whether this person may open what other organs have: of one's own organ's, what went over is the successor's.
    opens: bool,
    rows: Vec<Row>,
}

/// `GET /desk/figures/list`
async fn list(State(office): State<Office>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let picked = Picked::of(&asked, &view).ok_or(Error::NotFound)?;
    let cell =
        Cell { name: picked.name(), table: picked.table(), what: "申请", path: "list", anchor: picked.anchor() };
    let list = Behind::of(cell, (&view, &asked), picked.count(&office.db, &view).await?);
    let lines = picked.behind(&office.db, &view, list.skipped(), ROWS).await?;
    page::show(&ListPage { desk, opens: view.supervises, rows: rows(&office, &lines, &view).await?, list })
}

/// `GET /desk/figures/list.csv`: all of a list in one file.
async fn download(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Figures).await?;
    let view = View::of(&asked, visitor.hand()?, &office).await?;
    let picked = Picked::of(&asked, &view).ok_or(Error::NotFound)?;
    one_file(picked.count(&office.db, &view).await?, "请按申请人、办理结果选一格小的再导出")?;
    let lines = picked.behind(&office.db, &view, 0, MOST).await?;
    let file = export::csv(&rows(&office, &lines, &view).await?, &desk.organ);
    Ok(as_attachment("text/csv; charset=utf-8", &format!("{}-{}.csv", view.year, picked.address()), file))
}

async fn rows(office: &Office, lines: &[RequestLine], view: &View) -> Result<Vec<Row>, gongkai_store::Error> {
    let organs = others(office, lines, view.own).await?;
    lines.iter().map(|line| row(line, organs.get(&line.organ_id).cloned())).collect()
}

fn row(line: &RequestLine, organ: Option<String>) -> Result<Row, gongkai_store::Error> {
    let day = |day: Option<gongkai_store::Civil>| day.map(|day| day.0.to_string()).unwrap_or_default();
    Ok(Row {
        number: line.number.clone(),
        title: line.title.clone(),
        organ,
        applicant: count::applicant(&line.applicant).map(Applicant::label)?,
        received: day(line.received),
        decision: line.decision.as_deref().map(count::decision).transpose()?.map(Decision::label),
        ended: day(line.ended),
    })
}
