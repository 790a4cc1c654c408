//! `/desk/redress/{number}/{verb}`: the form of each verb, and taking its step.

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{redress::step::Verb, request::refusal::Refusal};
use gongkai_store::{Act, Moment, Upload};

use super::{clock, fields, file::opened, next, story};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    redress::{
        case::Case,
        take::{self, take as take_step},
    },
    requests::{
        desk::{
            due::Due,
            fields::{Field, Input},
            sent::Sent,
        },
        papers::media,
        take::NotTaken,
    },
};

#[derive(Template)]
#[template(path = "redress/step.html")]
struct StepPage {
    desk: Desk,
    number: String,
    title: String,
    version: i64,
    verb: Verb,
    label: String,
    hint: String,
    fields: Vec<Field>,
    errors: Vec<FieldError>,
    /// Why it cannot be done, as it stands or as it was filled in.
    refusal: Option<Refusal>,
    /// Whether it has its place at all; without it there is no form.
    open: bool,
    due: Due,
}

/// The verbs that have a form: a case comes in by a page of its own.
fn verb(key: &str) -> Result<Verb, Error> {
    Verb::of_key(key).filter(|verb| *verb != Verb::Notify).ok_or(Error::NotFound)
}

/// `GET /desk/redress/{number}/{verb}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let verb = verb(&key)?;
    let case = opened(&office, &visitor, &number).await?;
    let refusal = take::may(&office, visitor.hand()?, &case, verb).err();
    let open = refusal.is_none();
    let fields = if open { fields::fields(&office, &case, verb) } else { Vec::new() };
    let desk = Desk::new(&office, &visitor, Place::Redress).await?;
    page::show(&form(&office, desk, &case, verb, fields, (Vec::new(), refusal, open)))
}

fn form(
    office: &Office,
    desk: Desk,
    case: &Case,
    verb: Verb,
    fields: Vec<Field>,
    (errors, refusal, open): (Vec<FieldError>, Option<Refusal>, bool),
) -> StepPage {
    StepPage {
        desk,
        number: case.line.number.clone(),
        title: case.line.title.clone(),
        version: case.line.version,
        verb,
        label: story::label(case, verb),
        hint: next::hint(case, verb),
        fields,
        errors,
        refusal,
        open,
        due: clock::due(&case.standing, office.today(), &office.calendar),
    }
}

/// `POST /desk/redress/{number}/{verb}`: the step, its papers, what it means for the request, and the journal rows at
/// once, or nothing.
pub async fn take(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Error> {
    let verb = verb(&key)?;
    let hand = visitor.hand()?;
    let sent = Sent::read(&office, &visitor, body).await?;
    let case = opened(&office, &visitor, &number).await?;
    if sent.word("version") != case.line.version.to_string() {
        return Err(Error::Stale);
    }
    let (taken, words) = match fields::step(&office, &case, verb, &sent) {
        Ok(step) => step,
        Err(errors) => return again(&office, &visitor, &case, verb, &sent, (errors, None)).await,
    };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    match take_step(&office, &mut act, hand, &case, taken, &words).await {
        Ok(()) => {}
        Err(NotTaken::Refused(refusal)) => {
            return again(&office, &visitor, &case, verb, &sent, (Vec::new(), Some(refusal))).await;
        }
        Err(NotTaken::Store(error)) => return Err(error.into()),
    }
    put(&mut act, (case.line.id, case.line.organ_id), &sent, verb).await?;
    act.commit().await?;
    Ok(Redirect::to(&format!("/desk/redress/{}#c-tl", case.line.number)).into_response())
}

/// The papers of a form go into the file of the case, with the step that they came with.
pub async fn put(
    act: &mut Act,
    (id, organ): (gongkai_store::RedressId, gongkai_store::OrganId),
    sent: &Sent,
    verb: Verb,
) -> Result<(), gongkai_store::Error> {
    for paper in sent.papers("papers", verb.key()) {
        let media = media(&paper.bytes).unwrap_or("application/octet-stream");
        act.attach_to_redress(id, organ, Upload { bytes: &paper.bytes, media }, (&paper.name, paper.kind)).await?;
    }
    Ok(())
}

/// The form as it was filled in, with what is wrong.
async fn again(
    office: &Office,
    visitor: &Visitor,
    case: &Case,
    verb: Verb,
    sent: &Sent,
    (errors, refusal): (Vec<FieldError>, Option<Refusal>),
) -> Result<Response, Error> {
    let mut fields = fields::fields(office, case, verb);
    fill(&mut fields, sent);
    let desk = Desk::new(office, visitor, Place::Redress).await?;
    let page = form(office, desk, case, verb, fields, (errors, refusal, true));
    page::show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What was typed stands in the fields again.
pub fn fill(fields: &mut [Field], sent: &Sent) {
    for field in fields {
        if sent.has(field.id) {
            field.value = sent.word(field.id).to_owned();
        }
    }
}
