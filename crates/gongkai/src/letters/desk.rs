//! `/desk/requests/{number}/drafted` and `/desk/requests/{number}/letters/…`: deciding, and the letter that tells it.

mod by_hand;
pub mod decide;
pub mod download;
mod enclosed;
mod form;
mod head;
mod letter;
mod list;
mod models;
mod notice;
mod paper;
mod past;
mod tree;

use axum::{
    Router,
    routing::{get, post},
};
use gongkai_law::request::step::Verb;
use gongkai_store::Organ;
use serde::Deserialize;

use crate::{office::Office, page::Error, people::roles::Hand, requests::take::NotTaken};

/// The pages of letters.
pub fn routes() -> Router<Office> {
    let router = Router::new()
        .route("/desk/requests/{number}/drafted", get(decide::ask).post(decide::draft))
        .route("/desk/requests/{number}/letters/{id}", get(letter::show).post(letter::pass))
        .route("/desk/requests/{number}/letters/{id}/docx", get(letter::docx))
        .route("/desk/requests/{number}/letters/{id}/pdf", get(letter::pdf))
        .route("/desk/requests/{number}/letters/{id}/print", get(letter::print))
        .route("/desk/requests/{number}/letters/{id}/files", post(enclosed::add))
        .route("/desk/requests/{number}/letters/{id}/files/list", post(enclosed::list))
        .route("/desk/requests/{number}/letters", get(list::show))
        .route("/desk/requests/{number}/notices/{n}", get(notice::show).post(notice::issue))
        .route("/desk/requests/{number}/notices/{n}/docx", get(notice::docx))
        .route("/desk/requests/{number}/notices/{n}/pdf", get(notice::pdf))
        .route("/desk/requests/{number}/notices/{n}/print", get(notice::print))
        .route("/desk/requests/{number}/letters/new/{kind}", get(by_hand::ask).post(by_hand::keep))
        .route("/desk/requests/{number}/papers/{kind}", get(paper::show))
        .route("/desk/requests/{number}/papers/{kind}/docx", get(paper::docx))
        .route("/desk/requests/{number}/papers/{kind}/pdf", get(paper::pdf))
        .route("/desk/requests/{number}/papers/{kind}/print", get(paper::print))
        .route("/desk/letters/templates", get(models::list))
        .route("/desk/letters/templates/{key}", get(models::edit).post(models::keep))
        .route("/desk/letterhead", get(head::ask).post(head::keep));
    // what the others do to an answer they do on its page
    [Verb::Return, Verb::Review, Verb::Sign, Verb::Send].into_iter().fold(router, |router, verb| {
        router.route(&format!("/desk/requests/{{number}}/{}", verb.key()), get(letter::current))
    })
}

/// What a form says when somebody else was faster.
const LATE: &str = "已被他人更改，您的操作没有保存。下面是现在的内容，请看过以后再决定要不要重做";

/// What somebody had seen of a request and its letter when they sent a form.
#[derive(Debug, Default, Deserialize)]
struct Seen {
    #[serde(default)]
    version: String,
}

impl Seen {
    fn of(version: &str) -> Self {
        Self { version: version.to_owned() }
    }

    /// Whether it has changed since.
    fn is_old(&self, now: &str) -> bool {
        self.version != now
    }
}

/// A step that was not taken, as a page of its own.
fn not_taken(error: NotTaken) -> Error {
    match error {
        NotTaken::Refused(refusal) => refusal.into(),
        NotTaken::Store(error) => error.into(),
    }
}

/// The organ whose letters somebody may look after.
async fn own(office: &Office, hand: &Hand) -> Result<Organ, Error> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } => Ok(office.db.organ(*organ).await?),
        _ => Err(Error::NotFound),
    }
}

/// `/desk/requests/{number}`
fn file_of(number: &str) -> String {
    format!("/desk/requests/{}", crate::library::portal::escape(number))
}
