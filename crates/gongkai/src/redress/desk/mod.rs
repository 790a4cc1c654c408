//! 工作台·复议诉讼: the desk's pages about cases. Doors only: what they do is in the acts beside.

mod clock;
mod enter;
mod fields;
mod file;
mod letter;
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
        .route("/desk/redress/{number}/letters/new", get(letter::ask).post(letter::keep))
        .route("/desk/redress/{number}/letters/{id}", get(letter::show).post(letter::keep_one))
        .route("/desk/redress/{number}/letters/{id}/docx", get(letter::docx))
        .route("/desk/redress/{number}/letters/{id}/pdf", get(letter::pdf))
        .route("/desk/redress/{number}/{verb}", get(taking::show::<Case>).post(taking::take::<Case>))
        .layer(map_response(headers::keep_private))
}
