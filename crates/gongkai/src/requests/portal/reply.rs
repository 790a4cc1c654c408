//! What the applicant answers when the office asks: a correction (art. 30), or the reasons for asking so much (art. 35).

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    request::step::{Step, Verb},
};
use tower_sessions::Session;

use super::{follow::opened, progress::wanted, questions::cleaned};
use crate::{
    guard::{Visitor, room},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    people::roles::Hand,
    requests::{
        by_applicant,
        desk::sent::Sent,
        dossier::Dossier,
        papers,
        take::{self, NotTaken},
    },
};

/// The longest answer, in characters.
const LONGEST: usize = 2000;

/// 要申请人答的: what the office asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    /// 补正
    Correction,
    /// 说明理由
    Reasons,
}

impl Question {
    /// The question of an address.
    fn of_place(place: &str) -> Option<Self> {
        [Self::Correction, Self::Reasons].into_iter().find(|question| question.place() == place)
    }

    fn place(self) -> &'static str {
        match self {
            Self::Correction => "clarify",
            Self::Reasons => "reasons",
        }
    }

    fn verb(self) -> Verb {
        match self {
            Self::Correction => Verb::TakeCorrection,
            Self::Reasons => Verb::TakeReasons,
        }
    }

    /// The field, and what its papers are kept as.
    fn field(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Reasons => "reasons",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Correction => "补正申请",
            Self::Reasons => "说明理由",
        }
    }

    fn lede(self) -> &'static str {
        match self {
            Self::Correction => "提交的当天就是收到之日，答复期限从第二天重新起算（《条例》第三十条）。",
            Self::Reasons => {
                "申请的数量、频次明显超过合理范围的，机关可以请您说明理由。理由合理而不能按期答复的，会确定一个\
                 合理的日子并告诉您；不合理的，告诉您不予处理（《条例》第三十五条）。"
            }
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Correction => "补正的内容",
            Self::Reasons => "为什么申请得这么多、这么频繁",
        }
    }

    fn asks(self, step: Step) -> bool {
        match self {
            Self::Correction => matches!(step, Step::ClarifyAsked { .. }),
            Self::Reasons => matches!(step, Step::ReasonsAsked { .. }),
        }
    }
}

#[derive(Template)]
#[template(path = "requests/reply.html")]
struct ReplyPage {
    chrome: Chrome,
    number: String,
    question: Question,
    errors: Vec<FieldError>,
    /// What the office wants to know.
    asked: String,
    until: String,
    wanted: Vec<String>,
    typed: String,
    most: usize,
    papers: usize,
}

impl ReplyPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

/// `GET /requests/follow/{number}/{clarify, reasons}`
pub async fn ask(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path((number, place)): Path<(String, String)>,
) -> Result<Response, Error> {
    let question = Question::of_place(&place).ok_or(Error::NotFound)?;
    match opened(&office, &session, &number).await? {
        Ok(dossier) => form(&office, &visitor, &dossier, question, (String::new(), Vec::new())),
        Err(form) => Ok(form),
    }
}

fn form(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    question: Question,
    (typed, mut errors): (String, Vec<FieldError>),
) -> Result<Response, Error> {
    if let Err(refusal) = take::may(office, &Hand::Applicant, dossier, question.verb()) {
        errors = vec![FieldError::new(question.field(), refusal)];
    }
    let asked = dossier.entries.iter().rev().find(|entry| question.asks(entry.taken.step));
    let open = match question {
        Question::Correction => dossier.standing.open_clarify(),
        Question::Reasons => dossier.standing.reasons.filter(|reasons| reasons.came.is_none()),
    };
    let status = page::form_status(errors.is_empty());
    page::show_as(
        status,
        &ReplyPage {
            chrome: Chrome::new(office, visitor, Nav::Requests).private(),
            number: dossier.request.line.number.clone(),
            question,
            errors,
            asked: asked.map(|entry| entry.words.why.clone()).unwrap_or_default(),
            until: open.and_then(|open| open.until).map(in_chinese).unwrap_or_default(),
            wanted: wanted(dossier),
            typed,
            most: LONGEST,
            papers: papers::MOST,
        },
    )
}

/// `POST /requests/follow/{number}/{clarify, reasons}`
pub async fn give(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path((number, place)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response, Error> {
    let question = Question::of_place(&place).ok_or(Error::NotFound)?;
    let sent = Sent::read_kindly(&office, &visitor, body).await?;
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let typed = cleaned(question.field(), sent.word(question.field()), LONGEST);
    let errors = faults(question, &typed, &sent);
    if !errors.is_empty() {
        return form(&office, &visitor, &dossier, question, (typed, errors));
    }
    let papers = sent.papers("file", question.field());
    if let Some(why) = room::taken_by(&office, &visitor, &papers).await? {
        return form(&office, &visitor, &dossier, question, (typed, vec![FieldError::new("file", why)]));
    }
    let given = match question {
        Question::Correction => by_applicant::correct(&office, &dossier, typed.clone(), &papers).await,
        Question::Reasons => by_applicant::give_reasons(&office, &dossier, typed.clone(), &papers).await,
    };
    let done = match question {
        Question::Correction => "clarified",
        Question::Reasons => "reasoned",
    };
    match given {
        Ok(()) => Ok(Redirect::to(&format!("/requests/follow/{number}?done={done}")).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            let errors = vec![FieldError::new(question.field(), refusal)];
            form(&office, &visitor, &dossier, question, (typed, errors))
        }
        Err(NotTaken::Store(error)) => Err(error.into()),
    }
}

fn faults(question: Question, typed: &str, sent: &Sent) -> Vec<FieldError> {
    let wrong = match typed.chars().count() {
        0 if question == Question::Correction => Some("请把要补正的内容写下来".to_owned()),
        0 => Some("请把理由写下来".to_owned()),
        length if length > LONGEST => Some(format!("最多{LONGEST}个字")),
        _ => None,
    };
    let words = wrong.map(|wrong| FieldError::new(question.field(), wrong));
    words.into_iter().chain(sent.refused("file")).collect()
}
