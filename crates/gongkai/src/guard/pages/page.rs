//! A page that is kept, and how it is handed out.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    http::{HeaderMap, HeaderValue, StatusCode, header, response::Parts},
    response::{IntoResponse as _, Response},
};
use sm3::{Digest as _, Sm3};

use super::{Hole, text::Text};
use crate::{
    common::Stamp,
    guard::{hex, visitor},
    office::Office,
    visits::{self, Counted},
};

/// The largest page that is kept, in bytes.
pub const MOST: u64 = 1 << 20;
/// How long a count of views is taken for true.
const COUNTED: Duration = Duration::from_secs(2);

/// What is kept when it is whole.
const TEXTS: [&str; 5] = ["application/atom+xml", "application/xml", "application/json", "text/csv", "text/plain"];

/// What somebody's browser said of what it has and takes.
pub struct Wanted {
    /// What the token of their forms is bound to, if they have one.
    bound: Option<String>,
    /// What they have already.
    known: Option<HeaderValue>,
    pub gzip: bool,
    pub brotli: bool,
}

impl Wanted {
    /// From the headers of a request.
    pub fn of(headers: &HeaderMap) -> Self {
        let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| takes.split(',').any(|coding| is_taken(coding, name));
        Self {
            bound: visitor::bound(headers),
            known: headers.get(header::IF_NONE_MATCH).cloned(),
            gzip: takes("gzip"),
            brotli: takes("br"),
        }
    }
}

/// Whether one of the packings that a browser names is this one, and wanted.
fn is_taken(coding: &str, name: &str) -> bool {
    let mut parts = coding.split(';').map(str::trim);
    let is_named = parts.next().is_some_and(|first| first.eq_ignore_ascii_case(name));
    let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
    is_named && weight.is_none_or(|weight| weight > 0.0)
}

/// Whether it is a page of ours, whose holes are to be filled, or a text for everybody.
pub fn is_page(response: &Response) -> bool {
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // what is written while it is sent, a table of everything, is never held whole
    let text = || TEXTS.iter().any(|text| media.starts_with(text)) && response.body().size_hint().exact().is_some();
    media.starts_with("text/html") || (!response.headers().contains_key(header::ETAG) && text())
}

/// Whether it may be kept: the page that was asked for, with nothing in it for one person.
pub fn is_whole(response: &Response) -> bool {
    let headers = response.headers();
    let forbids = |value: &HeaderValue| value.as_bytes().windows(8).any(|word| word == b"no-store");
    response.status() == StatusCode::OK
        && !headers.contains_key(header::SET_COOKIE)
        && !headers.get(header::CACHE_CONTROL).is_some_and(forbids)
}

/// A page as it was made.
pub struct Kept {
    pub stamp: Stamp,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    hole: Hole,
    /// Whose 访问量 it shows.
    counted: Option<Counted>,
    now: Mutex<Now>,
}

/// A page as it stands now: with the last count.
struct Now {
    text: Arc<Text>,
    count: i64,
    asked: Instant,
}

impl Kept {
    /// What was made, with its holes.
    pub fn of(mut parts: Parts, body: Bytes, hole: &Hole, stamp: Stamp) -> Self {
        let counted = parts.extensions.remove::<Counted>();
        let mut headers = parts.headers;
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-encoding"));
        let count = counted.as_ref().map_or(0, |counted| counted.count);
        let text = match counted {
            Some(_) => Text::counted(&body, hole, count),
            None => Text::of(body.clone(), hole),
        };
        let now = Mutex::new(Now { text: Arc::new(text), count, asked: Instant::now() });
        Self { stamp, status: parts.status, headers, body, hole: hole.clone(), counted, now }
    }

    /// In bytes.
    pub fn size(&self) -> usize {
        self.body.len()
    }

    /// As an answer to somebody: with their token in the holes, or the word that what they have is right.
    pub async fn hand_out(&self, office: &Office, wanted: &Wanted) -> Response {
        let text = self.text(office).await;
        if !text.holes.is_empty() {
            return self.for_one(office, &text, wanted);
        }
        if self.status != StatusCode::OK {
            return self.answer(text.body.clone());
        }
        let name = format!("W/\"{}\"", text.name);
        if is_known(wanted, &name) {
            return unchanged(&name);
        }
        let Some((coding, packed)) = text.packed_for(wanted) else {
            return named(self.answer(text.body.clone()), &name);
        };
        let mut response = self.answer(packed.clone());
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        named(response, &name)
    }

    /// Its text, with a count that was true a moment ago; while the register does not answer, with the last.
    async fn text(&self, office: &Office) -> Arc<Text> {
        let Some(counted) = &self.counted else { return Arc::clone(&self.now().text) };
        {
            let mut now = self.now();
            if now.asked.elapsed() < COUNTED {
                return Arc::clone(&now.text);
            }
            // of many who come at once, one asks
            now.asked = Instant::now();
        }
        let count = visits::seen(office, counted).await;
        let mut now = self.now();
        if let Ok(count) = count
            && count > now.count
        {
            (now.text, now.count) = (Arc::new(Text::counted(&self.body, &self.hole, count)), count);
        }
        Arc::clone(&now.text)
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page with a form is that of one browser: no other and no proxy may show it. It is not packed, since what
    /// is packed beside a secret tells of it by its length.
    fn for_one(&self, office: &Office, text: &Text, wanted: &Wanted) -> Response {
        let (bound, is_new) = match &wanted.bound {
            Some(bound) => (bound.clone(), false),
            None => (crate::guard::token(), true),
        };
        let token = visitor::token_of(office, &bound);
        let name = format!("W/\"{}-{}\"", text.name, hex(Sm3::digest(&token).get(..6).unwrap_or_default()));
        let mut response = match self.status == StatusCode::OK && is_known(wanted, &name) {
            true => unchanged(&name),
            false => named(self.answer(text.filled(&token).unwrap_or_default()), &name),
        };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if is_new {
            visitor::bind(&mut response, office, bound);
        }
        response
    }

    fn answer(&self, body: Bytes) -> Response {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

fn unchanged(name: &str) -> Response {
    let mut response = named(StatusCode::NOT_MODIFIED.into_response(), name);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-encoding"));
    response
}

fn named(mut response: Response, name: &str) -> Response {
    if let Ok(name) = HeaderValue::from_str(name) {
        response.headers_mut().insert(header::ETAG, name);
    }
    response
}

fn is_known(wanted: &Wanted, name: &str) -> bool {
    let known = wanted.known.as_ref().and_then(|known| known.to_str().ok()).unwrap_or_default();
    known.split(',').any(|one| one.trim() == name)
}
