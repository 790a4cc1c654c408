//! What signed-in people do in the library.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Moment, RulingKind, Sight};
use serde::Deserialize;

use crate::{guard::Visitor, office::Office, page::Error};

/// 属实 or 不是问题, for one finding.
#[derive(Deserialize)]
pub struct Ruling {
    csrf: String,
    fingerprint: String,
    code: String,
    say: String,
    anchor: String,
}

/// `POST /reports/{organ}/{year}/rule`
pub async fn rule(
    State(office): State<Office>,
    visitor: Visitor,
    Path((slug, year)): Path<(String, String)>,
    Form(form): Form<Ruling>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let person = visitor.keeper()?;
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    let organ = office.db.organ_at(&slug).await?;
    office.db.report_of(organ.id, year, Sight::Staff).await?.ok_or(Error::NotFound)?;
    let known = form.fingerprint.len() == 16 && form.fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    let check = gongkai_report::checks::find(&form.code).filter(|_| known).ok_or(Error::NotFound)?;
    let mut act = office.db.act(person.actor(), Moment(office.now_ms())).await?;
    match form.say.as_str() {
        "confirm" => {
            act.rule((organ.id, year), (&form.fingerprint, check.code), RulingKind::Confirmed, "").await?;
        }
        "dismiss" => {
            act.rule((organ.id, year), (&form.fingerprint, check.code), RulingKind::Dismissed, "").await?;
        }
        _ => act.unrule(organ.id, year, &form.fingerprint).await?,
    }
    act.commit().await?;
    let anchor: String = form.anchor.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    Ok(Redirect::to(&format!("/reports/{slug}/{year}#{anchor}")).into_response())
}
