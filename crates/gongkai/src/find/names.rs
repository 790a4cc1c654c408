//! 专名: names of people and places that the register knows, for whoever must not change them.

use std::{
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};

use gongkai_store::Wish;

use super::Finder;
use crate::{guard::traditional, office::Office};

/// How long what was read stands.
const FRESH: Duration = Duration::from_secs(60);
/// People, and townships, that are read.
const MOST: i64 = 2_000;
/// What follows the name of a place in the name of its organ.
const ENDS: [&str; 2] = ["人民政府", "办事处"];

/// Those of them that 繁體 would spoil. Where the register does not answer, those that were read before.
pub async fn spoiled(office: &Office) -> Arc<Vec<String>> {
    let Some(finder) = &office.search else { return Arc::default() };
    let kept = finder.names.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if kept.as_ref().is_some_and(|(read, _)| read.elapsed() < FRESH) {
        return kept.map(|(_, names)| names).unwrap_or_default();
    }
    match read(office).await {
        Ok(names) => keep(finder, names),
        Err(error) => {
            tracing::warn!(%error, "the names of people and places were not read");
            kept.map(|(_, names)| names).unwrap_or_default()
        }
    }
}

async fn read(office: &Office) -> Result<Vec<String>, gongkai_store::Error> {
    let people = office.db.people("", MOST).await?.into_iter().map(|person| person.full_name);
    let townships = Wish { kind: Some("township"), ..Wish::default() };
    let townships = office.db.organs(&townships, None, MOST).await?.into_iter();
    let places = townships.flat_map(|organ| [place(&organ.name), place(&organ.short_name)]);
    let mut names: Vec<String> = people.chain(places).filter(|name| traditional::spoils(name)).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

fn place(organ: &str) -> String {
    ENDS.iter().find_map(|end| organ.strip_suffix(end)).unwrap_or(organ).to_owned()
}

fn keep(finder: &Finder, names: Vec<String>) -> Arc<Vec<String>> {
    let names = Arc::new(names);
    *finder.names.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::clone(&names)));
    names
}
