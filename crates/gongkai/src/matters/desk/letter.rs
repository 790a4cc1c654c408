//! `/desk/complaints/{number}/letter`: the letter that tells how a matter ended: its words, a look at it, its number, and then
//! the letter itself.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    request::letter::{Ask, LetterKind, written as asks},
};
use gongkai_store::Letter;

use super::one::{handled, note};
use crate::{
    guard::Visitor,
    letters::{
        by_hand::unsaid,
        desk::download::{self, Format},
        fields::Fields,
        sender::Sender,
        text::Text,
    },
    matters::{
        case::Case,
        letter::{addressee, begun, issue, kind_of, write},
    },
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::{
        desk::{
            fields::{Field, Input},
            list::refused,
        },
        mask,
        register::{Identity, is_organisation},
        take::NotTaken,
    },
};

#[derive(Template)]
#[template(path = "matters/letter.html")]
struct LetterPage {
    desk: Desk,
    number: String,
    kind: LetterKind,
    errors: Vec<FieldError>,
    fields: Vec<Field>,
    /// To whom, covered.
    to: String,
    /// The letter, or what it will be.
    text: Option<Text>,
    /// 文号 and 成文日期, once it has them.
    signed: Option<(String, String)>,
}

/// What a page of it needs.
struct Opened {
    case: Case,
    kind: LetterKind,
    who: Option<Identity>,
    letter: Option<Letter>,
}

async fn open(office: &Office, visitor: &Visitor, number: &str) -> Result<Opened, Error> {
    let case = handled(office, visitor, number).await?;
    let kind = kind_of(&case)?;
    let letter = office.db.letter_of_matter(case.matter.id).await?.filter(|letter| letter.number.is_some());
    let who = case.identity(office).map_err(|why| Error::Unopened(why.to_string()))?;
    Ok(Opened { case, kind, who, letter })
}

/// `GET /desk/complaints/{number}/letter`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number).await?;
    let fields = begun(&opened.case);
    render(&office, &visitor, &opened, &fields, (StatusCode::OK, Vec::new(), false)).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    opened: &Opened,
    fields: &Fields,
    (status, errors, preview): (StatusCode, Vec<FieldError>, bool),
) -> Result<Response, Error> {
    let Opened { case, kind, who, letter } = opened;
    let text = match letter {
        Some(letter) => Fields::read(letter)?.text,
        None if preview => {
            let sender = Sender::of(office, case.matter.organ_id).await?;
            Some(write(case, *kind, fields, &sender, who.as_ref()).text)
        }
        None => None,
    };
    let field =
        |ask: &Ask| Field::new(ask.content.key(), ask.label, ask.hint, Input::Area).filled(fields.typed(ask.content));
    let page = LetterPage {
        desk: Desk::new(office, visitor, Place::Complaints).await?,
        number: case.matter.number.clone(),
        kind: *kind,
        errors,
        fields: asks(*kind).iter().map(field).collect(),
        to: covered(who.as_ref()),
        text,
        signed: letter.as_ref().and_then(|letter| Some((letter.number.clone()?, in_chinese(letter.dated?.0)))),
    };
    page::show_as(status, &page)
}

/// The name of an organisation is no secret.
fn covered(who: Option<&Identity>) -> String {
    match who {
        Some(person) if !is_organisation(person) => mask::name(addressee(who)),
        _ => addressee(who).to_owned(),
    }
}

/// `POST /desk/complaints/{number}/letter`: looks at the letter, or numbers it.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", String::as_str);
    visitor.approve(&office, word("csrf"))?;
    let opened = open(&office, &visitor, &number).await?;
    let asks = asks(opened.kind).iter();
    let typed = |key: &str| (key.to_owned(), word(key).trim().to_owned());
    let fields = Fields { typed: asks.map(|ask| typed(ask.content.key())).collect(), ..Fields::default() };
    let errors: Vec<_> =
        unsaid(opened.kind, &fields).into_iter().map(|u| FieldError::new(u.content.key(), u.why)).collect();
    if !errors.is_empty() {
        let came = (StatusCode::UNPROCESSABLE_ENTITY, errors, false);
        return render(&office, &visitor, &opened, &fields, came).await;
    }
    if word("act") != "issue" {
        return render(&office, &visitor, &opened, &fields, (StatusCode::OK, Vec::new(), true)).await;
    }
    match issue(&office, visitor.hand()?, &opened.case, fields.clone()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/complaints/{number}/letter")).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let came = (StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::new("words", refusal)], true);
            render(&office, &visitor, &opened, &fields, came).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// `GET /desk/complaints/{number}/letter/docx`
pub async fn docx(office: State<Office>, visitor: Visitor, number: Path<String>) -> Result<Response, Error> {
    take_away(office, visitor, number, Format::Docx).await
}

/// `GET /desk/complaints/{number}/letter/pdf`
pub async fn pdf(office: State<Office>, visitor: Visitor, number: Path<String>) -> Result<Response, Error> {
    take_away(office, visitor, number, Format::Pdf).await
}

/// The letter as it goes out, with the whole name, and so with a row in the journal.
async fn take_away(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    format: Format,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number).await?;
    let letter = opened.letter.as_ref().ok_or(Error::NotFound)?;
    let text = Fields::read(letter)?.text.ok_or(Error::NotFound)?;
    let response =
        download::text(&office, (&text, opened.kind.title()), addressee(opened.who.as_ref()), Some(letter), format)?;
    note(&office, &visitor, &opened.case, "matter.letter", None).await?;
    Ok(response)
}
