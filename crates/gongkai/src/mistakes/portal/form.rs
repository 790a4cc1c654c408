//! `/mistakes/new?item=`: what is wrong, where, and how to reach whoever saw it.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::mistake::{ANSWERED_WITHIN, BASIS};
use gongkai_store::{Organ, Released};
use serde::Deserialize;
use tower_sessions::Session;

use super::which;
use crate::{
    guard::{self, Visitor, room},
    matters::raise::working,
    mistakes::found::{Found, register},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    publish::portal::lines::address,
    requests::{
        draft::Draft,
        portal::{
            memory,
            questions::{Question, cleaned, too_many},
        },
        register::Identity,
    },
};

/// The longest account, in characters.
const LONGEST: usize = 1000;
/// The shortest that anybody can work with.
const LEAST: usize = 5;
/// The longest description of the place.
const PLACE: usize = 200;

/// What the form sends, and what a link to it names.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    csrf: String,
    once: String,
    item: String,
    place: String,
    words: String,
    email: String,
    phone: String,
}

#[derive(Template)]
#[template(path = "mistakes/form.html")]
struct FormPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    typed: Typed,
    item: Released,
    href: String,
    organ: Organ,
    days: u16,
    basis: &'static str,
    most: usize,
    /// Of this form: sent twice, it makes one.
    once: String,
}

impl FormPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

/// `GET /mistakes/new`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Query(typed): Query<Typed>,
) -> Result<Response, Error> {
    let item = which::meant(&typed.item);
    let (item, organ) = match about(&office, &item).await {
        Err(Error::NotFound) => return which::ask(&office, &visitor, &typed.item),
        known => known?,
    };
    // a link brings the item and nothing else: words in an address would be somebody else's
    form(&office, &visitor, (item, organ), Typed { item: typed.item, ..Typed::default() }, Vec::new())
}

/// What is public under this identity or 索引号, and who answers for it.
async fn about(office: &Office, item: &str) -> Result<(Released, Organ), Error> {
    let item = match item.parse() {
        Ok(id) => office.db.released(id).await?,
        Err(_) => office.db.released_at(item).await?,
    };
    if item.state != "public" {
        return Err(Error::NotFound);
    }
    let organ = working(office, office.db.organ(item.organ_id).await?).await?;
    Ok((item, organ))
}

fn form(
    office: &Office,
    visitor: &Visitor,
    (item, organ): (Released, Organ),
    typed: Typed,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let status = page::form_status(errors.is_empty());
    let page = FormPage {
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        errors,
        href: address(&item.index_number),
        item,
        organ,
        typed,
        days: ANSWERED_WITHIN,
        basis: BASIS,
        most: LONGEST,
        once: guard::token(),
    };
    page::show_as(status, &page)
}

/// `POST /mistakes/new`
pub async fn send(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(typed): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &typed.csrf)?;
    let (item, organ) = about(&office, &typed.item).await?;
    if let Some(number) = memory::hand_again(&office, &session, &typed.once).await? {
        return Ok(received(&number));
    }
    let mut errors = faults(&office, &typed);
    if errors.is_empty()
        && let Some(why) = room::taken_to_write(&office, &visitor, typed.words.len()).await?
    {
        errors.push(FieldError::new("words", why));
    }
    if !errors.is_empty() {
        return form(&office, &visitor, (item, organ), typed, errors);
    }
    let said = |field, value: &str| cleaned(field, value);
    let found = Found {
        publication: item.publication_id,
        place: &said("wanted", &typed.place),
        words: &said("wanted", &typed.words),
        who: Identity { phone: said("phone", &typed.phone), email: said("email", &typed.email), ..Identity::default() },
        token: &typed.once,
    };
    let number = match register(&office, &organ, &found).await {
        Ok(handed) => {
            memory::hand_out(&office, &session, &handed).await?;
            handed.number
        }
        Err(gongkai_store::Error::Stale) => {
            memory::hand_again(&office, &session, found.token).await?.ok_or(Error::Stale)?
        }
        Err(other) => return Err(other.into()),
    };
    Ok(received(&number))
}

fn received(number: &str) -> Response {
    Redirect::to(&format!("/mistakes/{number}")).into_response()
}

fn faults(office: &Office, typed: &Typed) -> Vec<FieldError> {
    let mut faults = Vec::new();
    match typed.words.trim().chars().count() {
        length if length < LEAST => {
            faults.push(FieldError::new("words", format!("请写明哪里不对、应当是什么，至少{LEAST}个字")));
        }
        _ => faults.extend(too_many("words", "错误", &typed.words, LONGEST)),
    }
    faults.extend(too_many("place", "位置", &typed.place, PLACE));
    let (mut draft, mut reachable) = (Draft::default(), false);
    for (field, value) in [("phone", &typed.phone), ("email", &typed.email)] {
        let value = cleaned(field, value);
        reachable |= !value.is_empty();
        draft.set(field, value);
    }
    if reachable {
        faults.extend(Question::Contact.faults(&draft, office.today().year()));
    }
    faults
}
