//! 过程文书页: the letter that goes with a step, before and after it is numbered.

use axum::http::StatusCode;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese as said,
    request::{letter::LetterKind, step::Verb},
};
use gongkai_store::Moment;
use serde::Deserialize;

use super::{
    Seen,
    download::{self, Format},
    file_of,
    letter::{Deed, LetterPage, Typed, masked, name, ticks},
    not_taken,
};
use crate::{
    guard::Visitor,
    letters::{
        draft::Written,
        fields::Fields,
        notice::{self, Notice, of},
        pass,
        sender::Sender,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        dossier::{Dossier, Entry},
        reveal,
        shown::Shown,
        take::{self, NotTaken},
    },
};

/// A step's letter opened.
struct Opened {
    dossier: Dossier,
    notice: Notice,
    entry: Entry,
    written: Written,
    /// The letter as it was issued.
    issued: Option<gongkai_store::Letter>,
}

async fn open(office: &Office, visitor: &Visitor, number: &str, place: &str) -> Result<Opened, Error> {
    let dossier = Dossier::numbered(office, number, visitor.hand()?.scope()?).await?;
    let (notice, entry) = Notice::at(&dossier, place).ok_or(Error::NotFound)?;
    let entry = entry.clone();
    let sender = Sender::of(office, dossier.request.line.organ_id).await?;
    let mut written = notice::write(&dossier, notice, &entry, &sender, &office.calendar);
    let issued = of(office, &dossier, notice).await?;
    if let Some(text) = issued.as_ref().map(Fields::read).transpose()?.and_then(|fields| fields.text) {
        written.text = text;
        written.missing.clear();
    }
    Ok(Opened { dossier, notice, entry, written, issued })
}

/// `GET /desk/requests/{number}/notices/{n}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &n).await?;
    shown(&office, &visitor, opened, (StatusCode::OK, String::new()), false).await
}

async fn shown(
    office: &Office,
    visitor: &Visitor,
    opened: Opened,
    (status, refused): (StatusCode, String),
    print: bool,
) -> Result<Response, Error> {
    let Opened { dossier, notice, entry, written, issued } = opened;
    let number = dossier.request.line.number.clone();
    let file = file_of(&number);
    let dated = issued.as_ref().and_then(|letter| letter.dated).map(|day| said(day.0));
    let who = name(office, &entry.row.actor).await?;
    let view = Shown::to(office, visitor.hand()?, &dossier).but(&entry.words.who);
    let page = LetterPage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        here: format!("{file}/notices/{}", notice.place(entry.taken.step)),
        opens: view.is_whole(),
        print,
        title: written.kind.title(),
        letter_number: issued
            .as_ref()
            .and_then(|letter| letter.number.clone())
            .unwrap_or_else(|| "（还没有编文号）".to_owned()),
        dated: dated.unwrap_or_else(|| "（编文号时填写）".to_owned()),
        to: view.words(&to(office, &dossier, &entry, written.kind, if print { pass::addressee } else { masked })),
        attached: Vec::new(),
        state: state(issued.is_some(), notice.stands(&dossier)),
        ticks: ticks(&written, issued.is_some()),
        past: vec![(entry.taken.on.to_string(), format!("{}　{who}", entry.taken.step.verb().label()))],
        deeds: deeds(office, visitor, (&dossier, notice), &written, issued.is_some())?,
        wanting: Vec::new(),
        change: None,
        enclosed: Vec::new(),
        add_to: String::new(),
        text: view.all(&written.text),
        version: dossier.request.line.version.to_string(),
        kept: Typed::default(),
        number,
        file,
        refused,
    };
    page::show_as(status, &page)
}

/// Whom it addresses: the applicant, or whoever is consulted, who is not told who asks.
fn to(
    office: &Office,
    dossier: &Dossier,
    entry: &Entry,
    kind: LetterKind,
    applicant: impl Fn(&Office, &Dossier) -> String,
) -> String {
    match kind.is_to_applicant() {
        true => applicant(office, dossier),
        false if entry.words.who.trim().is_empty() => "有关单位（个人）".to_owned(),
        false => entry.words.who.trim().to_owned(),
    }
}

