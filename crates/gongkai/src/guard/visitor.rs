//! Who is asking: reading preferences, a token for forms, and the person who is signed in.

use std::net::IpAddr;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use hmac::{Hmac, KeyInit, Mac};
use sm3::Sm3;
use tower_sessions::{
    Session,
    cookie::{Cookie, SameSite, time::Duration},
};

use crate::{
    find::names,
    guard::{self, pages::Hole, rate::Client, traditional},
    office::Office,
    page::{self, Error},
    people::roles::{Hand, KEEPERS},
    signin::{self, Person},
    site_map,
};

/// The cookie that a form's token is bound to. It says nothing about who somebody is.
const COOKIE: &str = "gongkai_form";

/// One request's visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// 关怀版
    pub care: bool,
    /// 大字
    pub large: bool,
    /// 繁體
    pub traditional: bool,
    /// For hidden fields.
    pub csrf: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// From where, as far as addresses tell people apart.
    pub address: IpAddr,
    /// Under which name the site is known to those outside; may be empty.
    pub domain: String,
    path: String,
    query: String,
    bound: String,
}

impl Visitor {
    /// Whether a form's token was given to this browser by us.
    ///
    /// # Errors
    /// [`Error::Forged`] where it was not.
    pub fn approve(&self, office: &Office, token: &str) -> Result<(), Error> {
        let given = Some(token).filter(|token| token.len() == 64).and_then(guard::unhex).ok_or(Error::Forged)?;
        mac(office, &self.bound).and_then(|mac| mac.verify_slice(&given).ok()).ok_or(Error::Forged)
    }

    /// What is kept for this browser alone, until it is closed, is kept under this.
    pub fn fingerprint(&self, office: &Office, purpose: &str) -> Vec<u8> {
        office.vault.fingerprint(purpose, &self.bound)
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`]
    pub fn signed_in(&self) -> Result<&Person, Error> {
        self.person.as_ref().ok_or(Error::NotSignedIn)
    }

    /// The signed-in person, where reports are theirs to keep and to judge.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::Forbidden`]
    pub fn keeper(&self) -> Result<&Person, Error> {
        let person = self.signed_in()?;
        match person.hand.is_any(&KEEPERS) {
            true => Ok(person),
            false => Err(Error::Forbidden("年报由经办人、公开工作机构负责人、系统管理员留存和判断".to_owned())),
        }
    }

    /// The signed-in person's hand, with every role they have today.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`]
    pub fn hand(&self) -> Result<&Hand, Error> {
        Ok(&self.signed_in()?.hand)
    }

    /// Which page is asked for.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same, had they asked for this page with another query: links of the page repeat it.
    pub fn asking(mut self, query: &str) -> Self {
        query.clone_into(&mut self.query);
        self
    }

    /// This page's address with one preference set.
    pub fn switch(&self, name: &str, value: &str) -> String {
        let kept = without_switches(&self.query);
        let joint = if kept.is_empty() { "" } else { "&" };
        format!("{}?{kept}{joint}{name}={value}", self.path)
    }
}

impl FromRequestParts<Office> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Office) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::Forged)
    }
}

