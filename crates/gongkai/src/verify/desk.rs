//! What signed-in people do with an upload.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{keep, opened};
use crate::{guard::Visitor, office::Office, page::Error};

/// The form that keeps a report.
#[derive(Deserialize)]
pub struct Keeping {
    csrf: String,
    /// The report that the page said would be replaced; empty where it said there was none.
    #[serde(default)]
    replaces: String,
    /// Which of several organs of the name; empty where the page said there was one.
    #[serde(default)]
    organ: String,
}

/// `POST /verify/{token}/{n}/keep`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path((token, n)): Path<(String, String)>,
    Form(form): Form<Keeping>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let person = visitor.keeper()?;
    let opened = opened::open(&office, &token).await.map_err(super::portal::gone)?;
    let n = super::portal::number(&n)?;
    let replaces = match form.replaces.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::Stale)?),
    };
    let (slug, year) = keep::keep(&office, person, &opened, n, (&form.organ, replaces)).await?;
    Ok(Redirect::to(&format!("/reports/{slug}/{year}")).into_response())
}
