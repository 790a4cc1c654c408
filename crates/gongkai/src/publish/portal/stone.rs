//! 墓碑: what stands at the address of a publication that was taken down. It says what it was, since when it is gone, and
//! why; nothing of its text.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use gongkai_law::proactive::{catalogue::Category, kind::PublicationKind};
use gongkai_store::{Moment, Organ, Released};

use crate::{
    calendar_view::spoken,
    guard::Visitor,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    publish::content::Content,
    requests::portal::brought::Brought,
};

#[derive(Template)]
#[template(path = "portal/tombstone.html")]
struct StonePage {
    chrome: Chrome,
    released: Released,
    kind: &'static str,
    category: Option<&'static Category>,
    organ: Organ,
    expired: bool,
    /// ISO and in words.
    first: (String, String),
    ended: (String, String),
    /// Where to apply for it.
    apply: String,
}

/// 410: it was here, and is not any more.
pub async fn show(office: &Office, visitor: &Visitor, released: Released) -> Result<Response, Error> {
    let kind = PublicationKind::of_key(&released.kind).unwrap_or(PublicationKind::General);
    let content = Content::read(&released.content)?;
    let organ = office.db.organ(released.organ_id).await?;
    let wanted = format!("《{}》（索引号{}），已从网上撤下", released.title, released.index_number);
    let page = StonePage {
        apply: Brought::address(&wanted, &organ.slug),
        organ,
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        kind: kind.label(),
        category: content.categories(kind).into_iter().next(),
        expired: released.state == "expired",
        first: day(released.first_ms),
        ended: day(released.ended_ms.unwrap_or(released.released_ms)),
        released,
    };
    page::show_as(StatusCode::GONE, &page)
}

fn day(at: Moment) -> (String, String) {
    let date = civil_date(at.timestamp());
    (date.to_string(), spoken(date))
}
