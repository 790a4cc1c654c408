//! `/complaints/new` and `/corrections/new`: one page each, with the evidence at its end.

use askama::Template;
use axum::{
    extract::{Multipart, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    matter::{Ground, Matter},
    request::application::Applicant,
};
use gongkai_store::Organ;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    guard::{self, Visitor, room},
    matters::raise::{self, Raised},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::{
        desk::sent::Sent,
        draft::Draft,
        papers,
        portal::{
            memory, organs,
            questions::{Question, cleaned, too_many},
        },
        register::Identity,
    },
};

/// Whose record it is, where it is not a person's: 法人、其他组织.
const ORGANISATION: &str = "organisation";
/// The longest account, in characters.
const LONGEST: usize = 2000;
/// The longest description of the evidence.
const EVIDENCE: usize = 500;
/// The shortest that anybody can work with.
const LEAST: usize = 10;

#[derive(Template)]
#[template(path = "matters/form.html")]
struct FormPage {
    chrome: Chrome,
    kind: Matter,
    errors: Vec<FieldError>,
    sent: Sent,
    organs: Vec<Organ>,
    /// More than the list holds: the name is written, and the list only helps.
    many: bool,
    grounds: [Ground; 5],
    about: String,
    request_number: String,
    days: u16,
    most: usize,
    papers: usize,
    /// Of this form: sent twice, it makes one matter.
    once: String,
}

impl FormPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    fn complains(&self) -> bool {
        self.kind == Matter::Complaint
    }

    fn organisation(&self) -> bool {
        self.sent.word("kind") == ORGANISATION
    }

    fn most_evidence(&self) -> usize {
        EVIDENCE
    }
}

/// Whom and which request a link from elsewhere names.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    about: String,
    n: String,
}

/// `GET /complaints/new`
pub async fn complain(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    form(&office, &visitor, Matter::Complaint, Sent::default(), &asked, Vec::new()).await
}

/// `GET /corrections/new`
pub async fn correct(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    form(&office, &visitor, Matter::Correction, Sent::default(), &asked, Vec::new()).await
}

async fn form(
    office: &Office,
    visitor: &Visitor,
    kind: Matter,
    sent: Sent,
    asked: &Asked,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let mut all = organs::named(office, "").await?;
    let many = all.len() > organs::MOST;
    all.retain(|organ| organs::answers(organ) && organ.successor_id.is_none());
    let said = |field: &str, asked: &str| if sent.has(field) { sent.word(field) } else { asked }.to_owned();
    let status = page::form_status(errors.is_empty());
    let page = FormPage {
        chrome: Chrome::new(office, visitor, Nav::Requests),
        kind,
        errors,
        about: said("about", &asked.about),
        request_number: said("request", &asked.n.chars().take(60).collect::<String>()),
        organs: all,
        many,
        grounds: Ground::ALL,
        days: office.matter_days,
        most: LONGEST,
        papers: papers::MOST,
        once: guard::token(),
        sent,
    };
    page::show_as(status, &page)
}

/// `POST /complaints/new`
pub async fn send_complaint(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    body: Multipart,
) -> Result<Response, Error> {
    send(&office, &visitor, &session, Matter::Complaint, body).await
}

/// `POST /corrections/new`
pub async fn send_correction(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    body: Multipart,
) -> Result<Response, Error> {
    send(&office, &visitor, &session, Matter::Correction, body).await
}

async fn send(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    kind: Matter,
    body: Multipart,
) -> Result<Response, Error> {
    let sent = Sent::read_patiently(office, visitor, body).await?;
    let about = organs::meant(office, sent.word("about")).await?;
    let mut errors = faults(office, kind, &sent);
    let Some(about) = about else {
        errors.insert(0, FieldError::new("about", "请选一个机关，或者写它的全称"));
        return form(office, visitor, kind, sent, &Asked::default(), errors).await;
    };
    let handler = raise::handler(office, kind, &about).await?;
    if handler.is_none() {
        let above = format!("{}的上一级机关不在本平台，请直接向上一级机关提出（《条例》第五十一条）", about.name);
        errors.insert(0, FieldError::new("about", above));
    }
    let papers = sent.papers("file", "evidence");
    if errors.is_empty()
        && let Some(why) = room::taken_by(office, visitor, &papers).await?
    {
        errors.push(FieldError::new("file", why));
    }
    let Some(handler) = handler.filter(|_| errors.is_empty()) else {
        return form(office, visitor, kind, sent, &Asked::default(), errors).await;
    };
    let raised = Raised {
        kind,
        about: &about,
        ground: ground(kind, &sent),
        request_number: cleaned("request", sent.word("request")),
        who: Some(who(&sent)).filter(|who| *who != Identity::default()),
        words: words(kind, &sent),
        token: sent.word("once"),
    };
    let number = match raise::raise(office, &handler, &raised, &papers).await {
        Ok(handed) => {
            memory::hand_out(office, session, &handed).await?;
            handed.number
        }
        Err(gongkai_store::Error::Stale) => {
            memory::hand_again(office, session, raised.token).await?.ok_or(Error::Stale)?
        }
        Err(other) => return Err(other.into()),
    };
    Ok(Redirect::to(&format!("/matters/{number}")).into_response())
}

