//! 工作台·找错: the queue of what readers found wrong, and the answer. Doors only.

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
        .route("/desk/mistakes", get(list::show))
        .route("/desk/mistakes/{number}", get(one::show))
        .route("/desk/mistakes/{number}/answer", post(one::answer))
        .route("/desk/mistakes/{number}/reveal", post(one::reveal))
        .route("/desk/mistakes/{number}/revise", post(one::revise))
        .layer(map_response(headers::keep_private))
}
