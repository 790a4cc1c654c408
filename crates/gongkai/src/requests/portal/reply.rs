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

use super::{
    follow::{self, opened, plain_number},
    memory,
    progress::wanted,
    questions::{cleaned, too_many},
};
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

    /// What is written, in a complaint about it.
    fn named(self) -> &'static str {
        match self {
            Self::Correction => "补正的内容",
            Self::Reasons => "理由",
        }
    }

    /// What somebody is told whom nobody asks.
    fn nothing(self) -> &'static str {
        match self {
            Self::Correction => "现在没有要您补正的，不用做任何事。",
            Self::Reasons => "现在没有要您说明理由的，不用做任何事。",
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
    /// Whether the inquiry code has to be given again: this browser has the case open no more.
    locked: bool,
    /// Why there is nothing to do.
    nothing: String,
}

impl ReplyPage {
    fn blank(office: &Office, visitor: &Visitor, question: Question, number: String) -> Self {
        Self {
            chrome: Chrome::new(office, visitor, Nav::Requests).private(),
            number,
            question,
            errors: Vec::new(),
            asked: String::new(),
            until: String::new(),
            wanted: Vec::new(),
            typed: String::new(),
            most: LONGEST,
            papers: papers::MOST,
            locked: false,
            nothing: String::new(),
        }
    }

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
    let dossier = match opened(&office, &session, &number).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    match take::may(&office, &Hand::Applicant, &dossier, question.verb()) {
        Ok(()) => form(&office, &visitor, &dossier, question, (String::new(), Vec::new())),
        Err(refusal) => page::show(&ReplyPage {
            wanted: wanted(&dossier),
            nothing: refusal.to_string(),
            ..ReplyPage::blank(&office, &visitor, question, dossier.request.line.number.clone())
        }),
    }
}

fn form(
    office: &Office,
    visitor: &Visitor,
    dossier: &Dossier,
    question: Question,
    (typed, errors): (String, Vec<FieldError>),
) -> Result<Response, Error> {
    let asked = dossier.entries.iter().rev().find(|entry| question.asks(entry.taken.step));
    let open = match question {
        Question::Correction => dossier.standing.open_clarify(),
        Question::Reasons => dossier.standing.reasons.filter(|reasons| reasons.came.is_none()),
    };
    let status = page::form_status(errors.is_empty());
    page::show_as(
        status,
        &ReplyPage {
            errors,
            asked: asked.map(|entry| entry.words.why.clone()).unwrap_or_default(),
            until: open.and_then(|open| open.until).map(in_chinese).unwrap_or_default(),
            wanted: wanted(dossier),
            typed,
            ..ReplyPage::blank(office, visitor, question, dossier.request.line.number.clone())
        },
    )
}

/// The form with what was typed for somebody who has to give the code again, and nothing of the case.
async fn let_in(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    (question, number): (Question, &str),
    sent: &Sent,
) -> Result<Result<Dossier, Response>, Error> {
    let number = plain_number(number);
    if let Some(dossier) = memory::opened(office, session, &number).await? {
        return Ok(Ok(dossier));
    }
    let why = match sent.word("code") {
        "" => "隔了一会儿没有动，要再填一次查询码。您写的内容还在；附了材料的，请重新选".to_owned(),
        code => match follow::unlock(office, visitor, session, &number, code).await {
            Ok(Some(_)) => match memory::opened(office, session, &number).await? {
                Some(dossier) => return Ok(Ok(dossier)),
                None => return Err(Error::NotFound),
            },
            Ok(None) => "查询码不对，请对照回执再试".to_owned(),
            Err(Error::TooMany(seconds)) => format!("试错的次数过多，请{}以后再试", page::about(seconds)),
            Err(other) => return Err(other),
        },
    };
    let page = ReplyPage {
        errors: vec![FieldError::new("code", why)],
        typed: cleaned(question.field(), sent.word(question.field())),
        locked: true,
        ..ReplyPage::blank(office, visitor, question, number)
    };
    page::show_as(page::form_status(false), &page).map(Err)
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
    let sent = Sent::read_patiently(&office, &visitor, body).await?;
    let dossier = match let_in(&office, &visitor, &session, (question, &number), &sent).await? {
        Ok(dossier) => dossier,
        Err(form) => return Ok(form),
    };
    let number = dossier.request.line.number.clone();
    let typed = cleaned(question.field(), sent.word(question.field()));
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
    let field = question.field();
    let words = match (typed.is_empty(), question) {
        (true, Question::Correction) => Some(FieldError::new(field, "请把要补正的内容写下来")),
        (true, Question::Reasons) => Some(FieldError::new(field, "请把理由写下来")),
        (false, _) => too_many(field, question.named(), typed, LONGEST),
    };
    words.into_iter().chain(sent.refused("file")).collect()
}
