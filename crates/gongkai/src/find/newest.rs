//! 新的在前: what a search finds with all of its words, for those who follow it: feeds, subscriptions, special columns.

use std::collections::BTreeMap;

use gongkai_search::{Facet, Query, Sort};
use gongkai_store::PublicationId;

use super::Finder;

impl Finder {
    /// The newest that has all of these words, among what the filters leave; a part of the words is not enough. A fault of
    /// the engine finds nothing and is logged. Blocks while the engine works.
    pub fn newest(&self, words: &str, filters: BTreeMap<Facet, Vec<String>>, most: usize) -> Vec<PublicationId> {
        let query = Query {
            words: words.to_owned(),
            filters,
            sort: Sort::Published,
            take: most,
            snippets: false,
            counts: false,
            ..Query::default()
        };
        match self.find(&query) {
            Ok(found) if found.relaxed => Vec::new(),
            Ok(found) => found.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect(),
            Err(error) => {
                tracing::error!(%error, "a search that somebody follows failed");
                Vec::new()
            }
        }
    }
}
