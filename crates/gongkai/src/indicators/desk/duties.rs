//! `/desk/months/duties`: what the organ counts, from which month on, and what it has none of and why.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::annual_report::indicator::Indicator;

use super::Asked;
use crate::{
    guard::Visitor,
    indicators::{
        duties::{self, Settled},
        month::Month,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::desk::list::{eyes, refused},
};

/// One indicator in the form.
struct Row {
    indicator: &'static Indicator,
    /// `counts`, `none`, or nothing.
    is: String,
    since: String,
    why: String,
}

/// What is wrong with one field.
struct Wrong {
    field: String,
    message: String,
}

#[derive(Template)]
#[template(path = "indicators/duties.html")]
struct DutiesPage {
    desk: Desk,
    whose: String,
    may_settle: bool,
    rows: Vec<Row>,
    /// The month that stands for none.
    first: String,
    saved: bool,
    errors: Vec<Wrong>,
}

/// `GET /desk/months/duties`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let (_, _, own) = eyes(visitor.hand()?)?;
    let duties = duties::of(&office, own).await?;
    let row = |indicator: &'static Indicator| {
        let duty = duties.get(indicator.key);
        let why = duty.and_then(|duty| duty.none_why.clone());
        let is = match (duty, &why) {
            (None, _) => "",
            (_, None) => "counts",
            (_, Some(_)) => "none",
        };
        Row {
            indicator,
            is: is.to_owned(),
            since: duty.map(|duty| duty.since.clone()).unwrap_or_default(),
            why: why.unwrap_or_default(),
        }
    };
    let rows = Indicator::entered().map(row).collect();
    render(&office, &visitor, rows, (Vec::new(), !asked.saved.is_empty())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    rows: Vec<Row>,
    (errors, saved): (Vec<Wrong>, bool),
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let (_, _, own) = eyes(hand)?;
    page::show_as(
        page::form_status(errors.is_empty()),
        &DutiesPage {
            desk: Desk::new(office, visitor, Place::Months).await?,
            whose: office.db.organ(own).await?.name,
            may_settle: duties::may(hand).is_ok(),
            first: first(office),
            rows,
            saved,
            errors,
        },
    )
}

/// The first month of the year of which months are entered now.
fn first(office: &Office) -> String {
    format!("{}-01", Month::last_over(office.today()).year)
}

/// `POST /desk/months/duties`: keeps what was said of each; what was left open stays open.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: String| sent.get(&name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf".to_owned()))?;
    let hand = visitor.hand()?;
    let organ = duties::may(hand)?;
    let before = duties::of(&office, organ).await?;
    let (mut rows, mut errors, mut settled) = (Vec::new(), Vec::new(), Vec::new());
    for indicator in Indicator::entered() {
        let [is, since, why] = ["is", "since", "why"].map(|part| word(format!("{part}-{}", indicator.key)).to_owned());
        match read(&office, indicator, (&is, &since, &why)) {
            Ok(Some(one)) if !stands(&one, before.get(indicator.key)) => settled.push(one),
            Ok(None) if before.contains_key(indicator.key) => errors.push(Wrong {
                field: format!("since-{}", indicator.key),
                message: format!("{}已经落实过，不能改回没有定", indicator.name()),
            }),
            Ok(_) => {}
            Err((part, why)) => errors.push(Wrong {
                field: format!("{part}-{}", indicator.key),
                message: format!("{}：{why}", indicator.name()),
            }),
        }
        rows.push(Row { indicator, is, since, why });
    }
    if !errors.is_empty() {
        return render(&office, &visitor, rows, (errors, false)).await;
    }
    if !settled.is_empty() {
        duties::settle(&office, hand, &settled).await.map_err(refused)?;
    }
    Ok(Redirect::to("/desk/months/duties?saved=1").into_response())
}

/// What the form says of an indicator; nothing where it is left open.
fn read(
    office: &Office,
    indicator: &'static Indicator,
    (is, since, why): (&str, &str, &str),
) -> Result<Option<Settled>, (&'static str, String)> {
    if is.is_empty() {
        return Ok(None);
    }
    let written = if since.is_empty() { first(office) } else { since.to_owned() };
    let since =
        Month::read(&written).ok_or_else(|| ("since", format!("月份要写成{}的样子，2019年以后", first(office))))?;
    if since.year > office.today().year().saturating_add(1) {
        return Err(("since", "这个月太远了".to_owned()));
    }
    let one = Settled { indicator, since, none_why: (is == "none").then(|| why.to_owned()) };
    match duties::lacks(&one) {
        Some(why) => Err(("why", why)),
        None => Ok(Some(one)),
    }
}

/// Whether it is what was said before.
fn stands(one: &Settled, before: Option<&gongkai_store::FigureDuty>) -> bool {
    before.is_some_and(|before| before.since == one.since.to_string() && before.none_why == one.none_why)
}
