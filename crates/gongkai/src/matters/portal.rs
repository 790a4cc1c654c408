//! `/complaints/new`, `/corrections/new`, `/matters/…`: the citizen's side of complaints and corrections.

pub mod follow;
pub mod form;
pub mod letter;

use axum::{
    Router,
    routing::{get, post},
};

use crate::office::Office;

/// The pages, private to whoever fills one in or holds a code.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/complaints/new", get(form::complain).post(form::send_complaint))
        .route("/corrections/new", get(form::correct).post(form::send_correction))
        .route("/matters/{number}", get(follow::show))
        .route("/matters/{number}/letter", get(letter::show))
        .route("/matters/{number}/letter/pdf", get(letter::file))
        .route("/matters/{number}/withdraw", post(follow::withdraw))
}
