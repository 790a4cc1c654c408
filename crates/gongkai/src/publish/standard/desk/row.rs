//! `/desk/standard/rows/{id}`: one row of the catalogue, read, mended or dropped.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::standard::{FIELDS, Outlet};
use gongkai_store::{Error as StoreError, StandardRow};
use serde::Deserialize;

use super::own;
use crate::{
    guard::Visitor,
    library::portal::escape,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    publish::{
        desk::form::{Asked, Wrong},
        portal::lines::Line as Released,
        standard::{
            acts::{self, may},
            line::{
                AUDIENCE, COLUMNS, FIELD, LEVEL_WORDS, LEVELS, Line, MATTER, OUTLETS, WAY_WORDS, WAYS, field_title,
                level_words, outlet_words, way_words,
            },
        },
    },
    requests::{desk::list::refused, take::NotTaken},
    sheet::table::{Column, Row},
};

/// What is public for a row and listed beside it.
const LISTED: i64 = 20;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    field: String,
    saved: String,
}

/// Boxes to tick: whose column, its legend, and each with its name in the form, its words and whether it is ticked.
struct Boxes {
    id: &'static str,
    legend: &'static str,
    wrong: Option<String>,
    all: Vec<(String, &'static str, bool)>,
}

#[derive(Template)]
#[template(path = "publish/standard/row.html")]
struct RowPage {
    desk: Desk,
    here: String,
    /// Its 二级事项 as it stands; `None` for a new one.
    item: Option<String>,
    version: i64,
    may_keep: bool,
    saved: bool,
    late: bool,
    errors: Vec<Wrong>,
    lines: Vec<Asked>,
    boxes: Vec<Boxes>,
    fields: Vec<&'static str>,
    released: Vec<Released>,
}

/// What stands in the form: texts by column, and what is ticked.
type Typed = BTreeMap<String, String>;

const TICKED: [&str; 3] = [OUTLETS, WAYS, LEVELS];

fn labels(heading: &str) -> Vec<&'static str> {
    match heading {
        OUTLETS => Outlet::ALL.map(Outlet::label).into(),
        WAYS => WAY_WORDS.map(|(_, label)| label).into(),
        _ => LEVEL_WORDS.map(|(_, label)| label).into(),
    }
}

fn filled(row: &StandardRow) -> Typed {
    let words = [&row.matter, &row.item, &row.content, &row.basis, &row.term, &row.owner, &row.audience];
    let ids = ["matter", "item", "content", "basis", "term", "owner", "audience"];
    let mut out: Typed = ids.into_iter().zip(words).map(|(id, words)| (id.to_owned(), words.clone())).collect();
    out.insert("field".to_owned(), field_title(&row.field).to_owned());
    for (id, heading, chosen) in
        [("outlets", OUTLETS, outlet_words(row)), ("ways", WAYS, way_words(row)), ("levels", LEVELS, level_words(row))]
    {
        for (n, label) in labels(heading).into_iter().enumerate() {
            if chosen.contains(&label) {
                out.insert(format!("{id}.{n}"), "1".to_owned());
            }
        }
    }
    out
}

/// `GET /desk/standard/rows/new`
pub async fn ask(State(office): State<Office>, visitor: Visitor, Query(wish): Query<Wish>) -> Result<Response, Error> {
    may(visitor.hand()?)?;
    let typed = [("field", field_title(&wish.field)), ("ways.0", "1")];
    let typed = typed.into_iter().map(|(id, words)| (id.to_owned(), words.to_owned())).collect();
    render(&office, &visitor, (None, &typed), (Vec::new(), Came::Open)).await
}

/// How the form is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Open,
    Saved,
    Wrong,
    Late,
}

/// `GET /desk/standard/rows/{id}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let row = opened(&office, &visitor, &id).await?;
    let came = if wish.saved.is_empty() { Came::Open } else { Came::Saved };
    render(&office, &visitor, (Some(&row), &filled(&row)), (Vec::new(), came)).await
}

async fn opened(office: &Office, visitor: &Visitor, id: &str) -> Result<StandardRow, Error> {
    let organ = own(visitor.hand()?)?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let row = office.db.standard_row(id).await?;
    if row.organ_id == organ { Ok(row) } else { Err(Error::NotFound) }
}

fn wrong(id: &str, errors: &[Wrong]) -> Option<String> {
    errors.iter().find(|wrong| wrong.field == id).map(|wrong| wrong.message.clone())
}

/// A column that is written.
fn asked(column: &'static Column, typed: &Typed, errors: &[Wrong]) -> Asked {
    Asked {
        id: column.id.to_owned(),
        label: column.heading,
        hint: match column.heading {
            FIELD => "26个试点领域之一，或者本机关自有的领域",
            MATTER => "",
            AUDIENCE => "空着就是全社会；只向一部分人公开的，写是哪些人",
            _ => column.hint,
        },
        value: typed.get(column.id).cloned().unwrap_or_default(),
        wrong: wrong(column.id, errors),
        input: if ["content", "basis"].contains(&column.id) { "3" } else { "line" },
        choices: &[],
    }
}

