//! 工作台·公开信息: the desk's pages about publications. Doors only: what they do is in the acts beside.

pub mod acts;
mod board;
pub mod crew;
mod export;
pub(super) mod form;
pub mod gate;
pub mod links;
pub mod list;
pub mod one;
pub mod settings;
mod stuck;
mod term;
pub mod waits;
pub mod write;

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};
use gongkai_store::PublicationId;

use super::{manuscript::Manuscript, take};
use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::Error,
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/publications", get(list::show))
        .route("/desk/export/publications.csv", get(export::download))
        .route("/desk/publications/new", get(write::ask).post(write::begin))
        .route("/desk/publications/settings", get(settings::show).post(settings::keep))
        .route("/desk/publications/{id}", get(one::show))
        .route("/desk/publications/{id}/gate", get(gate::show).post(gate::settle))
        .route("/desk/publications/{id}/write", get(write::show).post(write::keep))
        .route("/desk/publications/{id}/files/{n}", get(one::file))
        .route("/desk/publications/{id}/{verb}", post(acts::take))
        .layer(map_response(headers::keep_private))
}

/// The publication of an address, if the visitor may see it in work.
async fn opened(office: &Office, visitor: &Visitor, id: &str) -> Result<Manuscript, Error> {
    let scope = take::scope(visitor.hand()?)?;
    let id: PublicationId = id.parse().map_err(|_| Error::NotFound)?;
    Ok(Manuscript::of(office, id, scope).await?)
}
