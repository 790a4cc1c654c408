//! `/mistakes/…`: the form of whoever found something wrong, and what became of it.

pub mod follow;
pub mod form;
mod which;

use axum::{Router, routing::get};

use crate::office::Office;

/// The pages, private to whoever fills one in or holds a code.
pub fn routes() -> Router<Office> {
    Router::new().route("/mistakes/new", get(form::ask).post(form::send)).route("/mistakes/{number}", get(follow::show))
}
