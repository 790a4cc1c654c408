//! 访问量: how often the page of a publication is opened. Counted in memory, outside of everything that may answer in the
//! page's stead, and written down every few seconds; no cookie is set and nobody is known by it. Robots are left out as far
//! as they say what they are, so that the number is about readers, and rough.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use gongkai_store::{Error, PublicationId};

use crate::office::Office;

/// Publications that are counted until the next writing; of more, the views are lost.
const MOST: usize = 20_000;
/// Publications that are written in one statement.
const BATCH: usize = 500;
/// What robots and programs call themselves.
const ROBOTS: [&str; 14] = [
    "bot",
    "spider",
    "crawl",
    "slurp",
    "curl",
    "wget",
    "python",
    "java/",
    "go-http",
    "okhttp",
    "httpclient",
    "headless",
    "monitor",
    "scrapy",
];

/// Views that are not written down yet, by 索引号. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Visits(Arc<Mutex<HashMap<String, i64>>>);

impl Visits {
    fn add(&self, index_number: String, count: i64) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST || waiting.contains_key(&index_number) {
            *waiting.entry(index_number).or_default() += count;
        }
    }

    /// Those of a publication that wait to be written.
    pub fn waiting(&self, index_number: &str) -> i64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(index_number).copied().unwrap_or(0)
    }

    fn take(&self) -> Vec<(String, i64)> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
    }
}

/// A page that shows the views of a publication, and how many they were when it was made.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Of which.
    pub id: PublicationId,
    /// Its 索引号.
    pub index_number: String,
    /// How many.
    pub count: i64,
}

/// How many they are now.
///
/// # Errors
/// The register.
pub async fn seen(office: &Office, counted: &Counted) -> Result<i64, Error> {
    Ok(office.db.views_of(counted.id).await? + office.visits.waiting(&counted.index_number))
}

/// Counts each page of a publication that a reader was shown, whoever rendered it.
pub async fn count(State(visits): State<Visits>, request: Request, next: Next) -> Response {
    let read = request.method() == Method::GET && is_reader(request.headers());
    let item = if read { item(request.uri().path()) } else { None };
    let response = next.run(request).await;
    // a page that the browser has already was looked at as well
    if let Some(item) = item
        && matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED)
    {
        visits.add(item, 1);
    }
    response
}

/// The 索引号 of a publication's page.
fn item(path: &str) -> Option<String> {
    let key = path.strip_prefix("/items/").filter(|key| !key.contains("/files/"))?;
    let plain = percent_decoded(key)?;
    (!plain.is_empty() && plain.chars().count() <= 120).then_some(plain)
}

/// What stands in a part of an address; `None` where that is no text.
pub fn percent_decoded(key: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::with_capacity(key.len()), key.as_bytes());
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| tail.split_at_checked(2)).flatten();
        match escaped {
            Some((hex, tail)) => {
                bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
                rest = tail;
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether it seems to be somebody who reads: a program that says its name and is none of the known robots, and that does
/// not fetch ahead of its reader.
fn is_reader(headers: &HeaderMap) -> bool {
    let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_lowercase();
    let agent = says(header::USER_AGENT.as_str());
    let ahead = [says("sec-purpose"), says("purpose")].iter().any(|purpose| purpose.contains("prefetch"));
    !agent.is_empty() && !ahead && !ROBOTS.iter().any(|robot| agent.contains(robot))
}

/// Writes down what was counted; what cannot be written is counted on.
///
/// # Errors
/// The register.
pub async fn write(office: &Office) -> Result<(), Error> {
    let taken = office.visits.take();
    let mut rest = taken.chunks(BATCH);
    while let Some(some) = rest.next() {
        if let Err(error) = office.db.add_views(some).await {
            let lost = some.iter().chain(rest.flatten());
            lost.for_each(|(index_number, count)| office.visits.add(index_number.clone(), *count));
            return Err(error);
        }
    }
    Ok(())
}