/// What it is about; of a correction with what proves it.
fn words(kind: Matter, sent: &Sent) -> String {
    let words = cleaned("wanted", sent.word("words"));
    match (kind, evidence(sent)) {
        (Matter::Correction, proof) if !proof.is_empty() => format!("{words}\n证据：{proof}"),
        _ => words,
    }
}

fn evidence(sent: &Sent) -> String {
    cleaned("why", sent.word("proof"))
}

fn ground(kind: Matter, sent: &Sent) -> Option<Ground> {
    Ground::of_key(sent.word("ground")).filter(|_| kind == Matter::Complaint)
}

fn who(sent: &Sent) -> Identity {
    let said = |field| cleaned(field, sent.word(field));
    Identity {
        name: said("name"),
        number: said("number"),
        phone: said("phone"),
        email: said("email"),
        agent: said("agent"),
        ..Identity::default()
    }
}

fn faults(office: &Office, kind: Matter, sent: &Sent) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if kind == Matter::Complaint && ground(kind, sent).is_none() {
        faults.push(FieldError::new("ground", "请选反映的是哪一类问题"));
    }
    match sent.word("words").chars().count() {
        length if length < LEAST => {
            faults.push(FieldError::new("words", format!("请把事情写清楚，至少{LEAST}个字")));
        }
        _ => faults.extend(too_many("words", "内容", sent.word("words"), LONGEST)),
    }
    faults.extend(too_many("request", "申请编号", sent.word("request"), 60));
    if kind == Matter::Correction {
        faults.extend(evidence_fault(sent));
    }
    faults.extend(who_faults(office, kind, sent));
    faults.extend(sent.refused("file"));
    faults
}

/// Whoever asks for a correction has to have evidence that the record is wrong. Art. 41.
fn evidence_fault(sent: &Sent) -> Option<FieldError> {
    let proof = evidence(sent);
    match proof.is_empty() && sent.papers("file", "").is_empty() && sent.refused("file").next().is_none() {
        true => Some(FieldError::new(
            "proof",
            "请附上证据，或者写明有什么证据、在哪里能查到：有证据证明记录不准确的，才能要求更正（《条例》第四十一条）",
        )),
        false => too_many("proof", "证据说明", &proof, EVIDENCE),
    }
}

/// A correction is of one's own record, so it takes the same proof as an application; a complaint may have no name.
fn who_faults(office: &Office, kind: Matter, sent: &Sent) -> Vec<FieldError> {
    let who = who(sent);
    let (year, mut draft) = (office.today().year(), Draft::default());
    let Identity { name, number, phone, email, agent, .. } = who;
    if kind == Matter::Complaint {
        let reachable = !phone.is_empty() || !email.is_empty();
        let name = too_many("name", "姓名或者名称", &name, 60);
        [("phone", phone), ("email", email)].into_iter().for_each(|(field, value)| draft.set(field, value));
        let contact = if reachable { Question::Contact.faults(&draft, year) } else { Vec::new() };
        return name.into_iter().chain(contact).collect();
    }
    let kind = if sent.word("kind") == ORGANISATION { Applicant::Other } else { Applicant::NaturalPerson };
    let answers = [
        ("kind", kind.key().to_owned()),
        ("name", name),
        ("number", number),
        ("phone", phone),
        ("email", email),
        ("agent", agent),
    ];
    answers.into_iter().for_each(|(field, value)| draft.set(field, value));
    [Question::Applicant, Question::Identity, Question::Contact]
        .into_iter()
        .flat_map(|question| question.faults(&draft, year))
        .collect()
}
