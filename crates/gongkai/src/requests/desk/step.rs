//! `/desk/requests/{number}/{verb}`: the form of each verb, and taking its step.

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{refusal::Refusal, step::Verb};
use gongkai_store::Moment;

use super::{
    case::{applicants, opened},
    due::Due,
    fields::{self, Field, Input},
    hint::hint,
    sent::Sent,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    requests::{
        dossier::Dossier,
        papers,
        take::{self, NotTaken},
    },
};

#[derive(Template)]
#[template(path = "desk/step.html")]
struct StepPage {
    desk: Desk,
    number: String,
    title: String,
    version: i64,
    verb: Verb,
    hint: String,
    fields: Vec<Field>,
    errors: Vec<FieldError>,
    /// Why it cannot be done, as it stands or as it was filled in.
    refusal: Option<Refusal>,
    /// Whether it has its place at all; without it there is no form.
    open: bool,
    due: Due,
}

/// The verbs whose forms are here: those of the answer have pages of their own.
fn verb(key: &str) -> Result<Verb, Error> {
    let elsewhere =
        [Verb::Arrive, Verb::Draft, Verb::Return, Verb::Review, Verb::Sign, Verb::Send, Verb::Lapse, Verb::Issue];
    Verb::of_key(key).filter(|verb| !elsewhere.contains(verb)).ok_or(Error::NotFound)
}

/// `GET /desk/requests/{number}/{verb}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let verb = verb(&key)?;
    let dossier = opened(&office, &visitor, &number).await?;
    let refusal = take::may(&office, visitor.hand()?, &dossier, verb).err();
    let open = refusal.is_none();
    let fields = if open { fields::fields(&office, &dossier, verb) } else { Vec::new() };
    let desk = Desk::new(&office, &visitor, Place::Requests).await?;
    page::show(&form(&office, desk, &dossier, verb, fields, (Vec::new(), refusal, open)))
}

fn form(
    office: &Office,
    desk: Desk,
    dossier: &Dossier,
    verb: Verb,
    fields: Vec<Field>,
    (errors, refusal, open): (Vec<FieldError>, Option<Refusal>, bool),
) -> StepPage {
    let line = &dossier.request.line;
    StepPage {
        desk,
        number: line.number.clone(),
        title: line.title.clone(),
        version: line.version,
        verb,
        hint: hint(verb, &dossier.standing, &office.calendar),
        fields,
        errors,
        refusal,
        open,
        due: Due::of(&dossier.standing, office.today(), &office.calendar),
    }
}

/// `POST /desk/requests/{number}/{verb}`: the step, its papers and its journal rows at once, or nothing.
pub async fn take(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Error> {
    let verb = verb(&key)?;
    let hand = visitor.hand()?;
    let sent = Sent::read(&office, &visitor, body).await?;
    let dossier = opened(&office, &visitor, &number).await?;
    if sent.word("version") != dossier.request.line.version.to_string() {
        return Err(Error::Stale);
    }
    let nth = applicants(&office, &dossier).await?.nth;
    let (taken, words) = match fields::step(&office, &dossier, verb, &sent, nth) {
        Ok(step) => step,
        Err(errors) => return again(&office, &visitor, &dossier, verb, &sent, (errors, None)).await,
    };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    match take::take(&office, &mut act, hand, &dossier, taken, &words).await {
        Ok(()) => {}
        Err(NotTaken::Refused(refusal)) => {
            return again(&office, &visitor, &dossier, verb, &sent, (Vec::new(), Some(refusal))).await;
        }
        Err(NotTaken::Store(error)) => return Err(error.into()),
    }
    papers::put(&mut act, &dossier, &sent.papers("papers", purpose(verb))).await?;
    act.commit().await?;
    Ok(Redirect::to(&format!("/desk/requests/{}#c-tl", dossier.request.line.number)).into_response())
}

/// The form as it was filled in, with what is wrong.
async fn again(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    verb: Verb,
    sent: &Sent,
    (errors, refusal): (Vec<FieldError>, Option<Refusal>),
) -> Result<Response, Error> {
    let mut fields = fields::fields(office, dossier, verb);
    for field in &mut fields {
        if sent.has(field.id) {
            field.value = sent.word(field.id).to_owned();
        }
    }
    let desk = Desk::new(office, visitor, Place::Requests).await?;
    let page = form(office, desk, dossier, verb, fields, (errors, refusal, true));
    page::show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What a verb's papers are for.
fn purpose(verb: Verb) -> &'static str {
    match verb {
        Verb::TakeOpinion => "opinion",
        Verb::TakeCorrection | Verb::TakeReasons | Verb::Withdraw => "application",
        Verb::Order => "judgment",
        Verb::Note => "note",
        _ => "proof",
    }
}
