//! 作出决定: the page on which one way to answer is chosen and its grounds are written down.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{letter::Content, step::Verb};
use gongkai_store::LetterId;

use super::{
    LATE, Seen, file_of, form, not_taken,
    past::{self, Precedents},
    tree::{self, Group},
};
use crate::{
    guard::Visitor,
    letters::{
        draft::{self, Unsaid},
        fields::Fields,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        dossier::Dossier,
        take::{self, NotTaken},
    },
};

#[derive(Template)]
#[template(path = "letters/decide.html")]
struct DecidePage {
    desk: Desk,
    number: String,
    file: String,
    /// Why nothing can be decided now.
    barred: Option<String>,
    errors: Vec<Wrong>,
    groups: Vec<Group>,
    grounds: Vec<(&'static str, String)>,
    wanted: String,
    /// What the organ decided before.
    past: [Precedents; 2],
    /// What the visitor has seen of the request.
    version: i64,
    /// The letter that this one is made from; its files go with this one too.
    from: String,
}

/// What the form says when it comes back; the field's id depends on the leaf.
struct Wrong {
    field: String,
    message: String,
}

/// A draft to begin from.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct From {
    from: String,
}

/// `GET /desk/requests/{number}/drafted`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Query(query): Query<From>,
) -> Result<Response, Error> {
    let dossier = Dossier::numbered(&office, &number, visitor.hand()?.scope()?).await?;
    let filled = begun(&office, &visitor, &dossier, &query.from).await?;
    show(&office, &visitor, &dossier, (&filled, &query.from), &[], None).await
}

/// The fields of the letter that a new one is made from; blank ones where it is made from none.
async fn begun(office: &Office, visitor: &Visitor, dossier: &Dossier, from: &str) -> Result<Fields, Error> {
    let Ok(id) = from.parse::<LetterId>() else { return Ok(Fields::default()) };
    let letter = office.db.letter(id, visitor.hand()?.scope()?).await?;
    match letter.request_id == Some(dossier.request.line.id) {
        true => Ok(Fields::read(&letter)?),
        false => Err(Error::NotFound),
    }
}

/// `POST /desk/requests/{number}/drafted`: keeps a draft and leads to it.
pub async fn draft(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    visitor.approve(&office, sent.get("csrf").map_or("", String::as_str))?;
    let hand = visitor.hand()?;
    let dossier = Dossier::numbered(&office, &number, hand.scope()?).await?;
    let from = sent.get("from").map_or("", String::as_str);
    let files = begun(&office, &visitor, &dossier, from).await?.files;
    let fields = Fields { files, ..form::read(&sent) };
    if Seen::of(sent.get("version").map_or("", String::as_str)).is_old(&dossier.request.line.version.to_string()) {
        return show(&office, &visitor, &dossier, (&fields, from), &[], Some(LATE.to_owned())).await;
    }
    let unsaid = draft::unsaid(&fields, office.today());
    if !unsaid.is_empty() {
        return show(&office, &visitor, &dossier, (&fields, from), &unsaid, None).await;
    }
    match draft::draft(&office, hand, &dossier, fields.clone()).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/letters/{id}", file_of(&number))).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            show(&office, &visitor, &dossier, (&fields, from), &[], Some(refusal.to_string())).await
        }
        Err(error) => Err(not_taken(error)),
    }
}

async fn show(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    (filled, from): (&Fields, &str),
    unsaid: &[Unsaid],
    refused: Option<String>,
) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let number = dossier.request.line.number.clone();
    let barred = take::may(office, hand, dossier, Verb::Draft).err().map(|refusal| refusal.to_string());
    let code = filled.decision().map_or("A", |decision| decision.code());
    let wrong = |u: &Unsaid| Wrong {
        field: match u.content {
            Content::Withheld => "part1".to_owned(),
            Content::Findings
                if filled.decision().is_some_and(|decision| draft::is_searched(decision, filled.variant)) =>
            {
                "search1.place".to_owned()
            }
            content => format!("{code}-{}.{}", filled.variant, content.key()),
        },
        message: u.why.clone(),
    };
    let mut errors: Vec<Wrong> = unsaid.iter().map(wrong).collect();
    errors.extend(refused.map(|message| Wrong { field: "tree".to_owned(), message }));
    let late = errors.iter().any(|wrong| wrong.message == LATE);
    let status = if late { StatusCode::CONFLICT } else { page::form_status(errors.is_empty()) };
    page::show_as(
        status,
        &DecidePage {
            file: file_of(&number),
            number,
            barred,
            errors,
            past: past::of(office, dossier).await?,
            version: dossier.request.line.version,
            groups: tree::tree(office, dossier, filled, unsaid, &desk.name),
            grounds: tree::grounds(),
            from: from.to_owned(),
            wanted: dossier.request.wanted.clone(),
            desk,
        },
    )
}
