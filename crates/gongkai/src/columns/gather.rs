//! 专题里有什么: what an editor picked one by one, in their order, and what belongs to it by rule, the newest first.

use std::collections::{BTreeMap, HashSet};

use gongkai_search::Facet;
use gongkai_store::{Error, Moment, PublicationId, ReleasedFilter, ReleasedLine, Special};

use crate::office::Office;

/// What a rule with words finds at most.
const FOUND: usize = 200;

/// Whether anything is in it by rule.
pub fn has_rule(special: &Special) -> bool {
    [&special.kinds, &special.topic, &special.words].iter().any(|part| !part.is_empty())
}

/// Up to `limit` that belong to it by rule and were not picked, after the one at (released, id).
///
/// # Errors
/// The register.
pub async fn by_rule(
    office: &Office,
    special: &Special,
    picks: &HashSet<PublicationId>,
    after: Option<(Moment, PublicationId)>,
    limit: i64,
) -> Result<Vec<ReleasedLine>, Error> {
    if !has_rule(special) {
        return Ok(Vec::new());
    }
    let kinds: Vec<&str> = special.kinds.split_whitespace().collect();
    let mut rows = match special.words.is_empty() {
        true => {
            let filter = ReleasedFilter {
                organ: special.own.then_some(special.organ_id),
                kinds: &kinds,
                topic: Some(special.topic.as_str()).filter(|topic| !topic.is_empty()),
                ..ReleasedFilter::default()
            };
            office.db.released_lines(&filter, after, limit).await?
        }
        false => searched(office, special, &kinds, after).await?,
    };
    rows.retain(|row| !picks.contains(&row.publication_id));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

/// What the search finds with all of the words, among what else the rule says.
async fn searched(
    office: &Office,
    special: &Special,
    kinds: &[&str],
    after: Option<(Moment, PublicationId)>,
) -> Result<Vec<ReleasedLine>, Error> {
    let Some(finder) = office.search.clone() else { return Ok(Vec::new()) };
    let mut filters: BTreeMap<Facet, Vec<String>> = BTreeMap::new();
    if !kinds.is_empty() {
        filters.insert(Facet::Kind, kinds.iter().map(|kind| (*kind).to_owned()).collect());
    }
    if !special.topic.is_empty() {
        filters.insert(Facet::Topic, vec![special.topic.clone()]);
    }
    if special.own {
        filters.insert(Facet::Organ, vec![office.db.organ(special.organ_id).await?.slug]);
    }
    let words = special.words.clone();
    // the engine reads files and counts: not on the threads that answer
    let ids = tokio::task::spawn_blocking(move || finder.newest(&words, filters, FOUND)).await.unwrap_or_default();
    let mut rows = office.db.released_of(&ids).await?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.released_ms, row.publication_id)));
    if let Some(after) = after {
        rows.retain(|row| (row.released_ms, row.publication_id) < after);
    }
    Ok(rows)
}
