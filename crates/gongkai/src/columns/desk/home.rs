//! `/desk/columns/home`: which kinds the organ's own home shows, and in which order.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::kind::PublicationKind;
use gongkai_store::Moment;
use serde::Deserialize;

use super::own;
use crate::{
    columns::arranged,
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
};

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    saved: String,
}

struct Row {
    key: &'static str,
    label: &'static str,
    /// 次序; empty for what is not shown.
    place: String,
}

#[derive(Template)]
#[template(path = "columns/home.html")]
struct HomePage {
    desk: Desk,
    slug: String,
    rows: Vec<Row>,
    errors: Vec<FieldError>,
    saved: bool,
}

/// Each kind that may be a column.
fn kinds() -> impl Iterator<Item = PublicationKind> {
    PublicationKind::ALL.into_iter().filter(|kind| *kind != PublicationKind::Withheld)
}

/// `GET /desk/columns/home`
pub async fn show(State(office): State<Office>, visitor: Visitor, Query(wish): Query<Wish>) -> Result<Response, Error> {
    let organ = own(&office, &visitor).await?;
    let chosen = arranged::kinds(&office, &organ).await?;
    let place = |kind: PublicationKind| chosen.iter().position(|known| *known == kind).map(|at| (at + 1).to_string());
    let row =
        |kind: PublicationKind| Row { key: kind.key(), label: kind.label(), place: place(kind).unwrap_or_default() };
    page::show(&HomePage {
        desk: Desk::new(&office, &visitor, Place::Columns).await?,
        slug: organ.slug,
        rows: kinds().map(row).collect(),
        errors: Vec::new(),
        saved: !wish.saved.is_empty(),
    })
}

/// `POST /desk/columns/home`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let organ = own(&office, &visitor).await?;
    let (mut chosen, mut errors) = (Vec::new(), Vec::new());
    for kind in kinds() {
        match crate::typed::number(word(kind.key())).as_str() {
            "" => {}
            typed => match typed.parse::<u8>() {
                Ok(place) => chosen.push((place, kind)),
                Err(_) => errors
                    .push(FieldError::new(kind.key(), format!("{}：次序写1到255的数字，不显示的留空", kind.label()))),
            },
        }
    }
    if !errors.is_empty() {
        let row =
            |kind: PublicationKind| Row { key: kind.key(), label: kind.label(), place: word(kind.key()).to_owned() };
        let desk = Desk::new(&office, &visitor, Place::Columns).await?;
        let page = HomePage { desk, slug: organ.slug, rows: kinds().map(row).collect(), errors, saved: false };
        return page::show_as(page::form_status(false), &page);
    }
    // what has the same number stays in the usual order
    chosen.sort_by_key(|(place, _)| *place);
    let chosen: Vec<_> = chosen.into_iter().map(|(_, kind)| kind).collect();
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    arranged::keep(&mut act, &organ, &chosen).await?;
    act.commit().await?;
    Ok(Redirect::to("/desk/columns/home?saved=1").into_response())
}
