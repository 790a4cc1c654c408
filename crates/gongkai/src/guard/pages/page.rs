//! A page that is kept: its bytes, with holes for the token of a form, and how it is handed out.

use std::{io::Write as _, sync::OnceLock};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    http::{HeaderMap, HeaderValue, StatusCode, header, response::Parts},
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, write::GzEncoder};
use memchr::memmem;
use sm3::{Digest as _, Sm3};

use super::fresh::Stamp;
use crate::{
    guard::{hex, visitor},
    office::Office,
};

/// The largest page that is kept, in bytes.
pub const MOST: u64 = 1 << 20;
/// The smallest that is packed.
const PACKED: usize = 1_024;

/// What is kept when it is whole.
const TEXTS: [&str; 5] = ["application/atom+xml", "application/xml", "application/json", "text/csv", "text/plain"];

/// What somebody's browser said of what it has and takes.
pub struct Wanted {
    /// What the token of their forms is bound to, if they have one.
    bound: Option<String>,
    /// What they have already.
    known: Option<HeaderValue>,
    packed: bool,
}

impl Wanted {
    /// From the headers of a request.
    pub fn of(headers: &HeaderMap) -> Self {
        let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let gzip = |coding: &str| coding.trim().strip_prefix("gzip").is_some_and(|rest| !rest.contains("q=0"));
        Self {
            bound: visitor::bound(headers),
            known: headers.get(header::IF_NONE_MATCH).cloned(),
            packed: takes.split(',').any(gzip),
        }
    }
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
    /// Where the holes are.
    holes: Vec<usize>,
    /// How long each is.
    width: usize,
    name: String,
    packed: OnceLock<Option<Bytes>>,
}

impl Kept {
    /// What was made, with holes where these words stand.
    pub fn of(parts: Parts, body: Bytes, hole: &str, stamp: Stamp) -> Self {
        let mut headers = parts.headers;
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-encoding"));
        let sum = Sm3::digest(&body);
        Self {
            stamp,
            status: parts.status,
            headers,
            holes: memmem::find_iter(&body, hole).collect(),
            width: hole.len(),
            name: hex(sum.get(..12).unwrap_or_default()),
            body,
            packed: OnceLock::new(),
        }
    }

    /// In bytes.
    pub fn size(&self) -> usize {
        self.body.len()
    }

    /// As an answer to somebody: with their token in the holes, or the word that what they have is right.
    pub fn hand_out(&self, office: &Office, wanted: &Wanted) -> Response {
        if !self.holes.is_empty() {
            return self.for_one(office, wanted);
        }
        if self.status != StatusCode::OK {
            return self.answer(self.body.clone());
        }
        let name = format!("W/\"{}\"", self.name);
        if is_known(wanted, &name) {
            return self.unchanged(&name);
        }
        let Some(packed) = wanted.packed.then(|| self.packed()).flatten() else {
            return named(self.answer(self.body.clone()), &name);
        };
        let mut response = self.answer(packed.clone());
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        named(response, &name)
    }

    /// A page with a form is that of one browser: no other and no proxy may show it. It is not packed, since what
    /// is packed beside a secret tells of it by its length.
    fn for_one(&self, office: &Office, wanted: &Wanted) -> Response {
        let (bound, is_new) = match &wanted.bound {
            Some(bound) => (bound.clone(), false),
            None => (super::token(), true),
        };
        let token = visitor::token_of(office, &bound);
        let name = format!("W/\"{}-{}\"", self.name, hex(Sm3::digest(&token).get(..6).unwrap_or_default()));
        let mut response = match self.status == StatusCode::OK && is_known(wanted, &name) {
            true => self.unchanged(&name),
            false => named(self.answer(self.filled(&token).unwrap_or_default()), &name),
        };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if is_new {
            visitor::bind(&mut response, office, bound);
        }
        response
    }

    fn filled(&self, token: &str) -> Option<Bytes> {
        let mut out = Vec::with_capacity(self.body.len());
        let mut at = 0;
        for hole in &self.holes {
            out.extend_from_slice(self.body.get(at..*hole)?);
            out.extend_from_slice(token.as_bytes());
            at = hole + self.width;
        }
        out.extend_from_slice(self.body.get(at..)?);
        Some(out.into())
    }

    fn packed(&self) -> Option<&Bytes> {
        let pack = || {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(&self.body).and_then(|()| gzip.finish()).ok().map(Bytes::from)
        };
        if self.body.len() < PACKED { None } else { self.packed.get_or_init(pack).as_ref() }
    }

    fn answer(&self, body: Bytes) -> Response {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }

    fn unchanged(&self, name: &str) -> Response {
        let mut response = named(StatusCode::NOT_MODIFIED.into_response(), name);
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-encoding"));
        response
    }
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
