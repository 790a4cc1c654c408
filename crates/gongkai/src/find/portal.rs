//! `/search`: what is public, found by any words; and suggestions while somebody types.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use gongkai_law::proactive::{catalogue, kind::PublicationKind, validity::Validity};
use gongkai_search::{Facet, Found, Place, Sort, Suggestion};
use gongkai_store::{PublicationId, ReleasedLine};

use super::Finder;
use crate::{
    guard::Visitor,
    library::portal::escape,
    office::{Office, civil_date},
    page::{self, Chrome, Error, Nav},
    publish::portal::lines::{address, sign},
};

/// Results on one page.
const ROWS: usize = 10;
/// Pages of them that the numbers go round.
const ROUND: usize = 2;
/// Values of a facet that are offered.
const VALUES: usize = 12;
/// Suggestions while somebody types.
const SUGGESTIONS: usize = 8;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new().route("/search", get(show)).route("/search/suggest", get(suggest))
}

/// 筛选: the name in the address, the legend, the field.
const FACETS: [(&str, &str, Facet); 5] = [
    ("v", "效力", Facet::Validity),
    ("k", "类别", Facet::Kind),
    ("t", "主动公开事项", Facet::Topic),
    ("o", "机构", Facet::Organ),
    ("y", "年份", Facet::Year),
];

/// 问题: what was asked, as the address has it. A name may come several times.
struct Asked {
    words: String,
    sort: &'static str,
    page: usize,
    chosen: BTreeMap<&'static str, Vec<String>>,
}

impl Asked {
    fn of(pairs: &[(String, String)]) -> Self {
        let all = |name: &'static str| {
            let named = pairs.iter().filter(move |(key, _)| key == name);
            named.map(|(_, value)| value.trim().to_owned())
        };
        let chosen = FACETS.iter().map(|(name, ..)| (*name, all(name).filter(|value| !value.is_empty()).collect()));
        Self {
            words: all("q").next().unwrap_or_default(),
            sort: if all("s").next().as_deref() == Some("date") { "date" } else { "" },
            page: all("p").next().and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
            chosen: chosen.collect(),
        }
    }

    fn query(&self) -> gongkai_search::Query {
        let filters = FACETS.iter().filter_map(|(name, _, facet)| Some((*facet, self.chosen.get(name)?.clone())));
        gongkai_search::Query {
            words: self.words.clone(),
            filters: filters.collect(),
            sort: if self.sort == "date" { Sort::Published } else { Sort::Relevance },
            skip: (self.page - 1).saturating_mul(ROWS),
            take: ROWS,
            ..gongkai_search::Query::default()
        }
    }

    /// The address of the same question otherwise: another page, another order, without one choice.
    fn href(&self, page: usize, sort: &str, without: Option<(&str, &str)>) -> String {
        let mut query = vec![format!("q={}", escape(&self.words))];
        for (name, values) in &self.chosen {
            let kept = values.iter().filter(|value| without != Some((*name, value.as_str())));
            query.extend(kept.map(|value| format!("{name}={}", escape(value))));
        }
        query.extend((!sort.is_empty()).then(|| format!("s={sort}")));
        query.extend((page > 1).then(|| format!("p={page}")));
        format!("/search?{}", query.join("&"))
    }
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
    tag: Option<(&'static str, &'static str)>,
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
    sort: &'static str,
    total: String,
    facets: Vec<FacetView>,
    chips: Vec<Chip>,
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
}

/// `GET /search?q=`
async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let asked = Asked::of(&pairs);
    let finder = office.search.clone().ok_or(Error::NotFound)?;
    let query = asked.query();
    // the engine reads files and counts: not on the threads that answer
    let found =
        tokio::task::spawn_blocking(move || finder.find(&query)).await.map_err(|fault| Error::broken(&fault))?;
    let found = found.map_err(|fault| Error::broken(&fault))?;
    let organs: HashMap<String, String> = organs(&office, &found).await?;
    let total = usize::try_from(found.total).unwrap_or(usize::MAX);
    let last = total.div_ceil(ROWS).max(1);
    let hits = hits(&office, &found).await?;
    page::show(&SearchPage {
        chrome: Chrome::new(&office, &visitor, Nav::Elsewhere),
        total: crate::verify::form::grouped(&found.total.to_string()),
        facets: facets(&asked, &found, &organs),
        chips: chips(&asked, &organs),
        synonyms: said(&found),
        meant: found.did_you_mean.map(|words| (format!("/search?q={}", escape(&words)), words)),
        relaxed: found.relaxed,
        orders: (asked.href(1, "", None), asked.href(1, "date", None)),
        pages: pages(&asked, last),
        next: (asked.page < last).then(|| asked.href(asked.page + 1, asked.sort, None)),
        page: asked.page,
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

fn label(facet: Facet, key: &str, organs: &HashMap<String, String>) -> String {
    let known = match facet {
        Facet::Validity => Validity::of_key(key).map(|validity| validity.label().to_owned()),
        Facet::Kind => PublicationKind::of_key(key).map(|kind| kind.label().to_owned()),
        Facet::Topic => catalogue::of_key(key).map(|category| category.title.to_owned()),
        Facet::Organ => organs.get(key).cloned(),
        Facet::Theme | Facet::Year => None,
    };
    known.unwrap_or_else(|| key.to_owned())
}

fn facets(asked: &Asked, found: &Found, organs: &HashMap<String, String>) -> Vec<FacetView> {
    let view = |(name, legend, facet): &(&'static str, &'static str, Facet)| {
        let chosen = asked.chosen.get(name).map(Vec::as_slice).unwrap_or_default();
        let counts = found.counts.get(facet).map(Vec::as_slice).unwrap_or_default();
        let offered = counts.iter().enumerate().filter(|(n, (key, _))| *n < VALUES || chosen.contains(key));
        let values = offered.map(|(_, (key, count))| Value {
            label: label(*facet, key, organs),
            count: count.to_string(),
            chosen: chosen.contains(key),
            key: key.clone(),
        });
        FacetView { name, legend, values: values.filter(|value| !value.key.is_empty()).collect() }
    };
    FACETS.iter().map(view).filter(|facet| !facet.values.is_empty()).collect()
}

fn chips(asked: &Asked, organs: &HashMap<String, String>) -> Vec<Chip> {
    let chip = |(name, legend, facet): &(&'static str, &str, Facet)| {
        let values = asked.chosen.get(name).map(Vec::as_slice).unwrap_or_default();
        let chips = values.iter().map(|value| Chip {
            label: format!("{legend}：{}", label(*facet, value, organs)),
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
    // what was withdrawn a moment ago may still be in the index; it is not shown
    let view = |hit: &gongkai_search::Hit| {
        let line = lines.get(&hit.id)?;
        let organ = names.get(&line.organ_id).map_or("", String::as_str);
        let day = civil_date(line.released_ms.timestamp());
        let meta = [line.number.as_str(), organ, &day.to_string()].map(str::to_owned);
        let meta: Vec<_> = meta.into_iter().filter(|part| !part.is_empty()).collect();
        let file = hit.snippet.as_ref().and_then(|snippet| match &snippet.place {
            Place::Attachment(name) => Some(name.clone()),
            Place::Body | Place::Summary => None,
        });
        Some(HitView {
            href: address(&line.index_number),
            title: pieces(&hit.title),
            tag: line.validity.as_deref().and_then(Validity::of_key).map(|validity| (sign(validity), validity.label())),
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
