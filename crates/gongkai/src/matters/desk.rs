//! 工作台·投诉与更正: the desk's pages. Doors only.

pub mod letter;
pub mod list;
pub mod one;

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};

use crate::{guard::headers, office::Office};

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/complaints", get(list::show))
        .route("/desk/complaints/{number}", get(one::show))
        .route("/desk/complaints/{number}/letter", get(letter::show).post(letter::keep))
        .route("/desk/complaints/{number}/letter/docx", get(letter::docx))
        .route("/desk/complaints/{number}/letter/pdf", get(letter::pdf))
        .route("/desk/complaints/{number}/reveal", post(one::reveal))
        .route("/desk/complaints/{number}/files/{n}", get(one::file))
        .route("/desk/complaints/{number}/{verb}", post(one::take))
        .layer(map_response(headers::keep_private))
}
