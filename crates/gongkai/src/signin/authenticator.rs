//! `/signin/code`: binding an authenticator, and letting go of it.

use askama::Template;
use axum::{Form, extract::State, response::Response};
use gongkai_store::{Actor, Moment, Person, PersonId};
use serde::Deserialize;
use tower_sessions::Session;

use super::{begin, failed, known, open_to};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    people::totp::Secret,
};

/// The session's key of a secret that is not bound yet.
const DRAWN: &str = "authenticator";

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    chrome: Chrome,
    name: String,
    errors: Vec<FieldError>,
    /// To bind: its letters in fours, and its address.
    secret: Option<(String, String)>,
    /// Whether nobody may be without one.
    required: bool,
}

/// Whether the code goes with the account: `None` for a wrong one, `Some(None)` where there is no authenticator,
/// otherwise the step that is used up by it.
pub(super) fn step(office: &Office, person: &Person, typed: &str) -> Result<Option<Option<i64>>, Error> {
    let Some(sealed) = &person.totp else { return Ok(Some(None)) };
    let bytes = office.vault.open_sealed(&record(person.id), sealed).map_err(|fault| Error::broken(&fault))?;
    let secret = Secret::of(&bytes);
    Ok(secret.and_then(|secret| secret.step_of(typed, seconds(office))).map(Some))
}

/// For which record an authenticator's secret is sealed.
pub fn record(id: PersonId) -> String {
    format!("totp {id}")
}

fn seconds(office: &Office) -> i64 {
    office.now_ms().div_euclid(1000)
}

/// `GET /signin/code`
pub async fn show(State(office): State<Office>, visitor: Visitor, session: Session) -> Result<Response, Error> {
    let (person, _) = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    if person.totp.is_none() {
        let drawn = Secret::drawn().base32();
        session.insert(DRAWN, drawn).await.map_err(|fault| Error::broken(&fault))?;
    }
    refuse(&office, &visitor, &session, &person, Vec::new()).await
}

async fn refuse(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    person: &Person,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let drawn = drawn(session).await.filter(|_| person.totp.is_none());
    let secret = drawn.map(|secret| (fours(&secret.base32()), secret.address(&person.name, &office.site.read().name)));
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let (name, required) = (person.full_name.clone(), office.rules.two_factor);
    let page = CodePage { chrome, name, errors, secret, required };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

async fn drawn(session: &Session) -> Option<Secret> {
    let base32: Option<String> = session.get(DRAWN).await.ok()?;
    Secret::of_base32(&base32?)
}

fn fours(letters: &str) -> String {
    let fours: Vec<_> = letters.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    fours.join(" ")
}

/// A code, and whether it is to be the last one.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    otp: String,
}

/// `POST /signin/code`: binds the authenticator that was shown, or lets go of the one that is bound.
pub async fn set(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let (person, who) = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    let address = visitor.address.to_string();
    if let Err(locked) = open_to(&office, &person.name, &address).await? {
        let told = vec![FieldError::new("otp", locked.message)];
        return refuse(&office, &visitor, &session, &person, told).await;
    }
    let (sealed, used) = if person.totp.is_some() {
        (None, step(&office, &person, &form.otp)?.flatten())
    } else {
        let secret = drawn(&session).await.ok_or(Error::Stale)?;
        (Some(office.vault.seal(&record(person.id), secret.bytes())), secret.step_of(&form.otp, seconds(&office)))
    };
    let Some(used) = used else {
        failed(&office, person.id, &address).await?;
        let wrong = FieldError::new("otp", "动态码不对：请看认证器上现在的6位数字，并核对这台电脑和手机的时间");
        return refuse(&office, &visitor, &session, &person, vec![wrong]).await;
    };
    let mut act = office.db.act(Actor::Person(person.id), Moment(office.now_ms())).await?;
    act.set_totp(person.id, sealed.as_deref(), used).await?;
    act.commit().await?;
    let _: Option<String> = session.remove(DRAWN).await.map_err(|fault| Error::broken(&fault))?;
    begin(&office, &session, person.id, who.before).await
}
