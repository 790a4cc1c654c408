//! `/desk/account`: what somebody may do, the ways to their own password and authenticator, and how they are reminded.

use askama::Template;
use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::Civil;
use serde::Deserialize;

use super::labels;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Role,
    },
    post::{
        Way,
        reach::{self, Addresses, Known},
    },
    typed,
};

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountPage {
    desk: Desk,
    account: String,
    /// Their organ; the platform's administrators have none.
    organ: String,
    own: String,
    /// For whom they stand in, in what, until when.
    standing_in: Vec<String>,
    before: String,
    has_totp: bool,
    /// 恢复码 that are not used yet.
    codes_left: i64,
    known: Known,
    /// The ways that this office has.
    ways: Vec<Way>,
    errors: Vec<FieldError>,
}

impl AccountPage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// `GET /desk/account`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let known = reach::known(&office, visitor.signed_in()?.id).await?;
    render(&office, &visitor, known, Vec::new()).await
}

/// How somebody wants to be reminded.
#[derive(Deserialize)]
pub struct Wanted {
    csrf: String,
    #[serde(default)]
    mail: String,
    #[serde(default)]
    phone: String,
    /// Ticked or not there.
    by_mail: Option<String>,
    by_text: Option<String>,
}

/// `POST /desk/account/reach`
pub async fn remind(
    State(office): State<Office>,
    visitor: Visitor,
    Form(form): Form<Wanted>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let ways = [(Way::Mail, form.by_mail), (Way::Text, form.by_text)];
    let known = Known {
        addresses: Addresses { mail: form.mail.trim().to_owned(), phone: typed::number(&form.phone) },
        ways: ways.into_iter().filter_map(|(way, ticked)| ticked.map(|_| way)).collect(),
    };
    let errors = known.faults();
    if !errors.is_empty() {
        return render(&office, &visitor, known, errors).await;
    }
    reach::keep(&office, visitor.hand()?, &known).await?;
    Ok(Redirect::to("/desk/account#remind").into_response())
}

async fn render(office: &Office, visitor: &Visitor, known: Known, errors: Vec<FieldError>) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Account).await?;
    let person = visitor.signed_in()?;
    let line = office.db.staff_line(person.id).await?;
    let mut standing_in = Vec::new();
    for delegation in office.db.stands_in_for(person.id, Civil(office.today())).await? {
        let principal = office.db.staff_line(delegation.principal_id).await?;
        let role = Role::of_key(&delegation.role).map_or("", Role::label);
        standing_in.push(format!("代{}任{role}，到{}为止", principal.full_name, delegation.until_date.0));
    }
    let status = page::form_status(errors.is_empty());
    let page = AccountPage {
        desk,
        account: line.name.clone(),
        organ: match line.organ_id {
            Some(organ) => office.db.organ(organ).await?.name,
            None => "平台".to_owned(),
        },
        own: labels(&line),
        standing_in,
        before: person.before.clone(),
        has_totp: line.has_totp,
        codes_left: office.db.recovery_codes_left(person.id).await?,
        known,
        ways: Way::ALL.into_iter().filter(|way| office.post.has(*way)).collect(),
        errors,
    };
    page::show_as(status, &page)
}
