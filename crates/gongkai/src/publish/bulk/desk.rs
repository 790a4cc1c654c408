//! `/desk/bulk`: publications in a spreadsheet with their files, or saved pages, looked through, taken in, and confirmed where
//! they were released before. `/desk/moved`: the addresses of an old site.

mod bring;
mod import;
pub mod keep;
mod moved;
mod run;

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};
use gongkai_store::{Organ, PersonId};

use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::Error,
    publish::write::drafts,
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/bulk", get(bring::show).post(bring::try_out))
        .route("/desk/bulk/template.xlsx", get(bring::template))
        .route("/desk/bulk/{id}", post(run::confirm))
        .route("/desk/bulk/{id}/list.xlsx", get(bring::list))
        .route("/desk/bulk/runs/{id}", get(run::show).post(run::stop))
        .route("/desk/bulk/imports/{id}", get(import::show).post(import::decide))
        .route("/desk/moved", get(moved::show).post(moved::keep))
        .layer(map_response(headers::keep_private))
}

/// Whoever begins drafts for their organ.
async fn writer(office: &Office, visitor: &Visitor) -> Result<(Organ, PersonId), Error> {
    let (organ, me) = drafts(visitor.hand()?)?;
    Ok((office.db.organ(organ).await?, me))
}
