//! What signed-in people do with an upload.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::{keep, opened};
use crate::{guard::Visitor, office::Office, page::Error, signin::Bare};

/// `POST /verify/{token}/{n}/keep`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path((token, n)): Path<(String, String)>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let person = visitor.signed_in()?;
    let opened = opened::open(&office, &token).await.map_err(super::portal::gone)?;
    let n = super::portal::number(&n)?;
    let (slug, year) = keep::keep(&office, person, &opened, n).await?;
    Ok(Redirect::to(&format!("/reports/{slug}/{year}")).into_response())
}
