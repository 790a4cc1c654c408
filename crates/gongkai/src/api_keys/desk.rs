//! `/desk/api`: the keys of an organ: made, shown once, and revoked.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use gongkai_store::{ApiKey, ApiKeyId, Error as StoreError, Moment, Organ, PersonId, Wish};
use jiff::{Span, civil::Date};
use serde::Deserialize;

use super::key::{self, KeyScope, LONGEST_NAME, MOST_DAYS, Wanted};
use crate::{
    guard::{Visitor, headers},
    office::{Office, civil_date, civil_minute},
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::desk::list::refused,
    requests::take::NotTaken,
    typed,
};

/// Keys on one page.
const ROWS: usize = 50;
/// Organs that are offered; any other is named.
const ORGANS: i64 = 200;
/// Days that a key lasts where nobody says otherwise.
const DAYS: i32 = 180;

/// The addresses of these pages.
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/api", get(show).post(issue))
        .route("/desk/api/{id}/revoke", post(revoke))
        .layer(map_response(headers::keep_private))
}

/// A key as the page lists it.
struct KeyRow {
    id: String,
    name: String,
    organ: String,
    scopes: String,
    maker: String,
    made: String,
    until: String,
    used: String,
    /// The class of its tag, and its words.
    state: (&'static str, &'static str),
    open: bool,
}

/// What was typed into the form.
#[derive(Default)]
struct Typed {
    name: String,
    organ: String,
    until: String,
    scopes: Vec<KeyScope>,
}

#[derive(Template)]
#[template(path = "api/keys.html")]
struct KeysPage {
    desk: Desk,
    rows: Vec<KeyRow>,
    next: Option<String>,
    /// For an administrator some to choose from; a head has one organ.
    organs: Option<Vec<Organ>>,
    typed: Typed,
    scopes: [KeyScope; 2],
    longest: usize,
    most_days: i32,
    errors: Vec<FieldError>,
    revoked: bool,
}

impl KeysPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

#[derive(Template)]
#[template(path = "api/once.html")]
struct OncePage {
    desk: Desk,
    name: String,
    organ: String,
    secret: String,
}

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    revoked: String,
    after: String,
}

