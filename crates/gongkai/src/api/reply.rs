//! 答复: JSON with a tag of its own bytes, so that whoever has it already is not sent it again.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use gongkai_store::Digest;
use serde::Serialize;

use super::problem::Problem;
use crate::page::Error;

/// An answer for everybody. Its tag is a digest of what is said, and so never that of another answer; the position in the
/// row of changes would not know of an organ's new name or of a report.
///
/// # Errors
/// What cannot be written as JSON: a fault of ours.
pub fn json(headers: &HeaderMap, value: &impl Serialize) -> Result<Response, Problem> {
    let body = bytes(value)?;
    let digest = Digest::of(&body).to_string();
    let tag = format!("\"{}\"", digest.get(..32).unwrap_or(&digest));
    let value = HeaderValue::from_str(&tag).map_err(|error| Error::broken(&error))?;
    let mut response = match is_known(headers, &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => typed(StatusCode::OK, body.into()),
    };
    response.headers_mut().insert(header::ETAG, value);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    Ok(response)
}

/// An answer for one program alone.
///
/// # Errors
/// As [`json`].
pub fn private(status: StatusCode, value: &impl Serialize) -> Result<Response, Problem> {
    Ok(written(status, bytes(value)?))
}

/// The same of JSON that is written already.
pub fn written(status: StatusCode, json: impl Into<Body>) -> Response {
    let mut response = typed(status, json.into());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn bytes(value: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|error| Error::broken(&error).into())
}

fn typed(status: StatusCode, body: Body) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Whether the answer of this tag is known: compared weakly, as RFC 9110 has it, since what travels compressed bears a weak
/// tag.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Says where the next page is.
pub fn with_next(mut response: Response, next: Option<&str>) -> Response {
    let link = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// What was compressed is not the same bytes any more: its tag says so.
pub async fn weaken(mut response: Response) -> Response {
    if !response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let weak = tag.filter(|tag| !tag.starts_with("W/")).and_then(|tag| HeaderValue::from_str(&format!("W/{tag}")).ok());
    if let Some(weak) = weak {
        response.headers_mut().insert(header::ETAG, weak);
    }
    response
}
