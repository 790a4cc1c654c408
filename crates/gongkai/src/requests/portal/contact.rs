//! `/requests/follow/{number}/contact`: another telephone, address or way of delivery while the case goes on. What is on
//! record is shown covered: whoever has the code need not be the one who applied.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::application::{Delivery, Supply};
use tower_sessions::Session;

use super::{
    follow::opened,
    questions::{Question, cleaned},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::{
        by_applicant,
        dossier::Dossier,
        draft::Draft,
        mask,
        register::{Identity, identity},
        take::NotTaken,
    },
};

#[derive(Template)]
#[template(path = "requests/contact.html")]
struct ContactPage {
    chrome: Chrome,
    number: String,
    errors: Vec<FieldError>,
    fields: Vec<FieldView>,
    ways: Vec<WayView>,
}

struct FieldView {
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    complete: &'static str,
    /// What is on record, covered.
    known: String,
    typed: String,
}

struct WayView {
    key: &'static str,
    label: &'static str,
    chosen: bool,
}

impl ContactPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

/// `GET /requests/follow/{number}/contact`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    match opened(&office, &session, &number).await? {
        Ok(dossier) => form(&office, &visitor, &dossier, &HashMap::new(), Vec::new()),
        Err(form) => Ok(form),
    }
}

fn form(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    typed: &HashMap<String, String>,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let known = known(office, dossier)?;
    let said = |id: &str| typed.get(id).cloned().unwrap_or_default();
    let field = |id, label, kind, complete, known| FieldView { id, label, kind, complete, known, typed: said(id) };
    let now = typed.get("delivery").map_or(dossier.request.delivery.as_str(), String::as_str);
    let status = page::form_status(errors.is_empty());
    let page = ContactPage {
        chrome: Chrome::new(office, visitor, Nav::Requests).private(),
        number: dossier.request.line.number.clone(),
        errors,
        fields: vec![
            field("phone", "电话", "tel", "tel", mask::phone(&known.phone)),
            field("email", "电子邮箱", "email", "email", mask::email(&known.email)),
            field("address", "联系地址", "text", "street-address", mask::address(&known.address)),
        ],
        ways: Delivery::ALL
            .into_iter()
            .map(|way| WayView { key: way.key(), label: way.label(), chosen: way.key() == now })
            .collect(),
    };
    page::show_as(status, &page)
}

fn known(office: &Office, dossier: &Dossier) -> Result<Identity, Error> {
    let known = identity(office, &dossier.request).map_err(|why| Error::Unopened(why.to_string()))?;
    // erased at the end of its retention: there is nothing to change any more
    known.ok_or(Error::NotFound)
}

/// `POST /requests/follow/{number}/contact`: a field left empty stays as it is.
pub async fn change(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path(number): Path<String>,
    Form(typed): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    visitor.approve(&office, typed.get("csrf").map_or("", String::as_str))?;
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let before = known(&office, &dossier)?;
    let (after, changed) = changed(&before, &typed);
    let way = typed.get("delivery").and_then(|key| Delivery::of_key(key));
    let way = way.or_else(|| Delivery::of_key(&dossier.request.delivery)).unwrap_or(Delivery::Online);
    let errors = faults(&office, &dossier, &after, way);
    if !errors.is_empty() {
        return form(&office, &visitor, &dossier, &typed, errors);
    }
    let moved = (way.key() != dossier.request.delivery).then(|| format!("获取途径（改为{}）", way.label()));
    let what: Vec<String> = changed.into_iter().map(str::to_owned).chain(moved).collect();
    if what.is_empty() {
        let nothing = FieldError::new("phone", "没有改动：请填要换成什么");
        return form(&office, &visitor, &dossier, &typed, vec![nothing]);
    }
    match by_applicant::change_contact(&office, &dossier, (&before, after), way, &what.join("、")).await {
        Ok(()) => Ok(Redirect::to(&format!("/requests/follow/{number}?done=contact")).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            form(&office, &visitor, &dossier, &typed, vec![FieldError::new("phone", refusal)])
        }
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

/// Who it is with what was typed in place of what was on record, and which fields that were.
fn changed(before: &Identity, typed: &HashMap<String, String>) -> (Identity, Vec<&'static str>) {
    let mut after = before.clone();
    let mut what = Vec::new();
    let fields = [
        ("phone", "电话", &mut after.phone),
        ("email", "电子邮箱", &mut after.email),
        ("address", "联系地址", &mut after.address),
    ];
    for (id, label, field) in fields {
        let new = cleaned(id, typed.get(id).map_or("", String::as_str));
        if !new.is_empty() && new != *field {
            *field = new;
            what.push(label);
        }
    }
    (after, what)
}

/// The same rules as for an application.
fn faults(office: &Office, dossier: &Dossier, after: &Identity, way: Delivery) -> Vec<FieldError> {
    let mut draft = Draft::default();
    let supply = Supply::of_key(&dossier.request.supply).map_or("", Supply::key);
    let answers = [
        ("phone", after.phone.as_str()),
        ("email", &after.email),
        ("address", &after.address),
        ("supply", supply),
        ("delivery", way.key()),
    ];
    answers.into_iter().for_each(|(field, value)| draft.set(field, value.to_owned()));
    let year = office.today().year();
    let mut faults = Question::Contact.faults(&draft, year);
    // somebody reached by post alone, whom the desk registered, stays within reach by post
    faults.retain(|fault| fault.field != "phone" || !after.phone.is_empty() || after.address.is_empty());
    faults.extend(Question::Supply.faults(&draft, year));
    faults
}
