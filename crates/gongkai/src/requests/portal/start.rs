//! `/requests/new`: what applying needs, and where an application that was begun goes on.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{ask::DRAFT, brought::Brought, organs, questions::Question};
use crate::{
    guard::{Visitor, attempts},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::draft::{self, Draft},
};

/// What a saved application is counted under when its code is wrong: it has no number.
const SAVED: &str = "saved";

#[derive(Template)]
#[template(path = "requests/start.html")]
struct StartPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    /// Whether this browser has begun an application.
    begun: bool,
    /// Whether that one is saved.
    saved: bool,
    days: i64,
    waits: i64,
    /// What they came with from a search.
    brought: Brought,
    /// 简称 of the organ that they came with.
    organ: String,
}

/// `GET /requests/new`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(brought): Query<Brought>,
) -> Result<Response, Error> {
    page_with(&office, &visitor, brought.cleaned(), Vec::new()).await
}

async fn page_with(
    office: &Office,
    visitor: &Visitor,
    brought: Brought,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let mut draft = draft::load(office, &visitor.fingerprint(office, DRAFT)).await?.filter(|draft| !draft.is_blank());
    if let Some(begun) = &draft
        && draft::submitted(office, begun).await?.is_some()
    {
        draft = None;
    }
    let status = page::form_status(errors.is_empty());
    let page = StartPage {
        chrome: Chrome::new(office, visitor, Nav::Requests),
        errors,
        begun: draft.is_some(),
        saved: draft.is_some_and(|draft| draft.is_saved()),
        days: draft::DAYS,
        waits: draft::WAITS / 60,
        organ: organs::addressed(office, &brought.organ).await?.map(|organ| organ.name).unwrap_or_default(),
        brought,
    };
    page::show_as(status, &page)
}

/// What the start sends: a code to go on with, or the wish to begin anew, to make another of what was submitted, or to go on
/// with what they came with.
#[derive(Deserialize)]
pub struct Wish {
    csrf: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    anew: String,
    #[serde(default)]
    again: String,
    #[serde(default)]
    with: String,
    #[serde(flatten)]
    brought: Brought,
}

/// `POST /requests/new`: begins anew, or takes a saved application up.
pub async fn begin(State(office): State<Office>, visitor: Visitor, Form(wish): Form<Wish>) -> Result<Response, Error> {
    visitor.approve(&office, &wish.csrf)?;
    let browser = visitor.fingerprint(&office, DRAFT);
    let brought = wish.brought.cleaned();
    if !wish.anew.is_empty() {
        draft::forget(&office, &browser).await?;
        brought.put(&office, &browser, Draft::default()).await?;
        return Ok(Redirect::to("/requests/new/applicant").into_response());
    }
    if !wish.again.is_empty() {
        let draft = draft::load(&office, &browser).await?.unwrap_or_default().apart();
        draft::keep(&office, &browser, &draft).await?;
        return Ok(on_with(&office, &draft));
    }
    if !wish.with.is_empty() {
        let begun = draft::load(&office, &browser).await?.unwrap_or_default();
        let begun = if draft::submitted(&office, &begun).await?.is_some() { Draft::default() } else { begun };
        let draft = brought.put(&office, &browser, begun).await?;
        return Ok(on_with(&office, &draft));
    }
    if wish.code.trim().is_empty() {
        return page_with(&office, &visitor, brought, vec![FieldError::new("code", "请输入保存码")]).await;
    }
    let attempt = attempts::attempt(&office, visitor.address, SAVED).await?;
    let Some(draft) = draft::take_up(&office, &browser, &wish.code).await? else {
        let wrong = match draft::submitted_under(&office, &wish.code).await? {
            Some(number) => format!("这个保存码的申请已经提交，编号{number}，请凭编号和查询码查办理进度"),
            None => "没有这个保存码的申请：可能抄错了，也可能已经提交或者过期".to_owned(),
        };
        return page_with(&office, &visitor, brought, vec![FieldError::new("code", wrong)]).await;
    };
    attempt.was_right(&office).await?;
    Ok(on_with(&office, &draft))
}

/// To the first question that is open.
fn on_with(office: &Office, draft: &Draft) -> Response {
    let open = Question::open(draft, office.today().year());
    Redirect::to(&format!("/requests/new/{}", open.map_or("check", Question::key))).into_response()
}
