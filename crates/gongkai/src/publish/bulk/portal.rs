//! Every address that is none of ours: what was moved here from an old site.

use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};

use super::moved::{LONGEST, upper};
use crate::{
    guard::Visitor,
    office::Office,
    page::Error,
    publish::portal::{lines, stone},
};

/// What is at an address that is none of ours: 301 to what was moved here from it, 410 and the tombstone where that was taken
/// down, 404 otherwise.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn answer(State(office): State<Office>, visitor: Visitor, uri: Uri) -> Result<Response, Error> {
    let asked = uri.path_and_query().map_or(uri.path(), |whole| whole.as_str());
    if asked.len() > LONGEST {
        return Err(Error::NotFound);
    }
    let asked: String = upper(asked);
    let moved = match office.db.moved_here(&asked).await? {
        Some(moved) => moved,
        // a query that somebody hung on
        None if asked.contains('?') => {
            let path = asked.split('?').next().unwrap_or_default();
            office.db.moved_here(path).await?.ok_or(Error::NotFound)?
        }
        None => return Err(Error::NotFound),
    };
    match moved.state.as_str() {
        "public" => {
            let mut response = Redirect::permanent(&lines::address(&moved.index_number)).into_response();
            *response.status_mut() = axum::http::StatusCode::MOVED_PERMANENTLY;
            Ok(response)
        }
        _ => stone::show(&office, &visitor, moved).await,
    }
}
