//! `/desk/standard`: an organ's catalogue with its coverage, one row, and the spreadsheet in and out.

mod import;
mod row;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    middleware::map_response,
    response::Response,
    routing::{get, post},
};
use gongkai_law::proactive::standard::StandardCoverage;
use gongkai_store::{Organ, OrganId};
use serde::Deserialize;

use super::{
    acts::may,
    board::{Covered, FieldLine, covered, fields, sign},
    book,
};
use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    publish::take::EDITORS,
    requests::desk::list::export::sent,
    verify::portal::as_attachment,
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/standard", get(show))
        .route("/desk/standard.xlsx", get(export))
        .route("/desk/standard/import", get(import::show).post(import::try_out))
        .route("/desk/standard/import/{id}", post(import::confirm))
        .route("/desk/standard/rows/new", get(row::ask).post(row::add))
        .route("/desk/standard/rows/{id}", get(row::show).post(row::keep))
        .layer(map_response(headers::keep_private))
}

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// 领域
    field: String,
    /// 覆盖
    is: String,
}

#[derive(Template)]
#[template(path = "publish/standard/list.html")]
struct ListPage {
    desk: Desk,
    organ: Organ,
    may_keep: bool,
    rows: usize,
    /// Of each coverage, over the whole catalogue.
    totals: Vec<(StandardCoverage, usize, &'static str)>,
    fields: Vec<FieldLine>,
    /// The field that is open, as the address and as the page names it.
    open: Option<(String, String)>,
    /// The coverage that is asked for.
    is: String,
    shown: Vec<Covered>,
}

/// 可见范围: the own organ of whoever has a part in publishing.
fn own(hand: &Hand) -> Result<OrganId, Error> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&EDITORS) => Ok(*organ),
        _ => Err(Error::Forbidden("标准目录由公开信息的工作人员使用".to_owned())),
    }
}

/// `GET /desk/standard`
async fn show(State(office): State<Office>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let organ = office.db.organ(own(hand)?).await?;
    let all = covered(&office, organ.id, None, true).await?;
    let lines = fields(&all);
    let total =
        |coverage: StandardCoverage| (coverage, lines.iter().map(|line| line.of(coverage)).sum(), sign(coverage));
    let open = lines.iter().find(|line| line.key == asked.field).map(|line| (line.key.clone(), line.title.clone()));
    let wanted = |one: &Covered| {
        let of_field = open.as_ref().is_none_or(|(key, _)| one.row.field == *key);
        of_field && (asked.is.is_empty() || one.coverage.key() == asked.is)
    };
    let chosen = open.is_some() || !asked.is.is_empty();
    page::show(&ListPage {
        desk: Desk::new(&office, &visitor, Place::Publications).await?,
        may_keep: may(hand).is_ok(),
        rows: all.len(),
        totals: StandardCoverage::ALL.map(total).into(),
        shown: if chosen { all.into_iter().filter(wanted).collect() } else { Vec::new() },
        fields: lines,
        open,
        is: asked.is,
        organ,
    })
}

/// `GET /desk/standard.xlsx`
async fn export(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let organ = own(visitor.hand()?)?;
    let rows = office.db.standard_rows(organ, None).await?;
    let made = tokio::task::spawn_blocking(move || book::file(&rows)).await.map_err(|fault| Error::broken(&fault))?;
    let file = made.map_err(|fault| Error::broken(&fault))?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let mut response = as_attachment(media, "标准目录.xlsx", Vec::new());
    *response.body_mut() = sent(file);
    response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    Ok(response)
}
