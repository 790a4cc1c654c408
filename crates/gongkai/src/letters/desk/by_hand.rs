//! 手写文书页: what the officer writes, the letter as it will read, and the button that numbers it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    letter::{Content, LetterKind, written as asks},
    standing::Consult,
    step::Opinion,
};

use super::{LATE, Seen, file_of, not_taken, tree::Field};
use crate::{
    guard::Visitor,
    letters::{
        by_hand::{self, issue, may, unsaid},
        fields::Fields,
        sender::Sender,
        text::Text,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{desk::story, dossier::Dossier, shown::Shown, take::NotTaken},
};

/// What the form says when it comes back.
struct Wrong {
    field: String,
    message: String,
}

#[derive(Template)]
#[template(path = "letters/by_hand.html")]
struct ByHandPage {
    desk: Desk,
    number: String,
    file: String,
    kind: LetterKind,
    /// Why it has no place now.
    barred: Option<String>,
    errors: Vec<Wrong>,
    fields: Vec<Field>,
    version: i64,
    preview: Option<Text>,
}

fn kind_of(key: &str) -> Result<LetterKind, Error> {
    by_hand::kinds().find(|kind| kind.key() == key).ok_or(Error::NotFound)
}

/// `GET /desk/requests/{number}/letters/new/{kind}`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let kind = kind_of(&key)?;
    let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
    let mut fields = Fields::default();
    if kind == LetterKind::ThirdPartyTold {
        // who objected is whom one tells; of several the officer says which
        let objects =
            |consult: &&Consult| matches!(consult.answer, Some((_, Opinion::Refuses | Opinion::AgreesInPart)));
        let objectors: Vec<_> = dossier.standing.consults.iter().filter(objects).collect();
        let name = match objectors.as_slice() {
            [one] => story::party(&dossier, one.party).to_owned(),
            _ => String::new(),
        };
        fields.typed.insert("addressee".to_owned(), name);
    }
    show(&office, &visitor, &dossier, (kind, &fields), (StatusCode::OK, Vec::new(), false)).await
}

async fn show(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    (kind, fields): (LetterKind, &Fields),
    (status, errors, preview): (StatusCode, Vec<Wrong>, bool),
) -> Result<Response, Error> {
    let line = &dossier.request.line;
    let shown = Shown::to(office, visitor.hand()?, dossier).but(fields.typed(Content::Addressee));
    let fields = &shown.all(fields);
    let sender = Sender::of(office, line.organ_id).await?;
    let wrong = |id: &str| errors.iter().find(|wrong| wrong.field == id).map(|wrong| wrong.message.clone());
    let field = |ask: &gongkai_law::request::letter::Ask| Field {
        id: ask.content.key().to_owned(),
        label: ask.label,
        hint: ask.hint,
        choices: ask.choices,
        optional: !ask.needed,
        value: fields.typed(ask.content).to_owned(),
        wrong: wrong(ask.content.key()),
    };
    let page = ByHandPage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        number: line.number.clone(),
        file: file_of(&line.number),
        barred: may(office, visitor.hand()?, dossier, kind).err().map(|refusal| refusal.to_string()),
        fields: asks(kind).iter().map(field).collect(),
        version: line.version,
        preview: preview.then(|| by_hand::write(dossier, kind, fields, &sender).text),
        kind,
        errors,
    };
    page::show_as(status, &page)
}

/// `POST /desk/requests/{number}/letters/new/{kind}`: looks at the letter, or numbers it.
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", String::as_str);
    visitor.approve(&office, word("csrf"))?;
    let kind = kind_of(&key)?;
    let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
    let typed = |key: &str| word(key).trim().to_owned();
    let typed = asks(kind).iter().map(|ask| (ask.content.key().to_owned(), typed(ask.content.key()))).collect();
    let fields = Fields { typed, ..Fields::default() };
    let again = |status, message: String| (status, vec![Wrong { field: "words".to_owned(), message }], true);
    if Seen::of(word("version")).is_old(&dossier.request.line.version.to_string()) {
        let came = again(StatusCode::CONFLICT, LATE.to_owned());
        return show(&office, &visitor, &dossier, (kind, &fields), came).await;
    }
    let lacking = unsaid(kind, &fields);
    if !lacking.is_empty() {
        let wrong = lacking.into_iter().map(|u| Wrong { field: u.content.key().to_owned(), message: u.why }).collect();
        let came = (StatusCode::UNPROCESSABLE_ENTITY, wrong, false);
        return show(&office, &visitor, &dossier, (kind, &fields), came).await;
    }
    if word("act") != "issue" {
        return show(&office, &visitor, &dossier, (kind, &fields), (StatusCode::OK, Vec::new(), true)).await;
    }
    match issue(&office, visitor.hand()?, &dossier, kind, fields.clone()).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/letters/{id}", file_of(&number))).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let came = again(StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string());
            show(&office, &visitor, &dossier, (kind, &fields), came).await
        }
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
            let came = again(StatusCode::CONFLICT, LATE.to_owned());
            show(&office, &visitor, &dossier, (kind, &fields), came).await
        }
        Err(error) => Err(not_taken(error)),
    }
}
