//! `/desk/people` and its neighbours: accounts, organs, delegations, the journal, one's own account.

pub mod account;
pub mod delegations;
pub mod journal;
pub mod organs;
pub mod person;
pub mod setup;

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    middleware::map_response,
    response::Response,
    routing::{get, post},
};
use gongkai_store::{Moment, Organ, OrganId, Scope, StaffLine, Wish};
use serde::Deserialize;

use super::{
    frame::{Desk, Place},
    roles::Role,
    staff::{self, Newcomer},
    upkeep::{self, Upkeep, own_roles},
};
use crate::{
    guard::{Visitor, headers},
    office::{Office, civil_minute},
    page::{self, Error, FieldError},
};

/// Accounts on one page.
const PAGE: usize = 50;
/// Organs that a list to choose from holds.
const ORGANS: i64 = 2000;

/// 机构与人员
pub fn routes() -> Router<Office> {
    Router::new()
        .route("/desk/account", get(account::show))
        .route("/desk/account/reach", post(account::remind))
        .route("/desk/setup", get(setup::show).post(setup::sign))
        .route("/desk/people", get(list).post(hire))
        .route("/desk/people/{id}", get(person::show))
        .route("/desk/people/{id}/{upkeep}", post(person::carry_out))
        .route("/desk/delegations", get(delegations::list).post(delegations::delegate))
        .route("/desk/delegations/{id}/end", post(delegations::end))
        .route("/desk/organs", get(organs::list).post(organs::found))
        .route("/desk/organs/{slug}", get(organs::show).post(organs::change))
        .route("/desk/journal", get(journal::list))
        .layer(map_response(headers::keep_private))
}

/// One account as the list prints it.
struct Line {
    id: String,
    name: String,
    full_name: String,
    organ: String,
    roles: String,
    last: String,
    has_totp: bool,
    disabled: bool,
    /// Until when it is locked; empty where it is not.
    locked: String,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct PeoplePage {
    desk: Desk,
    lines: Vec<Line>,
    /// After whom the next page begins.
    next: Option<String>,
    organs: Vec<Organ>,
    hires: bool,
    /// Nobody gives powers yet but the system administrator.
    unsecured: bool,
    errors: Vec<FieldError>,
    typed: NewAccount,
}

#[derive(Template)]
#[template(path = "people/once.html")]
struct OncePage {
    desk: Desk,
    id: String,
    name: String,
    once: String,
}

/// Where a list goes on.
#[derive(Deserialize, Default)]
pub struct After {
    #[serde(default)]
    after: String,
}

/// `GET /desk/people`
pub async fn list(
    State(office): State<Office>,
    visitor: Visitor,
    Query(query): Query<After>,
) -> Result<Response, Error> {
    people(&office, &visitor, &query.after, NewAccount::default(), Vec::new()).await
}

async fn people(
    office: &Office,
    visitor: &Visitor,
    after: &str,
    typed: NewAccount,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::People).await?;
    let mut staff = office.db.staff(Scope::All, after, PAGE as i64 + 1).await?;
    let next = (staff.len() > PAGE).then(|| staff.get(PAGE - 1).map(|line| line.name.clone())).flatten();
    staff.truncate(PAGE);
    let organs = all_organs(office).await?;
    let names: BTreeMap<_, _> = organs.iter().map(|organ| (organ.id, organ.short_name.as_str())).collect();
    let now = Moment(office.now_ms());
    let lines = staff.iter().map(|line| self::line(line, &names, now)).collect();
    let page = PeoplePage {
        desk,
        lines,
        next,
        hires: visitor.hand()?.is_any(&[Upkeep::Hire.role()]),
        unsecured: office.db.holders(Role::Security.key()).await? == 0,
        organs,
        typed,
        errors,
    };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

fn line(line: &StaffLine, organs: &BTreeMap<OrganId, &str>, now: Moment) -> Line {
    let organ = line.organ_id.map_or("平台", |id| organs.get(&id).copied().unwrap_or("—"));
    Line {
        id: line.id.to_string(),
        name: line.name.clone(),
        full_name: line.full_name.clone(),
        organ: organ.to_owned(),
        roles: labels(line),
        last: minute(line.last_signin_ms),
        has_totp: line.has_totp,
        disabled: line.disabled_ms.is_some(),
        locked: minute(line.locked_until(now)),
    }
}

/// The roles of an account in words.
fn labels(line: &StaffLine) -> String {
    own_roles(line).into_iter().map(Role::label).collect::<Vec<_>>().join("、")
}

fn minute(at: Option<Moment>) -> String {
    at.map_or_else(String::new, |at| civil_minute(at.timestamp()))
}

async fn all_organs(office: &Office) -> Result<Vec<Organ>, Error> {
    Ok(office.db.organs(&Wish::default(), None, ORGANS).await?)
}

/// What the form of a new account sends.
#[derive(Deserialize, Default)]
pub struct NewAccount {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    full_name: String,
    /// The organ's slug; empty for an administrator of the platform.
    #[serde(default)]
    organ: String,
}

impl NewAccount {
    /// The fields of one line: id, label, hint, what was typed.
    fn texts(&self) -> [(&'static str, &'static str, &'static str, &str); 2] {
        [
            ("name", "账号", "2至32个字母、数字，登录时填", &self.name),
            ("full_name", "姓名", "写在文书和操作日志里", &self.full_name),
        ]
    }
}

/// `POST /desk/people`
pub async fn hire(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<NewAccount>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let hand = visitor.hand()?;
    upkeep::may(&office, hand, Upkeep::Hire, None).await??;
    let (name, full_name) = (form.name.trim(), form.full_name.trim());
    let mut errors = Vec::new();
    if let Some(fault) = staff::fault_of_name(name) {
        errors.push(FieldError::new("name", fault));
    } else if office.db.person_named(name).await?.is_some() {
        errors.push(FieldError::new("name", "已有这个账号"));
    }
    if !(1..=40).contains(&full_name.chars().count()) {
        errors.push(FieldError::new("full_name", "请填姓名，最多40个字"));
    }
    if !errors.is_empty() {
        return people(&office, &visitor, "", form, errors).await;
    }
    let organ = match form.organ.as_str() {
        "" => None,
        slug => Some(office.db.organ_at(slug).await?.id),
    };
    let (id, once) = staff::hire(&office, hand, Newcomer { organ, name, full_name }).await?;
    show_once(&office, &visitor, &office.db.staff_line(id).await?, once).await
}

/// A one-time password, on this answer and nowhere else.
async fn show_once(office: &Office, visitor: &Visitor, line: &StaffLine, once: String) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::People).await?;
    page::show(&OncePage { desk, id: line.id.to_string(), name: line.name.clone(), once })
}
