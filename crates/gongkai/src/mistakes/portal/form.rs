//! `/mistakes/new?item=`: what is wrong, where, and how to reach whoever saw it.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::proactive::mistake::{ANSWERED_WITHIN, BASIS};
use gongkai_store::{MistakeSpot, Organ, PublicationId};
use serde::Deserialize;
use tower_sessions::Session;

use super::which;
use crate::{
    guard::{self, Visitor, room},
    matters::raise::working,
    mistakes::{
        found::{Found, register},
        page::{self as pages, titled},
    },
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

/// What the form is about.
enum About {
    /// A publication: which, its title, its address.
    Item(PublicationId, String, String),
    /// Another page, by its path.
    Page(String),
}

impl About {
    /// As the form sends it back.
    fn key(&self) -> String {
        match self {
            Self::Item(id, ..) => id.to_string(),
            Self::Page(path) => path.clone(),
        }
    }

    fn title(&self) -> String {
        match self {
            Self::Item(_, title, _) => title.clone(),
            Self::Page(path) => titled(path),
        }
    }

    fn href(&self) -> String {
        match self {
            Self::Item(.., href) | Self::Page(href) => href.clone(),
        }
    }

    fn spot(&self) -> MistakeSpot<'_> {
        match self {
            Self::Item(id, ..) => MistakeSpot::Publication(*id),
            Self::Page(path) => MistakeSpot::Page(path),
        }
    }
}

#[derive(Template)]
#[template(path = "mistakes/form.html")]
struct FormPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    typed: Typed,
    /// What it is about, as the form sends it back.
    item: String,
    is_page: bool,
    title: String,
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
    let (item, organ) = match about(&office, &visitor, &typed.item).await {
        Err(Error::NotFound) => return which::ask(&office, &visitor, &typed.item),
        known => known?,
    };
    // a link brings what it is about and nothing else: words in an address would be somebody else's
    form(&office, &visitor, (item, organ), Typed::default(), Vec::new())
}

/// What is public under this identity, 索引号 or address, and who answers for it.
async fn about(office: &Office, visitor: &Visitor, typed: &str) -> Result<(About, Organ), Error> {
    if let Some(path) = pages::path(typed, &visitor.domain) {
        let organ = pages::organ(office, &path).await?;
        return Ok((About::Page(path), organ));
    }
    let item = which::meant(typed);
    let item = match item.parse() {
        Ok(id) => office.db.released(id).await?,
        Err(_) => office.db.released_at(&item).await?,
    };
    if item.state != "public" {
        return Err(Error::NotFound);
    }
    let organ = working(office, office.db.organ(item.organ_id).await?).await?;
    let href = address(&item.index_number);
    Ok((About::Item(item.publication_id, item.title, href), organ))
}

fn form(
    office: &Office,
    visitor: &Visitor,
    (about, organ): (About, Organ),
    typed: Typed,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let status = page::form_status(errors.is_empty());
    let page = FormPage {
        chrome: Chrome::new(office, visitor, Nav::Catalogue).private(),
        errors,
        item: about.key(),
        is_page: matches!(about, About::Page(_)),
        title: about.title(),
        href: about.href(),
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
    let (item, organ) = about(&office, &visitor, &typed.item).await?;
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
        spot: item.spot(),
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
