//! `/desk/journal`: who did what, for the auditor. It names records, never what stands in them.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_store::journal::{self, Row};
use serde::Deserialize;

use crate::{
    guard::Visitor,
    office::{Office, civil_minute},
    page::{self, Error},
    people::frame::{Desk, Place},
};

/// Rows on one page.
const PAGE: i64 = 100;

/// One row as pages print it.
pub(super) struct Entry {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub act: String,
    pub object: String,
    pub detail: String,
}

impl Entry {
    /// Rows with the names of those who acted.
    pub(super) async fn all(office: &Office, rows: Vec<Row>) -> Result<Vec<Self>, Error> {
        let mut names = BTreeMap::new();
        for row in &rows {
            if !names.contains_key(&row.actor) {
                names.insert(row.actor.clone(), actor(office, &row.actor).await);
            }
        }
        let entry = |row: Row| Self {
            seq: row.seq,
            at: civil_minute(row.at_ms.timestamp()),
            actor: names.get(&row.actor).cloned().unwrap_or_default(),
            act: row.act,
            object: row.object,
            detail: row.detail,
        };
        Ok(rows.into_iter().map(entry).collect())
    }
}

/// Who it was, in words: a name where there is one.
async fn actor(office: &Office, actor: &str) -> String {
    match actor {
        "public" => "公众".to_owned(),
        "operator" => "运行命令的人".to_owned(),
        "system" => "平台".to_owned(),
        other => match other.strip_prefix("person:").and_then(|id| id.parse().ok()) {
            Some(id) => office.db.person(id).await.map_or_else(|_| other.to_owned(), |person| person.full_name),
            None => other.to_owned(),
        },
    }
}

#[derive(Template)]
#[template(path = "people/journal.html")]
struct JournalPage {
    desk: Desk,
    entries: Vec<Entry>,
    end: i64,
    hash: String,
    /// Up to which row the page with older ones goes.
    older: Option<i64>,
}

/// How far back to look.
#[derive(Deserialize)]
pub struct Until {
    until: Option<i64>,
}

/// `GET /desk/journal`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(query): Query<Until>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Journal).await?;
    let head = journal::head(&office.db).await?;
    let until = query.until.unwrap_or(head.seq).clamp(0, head.seq);
    let after = (until - PAGE).max(0);
    let mut rows = journal::rows(&office.db, after, until - after).await?;
    rows.reverse();
    let entries = Entry::all(&office, rows).await?;
    let older = (after > 0).then_some(after);
    page::show(&JournalPage { desk, entries, end: head.seq, hash: head.hash.to_string(), older })
}
