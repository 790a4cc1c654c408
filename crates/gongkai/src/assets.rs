//! Style sheet, script and icon: inside the binary, named with their hash so that browsers may keep them.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::{guard::headers::unchanged, page::Error};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The style sheet's address.
pub fn css() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| address("gongkai.css"));
    &ADDRESS
}

/// The script's address.
pub fn script() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| address("gongkai.js"));
    &ADDRESS
}

fn address(name: &str) -> String {
    match Files::get(name) {
        Some(file) => format!("/static/{name}?v={}", tag(&file)),
        None => format!("/static/{name}"),
    }
}

fn tag(file: &rust_embed::EmbeddedFile) -> String {
    file.metadata.sha256_hash().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `GET /static/{name}`
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Error> {
    let file = Files::get(&name).ok_or(Error::NotFound)?;
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => return Err(Error::NotFound),
    };
    let etag = format!("\"{}\"", tag(&file));
    let keep = "public, max-age=31536000, immutable";
    if let Some(unchanged) = unchanged(&headers, &etag) {
        return Ok(unchanged);
    }
    let head =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CACHE_CONTROL, keep.to_owned()), (header::ETAG, etag)];
    Ok((head, file.data.into_owned()).into_response())
}