/// Where a step's letter stands: the tag's kind and its words.
pub(super) fn state(issued: bool, stands: bool) -> (&'static str, String) {
    let (kind, words) = match (issued, stands) {
        (true, true) => ("ok", "已编文号"),
        (true, false) => ("warn", "已编文号，所依的步骤已注销"),
        (false, true) => ("plain", "还没有编文号"),
        (false, false) => ("plain", "步骤已注销，不再出具"),
    };
    (kind, words.to_owned())
}

fn deeds(
    office: &Office,
    visitor: &Visitor,
    (dossier, notice): (&Dossier, Notice),
    written: &Written,
    issued: bool,
) -> Result<Vec<Deed>, Error> {
    if issued {
        return Ok(Vec::new());
    }
    let lacks = match notice.stands(dossier) {
        true => written.lacks(),
        false => Some("这一步已经注销，不再出具文书".to_owned()),
    };
    let barred =
        || take::may(office, visitor.hand().ok()?, dossier, Verb::Issue).err().map(|refusal| refusal.to_string());
    Ok(vec![Deed { key: "issue", label: "编文号", barred: lacks.or_else(barred), why: false, dated: false }])
}

/// The form of the one button.
#[derive(Deserialize)]
pub struct Issue {
    csrf: String,
    #[serde(flatten)]
    seen: Seen,
}

/// `POST /desk/requests/{number}/notices/{n}`
pub async fn issue(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, place)): Path<(String, String)>,
    Form(form): Form<Issue>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let opened = open(&office, &visitor, &number, &place).await?;
    if form.seen.is_old(&opened.dossier.request.line.version.to_string()) {
        return shown(&office, &visitor, opened, (StatusCode::CONFLICT, super::LATE.to_owned()), false).await;
    }
    match notice::issue(&office, visitor.hand()?, &opened.dossier, &place).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/notices/{place}", file_of(&number))).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            shown(&office, &visitor, opened, (StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()), false).await
        }
        Err(NotTaken::Store(gongkai_store::Error::Stale)) => {
            let opened = open(&office, &visitor, &number, &place).await?;
            shown(&office, &visitor, opened, (StatusCode::CONFLICT, super::LATE.to_owned()), false).await
        }
        Err(error) => Err(not_taken(error)),
    }
}

/// `GET /desk/requests/{number}/notices/{n}/docx`: with the name of whom it addresses, which leaves a row in the journal.
pub async fn docx(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    file(office, visitor, path, Format::Docx).await
}

/// `GET /desk/requests/{number}/notices/{n}/pdf`: the same, as it is printed.
pub async fn pdf(office: State<Office>, visitor: Visitor, path: Path<(String, String)>) -> Result<Response, Error> {
    file(office, visitor, path, Format::Pdf).await
}

async fn file(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, place)): Path<(String, String)>,
    format: Format,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &place).await?;
    reveal::may(visitor.hand()?, &opened.dossier)?;
    let Opened { dossier, entry, written, issued, .. } = &opened;
    let to = to(&office, dossier, entry, written.kind, pass::addressee);
    let response = download::letter(&office, written, &to, issued.as_ref(), format)?;
    taken_away(&office, &visitor, &opened).await?;
    Ok(response)
}

/// The row in the journal that the name in full costs.
async fn taken_away(office: &Office, visitor: &Visitor, Opened { dossier, entry, .. }: &Opened) -> Result<(), Error> {
    let line = &dossier.request.line;
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    act.record("letter.open", Some(line.organ_id), line.id, serde_json::json!({ "step": entry.row.n }));
    Ok(act.commit().await?)
}

/// `GET /desk/requests/{number}/notices/{n}/print`: the page to print, with the name of whom it addresses, which leaves a
/// row in the journal.
pub async fn print(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, place)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &place).await?;
    reveal::may(visitor.hand()?, &opened.dossier)?;
    taken_away(&office, &visitor, &opened).await?;
    shown(&office, &visitor, opened, (StatusCode::OK, String::new()), true).await
}
