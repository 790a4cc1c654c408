//! 工作台·复议诉讼: the desk's pages about cases. Doors only: what they do is in the acts beside.

mod clock;
mod enter;
mod fields;
mod file;
pub mod list;
mod next;
mod step;
mod story;
pub mod wording;

use axum::{Router, middleware::map_response, routing::get};

use super::case::Case;
use crate::{guard::headers, office::Office, requests::desk::taking};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/redress", get(list::show))
        .route("/desk/redress/new", get(enter::show).post(enter::take))
        .route("/desk/redress/{number}", get(file::show))
        .route("/desk/redress/{number}/files/{n}", get(file::paper_of))
        .route("/desk/redress/{number}/{verb}", get(taking::show::<Case>).post(taking::take::<Case>))
        .layer(map_response(headers::keep_private))
}
