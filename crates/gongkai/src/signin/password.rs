//! `/signin/password`: a password of one's own, at the first sign-in, when the old one has lived too long, or by choice.

use askama::Template;
use axum::{Form, extract::State, response::Response};
use gongkai_store::{Actor, Moment, Person};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Began, begin, failed, known, locked, open_to, unfinished};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    password::{fits, hash},
};

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    chrome: Chrome,
    name: String,
    errors: Vec<FieldError>,
    rules: String,
    /// Whether the present password is asked for.
    asks: bool,
}

/// `GET /signin/password`
pub async fn show(State(office): State<Office>, visitor: Visitor, session: Session) -> Result<Response, Error> {
    let (person, who) = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    refuse(&office, &visitor, (person, &who.began), Vec::new())
}

fn refuse(
    office: &Office,
    visitor: &Visitor,
    (person, began): (Person, &Began),
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let asks = asks(office, &person, began);
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let page = PasswordPage { chrome, name: person.full_name, rules: office.rules.said(), asks, errors };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// Whoever just signed in with it has shown that they know it; whoever comes later may sit at another's desk, and whoever
/// was vouched for has shown nothing of it.
fn asks(office: &Office, person: &Person, began: &Began) -> bool {
    unfinished(office, person, began) != Some("/signin/password")
}

/// What the password form sends.
#[derive(Deserialize)]
pub struct NewPassword {
    csrf: String,
    #[serde(default)]
    now: String,
    pass: String,
    again: String,
}

/// `POST /signin/password`
pub async fn set(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<NewPassword>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let (person, who) = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    let address = visitor.address.to_string();
    if let Err(locked) = open_to(&office, &person.name, &address).await? {
        return refuse(&office, &visitor, (person, &who.began), vec![FieldError::new("pass", locked.message)]);
    }
    if asks(&office, &person, &who.began) && !fits(form.now.clone(), Some(person.password.clone())).await {
        let told = failed(&office, person.id, &address, FieldError::new("now", "现在的密码不对")).await?;
        return refuse(&office, &visitor, (person, &who.began), vec![told]);
    }
    let errors = faults(&office, &person, &form).await?;
    if !errors.is_empty() {
        return refuse(&office, &visitor, (person, &who.began), errors);
    }
    let hash = hash(form.pass).await?;
    let now = Moment(office.now_ms());
    let mut act = office.db.act(Actor::Person(person.id), now).await?;
    if let Some(until) = act.signin_locked(person.id, &address).await? {
        let told = FieldError::new("pass", locked(until, now).message);
        return refuse(&office, &visitor, (person, &who.began), vec![told]);
    }
    act.set_password(person.id, &hash, false).await?;
    act.commit().await?;
    begin(&office, &session, person.id, who.began).await
}

async fn faults(office: &Office, person: &Person, form: &NewPassword) -> Result<Vec<FieldError>, Error> {
    let mut errors = Vec::new();
    if let Some(fault) = office.rules.fault(&form.pass, &person.name) {
        errors.push(FieldError::new("pass", fault));
    } else if was_used(office, person, &form.pass).await? {
        errors.push(FieldError::new("pass", "这个密码用过，请换一个"));
    }
    if form.pass != form.again {
        errors.push(FieldError::new("again", "两次输入不一样"));
    }
    Ok(errors)
}

async fn was_used(office: &Office, person: &Person, password: &str) -> Result<bool, Error> {
    let mut hashes = office.db.passwords_before(person.id, office.rules.remembered).await?;
    hashes.push(person.password.clone());
    for hash in hashes {
        if fits(password.to_owned(), Some(hash)).await {
            return Ok(true);
        }
    }
    Ok(false)
}
