//! `/items`: what is public, by filters the newest first, by words the best first.

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use gongkai_search::{Facet, MAX_WORDS, Query};
use gongkai_store::{Moment, OrganId, PublicationId, ReleasedFilter, ReleasedLine};
use jiff::{civil::date, tz::Offset};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::{Asked, CURSOR, Cursor, LIMIT, ORGAN, Param, Takes, params},
    line::{ItemLine, kinds, lines, topics, validities},
    problem::Problem,
    reply,
};
use crate::{office::Office, page::Error};

params!(
    /// What a list is narrowed by.
    Narrowed,
    [
    ORGAN,
    Param { name: "topic", about: "主动公开类别，见/catalogue。", takes: Takes::OneOf(topics) },
    Param { name: "kind", about: "信息种类。", takes: Takes::OneOf(kinds) },
    Param { name: "validity", about: "有效性；规章、规范性文件才有。", takes: Takes::OneOf(validities) },
    Param { name: "year", about: "发布、更新的年份：最近一次发布的那一年。", takes: Takes::Number(2000, 2999) },
    Param {
        name: "q",
        about: "检索词：标题、文号、索引号、正文、附件都找，繁简、拼音都可以。有它时按相关程度排，没有时新的在前。",
        takes: Takes::Words(MAX_WORDS),
    },
    LIMIT,
    CURSOR]
);

/// A page of them.
#[derive(Serialize, ToSchema)]
#[schema(description = "公开信息的一页。")]
pub struct ItemList {
    /// 这一页的信息。
    items: Vec<ItemLine>,
    /// 一共多少条；只在带q时给出。
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    /// 没有一条同时含q里全部的词时是true，这时列的是含其中一部分词的；只在带q时给出。
    #[serde(skip_serializing_if = "Option::is_none")]
    relaxed: Option<bool>,
    /// 下一页的地址；没有了是null。
    next: Option<String>,
}

/// `GET /items`
#[utoipa::path(
    get, path = "/items", operation_id = "listItems", tag = "公开信息", summary = "列出、检索公开信息",
    description = "只有已经发布、没有撤下的。不带q时按发布时间从新到旧；带q时是检索，最相关的在前，并给出总数。",
    params(Narrowed),
    responses((status = 200, description = "一页信息", body = ItemList), (status = 404, description = "没有这个单位"))
)]
pub async fn list(State(office): State<Office>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::of(&uri, PARAMS)?;
    let organ = match asked.word("organ") {
        Some(slug) => Some(office.db.organ_at(slug).await?.id),
        None => None,
    };
    let Page { rows, total, relaxed, next } = match asked.word("q") {
        Some(words) => found(&office, &asked, words).await?,
        None => newest(&office, &asked, organ).await?,
    };
    let list = ItemList { items: lines(&office, &headers, rows).await?, total, relaxed, next };
    Ok(reply::with_next(reply::json(&headers, &list)?, list.next.as_deref()))
}

/// Rows of a page, and where the next one is.
struct Page {
    rows: Vec<ReleasedLine>,
    /// How many there are in all, where that is known.
    total: Option<u64>,
    relaxed: Option<bool>,
    next: Option<String>,
}

async fn newest(office: &Office, asked: &Asked, organ: Option<OrganId>) -> Result<Page, Problem> {
    let kinds: Vec<&str> = asked.word("kind").into_iter().collect();
    let (from, before) = asked.number("year").map_or((None, None), year);
    let filter = ReleasedFilter {
        organ,
        kinds: &kinds,
        topic: asked.word("topic"),
        validity: asked.word("validity"),
        from,
        before,
        ..ReleasedFilter::default()
    };
    let after = asked.cursor().and_then(|cursor| Some((Moment(cursor.at), cursor.id::<PublicationId>()?)));
    let limit = asked.limit() + 1;
    let by_topic_alone = kinds.is_empty() && filter.validity.is_none() && from.is_none();
    let mut rows = match filter.topic.filter(|_| by_topic_alone) {
        Some(topic) => office.db.topic_lines(topic, organ, after, limit).await?,
        None => office.db.released_lines(&filter, after, limit).await?,
    };
    let next = asked.cut(&mut rows, |row| Cursor::after(row.released_ms.0, &row.publication_id.to_string()));
    Ok(Page { rows, total: None, relaxed: None, next })
}

/// A year in Asia/Shanghai, from its first moment up to that of the next.
fn year(year: i64) -> (Option<Moment>, Option<Moment>) {
    let begins = |year: i64| {
        let day = date(i16::try_from(year).ok()?, 1, 1).at(0, 0, 0, 0);
        Some(Moment(Offset::constant(8).to_timestamp(day).ok()?.as_millisecond()))
    };
    (begins(year), begins(year + 1))
}

/// The order of what was found has no key of its own: the cursor counts the hits that were read.
async fn found(office: &Office, asked: &Asked, words: &str) -> Result<Page, Problem> {
    let finder = office.search.clone().ok_or(Error::NotFound)?;
    let (skip, take) = (asked.cursor().map_or(0, |cursor| cursor.at), asked.limit());
    let filters = [
        ("organ", Facet::Organ),
        ("topic", Facet::Topic),
        ("kind", Facet::Kind),
        ("validity", Facet::Validity),
        ("year", Facet::Year),
    ];
    let chosen = |(name, facet): (&str, Facet)| Some((facet, vec![asked.word(name)?.to_owned()]));
    let query = Query {
        words: words.to_owned(),
        filters: filters.into_iter().filter_map(chosen).collect(),
        skip: usize::try_from(skip).unwrap_or(0),
        take: usize::try_from(take).unwrap_or(0),
        snippets: false,
        counts: false,
        ..Query::default()
    };
    // the engine reads files and counts: not on the threads that answer
    let done = tokio::task::spawn_blocking(move || finder.find(&query)).await.map_err(|fault| Error::broken(&fault))?;
    let found = done.map_err(|fault| Error::broken(&fault))?;
    let ids: Vec<PublicationId> = found.hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
    let known = office.db.released_of(&ids).await?.into_iter().map(|row| (row.publication_id, row));
    let mut known: HashMap<_, _> = known.collect();
    let read = skip.saturating_add(i64::try_from(found.hits.len()).unwrap_or(0));
    let is_more = !found.hits.is_empty() && u64::try_from(read).is_ok_and(|read| read < found.total);
    // what was taken down a moment ago may still be in the index; it is not shown
    let rows = ids.iter().filter_map(|id| known.remove(id)).collect();
    let next = is_more.then(|| asked.next(Cursor::after(read, "")));
    Ok(Page { rows, total: Some(found.total), relaxed: Some(found.relaxed), next })
}
