//! `/desk/redress/{number}/letters/…`: 答复书、答辩状: the words that are asked for, the letter as it will read, its number.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    article::Article,
    calendar::in_chinese,
    request::letter::{Content, LetterKind, written as asks},
};
use gongkai_store::{Letter, LetterId, Moment};

use super::file::{may_see, opened};
use crate::{
    guard::Visitor,
    letters::{
        desk::download::{self, Format},
        draft::{Written, too_long},
        fields::Fields,
        sender::Sender,
    },
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    redress::{
        case::Case,
        letter::{basis, kind_of, may_number, may_write, number, save, write},
    },
    requests::{
        desk::fields::{Field, Input},
        take::NotTaken,
    },
};

#[derive(Template)]
#[template(path = "redress/letter.html")]
struct LetterPage {
    desk: Desk,
    number: String,
    file: String,
    /// Where the form goes.
    here: String,
    kind: LetterKind,
    basis: Article,
    /// To whom.
    forum: String,
    written: Written,
    /// 文号 and 成文日期, once it has them.
    signed: Option<(String, String)>,
    fields: Vec<Field>,
    errors: Vec<FieldError>,
    /// Why it was not done.
    refused: String,
    version: i64,
    /// Whether there is a draft to be numbered.
    kept: bool,
    /// Why this hand does not write it, or does not number it.
    write: Option<String>,
    sign: Option<String>,
}

/// The letter of a case, for those who may take papers out of its file.
struct Opened {
    case: Case,
    letter: Option<Letter>,
    kind: LetterKind,
    fields: Fields,
}

async fn open(office: &Office, visitor: &Visitor, number: &str, id: Option<&str>) -> Result<Opened, Error> {
    let case = opened(office, visitor, number).await?;
    if !may_see(visitor.hand()?, &case) {
        return Err(Error::Forbidden("案件的文书只有承办机关的工作人员可以打开".to_owned()));
    }
    let Some(id) = id else {
        let kind = kind_of(case.route);
        return Ok(Opened { case, letter: None, kind, fields: Fields::default() });
    };
    let id: LetterId = id.parse().map_err(|_| Error::NotFound)?;
    let letters = office.db.letters_of_redress(case.line.id).await?;
    let letter = letters.into_iter().find(|letter| letter.id == id).ok_or(Error::NotFound)?;
    let kind = LetterKind::of_key(&letter.kind).ok_or(Error::NotFound)?;
    Ok(Opened { fields: Fields::read(&letter)?, case, letter: Some(letter), kind })
}

impl Opened {
    fn written(&self, sender: &Sender) -> Written {
        let mut written = write(&self.case, self.kind, &self.fields, sender);
        if let Some(text) = &self.fields.text {
            written.text = text.clone();
            written.missing.clear();
        }
        written
    }
}

/// `GET /desk/redress/{number}/letters/new`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, None).await?;
    shown(&office, &visitor, opened, Came::default()).await
}

/// `GET /desk/redress/{number}/letters/{id}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, Some(&id)).await?;
    shown(&office, &visitor, opened, Came::default()).await
}

/// 主送: as the letter says once it has its number.
fn to<'a>(case: &'a Case, fields: &'a Fields) -> &'a str {
    match fields.typed(Content::Addressee) {
        "" => &case.line.forum,
        named => named,
    }
}

/// How a form came back.
#[derive(Default)]
struct Came {
    status: StatusCode,
    errors: Vec<FieldError>,
    refused: String,
}

async fn shown(office: &Office, visitor: &Visitor, opened: Opened, came: Came) -> Result<Response, Error> {
    let hand = visitor.hand()?;
    let sender = Sender::of(office, opened.case.line.organ_id).await?;
    let written = opened.written(&sender);
    let Opened { case, letter, kind, fields } = opened;
    let file = format!("/desk/redress/{}", case.line.number);
    let field = |ask: &gongkai_law::request::letter::Ask| {
        Field::new(ask.content.key(), ask.label, ask.hint, Input::Area).filled(fields.typed(ask.content))
    };
    let page = LetterPage {
        desk: Desk::new(office, visitor, Place::Redress).await?,
        number: case.line.number.clone(),
        here: letter.as_ref().map_or(format!("{file}/letters/new"), |letter| format!("{file}/letters/{}", letter.id)),
        basis: basis(&case, kind),
        forum: to(&case, &fields).to_owned(),
        signed: letter.as_ref().and_then(|letter| Some((letter.number.clone()?, in_chinese(letter.dated?.0)))),
        fields: asks(kind).iter().map(field).collect(),
        version: letter.as_ref().map_or(0, |letter| letter.version),
        kept: letter.is_some(),
        write: may_write(hand, &case).err().map(|refusal| refusal.to_string()),
        sign: may_number(hand, &case).err().map(|refusal| refusal.to_string()),
        errors: came.errors,
        refused: came.refused,
        file,
        kind,
        written,
    };
    page::show_as(came.status, &page)
}

