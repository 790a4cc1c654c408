//! `/desk/find`: the requests of one applicant, by the number of their identity. The number is sent and never stands in an
//! address.

use askama::Template;
use axum::{Form, extract::State, response::Response};
use gongkai_law::request::{application::Applicant, step::Stage};
use gongkai_store::RequestLine;
use serde::Deserialize;

use super::wording::{brief, short};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::{
        find::{MOST, find, may},
        register::plain_code,
    },
};

struct Row {
    number: String,
    title: String,
    applicant: &'static str,
    arrived: (String, String),
    stands: String,
}

#[derive(Template)]
#[template(path = "desk/find.html")]
struct FindPage {
    desk: Desk,
    errors: Vec<FieldError>,
    /// `None` while nothing was looked for.
    found: Option<Vec<Row>>,
    /// Whether more were not shown.
    cut: bool,
}

/// `GET /desk/find`
pub async fn ask(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    may(visitor.hand()?)?;
    form(&office, &visitor, Vec::new(), None).await
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    #[serde(default)]
    idno: String,
}

/// `POST /desk/find`
pub async fn look(State(office): State<Office>, visitor: Visitor, Form(typed): Form<Typed>) -> Result<Response, Error> {
    visitor.approve(&office, &typed.csrf)?;
    let hand = visitor.hand()?;
    may(hand)?;
    let number = plain_code(&typed.idno);
    if number.is_empty() {
        let why = "请填身份证号或者统一社会信用代码，要填完整的";
        return form(&office, &visitor, vec![FieldError::new("idno", why)], None).await;
    }
    let found = find(&office, hand, &number).await?;
    form(&office, &visitor, Vec::new(), Some(found)).await
}

async fn form(
    office: &Office,
    visitor: &Visitor,
    errors: Vec<FieldError>,
    found: Option<Vec<RequestLine>>,
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let status = page::form_status(errors.is_empty());
    let cut = found.as_ref().is_some_and(|found| i64::try_from(found.len()) == Ok(MOST));
    let found = found.map(|found| found.iter().map(|line| row(line, office)).collect());
    page::show_as(status, &FindPage { desk, errors, found, cut })
}

fn row(line: &RequestLine, office: &Office) -> Row {
    let decision = line.decision.as_deref().and_then(gongkai_law::request::decision::Decision::of_key);
    Row {
        number: line.number.clone(),
        title: line.title.clone(),
        applicant: Applicant::of_key(&line.applicant).map_or("", Applicant::label),
        arrived: (line.arrived.0.to_string(), short(line.arrived.0, office.today())),
        stands: match decision {
            Some(decision) => brief(decision.label()).to_owned(),
            None => Stage::of_key(&line.stage).map_or("", Stage::label).to_owned(),
        },
    }
}
