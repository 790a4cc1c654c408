//! `/search`: what is public, found by any words; and suggestions while somebody types.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use gongkai_search::{Facet, Found, MAX_WORDS, Place, Suggestion};
use gongkai_store::{PublicationId, ReleasedLine};

use super::{
    Finder,
    asked::{Asked, FACETS, label},
};
use crate::{
    guard::Visitor,
    library::portal::escape,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::{address, tag},
};

/// Results on one page.
pub(super) const ROWS: usize = 10;
/// Pages of them that the numbers go round.
const ROUND: usize = 2;
/// Values of a facet that are offered at once; the others can be unfolded.
const VALUES: usize = 12;
/// Results so few that applying is offered in full.
const FEW: u64 = 3;
/// Suggestions while somebody types.
const SUGGESTIONS: usize = 8;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new().route("/search", get(show)).route("/search/suggest", get(suggest))
}

/// One value of a facet.
struct Value {
    key: String,
    label: String,
    count: String,
    chosen: bool,
}

struct FacetView {
    name: &'static str,
    legend: &'static str,
    values: Vec<Value>,
    /// Those that are folded away.
    rest: Vec<Value>,
}

/// A choice that can be taken back.
struct Chip {
    label: String,
    href: String,
}

/// A piece of text, marked or not.
struct Piece {
    text: String,
    marked: bool,
}