/// `POST /desk/redress/{number}/letters/new`
pub async fn keep(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    take(&office, &visitor, (&number, None), sent).await
}

/// `POST /desk/redress/{number}/letters/{id}`
pub async fn keep_one(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
    Form(sent): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    take(&office, &visitor, (&number, Some(&id)), sent).await
}

/// Saves what was typed, or numbers what was saved.
async fn take(
    office: &Office,
    visitor: &Visitor,
    (of, id): (&str, Option<&str>),
    sent: HashMap<String, String>,
) -> Result<Response, Error> {
    let word = |name: &str| sent.get(name).map_or("", String::as_str);
    visitor.approve(office, word("csrf"))?;
    let mut opened = open(office, visitor, of, id).await?;
    let numbers = word("act") == "number";
    let late = opened.letter.as_ref().is_some_and(|letter| letter.version.to_string() != word("version"));
    if !numbers && opened.fields.text.is_none() {
        let asks = asks(opened.kind);
        let typed = |key: &str| (key.to_owned(), word(key).trim().to_owned());
        opened.fields.typed = asks.iter().map(|ask| typed(ask.content.key())).collect();
        let errors: Vec<_> = too_long(asks, &opened.fields)
            .into_iter()
            .map(|long| FieldError::new(long.content.key(), long.why))
            .collect();
        if !errors.is_empty() {
            let came = Came { status: StatusCode::UNPROCESSABLE_ENTITY, errors, refused: String::new() };
            return shown(office, visitor, opened, came).await;
        }
    }
    if late {
        return shown(office, visitor, opened, came_late()).await;
    }
    let hand = visitor.hand()?;
    let done = match (&opened.letter, numbers) {
        (Some(letter), true) => number(office, hand, &opened.case, letter, opened.kind).await.map(|()| letter.id),
        (None, true) => return Err(Error::NotFound),
        (letter, false) => save(office, hand, &opened.case, letter.as_ref(), &opened.fields).await,
    };
    match done {
        Ok(id) => Ok(Redirect::to(&format!("/desk/redress/{}/letters/{id}", opened.case.line.number)).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let refused = refusal.to_string();
            let came =
                Came { status: StatusCode::UNPROCESSABLE_ENTITY, errors: missing(&opened, office).await?, refused };
            shown(office, visitor, opened, came).await
        }
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => shown(office, visitor, opened, came_late()).await,
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

fn came_late() -> Came {
    let refused = "刚被别人改过，没有保存。您写的还在下面，请先对照另一份再保存".to_owned();
    Came { status: StatusCode::CONFLICT, errors: Vec::new(), refused }
}

/// What the letter lacks, beside its fields.
async fn missing(opened: &Opened, office: &Office) -> Result<Vec<FieldError>, Error> {
    let sender = Sender::of(office, opened.case.line.organ_id).await?;
    let written = opened.written(&sender);
    let lacks = asks(opened.kind).iter().filter(|ask| written.missing.contains(&ask.content));
    Ok(lacks.map(|ask| FieldError::new(ask.content.key(), format!("请写明：{}", ask.label))).collect())
}

/// `GET /desk/redress/{number}/letters/{id}/docx`
pub async fn docx(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    take_away(office, visitor, path, Format::Docx).await
}

/// `GET /desk/redress/{number}/letters/{id}/pdf`
pub async fn pdf(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    take_away(office, visitor, path, Format::Pdf).await
}

async fn take_away(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, id)): Path<(String, String)>,
    format: Format,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, Some(&id)).await?;
    let sender = Sender::of(&office, opened.case.line.organ_id).await?;
    let written = opened.written(&sender);
    let signed = opened.letter.as_ref().filter(|letter| letter.number.is_some());
    let response = download::letter(&office, &written, to(&opened.case, &opened.fields), signed, format)?;
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    let line = &opened.case.line;
    act.record("redress.letter", Some(line.organ_id), line.id, serde_json::json!({"number": number, "letter": id}));
    act.commit().await?;
    Ok(response)
}
