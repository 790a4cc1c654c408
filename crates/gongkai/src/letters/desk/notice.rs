//! 过程文书页: the letter that goes with a step, before and after it is numbered.

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
    file_of,
    letter::{Deed, LetterPage, download, masked, name, ticks},
    not_taken,
};
use crate::{
    guard::Visitor,
    letters::{
        draft::Written,
        facts,
        fields::Fields,
        head::Letterhead,
        notice::{self, of},
        pass,
    },
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    requests::{
        dossier::{Dossier, Entry},
        reveal,
        take::{self, NotTaken},
    },
};

/// A step's letter opened.
struct Opened {
    dossier: Dossier,
    entry: Entry,
    written: Written,
    /// The letter as it was issued.
    issued: Option<gongkai_store::Letter>,
}

async fn open(office: &Office, visitor: &Visitor, number: &str, n: &str) -> Result<Opened, Error> {
    let dossier = Dossier::numbered(office, number, visitor.hand()?.scope()?).await?;
    let n: i32 = n.parse().map_err(|_| Error::NotFound)?;
    let entry = dossier.entries.iter().find(|entry| entry.row.n == n).cloned().ok_or(Error::NotFound)?;
    let organ = office.db.organ(dossier.request.line.organ_id).await?;
    let head = Letterhead::of(office, &organ).await?;
    let mut written = notice::write(&dossier, &entry, &organ, &head).ok_or(Error::NotFound)?;
    let issued = of(office, &dossier, n).await?;
    if let Some(text) = issued.as_ref().map(Fields::read).transpose()?.and_then(|fields| fields.text) {
        written.text = text;
        written.missing.clear();
    }
    Ok(Opened { dossier, entry, written, issued })
}

/// `GET /desk/requests/{number}/notices/{n}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = open(&office, &visitor, &number, &n).await?;
    shown(&office, &visitor, opened, String::new()).await
}

async fn shown(office: &Office, visitor: &Visitor, opened: Opened, refused: String) -> Result<Response, Error> {
    let Opened { dossier, entry, written, issued } = opened;
    let number = dossier.request.line.number.clone();
    let file = file_of(&number);
    let status = page::form_status(refused.is_empty());
    let dated = issued.as_ref().and_then(|letter| letter.dated).map(|day| said(day.0));
    let who = name(office, &entry.row.actor).await?;
    let page = LetterPage {
        desk: Desk::new(office, visitor, Place::Requests).await?,
        here: format!("{file}/notices/{}", entry.row.n),
        title: written.kind.title(),
        letter_number: issued
            .as_ref()
            .and_then(|letter| letter.number.clone())
            .unwrap_or_else(|| "（还没有编文号）".to_owned()),
        dated: dated.unwrap_or_else(|| "（编文号时填写）".to_owned()),
        to: to(office, &dossier, &entry, written.kind, masked)?,
        attached: Vec::new(),
        state: if issued.is_some() {
            ("ok", "已编文号".to_owned())
        } else {
            ("plain", "还没有编文号".to_owned())
        },
        ticks: ticks(&written, issued.is_some()),
        past: vec![(entry.taken.on.to_string(), format!("{}　{who}", entry.taken.step.verb().label()))],
        deeds: deeds(office, visitor, &dossier, &written, issued.is_some())?,
        change: String::new(),
        add_to: String::new(),
        text: written.text,
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
    applicant: impl Fn(&Office, &Dossier) -> Result<String, Error>,
) -> Result<String, Error> {
    match facts::is_to_applicant(kind) {
        true => applicant(office, dossier),
        false if entry.words.who.trim().is_empty() => Ok("有关单位（个人）".to_owned()),
        false => Ok(entry.words.who.trim().to_owned()),
    }
}

fn deeds(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    written: &Written,
    issued: bool,
) -> Result<Vec<Deed>, Error> {
    if issued {
        return Ok(Vec::new());
    }
    let labels: Vec<_> = written.missing.iter().map(|content| content.label()).collect();
    let lacks = (!labels.is_empty()).then(|| format!("还缺{}", labels.join("、")));
    let barred =
        || take::may(office, visitor.hand().ok()?, dossier, Verb::Note).err().map(|refusal| refusal.to_string());
    Ok(vec![Deed { key: "issue", label: "编文号", barred: lacks.or_else(barred), why: false }])
}

/// The form of the one button.
#[derive(Deserialize)]
pub struct Issue {
    csrf: String,
}

/// `POST /desk/requests/{number}/notices/{n}`
pub async fn issue(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, String)>,
    Form(form): Form<Issue>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let opened = open(&office, &visitor, &number, &n).await?;
    match notice::issue(&office, visitor.hand()?, &opened.dossier, opened.entry.row.n).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/notices/{}", file_of(&number), opened.entry.row.n)).into_response()),
        Err(NotTaken::Refused(refusal)) => shown(&office, &visitor, opened, refusal.to_string()).await,
        Err(error) => Err(not_taken(error)),
    }
}

/// `GET /desk/requests/{number}/notices/{n}/docx`: with the name of whom it addresses, which leaves a row in the journal.
pub async fn docx(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, n)): Path<(String, String)>,
) -> Result<Response, Error> {
    let Opened { dossier, entry, written, issued } = open(&office, &visitor, &number, &n).await?;
    if facts::is_to_applicant(written.kind) {
        reveal::may(visitor.hand()?, &dossier)?;
    }
    let line = &dossier.request.line;
    let mut act = office.db.act(visitor.hand()?.actor(), Moment(office.now_ms())).await?;
    act.record("letter.open", Some(line.organ_id), line.id, serde_json::json!({ "step": entry.row.n }));
    act.commit().await?;
    let whole = |office: &Office, dossier: &Dossier| pass::addressee(office, dossier).map_err(not_taken);
    let to = to(&office, &dossier, &entry, written.kind, whole)?;
    download(&written, &to, issued.as_ref())
}