struct HitView {
    href: String,
    title: Vec<Piece>,
    tag: Option<(&'static str, String)>,
    meta: String,
    snippet: Vec<Piece>,
    /// The file it was found in.
    file: Option<String>,
}

#[derive(Template)]
#[template(path = "find/search.html")]
struct SearchPage {
    chrome: Chrome,
    words: String,
    /// Characters that count, where more were typed.
    cut: Option<usize>,
    /// Filters that nobody knows.
    unknown: String,
    sort: &'static str,
    total: String,
    facets: Vec<FacetView>,
    chips: Vec<Chip>,
    /// The choices as fields, so that other words are looked for among the same.
    kept: Vec<(&'static str, String)>,
    hits: Vec<HitView>,
    synonyms: String,
    meant: Option<(String, String)>,
    relaxed: bool,
    /// 最相关, 最新
    orders: (String, String),
    /// Number, address; `None` for a gap.
    pages: Vec<Option<(usize, String)>>,
    page: usize,
    next: Option<String>,
    /// The last page and its address, where a page after it was asked for.
    beyond: Option<(usize, String)>,
    /// Where to apply for it, and whether so little was found that it is offered in full.
    apply: String,
    few: bool,
}

/// `GET /search?q=`
async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let asked = Asked::of(&office, &pairs).await?;
    let plain = asked.href(asked.page, asked.sort, None);
    let visitor = visitor.asking(plain.split_once('?').map_or("", |(_, query)| query));
    let finder = office.search.clone().ok_or(Error::NotFound)?;
    let query = asked.query();
    // the engine reads files and counts: not on the threads that answer
    let found =
        tokio::task::spawn_blocking(move || finder.find(&query)).await.map_err(|fault| Error::broken(&fault))?;
    let found = found.map_err(|fault| Error::broken(&fault))?;
    let mut organs: HashMap<String, String> = organs(&office, &found).await?;
    organs.extend(asked.organs.clone());
    let total = usize::try_from(found.total).unwrap_or(usize::MAX);
    let last = total.div_ceil(ROWS).max(1);
    let hits = hits(&office, &found).await?;
    page::show(&SearchPage {
        chrome: Chrome::new(&office, &visitor, Nav::Elsewhere),
        total: crate::verify::form::grouped(&found.total.to_string()),
        facets: facets(&asked, &found, &organs),
        chips: chips(&asked, &organs),
        kept: asked.kept(),
        synonyms: said(&found),
        meant: found.did_you_mean.map(|words| (format!("/search?q={}", escape(&words)), words)),
        relaxed: found.relaxed,
        orders: (asked.href(1, "", None), asked.href(1, "date", None)),
        pages: pages(&asked, last),
        next: (asked.page < last).then(|| asked.href(asked.page + 1, asked.sort, None)),
        beyond: (asked.page > last && total > 0).then(|| (last, asked.href(last, asked.sort, None))),
        cut: asked.cut.then_some(MAX_WORDS),
        unknown: asked.unknown.join("、"),
        page: asked.page,
        few: found.total <= FEW && !asked.words.is_empty(),
        apply: asked.apply(),
        sort: asked.sort,
        words: asked.words,
        hits,
    })
}

impl Finder {
    /// Answers a question; blocks while the engine works.
    ///
    /// # Errors
    /// The engine.
    pub fn find(&self, query: &gongkai_search::Query) -> Result<Found, gongkai_search::Error> {
        self.index.search(query, &self.synonyms)
    }
}

/// Names of the organs that occur, by their short names in addresses.
async fn organs(office: &Office, found: &Found) -> Result<HashMap<String, String>, Error> {
    let slugs: Vec<&str> =
        found.counts.get(&Facet::Organ).into_iter().flatten().map(|(slug, _)| slug.as_str()).collect();
    Ok(office.db.organs_at(&slugs).await?.into_iter().map(|organ| (organ.slug, organ.short_name)).collect())
}

fn facets(asked: &Asked, found: &Found, organs: &HashMap<String, String>) -> Vec<FacetView> {
    let view = |(name, legend, facet): &(&'static str, &'static str, Facet)| {
        let chosen = asked.chosen.get(name).map(Vec::as_slice).unwrap_or_default();
        let mut counts: Vec<_> = found.counts.get(facet).map(Vec::as_slice).unwrap_or_default().iter().collect();
        if *facet == Facet::Year {
            counts.sort_by(|(a, _), (b, _)| b.cmp(a));
        }
        let values = counts.into_iter().filter(|(key, _)| !key.is_empty()).map(|(key, count)| Value {
            label: label(*facet, key, organs).unwrap_or_else(|| key.clone()),
            count: count.to_string(),
            chosen: chosen.contains(key),
            key: key.clone(),
        });
        let (first, rest): (Vec<_>, Vec<_>) =
            values.enumerate().partition(|(nth, value)| *nth < VALUES || value.chosen);
        let plain = |values: Vec<(usize, Value)>| values.into_iter().map(|(_, value)| value).collect();
        FacetView { name, legend, values: plain(first), rest: plain(rest) }
    };
    FACETS.iter().map(view).filter(|facet| !facet.values.is_empty()).collect()
}

fn chips(asked: &Asked, organs: &HashMap<String, String>) -> Vec<Chip> {
    let chip = |(name, legend, facet): &(&'static str, &str, Facet)| {
        let values = asked.chosen.get(name).map(Vec::as_slice).unwrap_or_default();
        let chips = values.iter().map(|value| Chip {
            label: format!("{legend}：{}", label(*facet, value, organs).unwrap_or_else(|| value.clone())),
            href: asked.href(1, asked.sort, Some((name, value))),
        });
        chips.collect::<Vec<_>>()
    };
    FACETS.iter().flat_map(chip).collect()
}

/// 同义词 as a sentence.
fn said(found: &Found) -> String {
    let words: Vec<_> = found.synonyms.iter().flat_map(|(_, others)| others.iter().map(String::as_str)).collect();
    words.join("、")
}

/// The first, the last, and those around this one.
fn pages(asked: &Asked, last: usize) -> Vec<Option<(usize, String)>> {
    let near = asked.page.saturating_sub(ROUND).max(1)..=asked.page.saturating_add(ROUND).min(last);
    let mut numbers: Vec<usize> = near.chain([1, last]).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut out = Vec::new();
    let mut before = 0;
    for number in numbers {
        out.extend((number > before + 1).then_some(None));
        out.push(Some((number, asked.href(number, asked.sort, None))));
        before = number;
    }
    out
}

async fn hits(office: &Office, found: &Found) -> Result<Vec<HitView>, Error> {
    let ids: Vec<PublicationId> = found.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
    let lines: HashMap<String, ReleasedLine> =
        office.db.released_of(&ids).await?.into_iter().map(|line| (line.publication_id.to_string(), line)).collect();
    let names: HashMap<_, _> = {
        let ids: Vec<_> = lines.values().map(|line| line.organ_id).collect();
        office.db.short_names(&ids).await?.into_iter().collect()
    };
    let today = office.today();
    // what was withdrawn a moment ago may still be in the index; it is not shown
    let view = |hit: &gongkai_search::Hit| {
        let line = lines.get(&hit.id)?;
        let organ = names.get(&line.organ_id).map_or("", String::as_str);
        let day = civil_date(line.first_ms.timestamp());
        let meta = [line.number.as_str(), organ, &day.to_string()].map(str::to_owned);
        let meta: Vec<_> = meta.into_iter().filter(|part| !part.is_empty()).collect();
        let file = hit.snippet.as_ref().and_then(|snippet| match &snippet.place {
            Place::Attachment(name) => Some(name.clone()),
            Place::Body | Place::Summary => None,
        });
        Some(HitView {
            href: address(&line.index_number),
            title: pieces(&hit.title),
            tag: tag(line, today),
            meta: meta.join("　"),
            snippet: hit.snippet.as_ref().map(|snippet| pieces(&snippet.text)).unwrap_or_default(),
            file,
        })
    };
    Ok(found.hits.iter().filter_map(view).collect())
}

fn pieces(marked: &gongkai_search::Marked) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |range: std::ops::Range<usize>, marked_so: bool| {
        if let Some(text) = marked.text.get(range).filter(|text| !text.is_empty()) {
            out.push(Piece { text: text.to_owned(), marked: marked_so });
        }
    };
    for mark in &marked.marks {
        push(at..mark.start, false);
        push(mark.clone(), true);
        at = mark.end;
    }
    push(at..marked.text.len(), false);
    out
}

/// `GET /search/suggest?q=`: words and titles, as JSON.
async fn suggest(State(office): State<Office>, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Error> {
    let words = pairs.into_iter().find(|(key, _)| key == "q").map(|(_, value)| value).unwrap_or_default();
    let finder = office.search.clone().ok_or(Error::NotFound)?;
    let found = tokio::task::spawn_blocking(move || finder.index.suggest(&words, SUGGESTIONS));
    let found = found.await.map_err(|fault| Error::broken(&fault))?.map_err(|fault| Error::broken(&fault))?;
    let words: Vec<String> = found
        .into_iter()
        .map(|suggestion| match suggestion {
            Suggestion::Word(words) | Suggestion::Title(words) => words,
        })
        .collect();
    Ok(Json(words).into_response())
}
