//! `/requests/…`: the citizen's side. Applying, one question a page; the receipt; following a request by its number and
//! code, and what its applicant may do.

pub mod acts;
pub mod ask;
mod begun;
pub mod brought;
mod charged;
pub mod check;
mod contact;
pub mod follow;
pub mod letters;
pub mod memory;
pub mod organs;
mod progress;
pub mod qr;
pub mod questions;
pub mod receipt;
mod remedies;
pub mod reply;
mod save;
pub mod start;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::{guard::limit, office::Office};

/// The pages of the citizen's side, all of them private to whoever holds a code or a browser.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/requests/new", get(start::show).post(start::begin))
        .route("/requests/new/check", get(check::show).post(check::submit))
        .route("/requests/new/save", post(save::save))
        .route("/requests/new/{question}", get(ask::show).post(ask::answer).layer(DefaultBodyLimit::max(limit::WORDS)))
        .route("/requests/receipt", get(receipt::show))
        .route("/requests/follow", get(follow::ask).post(follow::open))
        .route("/requests/follow/leave", post(follow::leave))
        .route("/requests/follow/{number}", get(follow::show))
        .route("/requests/follow/{number}/withdraw", get(acts::ask_withdrawal).post(acts::withdraw))
        .route("/requests/follow/{number}/answer", get(letters::answer))
        .route("/requests/follow/{number}/letters/{id}", get(letters::show))
        .route("/requests/follow/{number}/letters/{id}/pdf", get(letters::file))
        .route("/requests/follow/{number}/contact", get(contact::ask).post(contact::change))
        .route("/requests/follow/{number}/fee", get(charged::show))
        .route("/requests/follow/{number}/files/{n}", get(acts::file))
        .route("/requests/follow/{number}/{question}", get(reply::ask).post(reply::give))
}
