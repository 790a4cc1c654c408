//! `/desk/journal`: who did what, for the auditor. It names records, never what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_store::journal::{self, Row};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    guard::Visitor,
    library::portal::escape,
    office::{Office, civil_minute},
    page::{self, Error},
    people::{
        acts,
        frame::{Desk, Place},
    },
};

/// Rows on one page.
const PAGE: i64 = 100;
/// Rows about one thing.
const ABOUT: i64 = 500;

/// One row as pages print it.
pub(super) struct Entry {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    /// Who, as addresses have it.
    pub by: String,
    pub act: String,
    /// To what: its number where it has one.
    pub object: String,
    /// To what, as addresses have it.
    pub about: String,
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
        let ids: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.object.parse().ok()).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let numbers: BTreeMap<_, _> = journal::numbers(&office.db, &ids).await?.into_iter().collect();
        let entry = |row: Row| Self {
            seq: row.seq,
            at: civil_minute(row.at_ms.timestamp()),
            actor: names.get(&row.actor).cloned().unwrap_or_default(),
            by: escape(&row.actor),
            act: acts::label(&row.act).to_owned(),
            object: row
                .object
                .parse()
                .ok()
                .and_then(|id: Uuid| numbers.get(&id).cloned())
                .unwrap_or(row.object.clone()),
            about: escape(&row.object),
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
    /// What was looked for: a number, an id or a name of an account.
    about: String,
    /// Whose rows alone, by name; empty for everybody's.
    whose: String,
    /// Where the page with older ones is.
    older: Option<String>,
}

/// Which rows, and how far back to look.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    until: Option<i64>,
    about: String,
    by: String,
}

/// `GET /desk/journal`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Journal).await?;
    let head = journal::head(&office.db).await?;
    let until = asked.until.unwrap_or(head.seq).clamp(0, head.seq);
    let about = asked.about.trim();
    let by = Some(asked.by.as_str()).filter(|by| !by.is_empty());
    let mut rows = match about {
        "" => journal::latest(&office.db, by, until, PAGE + 1).await?,
        // of one thing there are never so many
        about => {
            let id = journal::id_of(&office.db, about).await?.map_or_else(|| about.to_owned(), |id| id.to_string());
            journal::about(&office.db, &id, ABOUT).await?
        }
    };
    let more = about.is_empty() && i64::try_from(rows.len()).is_ok_and(|found| found > PAGE);
    rows.truncate(usize::try_from(if about.is_empty() { PAGE } else { ABOUT }).unwrap_or(0));
    let last = rows.last().map_or(0, |row| row.seq);
    let older = format!("/desk/journal?until={}&by={}", last - 1, escape(&asked.by));
    page::show(&JournalPage {
        desk,
        entries: Entry::all(&office, rows).await?,
        end: head.seq,
        hash: head.hash.to_string(),
        about: about.to_owned(),
        whose: match by {
            Some(by) => actor(&office, by).await,
            None => String::new(),
        },
        older: more.then_some(older),
    })
}
