//! `/items/{*key}`: one publication, by its 索引号 or its identity; the files that went out with it; what stands there once
//! it was taken down.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::{attribute::Attribute, catalogue::Category, kind::PublicationKind};
use gongkai_store::{Error as StoreError, Moment, Organ, PublicationId, Released, ReleasedItem};
use serde::Deserialize;

use super::{
    beside::Beside,
    changed,
    facts::{Fact, facts},
    files::{self, FileRow},
    lines::{address, link},
    marks::Marks,
    paper, stone,
    validity::Banner,
};
use crate::{
    calendar_view::spoken,
    guard::{Visitor, pages::Hole},
    office::{Office, civil_date, civil_minute},
    page::{self, Chrome, Column, Error, Nav},
    publish::{body, content::Content},
    requests::portal::qr::{self, Qr},
    site_map,
    verify::grouped,
    visits::Counted,
};

/// What the address asks for besides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 版本
    v: String,
    /// The version that it is compared with.
    from: String,
}

/// 公开信息 as it is shown: one of its versions.
pub struct Shown {
    /// As everybody sees it now.
    pub released: Released,
    /// 信息种类
    pub kind: PublicationKind,
    /// What this version says.
    pub content: Content,
    /// Which version this is.
    pub n: i32,
    /// When it was released.
    pub at: Moment,
    /// 发布机构
    pub organ: Arc<Organ>,
}

/// 版本, in a list.
struct Version {
    n: i32,
    at: String,
    href: String,
    current: bool,
    /// What it changed; empty for the first.
    changes: String,
}

#[derive(Template)]
#[template(path = "portal/item.html")]
struct ItemPage {
    chrome: Chrome,
    marks: Marks,
    kind: PublicationKind,
    title: Vec<String>,
    category: Option<&'static Category>,
    organ: Arc<Organ>,
    href: String,
    /// Its identity, for the form of whoever finds a mistake.
    id: PublicationId,
    /// 访问量
    views: String,
    /// Of a version that is not the last: its number, its day, the last one's number.
    past: Option<(i32, String, i32)>,
    banner: Option<Banner>,
    facts: Vec<Fact>,
    body: String,
    note: Option<&'static str>,
    files: Vec<FileRow>,
    versions: Vec<Version>,
    beside: Beside,
    qr: Option<Qr>,
    /// 下载: its address on paper, without the ending.
    paper: Option<String>,
}

/// `GET /items/{*key}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    (hole, headers): (Option<Extension<Hole>>, HeaderMap),
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    if let Some((id, n)) = files::named(&key) {
        return files::send(&office, &headers, id, n).await;
    }
    if let Some((id, format)) = paper::named(&key) {
        return paper::send(&office, &headers, id, format).await;
    }
    if let Some(bare) = key.strip_suffix('/') {
        let here = address(&office.db.released_at(bare).await?.index_number);
        return Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, here)]).into_response());
    }
    let moved = |released: &Released| link(&address(&released.index_number), &[("v", &asked.v), ("from", &asked.from)]);
    // by its identity, or by its 索引号
    if let Ok(id) = key.parse::<PublicationId>() {
        return Ok(Redirect::permanent(&moved(&office.db.released(id).await?)).into_response());
    }
    let item = office.db.item_at(&key).await?;
    if item.released.index_number != key {
        return Ok(Redirect::permanent(&moved(&item.released)).into_response());
    }
    if item.released.state != "public" {
        return stone::show(&office, &visitor, item.released).await;
    }
    if !asked.from.is_empty() {
        return changed::show(&office, &visitor, item.released, (&asked.from, &asked.v)).await;
    }
    let (counted, views) = counted(&office, &item, hole.map(|Extension(hole)| hole));
    let mut response = render(&office, &visitor, &headers, (item, views), &asked.v).await?;
    response.extensions_mut().insert(counted);
    Ok(response)
}

/// 访问量 now, and what the page says of it: one that is made for everybody has a hole, filled when it is handed out.
fn counted(office: &Office, item: &ReleasedItem, hole: Option<Hole>) -> (Counted, String) {
    let counted = Counted {
        count: item.views + office.visits.waiting(&item.released.index_number),
        id: item.released.publication_id,
        index_number: item.released.index_number.clone(),
    };
    let views = hole.map_or_else(|| grouped(&counted.count.to_string()), |hole| hole.views().to_owned());
    (counted, views)
}

