//! 新信息: what became public in a time, and which of it a subscription is about. Gathered once for many subscribers.

use std::collections::{BTreeMap, HashMap, HashSet};

use gongkai_law::proactive::catalogue;
use gongkai_store::{Error, Moment, Organ, PublicationId, ReleasedFilter, ReleasedLine, Subscription};

use super::topic::Topic;
use crate::office::Office;

/// Items of one time, the newest; a day has fewer unless an old site is taken over.
const ITEMS: i64 = 2000;
/// What one search finds at most, the newest.
const FOUND: usize = 500;
/// Days that a mail looks back at most, after the program stood still.
const BACK: i64 = 31;

/// 新信息
pub struct News {
    lines: Vec<ReleasedLine>,
    topics: HashMap<String, HashSet<PublicationId>>,
    organs: HashMap<String, Organ>,
    found: HashMap<String, HashSet<PublicationId>>,
    until: Moment,
}

impl News {
    /// What was released from one moment on and before another, as far as these subscriptions may be about it.
    ///
    /// # Errors
    /// The register.
    pub async fn gathered(
        office: &Office,
        wishes: &[Subscription],
        (from, until): (Moment, Moment),
    ) -> Result<Self, Error> {
        let from = from.max(until.plus_days(-BACK));
        let filter = ReleasedFilter { from: Some(from), before: Some(until), ..ReleasedFilter::default() };
        let lines = office.db.released_lines(&filter, None, ITEMS).await?;
        let ids: Vec<_> = lines.iter().map(|line| line.publication_id).collect();
        let mut topics: HashMap<String, HashSet<PublicationId>> = HashMap::new();
        for (id, topic) in office.db.topics_of(&ids).await? {
            topics.entry(topic).or_default().insert(id);
        }
        let of = |kind: &str| -> HashSet<&str> {
            wishes.iter().filter(|wish| wish.kind == kind).map(|wish| wish.what.as_str()).collect()
        };
        let slugs: Vec<&str> = of("organ").into_iter().collect();
        let organs = office.db.organs_at(&slugs).await?;
        let organs = organs.into_iter().map(|organ| (organ.slug.clone(), organ)).collect();
        let words = if lines.is_empty() { HashSet::new() } else { of("search") };
        let found = searched(office, words.into_iter().map(str::to_owned).collect()).await;
        Ok(Self { lines, topics, organs, found, until })
    }

    /// What of it a subscription is about, since it was confirmed and its reader was told last.
    pub fn of(&self, wish: &Subscription, told: Moment) -> Vec<&ReleasedLine> {
        let Some(confirmed) = wish.confirmed_ms else { return Vec::new() };
        let since = confirmed.max(told).max(self.until.plus_days(-BACK));
        let has = |known: Option<&HashSet<PublicationId>>, id| known.is_some_and(|ids| ids.contains(&id));
        let fits = |line: &&ReleasedLine| match wish.kind.as_str() {
            "topic" => has(self.topics.get(&wish.what), line.publication_id),
            "organ" => self.organs.get(&wish.what).is_some_and(|organ| organ.id == line.organ_id),
            _ => has(self.found.get(&wish.what), line.publication_id),
        };
        self.lines.iter().filter(|line| line.released_ms >= since).filter(fits).collect()
    }

    /// What a subscription is about, in Chinese.
    pub fn label(&self, wish: &Subscription) -> String {
        let known = match wish.kind.as_str() {
            "topic" => catalogue::of_key(&wish.what).map(|category| category.title.to_owned()),
            "organ" => self.organs.get(&wish.what).map(|organ| organ.name.clone()),
            _ => Some(Topic::Search(wish.what.clone()).label()),
        };
        known.unwrap_or_else(|| wish.what.clone())
    }
}

/// What each of these searches finds, the newest.
async fn searched(office: &Office, wanted: Vec<String>) -> HashMap<String, HashSet<PublicationId>> {
    let Some(finder) = office.search.clone().filter(|_| !wanted.is_empty()) else { return HashMap::new() };
    let one = move |words: String| {
        let ids = finder.newest(&words, BTreeMap::new(), FOUND).into_iter().collect();
        (words, ids)
    };
    // the engine reads files and counts: not on the threads that answer
    tokio::task::spawn_blocking(move || wanted.into_iter().map(one).collect()).await.unwrap_or_default()
}
