//! `/desk/requests/{number}/code`: another inquiry code for an applicant who lost theirs, to be printed and handed over.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use super::{case::opened, list::refused};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::{
        code,
        dossier::Dossier,
        mask,
        register::{Receipt, identity},
    },
};

/// The longest account of how somebody was known, in characters.
const HOW: usize = 200;

#[derive(Template)]
#[template(path = "desk/code.html")]
struct CodePage {
    desk: Desk,
    number: String,
    version: i64,
    /// 林*舟（公民）
    applicant: String,
    errors: Vec<FieldError>,
    how: String,
    /// The new code, once.
    given: Option<Receipt>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    version: i64,
    #[serde(default)]
    how: String,
}

/// `GET /desk/requests/{number}/code`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let dossier = opened(&office, &visitor, &number).await?;
    code::may(visitor.hand()?, &dossier)?;
    form(&office, &visitor, &dossier, String::new(), (Vec::new(), None)).await
}

async fn form(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    how: String,
    (errors, given): (Vec<FieldError>, Option<Receipt>),
) -> Result<Response, Error> {
    let name = match identity(office, &dossier.request) {
        Ok(who) => who.map(|who| if dossier.applicant().is_person() { mask::name(&who.name) } else { who.name }),
        Err(_) => Some("姓名打不开".to_owned()),
    };
    let status = page::form_status(errors.is_empty());
    let page = CodePage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        number: dossier.request.line.number.clone(),
        version: dossier.request.line.version,
        applicant: format!("{}（{}）", name.unwrap_or_default(), dossier.applicant()),
        errors,
        how,
        given,
    };
    page::show_as(status, &page)
}

/// `POST /desk/requests/{number}/code`: the answer shows the new code, once.
pub async fn give(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &typed.csrf)?;
    let dossier = opened(&office, &visitor, &number).await?;
    if dossier.request.line.version != typed.version {
        return Err(Error::Stale);
    }
    let how: String = typed.how.trim().chars().filter(|c| !c.is_control()).take(HOW).collect();
    if how.is_empty() {
        let missing = FieldError::new("how", "请写明怎样核实的身份：没有核实，不能把查询码交给别人");
        return form(&office, &visitor, &dossier, how, (vec![missing], None)).await;
    }
    let given = code::anew(&office, visitor.hand()?, &dossier, &how).await.map_err(refused)?;
    form(&office, &visitor, &dossier, how, (Vec::new(), Some(given))).await
}
