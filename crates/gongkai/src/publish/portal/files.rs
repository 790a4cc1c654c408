//! 附件: the files that went out with a publication, for as long as it is public.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use gongkai_store::{PublicationFile, PublicationId};

use crate::{guard::headers::unchanged, office::Office, page::Error, verify::portal::as_attachment};

/// 附件, in a list.
pub struct FileRow {
    /// Its address.
    pub href: String,
    /// Its name without its ending.
    pub name: String,
    /// `PDF，214 KB`
    pub what: String,
}

impl FileRow {
    /// One of a publication's.
    pub fn of(id: PublicationId, file: PublicationFile) -> Self {
        let size = u64::try_from(file.size).unwrap_or(0);
        let (name, ending) = match file.name.rsplit_once('.') {
            Some((name, ending)) if !name.is_empty() && ending.len() <= 5 => (name, ending.to_uppercase()),
            _ => (file.name.as_str(), "文件".to_owned()),
        };
        let what = format!("{ending}，{}", sized(size));
        Self { href: format!("/items/{id}/files/{}", file.n), name: name.to_owned(), what }
    }
}

fn sized(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// `{id}/files/{n}`, taken apart.
pub fn named(key: &str) -> Option<(PublicationId, i32)> {
    let (id, n) = key.split_once("/files/")?;
    Some((id.parse().ok()?, n.parse().ok()?))
}

/// Sends a file of what is public; of what was taken down none is given.
pub async fn send(office: &Office, headers: &HeaderMap, id: PublicationId, n: i32) -> Result<Response, Error> {
    if office.db.released(id).await?.state != "public" {
        return Err(Error::NotFound);
    }
    let files = office.db.released_files(id).await?;
    let file = files.into_iter().find(|file| file.n == n).ok_or(Error::NotFound)?;
    let etag = format!("\"{}\"", file.file_sm3);
    if let Some(unchanged) = unchanged(headers, &etag) {
        return Ok(unchanged);
    }
    let mut response = as_attachment(&file.media, &file.name, office.db.file_bytes(file.file_sm3).await?);
    let etag = HeaderValue::from_str(&etag).map_err(|_| Error::NotFound)?;
    response.headers_mut().insert(header::ETAG, etag);
    Ok(response)
}
