//! `/items/{*key}`: one publication, by its 索引号 or its identity; the files that went out with it; what stands there once
//! it was taken down.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::{attribute::Attribute, catalogue::Category, kind::PublicationKind};
use gongkai_store::{Error as StoreError, Moment, Organ, PublicationId, Released};
use serde::Deserialize;

use super::{
    beside::Beside,
    facts::{Fact, facts},
    files::{self, FileRow},
    lines::{address, link},
    marks::Marks,
    paper, stone,
    validity::Banner,
};
use crate::{
    calendar_view::spoken,
    guard::Visitor,
    office::{Office, civil_date, civil_minute},
    page::{self, Chrome, Error, Nav},
    publish::{body, content::Content},
    requests::portal::qr::{self, Qr},
    site_map,
    verify::grouped,
};

/// What the address asks for besides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// 版本
    v: String,
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
    pub organ: Organ,
}

/// 版本, in a list.
struct Version {
    n: i32,
    at: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "portal/item.html")]
struct ItemPage {
    chrome: Chrome,
    marks: Marks,
    kind: PublicationKind,
    title: Vec<String>,
    category: Option<&'static Category>,
    organ: Organ,
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
    headers: HeaderMap,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    if let Some((id, n)) = files::named(&key) {
        return files::send(&office, &headers, id, n).await;
    }
    if let Some((id, format)) = paper::named(&key) {
        return paper::send(&office, &headers, id, format).await;
    }
    let released = find(&office, &key).await?;
    let here = address(&released.index_number);
    if released.index_number != key {
        return Ok(Redirect::permanent(&link(&here, &[("v", &asked.v)])).into_response());
    }
    if released.state != "public" {
        return stone::show(&office, &visitor, released).await;
    }
    let shown = shown(&office, released, &asked.v).await?;
    render(&office, &visitor, &headers, shown, here).await
}

/// By its identity or by its 索引号.
async fn find(office: &Office, key: &str) -> Result<Released, StoreError> {
    match key.parse::<PublicationId>() {
        Ok(id) => office.db.released(id).await,
        Err(_) => office.db.released_at(key).await,
    }
}

/// The version that is asked for; the last one where none is.
///
/// # Errors
/// [`Error::NotFound`] where there is no such version.
pub async fn shown(office: &Office, released: Released, asked: &str) -> Result<Shown, Error> {
    let organ = office.db.organ(released.organ_id).await?;
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
    shown: Shown,
    href: String,
) -> Result<Response, Error> {
    let id = shown.released.publication_id;
    let is_last = shown.n == shown.released.n;
    let related = office.db.related(id).await?;
    let files = if is_last { office.db.released_files(id).await? } else { Vec::new() };
    let versions = match shown.released.n {
        1 => Vec::new(),
        _ => office.db.releases(id).await?,
    };
    let base = site_map::base(office, headers);
    let chrome = Chrome::new(office, visitor, Nav::Catalogue);
    let waiting = office.visits.waiting(&shown.released.index_number);
    let page = ItemPage {
        views: grouped(&(office.db.views_of(id).await? + waiting).to_string()),
        chrome: if is_last { chrome } else { chrome.private() },
        marks: Marks::of(&shown, &format!("{base}{href}"), &office.site.read(), office.today()),
        kind: shown.kind,
        title: broken(&shown.content.title),
        category: shown.content.categories(shown.kind).into_iter().next(),
        past: (!is_last).then(|| (shown.n, spoken(civil_date(shown.at.timestamp())), shown.released.n)),
        banner: Banner::of(&shown.released, shown.kind, &related, office.today()),
        facts: facts(&shown, &office.calendar),
        body: body::html(&shown.content.body),
        note: shown.content.attribute().line().filter(|_| shown.content.attribute() == Attribute::Proactive),
        files: files.into_iter().map(|file| FileRow::of(id, file)).collect(),
        versions: versions.into_iter().map(|(n, at)| listed(n, at, &shown, &href)).collect(),
        beside: Beside::of(related),
        qr: Some(base).filter(|base| !base.is_empty()).and_then(|base| qr::draw(&format!("{base}{href}"))),
        paper: is_last.then(|| format!("/items/{id}/paper")),
        organ: shown.organ,
        id,
        href,
    };
    page::show(&page)
}

fn listed(n: i32, at: Moment, shown: &Shown, href: &str) -> Version {
    let last = n == shown.released.n;
    Version {
        n,
        at: civil_minute(at.timestamp()),
        href: if last { href.to_owned() } else { format!("{href}?v={n}") },
        current: n == shown.n,
    }
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
