//! `/desk/account`: what somebody may do, and the ways to their own password and authenticator.

use askama::Template;
use axum::{extract::State, response::Response};
use gongkai_store::Civil;

use super::labels;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::{
        frame::{Desk, Place},
        roles::Role,
    },
};

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountPage {
    desk: Desk,
    account: String,
    own: String,
    /// For whom they stand in, in what, until when.
    standing_in: Vec<String>,
    before: String,
    has_totp: bool,
}

/// `GET /desk/account`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Account).await?;
    let person = visitor.signed_in()?;
    let line = office.db.staff_line(person.id).await?;
    let mut standing_in = Vec::new();
    for delegation in office.db.stands_in_for(person.id, Civil(office.today())).await? {
        let principal = office.db.staff_line(delegation.principal_id).await?;
        let role = Role::of_key(&delegation.role).map_or("", Role::label);
        standing_in.push(format!("代{}任{role}，到{}为止", principal.full_name, delegation.until_date.0));
    }
    page::show(&AccountPage {
        desk,
        account: line.name.clone(),
        own: labels(&line),
        standing_in,
        before: person.before.clone(),
        has_totp: line.has_totp,
    })
}
