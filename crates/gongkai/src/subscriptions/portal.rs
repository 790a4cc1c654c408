//! `/subscriptions/…`: the form, and the page of whoever got the mail.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use gongkai_store::{Actor, Moment, Subscriber, Subscription};
use serde::Deserialize;

use super::{ask, is_open, opened, place, topic::Topic};
use crate::{
    guard::{Visitor, room},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    post::mail::is_address,
    requests::mask,
};

/// The pages, private to whoever fills one in or has the link.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/subscriptions/new", get(show_form).post(send))
        .route("/subscriptions/sent", get(sent))
        .route("/subscriptions/{id}/{token}", get(show).post(change))
}

/// What the form sends, and what a link to it names.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    csrf: String,
    kind: String,
    what: String,
    email: String,
}

#[derive(Template)]
#[template(path = "subscriptions/form.html")]
struct FormPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    typed: Typed,
    label: String,
    page: String,
    feed: String,
    open: bool,
}

impl FormPage {
    fn wrong(&self) -> Option<&FieldError> {
        self.errors.first()
    }
}

/// `GET /subscriptions/new?kind=&what=`
async fn show_form(
    State(office): State<Office>,
    visitor: Visitor,
    Query(typed): Query<Typed>,
) -> Result<Response, Error> {
    let topic = Topic::of(&office, &typed.kind, &typed.what).await?.ok_or(Error::NotFound)?;
    form(&office, &visitor, &topic, Typed { email: String::new(), ..typed }, Vec::new())
}

fn form(
    office: &Office,
    visitor: &Visitor,
    topic: &Topic,
    typed: Typed,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let status = page::form_status(errors.is_empty());
    let (kind, what) = topic.key();
    let page = FormPage {
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        errors,
        label: topic.label(),
        page: topic.page(),
        feed: topic.feed(),
        open: is_open(office),
        typed: Typed { kind: kind.to_owned(), what: what.to_owned(), ..typed },
    };
    page::show_as(status, &page)
}

/// `POST /subscriptions/new`
async fn send(State(office): State<Office>, visitor: Visitor, Form(typed): Form<Typed>) -> Result<Response, Error> {
    visitor.approve(&office, &typed.csrf)?;
    let topic = Topic::of(&office, &typed.kind, &typed.what).await?.ok_or(Error::NotFound)?;
    if !is_open(&office) {
        return form(&office, &visitor, &topic, typed, Vec::new());
    }
    let email = crate::typed::number(&typed.email);
    let fault = match () {
        () if email.is_empty() => Some("请写电子邮箱".to_owned()),
        () if !is_address(&email) => Some("这不是一个电子邮箱".to_owned()),
        // whose mailbox it is decides how many mails it gets, whoever asks for them
        () => match room::taken_to_write(&office, &visitor, email.len()).await? {
            Some(why) => Some(why),
            None => room::taken_to_mail(&office, &email.to_lowercase()).await?,
        },
    };
    let fault = match fault {
        None if !ask::ask(&office, &email, &topic).await? => {
            Some(format!("一个邮箱最多订阅{}项，请先退订几项", ask::MOST))
        }
        fault => fault,
    };
    match fault {
        Some(why) => form(&office, &visitor, &topic, typed, vec![FieldError::new("email", why)]),
        None => Ok(Redirect::to("/subscriptions/sent").into_response()),
    }
}

#[derive(Template)]
#[template(path = "subscriptions/sent.html")]
struct SentPage {
    chrome: Chrome,
}

/// `GET /subscriptions/sent`
async fn sent(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    page::show(&SentPage { chrome: Chrome::new(&office, &visitor, Nav::Catalogue).private() })
}

/// One subscription as the page lists it.
struct Row {
    kind: String,
    what: String,
    label: String,
    page: String,
    confirmed: bool,
}

#[derive(Template)]
#[template(path = "subscriptions/own.html")]
struct OwnPage {
    chrome: Chrome,
    /// Where its forms go.
    here: String,
    /// The address, covered.
    email: String,
    rows: Vec<Row>,
    pending: usize,
}

/// `GET /subscriptions/{id}/{token}`: looking at it changes nothing, since mail programs look at links by themselves.
async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((id, token)): Path<(String, String)>,
) -> Result<Response, Error> {
    let subscriber = opened(&office, &id, &token).await?;
    own(&office, &visitor, subscriber).await
}

async fn own(office: &Office, visitor: &Visitor, subscriber: Option<Subscriber>) -> Result<Response, Error> {
    let all = match &subscriber {
        Some(subscriber) => office.db.subscriptions_of(&[subscriber.id]).await?,
        None => Vec::new(),
    };
    let slugs: Vec<&str> = all.iter().filter(|one| one.kind == "organ").map(|one| one.what.as_str()).collect();
    let organs = office.db.organs_at(&slugs).await?;
    let row = |one: Subscription| {
        // what is gone is still somebody's to end
        let topic = Topic::among(&organs, &one.kind, &one.what);
        let (label, page) = topic.map_or((one.what.clone(), String::new()), |topic| (topic.label(), topic.page()));
        Row { kind: one.kind, what: one.what, label, page, confirmed: one.confirmed_ms.is_some() }
    };
    let rows: Vec<Row> = all.into_iter().map(row).collect();
    let email = subscriber.as_ref().and_then(|subscriber| super::address(office, subscriber).ok());
    let mut response = page::show(&OwnPage {
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        here: subscriber.as_ref().map(|subscriber| place(office, subscriber.id)).unwrap_or_default(),
        email: email.map(|email| mask::email(&email)).unwrap_or_default(),
        pending: rows.iter().filter(|row| !row.confirmed).count(),
        rows,
    })?;
    if subscriber.is_none() {
        *response.status_mut() = axum::http::StatusCode::GONE;
    }
    Ok(response)
}

/// `POST /subscriptions/{id}/{token}`: says yes to one, ends one, or all. What a mail program sends on its own behalf for
/// its reader (RFC 8058) has no token of a form: the address itself is the secret.
async fn change(
    State(office): State<Office>,
    visitor: Visitor,
    Path((id, token)): Path<(String, String)>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", String::as_str);
    let one_click = word("List-Unsubscribe") == "One-Click";
    if !one_click {
        visitor.approve(&office, word("csrf"))?;
    }
    let Some(subscriber) = opened(&office, &id, &token).await? else {
        return own(&office, &visitor, None).await;
    };
    let one = (word("kind"), word("what"));
    let mut act = office.db.act(Actor::Public, Moment(office.now_ms())).await?;
    match word("act") {
        _ if one_click => act.unsubscribe(subscriber.id, None).await?,
        "confirm" => act.confirm_subscription(subscriber.id, one).await?,
        "drop" => act.unsubscribe(subscriber.id, Some(one)).await?,
        "all" => act.unsubscribe(subscriber.id, None).await?,
        _ => return Err(Error::Garbled),
    }
    act.commit().await?;
    match one_click {
        // a mail program asks, and reads no page (RFC 8058)
        true => Ok("已经退订。\n".into_response()),
        false => Ok(Redirect::to(&place(&office, subscriber.id)).into_response()),
    }
}
