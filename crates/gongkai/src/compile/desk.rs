//! 工作台·编制年报: the desk's pages about a report in work. Doors only: what they do is in the acts beside.

mod cell;
mod check;
mod compared;
mod data;
pub mod file;
mod frame;
mod list;
mod panel;
mod proof;
mod side;
mod sign;
mod write;

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};

use super::work::Work;
use crate::{
    guard::{Visitor, headers},
    office::Office,
    page::Error,
    requests::desk::list::eyes,
};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/compile", get(list::show))
        .route("/desk/compile/begin", post(list::begin))
        .route("/desk/compile/due", post(list::set_due))
        .route("/desk/compile/{year}", get(data::show).post(data::keep))
        .route("/desk/compile/{year}/cell", get(cell::show))
        .route("/desk/compile/{year}/compare", get(compared::show))
        .route("/desk/compile/{year}/write", get(write::show).post(write::keep))
        .route("/desk/compile/{year}/promises", post(check::answer))
        .route("/desk/compile/{year}/check", get(check::show))
        .route("/desk/compile/{year}/pass", post(check::pass))
        .route("/desk/compile/{year}/sign", get(sign::show))
        .route("/desk/compile/{year}/take/{step}", post(sign::take))
        .route("/desk/compile/{year}/files/{file}", get(file::download))
        .route("/desk/compile/{year}/proof/{revision}", get(proof::show))
        .layer(map_response(headers::keep_private))
}

/// Where a report in work is.
fn path(year: i16) -> String {
    format!("/desk/compile/{year}")
}

/// The own organ's report of a year, if the visitor has a part in it.
async fn opened(office: &Office, visitor: &Visitor, year: &str) -> Result<Work, Error> {
    let (_, _, organ) = eyes(visitor.hand()?)?;
    let scope = super::take::scope(visitor.hand()?)?;
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    Work::of(office, organ, year, scope).await?.ok_or(Error::NotFound)
}