/// A column that is ticked.
fn boxes(column: &'static Column, typed: &Typed, errors: &[Wrong]) -> Boxes {
    let name = |n: usize| format!("{}.{n}", column.id);
    let all = labels(column.heading).into_iter().enumerate();
    Boxes {
        id: column.id,
        legend: column.heading,
        wrong: wrong(column.id, errors),
        all: all.map(|(n, label)| (name(n), label, typed.contains_key(&name(n)))).collect(),
    }
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    (row, typed): (Option<&StandardRow>, &Typed),
    (errors, came): (Vec<Wrong>, Came),
) -> Result<Response, Error> {
    let released = match row {
        Some(row) => Released::of(office, office.db.standard_lines(row.id, LISTED).await?).await?,
        None => Vec::new(),
    };
    let page = RowPage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        here: format!("/desk/standard/rows/{}", row.map_or("new".to_owned(), |row| row.id.to_string())),
        item: row.map(|row| row.item.clone()),
        version: row.map_or(0, |row| row.version),
        may_keep: may(visitor.hand()?).is_ok(),
        saved: came == Came::Saved,
        late: came == Came::Late,
        lines: COLUMNS
            .iter()
            .filter(|column| !TICKED.contains(&column.heading))
            .map(|one| asked(one, typed, &errors))
            .collect(),
        boxes: COLUMNS
            .iter()
            .filter(|column| TICKED.contains(&column.heading))
            .map(|one| boxes(one, typed, &errors))
            .collect(),
        fields: FIELDS.iter().map(|field| field.title).collect(),
        released,
        errors,
    };
    let status = match came {
        Came::Open | Came::Saved => StatusCode::OK,
        Came::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
        Came::Late => StatusCode::CONFLICT,
    };
    page::show_as(status, &page)
}

/// What was typed, as a row of a spreadsheet would say it.
fn understood(typed: &Typed) -> Result<Line, Vec<Wrong>> {
    let mut cells: HashMap<&'static str, String> = HashMap::new();
    for column in COLUMNS {
        let words = match TICKED.contains(&column.heading) {
            true => {
                let all = labels(column.heading).into_iter().enumerate();
                let ticked = all.filter(|(n, _)| typed.contains_key(&format!("{}.{n}", column.id)));
                ticked.map(|(_, label)| label).collect::<Vec<_>>().join("、")
            }
            false => typed.get(column.id).cloned().unwrap_or_default(),
        };
        cells.insert(column.heading, words);
    }
    let row = Row::of(1, cells.iter().map(|(heading, words)| (*heading, words.as_str())));
    Line::read(&row).map_err(|faults| {
        let id = |heading| COLUMNS.iter().find(|column| column.heading == heading).map_or("main", |column| column.id);
        faults
            .into_iter()
            .map(|fault| Wrong::new(id(fault.column), format!("{}：{}", fault.column, fault.what)))
            .collect()
    })
}

fn typed(sent: HashMap<String, String>) -> Typed {
    sent.into_iter().map(|(id, words)| (id, words.replace("\r\n", "\n").trim().to_owned())).collect()
}

/// `POST /desk/standard/rows/new`
pub async fn add(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    visitor.approve(&office, sent.get("csrf").map_or("", String::as_str))?;
    may(visitor.hand()?)?;
    save(&office, &visitor, None, typed(sent)).await
}

/// `POST /desk/standard/rows/{id}`: mends the row, or drops it.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    visitor.approve(&office, sent.get("csrf").map_or("", String::as_str))?;
    may(visitor.hand()?)?;
    let row = opened(&office, &visitor, &id).await?;
    let typed = typed(sent);
    if typed.get("act").is_none_or(|act| act != "drop") {
        return save(&office, &visitor, Some(&row), typed).await;
    }
    if !typed.contains_key("sure") {
        let unsure = Wrong::new("sure", "删去以前请勾选“确定删去”");
        return render(&office, &visitor, (Some(&row), &filled(&row)), (vec![unsure], Came::Wrong)).await;
    }
    acts::drop(&office, visitor.hand()?, &row).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/desk/standard?field={}", escape(&row.field))).into_response())
}

async fn save(office: &Office, visitor: &Visitor, row: Option<&StandardRow>, typed: Typed) -> Result<Response, Error> {
    let line = match understood(&typed) {
        Ok(line) => line,
        Err(errors) => return render(office, visitor, (row, &typed), (errors, Came::Wrong)).await,
    };
    let version = typed.get("version").and_then(|version| version.parse().ok()).unwrap_or(-2);
    match acts::keep(office, visitor.hand()?, (row, version), &line).await {
        Ok(()) if row.is_none() => {
            Ok(Redirect::to(&format!("/desk/standard?field={}", escape(&line.field))).into_response())
        }
        Ok(()) => Ok(Redirect::to(&format!(
            "/desk/standard/rows/{}?saved=1",
            row.map_or(String::new(), |row| row.id.to_string())
        ))
        .into_response()),
        Err(NotTaken::Store(StoreError::Taken(_))) => {
            let taken = Wrong::new("item", format!("“{}／{}”这个领域里已经有了", line.matter, line.item));
            render(office, visitor, (row, &typed), (vec![taken], Came::Wrong)).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let now = match row {
                Some(row) => Some(office.db.standard_row(row.id).await?),
                None => None,
            };
            render(office, visitor, (now.as_ref(), &typed), (Vec::new(), Came::Late)).await
        }
        Err(other) => Err(refused(other)),
    }
}