/// The version that is asked for; the last one where none is.
///
/// # Errors
/// [`Error::NotFound`] where there is no such version.
pub async fn shown(office: &Office, released: Released, asked: &str) -> Result<Shown, Error> {
    let organ = office.common(format!("organ {}", released.organ_id), office.db.organ(released.organ_id)).await?;
    let corrupt = || StoreError::Corrupt(format!("公开信息{}", released.publication_id));
    let kind = PublicationKind::of_key(&released.kind).ok_or_else(corrupt)?;
    let n = match asked {
        "" => released.n,
        asked => asked.parse().map_err(|_| Error::NotFound)?,
    };
    let (json, at) = match n == released.n {
        true => (released.content.clone(), released.released_ms),
        false => office.db.released_past(released.publication_id, n).await?,
    };
    Ok(Shown { content: Content::read(&json)?, released, kind, n, at, organ })
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    headers: &HeaderMap,
    (item, views): (ReleasedItem, String),
    asked: &str,
) -> Result<Response, Error> {
    let href = address(&item.released.index_number);
    let shown = shown(office, item.released, asked).await?;
    let id = shown.released.publication_id;
    let is_last = shown.n == shown.released.n;
    let related = if item.is_joined { office.db.related(id).await? } else { Vec::new() };
    let files = if is_last && item.has_files { office.db.released_files(id).await? } else { Vec::new() };
    let versions = match shown.released.n {
        1 => Vec::new(),
        _ => office.db.releases(id).await?,
    };
    let base = site_map::base(office, headers);
    let mut chrome = Chrome::new(office, visitor, Nav::Catalogue);
    chrome.column = Some(Column::of_publication(shown.content.categories(shown.kind).into_iter().next(), shown.kind));
    let image = files.iter().find(|file| file.media.starts_with("image/"));
    let image = image.map(|file| format!("{base}/items/{id}/files/{}", file.n));
    let page = ItemPage {
        views,
        chrome: if is_last { chrome } else { chrome.private() },
        marks: Marks::of(&shown, &format!("{base}{href}"), image, office.today()),
        kind: shown.kind,
        title: broken(&shown.content.title),
        category: shown.content.categories(shown.kind).into_iter().next(),
        past: (!is_last).then(|| (shown.n, spoken(civil_date(shown.at.timestamp())), shown.released.n)),
        banner: Banner::of(&shown.released, shown.kind, &related, office.today()),
        facts: facts(&shown, &office.calendar),
        body: body::html(&shown.content.body, &body::Place::on_site(&files, |n| format!("/items/{id}/files/{n}"))),
        note: shown.content.attribute().line().filter(|_| shown.content.attribute() == Attribute::Proactive),
        files: files.into_iter().map(|file| FileRow::of(id, file)).collect(),
        versions: listed(&versions, &shown, &href),
        beside: Beside::of(related),
        qr: Some(base).filter(|base| !base.is_empty()).and_then(|base| qr::draw(&format!("{base}{href}"))),
        paper: is_last.then(|| format!("/items/{id}/paper")),
        organ: shown.organ,
        id,
        href,
    };
    page::show(&page)
}

/// 版本, the last first; each leads to what it changed of the one before it.
fn listed(all: &[(i32, Moment)], shown: &Shown, href: &str) -> Vec<Version> {
    let before = all.iter().skip(1).map(|(n, _)| Some(*n)).chain([None]);
    let version = |((n, at), before): (&(i32, Moment), Option<i32>)| Version {
        n: *n,
        at: civil_minute(at.timestamp()),
        href: if *n == shown.released.n { href.to_owned() } else { format!("{href}?v={n}") },
        current: *n == shown.n,
        changes: before.map(|before| format!("{href}?v={n}&from={before}")).unwrap_or_default(),
    };
    all.iter().zip(before).map(version).collect()
}

/// A title in pieces between which a line breaks first: after a mark, before a name, after the words that titles begin with.
fn broken(title: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    for c in title.chars() {
        if matches!(c, '《' | '（' | '“') && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        part.push(c);
        let after = matches!(c, '》' | '，' | '、' | '：' | '；' | '）' | ' ' | '　');
        if after || part.ends_with("关于") || part.ends_with("印发") {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}