/// `GET /desk/api`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(wish): Query<Asked>,
) -> Result<Response, Error> {
    let until = office.today().checked_add(Span::new().days(DAYS)).unwrap_or(Date::MAX);
    let typed = Typed { until: until.to_string(), scopes: vec![KeyScope::WriteItems], ..Typed::default() };
    render(&office, &visitor, &wish, (typed, Vec::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    wish: &Asked,
    (typed, errors): (Typed, Vec<FieldError>),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::ApiKeys).await?;
    let (_, own) = key::keeps(visitor.hand()?)?;
    let mut keys = office.db.api_keys(own, wish.after.parse().ok(), ROWS as i64 + 1).await?;
    let is_more = keys.len() > ROWS;
    keys.truncate(ROWS);
    let organs = match own {
        Some(_) => None,
        None => Some(office.db.organs(&Wish::default(), None, ORGANS).await?),
    };
    let page = KeysPage {
        next: keys.last().filter(|_| is_more).map(|key| format!("/desk/api?after={}", key.id)),
        rows: rows(office, keys).await?,
        desk,
        organs,
        typed,
        scopes: KeyScope::ALL,
        longest: LONGEST_NAME,
        most_days: MOST_DAYS,
        revoked: !wish.revoked.is_empty(),
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

async fn rows(office: &Office, keys: Vec<ApiKey>) -> Result<Vec<KeyRow>, Error> {
    let organs: Vec<_> = keys.iter().map(|key| key.organ_id).collect();
    let people: Vec<PersonId> = keys.iter().map(|key| key.person_id).collect();
    let organs: BTreeMap<_, _> = office.db.short_names(&organs).await?.into_iter().collect();
    let people: BTreeMap<_, _> = office.db.full_names(&people).await?.into_iter().collect();
    let now = Moment(office.now_ms());
    let row = |key: ApiKey| {
        let state = match () {
            () if key.revoked_ms.is_some() => ("plain", "已吊销"),
            () if key.expires_ms <= now => ("warn", "已过期"),
            () => ("ok", "有效"),
        };
        let scopes = key.scopes.split(' ').filter_map(KeyScope::of_key).map(KeyScope::label);
        KeyRow {
            id: key.id.to_string(),
            organ: organs.get(&key.organ_id).cloned().unwrap_or_default(),
            scopes: scopes.collect::<Vec<_>>().join("、"),
            maker: people.get(&key.person_id).cloned().unwrap_or_default(),
            made: civil_date(key.made_ms.timestamp()).to_string(),
            // it ends at midnight: the last day is the one before
            until: civil_date(Moment(key.expires_ms.0 - 1).timestamp()).to_string(),
            used: key.used_ms.map_or_else(|| "还没有用过".to_owned(), |used| civil_minute(used.timestamp())),
            open: state.0 == "ok",
            state,
            name: key.name,
        }
    };
    Ok(keys.into_iter().map(row).collect())
}

/// `POST /desk/api`: the key is on this answer and nowhere else.
pub async fn issue(
    State(office): State<Office>,
    visitor: Visitor,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let hand = visitor.hand()?;
    let (_, own) = key::keeps(hand)?;
    let ticked = KeyScope::ALL.into_iter().filter(|scope| !word(scope.key()).is_empty());
    let typed = Typed {
        name: word("name").to_owned(),
        organ: word("organ").to_owned(),
        until: typed::number(word("until")),
        scopes: ticked.collect(),
    };
    let organ = match own {
        Some(own) => Some(office.db.organ(own).await?),
        None => meant(&office, &typed.organ).await?,
    };
    let (until, errors) = checked(&typed, organ.is_some(), office.today());
    let (Some(until), Some(organ), true) = (until, organ, errors.is_empty()) else {
        return render(&office, &visitor, &Asked::default(), (typed, errors)).await;
    };
    let wanted = Wanted { name: &typed.name, scopes: &typed.scopes, until };
    match key::issue(&office, hand, organ.id, &wanted).await {
        Ok(secret) => {
            let desk = Desk::new(&office, &visitor, Place::ApiKeys).await?;
            page::show(&OncePage { desk, name: typed.name, organ: organ.name, secret })
        }
        Err(NotTaken::Refused(why)) => {
            let errors = vec![FieldError::new("name", why)];
            render(&office, &visitor, &Asked::default(), (typed, errors)).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// An organ by its place in addresses or its full name.
async fn meant(office: &Office, words: &str) -> Result<Option<Organ>, Error> {
    match office.db.organ_at(words).await {
        Ok(organ) => Ok(Some(organ)),
        Err(StoreError::Missing(_)) => {
            let named = office.db.organs_named(words).await?;
            Ok(<[Organ; 1]>::try_from(named).ok().map(|[organ]| organ))
        }
        Err(error) => Err(error.into()),
    }
}

fn checked(typed: &Typed, has_organ: bool, today: Date) -> (Option<Date>, Vec<FieldError>) {
    let mut errors = Vec::new();
    if typed.name.is_empty() || typed.name.chars().nth(LONGEST_NAME).is_some() {
        errors.push(FieldError::new("name", format!("请写密钥用在哪里，最多{LONGEST_NAME}字")));
    }
    if !has_organ {
        errors.push(FieldError::new("organ", "请填单位的全称，或者它在地址里的简写"));
    }
    if typed.scopes.is_empty() {
        errors.push(FieldError::new("scopes", "请至少选一项权限"));
    }
    let last = today.checked_add(Span::new().days(MOST_DAYS)).unwrap_or(Date::MAX);
    let until = typed.until.parse().ok().filter(|until| (today..=last).contains(until));
    if until.is_none() {
        errors.push(FieldError::new("until", format!("请填一个日期，从今天到{last}")));
    }
    (until, errors)
}

/// What the button sends.
#[derive(Deserialize)]
pub struct Pressed {
    csrf: String,
}

/// `POST /desk/api/{id}/revoke`
pub async fn revoke(
    State(office): State<Office>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &pressed.csrf)?;
    let id: ApiKeyId = id.parse().map_err(|_| Error::NotFound)?;
    key::revoke(&office, visitor.hand()?, id).await.map_err(refused)?;
    Ok(Redirect::to("/desk/api?revoked=1").into_response())
}
