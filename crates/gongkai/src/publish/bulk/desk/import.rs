//! `/desk/bulk/imports/{id}`: what an import brought, and the second person's word on an archive.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::release::PublicationStage;
use gongkai_store::{BulkImport, BulkItem, Organ, PersonId};
use serde::Deserialize;

use super::{bring::state, run};
use crate::{
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    publish::{
        bulk::{
            migrate::{adopt, is_untouched, may_confirm, refuse},
            take_in::may_migrate,
        },
        desk::{list::titled, waits::stage_of},
        take::EDITORS,
    },
    requests::desk::{colleagues::Names, list::refused},
};

/// Rows of a page.
const ROWS: i64 = 100;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    from: i64,
}

/// A publication of the import.
struct Row {
    href: String,
    title: String,
    released: String,
    index_number: String,
    stage: &'static str,
    touched: bool,
}

#[derive(Template)]
#[template(path = "publish/bulk/import.html")]
struct ImportPage {
    desk: Desk,
    here: String,
    import: BulkImport,
    state: (&'static str, &'static str),
    who: String,
    on: String,
    ended: Option<(String, String)>,
    rows: Vec<Row>,
    next: Option<i64>,
    /// Whether this hand may confirm it, or why not.
    confirms: Option<Result<(), String>>,
    adopts: bool,
    errors: Vec<FieldError>,
}

fn own(hand: &Hand) -> Result<(gongkai_store::OrganId, PersonId), Error> {
    match hand {
        Hand::Staff { id, organ: Some(organ), .. } if hand.is_any(&EDITORS) => Ok((*organ, *id)),
        _ => Err(Error::Forbidden("批量导入由公开信息的工作人员使用".to_owned())),
    }
}

async fn opened(office: &Office, visitor: &Visitor, id: &str) -> Result<(Organ, BulkImport, PersonId), Error> {
    let (organ, me) = own(visitor.hand()?)?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    Ok((office.db.organ(organ).await?, office.db.bulk_import(id, organ).await?, me))
}

/// `GET /desk/bulk/imports/{id}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let (_, import, _) = opened(&office, &visitor, &id).await?;
    render(&office, &visitor, import, (wish.from, Vec::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    import: BulkImport,
    (from, errors): (i64, Vec<FieldError>),
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let mut items = office.db.bulk_items(import.id, from, ROWS + 1).await?;
    let next = if items.len() as i64 > ROWS { items.pop().map(|item| i64::from(item.n)) } else { None };
    let row = |item: BulkItem| Row {
        href: format!("/desk/publications/{}", item.publication_id),
        title: titled(&item.title),
        released: item.released_on.map(|day| day.0.to_string()).unwrap_or_default(),
        stage: stage_of(&item.stage).map_or("", PublicationStage::label),
        touched: import.state == "waiting" && !is_untouched(&item),
        index_number: item.index_number,
    };
    let actors: Vec<&str> = [Some(import.actor.as_str()), import.ended_by.as_deref()].into_iter().flatten().collect();
    let names = Names::of_actors(office, &actors).await?;
    let minute = |at: gongkai_store::Moment| civil_minute(at.timestamp());
    let page = ImportPage {
        desk: Desk::new(office, visitor, Place::Publications).await?,
        here: format!("/desk/bulk/imports/{}", import.id),
        state: state(&import),
        who: names.actor(&import.actor).to_owned(),
        on: minute(import.at_ms),
        ended: import
            .ended_ms
            .map(|at| (names.actor(import.ended_by.as_deref().unwrap_or_default()).to_owned(), minute(at))),
        confirms: (import.state == "waiting")
            .then(|| may_confirm(hand, &import).map_err(|refusal| refusal.to_string())),
        adopts: import.state == "brought" && may_migrate(hand).is_ok(),
        rows: items.into_iter().map(row).collect(),
        next,
        import,
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Decision {
    csrf: String,
    #[serde(default)]
    act: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    reviewed: Option<String>,
    #[serde(default)]
    private: Option<String>,
}

/// `POST /desk/bulk/imports/{id}`: confirms, refuses or adopts it.
pub async fn decide(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(sent): Form<Decision>,
) -> Result<Response, Error> {
    visitor.approve(&office, &sent.csrf)?;
    let (organ, import, me) = opened(&office, &visitor, &id).await?;
    let (hand, why) = (visitor.hand()?, sent.why.trim());
    let here = format!("/desk/bulk/imports/{}", import.id);
    if sent.act == "adopt" || sent.act == "refuse" {
        if sent.act == "adopt" {
            may_migrate(hand)?;
        } else {
            may_confirm(hand, &import)?;
        }
        if why.is_empty() || why.chars().count() > 500 {
            let errors = vec![FieldError::new("why", "请写明理由，最多500字")];
            return render(&office, &visitor, import, (0, errors)).await;
        }
        match sent.act.as_str() {
            "adopt" => adopt(&office, hand, (&organ, &import), why).await,
            _ => refuse(&office, hand, (&organ, &import), why).await,
        }
        .map_err(refused)?;
        return Ok(Redirect::to(&here).into_response());
    }
    may_confirm(hand, &import)?;
    if sent.reviewed.is_none() || sent.private.is_none() {
        let errors = vec![FieldError::new("reviewed", "两项都要核对过，再勾选")];
        return render(&office, &visitor, import, (0, errors)).await;
    }
    let names = Names::of_actors(&office, &[&import.actor]).await?;
    let who = names.actor(&import.actor).to_owned();
    let place = run::release(office.clone(), (hand.clone(), me), (organ, import, who));
    Ok(Redirect::to(&place).into_response())
}