/// Greets each request: switches preferences, binds a form token, finds the person, and dresses a failed answer.
pub async fn greet(
    State((office, client)): State<(Office, Client)>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::GET
        && let Some(answer) = switched(&office, request.uri())
    {
        return answer;
    }
    // a page that is made for everybody has a hole for the token, and no cookie
    let hole = request.extensions().get::<Hole>().cloned();
    let known = bound(request.headers());
    let bound = known.clone().unwrap_or_else(guard::token);
    let visitor = Visitor {
        care: cookie(request.headers(), "care").is_some(),
        large: cookie(request.headers(), "size").is_some(),
        traditional: cookie(request.headers(), "script").is_some() && !request.uri().path().starts_with("/desk"),
        csrf: hole.as_ref().map_or_else(|| token_of(&office, &bound), |hole| hole.words().to_owned()),
        person: signin::person(&office, &session).await,
        address: client.of(&request),
        domain: site_map::domain(&office, request.headers()),
        // one slash, as in `switched`
        path: format!("/{}", request.uri().path().trim_start_matches(['/', '\\'])),
        query: request.uri().query().unwrap_or_default().to_owned(),
        bound: bound.clone(),
    };
    request.extensions_mut().insert(visitor.clone());
    let posted = request.method() == Method::POST;
    let response = match posted && from_elsewhere(request.headers()) {
        true => Error::Forged.into_response(),
        false => next.run(request).await,
    };
    let mut response = page::dress(&office, &visitor, posted, response);
    if visitor.traditional {
        response = traditional::page(response, names::spoiled(&office).await).await;
    }
    if known.is_none() && hole.is_none() {
        bind(&mut response, &office, bound);
    }
    response
}

/// What the token of this browser's forms is bound to, if it has been here.
pub fn bound(headers: &HeaderMap) -> Option<String> {
    cookie(headers, COOKIE).filter(|value| value.len() == 64)
}

/// The token of the forms of the browser that has this cookie.
pub fn token_of(office: &Office, bound: &str) -> String {
    mac(office, bound).map(|mac| guard::hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Gives a browser the cookie that the token of its forms is bound to.
pub fn bind(response: &mut Response, office: &Office, bound: String) {
    set(response, office, Cookie::build((COOKIE, bound)));
}

/// A new binding after sign-in and sign-out, so that forms opened before are worth nothing.
pub fn rebind(response: &mut Response, office: &Office) {
    bind(response, office, guard::token());
}

fn set(response: &mut Response, office: &Office, cookie: tower_sessions::cookie::CookieBuilder<'_>) {
    let cookie = cookie.path("/").http_only(true).same_site(SameSite::Lax).secure(office.secure).build();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// 阅读方式: how somebody reads: the name of the cookie, its word.
const SWITCHES: [(&str, &str); 3] = [("care", "1"), ("size", "large"), ("script", "hant")];

/// `?care=1`, `?size=large` and `?script=hant` become cookies, and the address is cleaned.
fn switched(office: &Office, uri: &axum::http::Uri) -> Option<Response> {
    let query = uri.query()?;
    let wish = |name: &str| query.split('&').rev().find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let wishes = SWITCHES.map(|(name, on)| (name, wish(name), on));
    if wishes.iter().all(|(_, wish, _)| wish.is_none()) {
        return None;
    }
    let kept = without_switches(query);
    let joint = if kept.is_empty() { "" } else { "?" };
    // one slash: `//elsewhere` and `/\elsewhere` would lead to another site
    let path = uri.path().trim_start_matches(['/', '\\']);
    let mut response = Redirect::to(&format!("/{path}{joint}{kept}")).into_response();
    for (name, wish, on) in wishes {
        let Some(wish) = wish else { continue };
        let age = if wish == on { Duration::days(365) } else { Duration::ZERO };
        set(&mut response, office, Cookie::build((name, on)).max_age(age));
    }
    Some(response)
}

fn without_switches(query: &str) -> String {
    let named =
        |pair: &str| pair.split_once('=').is_some_and(|(name, _)| SWITCHES.iter().any(|(ours, _)| *ours == name));
    query.split('&').filter(|pair| !pair.is_empty() && !named(pair)).collect::<Vec<_>>().join("&")
}

/// A browser that knows says so itself; one that does not is held by the token alone.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    cookies(headers).find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// What a browser sends of cookies: names and values.
pub fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| str::from_utf8(value.as_bytes()).ok());
    let pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.trim(), value.trim()))
}

fn mac(office: &Office, bound: &str) -> Option<Hmac<Sm3>> {
    let mut mac = Hmac::<Sm3>::new_from_slice(office.seal.as_slice()).ok()?;
    mac.update(bound.as_bytes());
    Some(mac)
}
