//! `/desk/people/{id}`: one account, and what may be done with it.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Moment, PersonId, StaffLine, journal};
use serde::Deserialize;

use super::{journal::Entry, labels, minute, show_once};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::{Hand, Role},
        staff,
        upkeep::{self, Upkeep, own_roles},
    },
};

/// Acts that want nothing but a click.
const CLICKS: [Upkeep; 6] =
    [Upkeep::Reset, Upkeep::Unbind, Upkeep::Release, Upkeep::Unlock, Upkeep::Disable, Upkeep::Enable];
/// Rows of the journal on the page.
const ROWS: i64 = 30;

/// One role to tick.
struct Choice {
    key: &'static str,
    label: &'static str,
    has: bool,
}

/// One act, or why not.
struct Button {
    key: &'static str,
    label: &'static str,
    why_not: Option<String>,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    desk: Desk,
    id: String,
    person: StaffLine,
    organ: String,
    roles: String,
    last: String,
    since: String,
    /// Until when it is locked; empty where it is not.
    locked: String,
    choices: Vec<Choice>,
    /// Why this visitor does not set the roles.
    no_choice: Option<String>,
    buttons: Vec<Button>,
    entries: Vec<Entry>,
}

/// `GET /desk/people/{id}`
pub async fn show(State(office): State<Office>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::People).await?;
    let person = found(&office, &id).await?;
    let hand = visitor.hand()?;
    let organ = match person.organ_id {
        Some(organ) => office.db.organ(organ).await?.name,
        None => "平台".to_owned(),
    };
    let rows = journal::about(&office.db, &id, ROWS).await?;
    page::show(&PersonPage {
        organ,
        roles: labels(&person),
        last: minute(person.last_signin_ms),
        since: minute(person.disabled_ms),
        locked: minute(person.locked_until(Moment(office.now_ms()))),
        choices: choices(&person),
        no_choice: why_not(&office, hand, Upkeep::Appoint, &person).await?,
        buttons: buttons(&office, hand, &person).await?,
        entries: Entry::all(&office, rows).await?,
        person,
        desk,
        id,
    })
}

async fn found(office: &Office, id: &str) -> Result<StaffLine, Error> {
    let id: PersonId = id.parse().map_err(|_| Error::NotFound)?;
    Ok(office.db.staff_line(id).await?)
}

/// Those that go with the account: an administrator belongs to no organ, everybody else to one.
fn choices(person: &StaffLine) -> Vec<Choice> {
    let own = own_roles(person);
    let fitting = Role::ALL.into_iter().filter(|role| role.is_administrator() == person.organ_id.is_none());
    fitting.map(|role| Choice { key: role.key(), label: role.label(), has: own.contains(&role) }).collect()
}

async fn buttons(office: &Office, hand: &Hand, person: &StaffLine) -> Result<Vec<Button>, Error> {
    let mut buttons = Vec::new();
    let fits = |upkeep: &Upkeep| match upkeep {
        Upkeep::Disable => person.disabled_ms.is_none(),
        Upkeep::Enable => person.disabled_ms.is_some(),
        Upkeep::Unbind => person.has_totp,
        Upkeep::Release => person.has_provider,
        _ => true,
    };
    for upkeep in CLICKS.into_iter().filter(fits) {
        let why_not = why_not(office, hand, upkeep, person).await?;
        buttons.push(Button { key: upkeep.key(), label: upkeep.label(), why_not });
    }
    Ok(buttons)
}

async fn why_not(office: &Office, hand: &Hand, upkeep: Upkeep, on: &StaffLine) -> Result<Option<String>, Error> {
    Ok(upkeep::may(office, hand, upkeep, Some(on)).await?.err().map(|refusal| refusal.to_string()))
}

/// What the forms of the page send.
#[derive(Deserialize)]
pub struct Wanted {
    csrf: String,
    /// The account as the page showed it.
    #[serde(default)]
    version: String,
    /// The roles that were ticked, by their words.
    #[serde(flatten)]
    ticked: std::collections::BTreeMap<String, String>,
}

/// `POST /desk/people/{id}/{upkeep}`
pub async fn carry_out(
    State(office): State<Office>,
    visitor: Visitor,
    Path((id, word)): Path<(String, String)>,
    Form(form): Form<Wanted>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    let person = found(&office, &id).await?;
    match Upkeep::of_key(&word).ok_or(Error::NotFound)? {
        Upkeep::Reset => {
            let once = staff::reset(&office, hand, &person).await?;
            return show_once(&office, &visitor, &person, once).await;
        }
        Upkeep::Appoint => {
            let ticked: Vec<_> = Role::ALL.into_iter().filter(|role| form.ticked.contains_key(role.key())).collect();
            let version = form.version.parse().map_err(|_| Error::Stale)?;
            staff::appoint(&office, hand, &person, version, &ticked).await?;
        }
        upkeep => staff::carry_out(&office, hand, upkeep, &person).await?,
    }
    Ok(Redirect::to(&format!("/desk/people/{}", person.id)).into_response())
}
