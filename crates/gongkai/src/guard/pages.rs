//! 存页: whole pages as visitors see them who are not signed in, kept as ready bytes until something that they show may have
//! changed. No page knows of it. A page is made for nobody in particular, with a hole where the token of a form goes, and
//! the hole is filled for whoever asks.

mod page;
mod text;

use std::sync::Arc;

use axum::{
    body::{HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use quick_cache::{Weighter, sync::Cache};

use self::page::{Kept, MOST, Wanted, is_page, is_whole};
use super::{token, visitor};
use crate::{common::Stamp, office::Office, page::Error};

/// All pages together, in bytes.
const ROOM: u64 = 48 << 20;
/// As many as that are of ordinary size.
const USUAL: usize = 4_000;
/// The longest address that is kept, in bytes.
const LONGEST: usize = 1_024;

/// Where pages are that say the same to every visitor. Maps of the site are for programs, and stay among what is counted.
const PLACES: [&str; 12] = [
    "/access",
    "/catalogue",
    "/checks",
    "/feeds/",
    "/guide",
    "/items/",
    "/organs",
    "/policies",
    "/reports",
    "/rules",
    "/deadline",
    "/fee",
];

/// The cookie of a session, whosever it is.
pub const SESSION: &str = "gongkai_session";

/// What stands in a page in place of what is not the same for everybody, or not for long: drawn at the start, told nobody.
#[derive(Clone)]
pub struct Hole {
    token: Arc<str>,
    views: Arc<str>,
}

impl Hole {
    fn drawn() -> Self {
        Self { token: token().into(), views: token().into() }
    }

    /// Its words in place of the token of a form.
    pub fn words(&self) -> &str {
        &self.token
    }

    /// Its words in place of 访问量; the answer carries a [`Counted`](crate::visits::Counted) then.
    pub fn views(&self) -> &str {
        &self.views
    }
}

/// A page weighs what it holds in memory, its packed forms and its headers included.
#[derive(Clone)]
struct Bytes;

impl Weighter<String, Arc<Kept>> for Bytes {
    fn weight(&self, key: &String, kept: &Arc<Kept>) -> u64 {
        (key.len() + 2 * kept.size() + 1_024) as u64
    }
}

/// The pages that are kept.
pub struct Pages {
    office: Office,
    kept: Cache<String, Arc<Kept>, Bytes>,
    hole: Hole,
}

impl Pages {
    /// None yet.
    pub fn of(office: &Office) -> Arc<Self> {
        Self::within(office, ROOM)
    }

    /// None yet, and never more than so many bytes.
    pub fn within(office: &Office, room: u64) -> Arc<Self> {
        let kept = Cache::with_weighter(USUAL, room, Bytes);
        Arc::new(Self { office: office.clone(), kept, hole: Hole::drawn() })
    }

    /// How many bytes they hold, and how many they may.
    pub fn room(&self) -> (u64, u64) {
        (self.kept.weight(), self.kept.capacity())
    }
}

/// Answers from what is kept; what is not, or not any more, is made and kept.
pub async fn answer(State(pages): State<Arc<Pages>>, mut request: Request, next: Next) -> Response {
    let Some(key) = key(&pages.office, &request) else { return next.run(request).await };
    // before the page is made: what changes meanwhile makes it out of date, and not the other way round
    let Some(stamp) = pages.office.stamp().await else { return next.run(request).await };
    let wanted = Wanted::of(request.headers());
    if let Some(kept) = pages.kept.get(&key).filter(|kept| kept.stamp == stamp) {
        return kept.hand_out(&pages.office, &wanted).await;
    }
    request.extensions_mut().insert(pages.hole.clone());
    let response = next.run(request).await;
    match is_page(&response) {
        true => pages.made(response, (key, stamp), &wanted).await.unwrap_or_else(|error| error.into_response()),
        false => response,
    }
}

impl Pages {
    async fn made(
        &self,
        response: Response,
        (key, stamp): (String, Stamp),
        wanted: &Wanted,
    ) -> Result<Response, Error> {
        let is_kept = is_whole(&response) && response.body().size_hint().exact().is_some_and(|size| size <= MOST);
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|error| Error::broken(&error))?;
        let kept = Arc::new(Kept::of(parts, body, &self.hole, stamp));
        if is_kept {
            self.kept.insert(key, Arc::clone(&kept));
        }
        Ok(kept.hand_out(&self.office, wanted).await)
    }
}

/// Under what a page is kept: how it is read, by which name of the host it was asked for, and its address. `None` for what
/// is not kept at all: anything of somebody with a session, and whatever is not a page for everybody.
fn key(office: &Office, request: &Request) -> Option<String> {
    let uri = request.uri();
    let path = uri.path();
    // what is found follows a release by a moment, and would be kept as it was before
    let is_place = path == "/" || (PLACES.iter().any(|place| path.starts_with(place)) && path != "/feeds/search.atom");
    if request.method() != Method::GET || !is_place {
        return None;
    }
    let headers = request.headers();
    let (mut care, mut large, mut script) = ("", "", "");
    // a session may hide in what others read otherwise
    if headers.get_all(header::COOKIE).iter().any(|value| str::from_utf8(value.as_bytes()).is_err()) {
        return None;
    }
    for (name, _) in visitor::cookies(headers) {
        match name {
            name if name == SESSION || name.contains('%') => return None,
            "care" => care = "c",
            "size" => large = "l",
            "script" => script = "t",
            _ => {}
        }
    }
    // a site that says where it is says so under every name
    let host = match office.post.site.as_str() {
        "" => headers.get(header::HOST).map_or(Some(""), |host| host.to_str().ok())?,
        _ => "",
    };
    let address = uri.path_and_query().map_or(path, |address| address.as_str());
    let key = format!("{care}{large}{script} {host} {address}");
    (key.len() <= LONGEST).then_some(key)
}
