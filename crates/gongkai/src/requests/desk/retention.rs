//! `/desk/retention`: files whose term is over; `/desk/requests/{number}/erase`: who applied and the papers taken off the
//! record, once the appraisal is named.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::calendar::in_chinese;
use serde::Deserialize;

use super::{
    case::opened,
    list::{eyes, refused},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::{
        dossier::Dossier,
        retention::{self, Due},
        shown::Shown,
    },
};

/// Characters of what names the appraisal.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "desk/retention.html")]
struct RetentionPage {
    desk: Desk,
    due: Vec<Due>,
}

#[derive(Template)]
#[template(path = "desk/erase.html")]
struct ErasePage {
    desk: Desk,
    number: String,
    version: i64,
    title: String,
    term: String,
    errors: Vec<FieldError>,
    /// Why it cannot be done.
    barred: Option<String>,
    proof: String,
}

/// `GET /desk/retention`
pub async fn list(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let (_, _, own) = eyes(visitor.hand()?)?;
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    page::show(&RetentionPage { desk, due: retention::due(&office, own).await? })
}

/// `GET /desk/requests/{number}/erase`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = opened(&office, &visitor, &number).await?;
    form(&office, &visitor, &dossier, String::new(), Vec::new()).await
}

async fn form(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    proof: String,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let line = &dossier.request.line;
    let page = ErasePage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        number: line.number.clone(),
        version: line.version,
        title: Shown::to(office, hand, dossier).words(&line.title),
        term: said(dossier),
        barred: retention::may(hand, dossier, office.today()).err().map(|refusal| refusal.to_string()),
        proof,
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// 保管期限 in words: how long, and until when.
pub fn said(dossier: &Dossier) -> String {
    match retention::term(dossier) {
        Some((term, Some(over))) => format!("{term}，{}届满", in_chinese(over)),
        Some(("", None)) => "未定".to_owned(),
        Some((term, None)) => term.to_owned(),
        None => String::new(),
    }
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    version: i64,
    #[serde(default)]
    proof: String,
}

/// `POST /desk/requests/{number}/erase`
pub async fn erase(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &typed.csrf)?;
    let dossier = opened(&office, &visitor, &number).await?;
    let hand = visitor.hand()?;
    retention::may(hand, &dossier, office.today())?;
    if dossier.request.line.version != typed.version {
        return Err(Error::Stale);
    }
    let proof: String = typed.proof.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if proof.is_empty() {
        let missing = FieldError::new("proof", "请写明鉴定意见、销毁清册的编号和批准人");
        return form(&office, &visitor, &dossier, proof, vec![missing]).await;
    }
    retention::erase(&office, hand, &dossier, &proof).await.map_err(refused)?;
    Ok(Redirect::to(&format!("/desk/requests/{number}")).into_response())
}
