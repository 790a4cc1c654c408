//! `/items/{*key}?v=&from=`: what a version of a publication says otherwise than an earlier one.

use askama::Template;
use axum::response::Response;
use gongkai_store::Released;

use super::{
    facts::facts,
    item::{Shown, shown},
    lines::address,
};
use crate::{
    calendar_view::spoken,
    guard::Visitor,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    publish::{
        body,
        changes::{Change, changes},
    },
};

/// Lines of the metadata that say when, and are another of each version.
const DAYS: [&str; 2] = ["发布日期", "更新日期"];

/// 一项: before and after; empty where it was not there.
struct Row {
    label: &'static str,
    old: String,
    new: String,
}

#[derive(Template)]
#[template(path = "portal/changes.html")]
struct ChangesPage {
    chrome: Chrome,
    title: String,
    href: String,
    /// Which versions, and of which days.
    old: (i32, String),
    new: (i32, String),
    rows: Vec<Row>,
    pieces: Vec<(Change, String)>,
}

/// The page; 404 for versions that are not there or not in their order.
pub async fn show(
    office: &Office,
    visitor: &Visitor,
    released: Released,
    (from, to): (&str, &str),
) -> Result<Response, Error> {
    let old = shown(office, released.clone(), from).await?;
    let new = shown(office, released, to).await?;
    if from.is_empty() || old.n >= new.n {
        return Err(Error::NotFound);
    }
    let (before, after) = (body::text(&old.content.body), body::text(&new.content.body));
    // a plan has some hundred thousand signs: not on the threads that answer
    let pieces = tokio::task::spawn_blocking(move || changes(&before, &after));
    let day = |shown: &Shown| (shown.n, spoken(civil_date(shown.at.timestamp())));
    page::show(&ChangesPage {
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        title: new.content.title.clone(),
        href: address(&new.released.index_number),
        old: day(&old),
        new: day(&new),
        rows: rows(office, &old, &new),
        pieces: pieces.await.map_err(|fault| Error::broken(&fault))?,
    })
}

/// What is said above the text and is not the same any more.
fn rows(office: &Office, old: &Shown, new: &Shown) -> Vec<Row> {
    let of = |shown: &Shown| {
        let facts = facts(shown, &office.calendar).into_iter().map(|fact| (fact.label, fact.value));
        let facts = facts.filter(|(label, _)| !DAYS.contains(label));
        std::iter::once(("标题", shown.content.title.clone())).chain(facts).collect::<Vec<_>>()
    };
    let (before, after) = (of(old), of(new));
    let mut labels: Vec<&'static str> = Vec::new();
    before.iter().chain(&after).for_each(|(label, _)| {
        if !labels.contains(label) {
            labels.push(label);
        }
    });
    // a publication may have several categories
    let said = |all: &[(&'static str, String)], label: &str| {
        let values = all.iter().filter(|(known, _)| *known == label).map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join("、")
    };
    let row = |label| Row { label, old: said(&before, label), new: said(&after, label) };
    labels.into_iter().map(row).filter(|row| row.old != row.new).collect()
}

impl ChangesPage {
    /// Whether the text itself was changed.
    fn is_changed(&self) -> bool {
        self.pieces.iter().any(|(change, _)| *change != Change::Kept)
    }
}
