//! `/requests/new/check`: every answer once more, then submitting; and saving for later.

use askama::Template;
use axum::{
    Form,
    extract::{FromRequest as _, Multipart, Request, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    request::{
        application::{Applicant, Delivery, Supply},
        deadline,
    },
};
use gongkai_store::Organ;
use jiff::ToSpan as _;
use tower_sessions::Session;

use super::{
    ask::{DRAFT, StepView, steps},
    follow, memory, organs,
    progress::Clock,
    questions::Question,
};
use crate::{
    guard::{Visitor, room},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::{
        by_applicant,
        desk::sent::Sent,
        draft::{self, Draft},
        mask,
        papers::MOST,
    },
    signin::Bare,
};

/// One answer on the check page.
struct AnswerView {
    what: &'static str,
    lines: Vec<String>,
    hint: String,
    question: &'static str,
}

#[derive(Template)]
#[template(path = "requests/check.html")]
struct CheckPage {
    chrome: Chrome,
    errors: Vec<FieldError>,
    /// Papers at once.
    papers: usize,
    /// Whether somebody applies for the applicant.
    by_agent: bool,
    steps: Vec<StepView>,
    answers: Vec<AnswerView>,
    organ: String,
    mentioned: Vec<String>,
    clock: Option<Clock>,
    saved: bool,
}

/// `GET /requests/new/check`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let draft = draft::load(&office, &visitor.fingerprint(&office, DRAFT)).await?.unwrap_or_default();
    let organ = match complete(&office, &draft).await? {
        Ok(organ) => organ,
        Err(open) => return Ok(to(open)),
    };
    page_with(&office, &visitor, &draft, organ, Vec::new()).await
}

async fn page_with(
    office: &Office,
    visitor: &Visitor,
    draft: &Draft,
    organ: Organ,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    let mentioned = organs::mentioned(office, draft.get("wanted"), &organ).await?;
    let deadline = deadline::reckon(office.today(), &[], &office.calendar).ok();
    let status = page::form_status(errors.is_empty());
    page::show_as(
        status,
        &CheckPage {
            chrome: Chrome::new(office, visitor, Nav::Requests).private(),
            errors,
            papers: MOST,
            by_agent: !draft.get("agent").is_empty(),
            steps: steps(None),
            answers: answers(draft, &organ),
            mentioned: mentioned.iter().map(|organ| organ.name.clone()).collect(),
            organ: organ.name,
            clock: deadline.map(|deadline| Clock::of(&deadline, office.today())),
            saved: draft.is_saved(),
        },
    )
}

/// The organ of a draft to which nothing is left to answer; else the question that is open.
async fn complete(office: &Office, draft: &Draft) -> Result<Result<Organ, Question>, Error> {
    if let Some(open) = Question::open(draft, office.today().year()) {
        return Ok(Err(open));
    }
    Ok(organs::addressed(office, draft.get("organ")).await?.ok_or(Question::Organ))
}

fn to(question: Question) -> Response {
    Redirect::to(&format!("/requests/new/{}", question.key())).into_response()
}

fn answers(draft: &Draft, organ: &Organ) -> Vec<AnswerView> {
    let row = |question: Question, what, line: String| AnswerView {
        what,
        lines: vec![line],
        hint: String::new(),
        question: question.key(),
    };
    let kind = draft.applicant().unwrap_or(Applicant::NaturalPerson);
    let (person, said) = (kind.is_person(), |field: &str| draft.get(field).to_owned());
    let mut out = vec![
        row(Question::Applicant, "申请人", kind.label().to_owned()),
        row(Question::Applicant, if person { "姓名" } else { "名称" }, said("name")),
    ];
    for (field, what) in [("agent", "代理人"), ("joint", "共同申请人")] {
        if !draft.get(field).is_empty() {
            let lines = draft.get(field).lines().map(str::to_owned).collect();
            out.push(AnswerView { lines, ..row(Question::Applicant, what, String::new()) });
        }
    }
    let proof = if person { mask::number(draft.get("number")) } else { said("number") };
    out.push(AnswerView {
        hint: "仅用于核对身份，加密保存".to_owned(),
        ..row(Question::Identity, if person { "身份证明" } else { "统一社会信用代码" }, proof)
    });
    let phone = Some(draft.get("phone")).filter(|p| !p.is_empty()).map(|p| format!("电话　{}", mask::phone(p)));
    let email = Some(draft.get("email")).filter(|e| !e.is_empty()).map(|e| format!("电子邮箱　{}", mask::email(e)));
    out.push(AnswerView {
        lines: phone.into_iter().chain(email).collect(),
        ..row(Question::Contact, "联系方式", String::new())
    });
    if !draft.get("address").is_empty() {
        out.push(row(Question::Contact, "联系地址", said("address")));
    }
    let supply = Supply::of_key(draft.get("supply")).map_or("", Supply::label);
    let delivery = Delivery::of_key(draft.get("delivery")).map_or("", Delivery::label);
    out.push(row(Question::Organ, "向谁申请", organ.name.clone()));
    out.push(AnswerView {
        lines: draft.wanted().lines().map(str::to_owned).collect(),
        ..row(Question::Wanted, "需要什么信息", String::new())
    });
    out.push(row(Question::Supply, "以什么形式", supply.to_owned()));
    out.push(row(Question::Supply, "怎样给您", delivery.to_owned()));
    out
}

/// The form of the page with its papers, or, as a program may send it, the token alone.
async fn sent(office: &Office, visitor: &Visitor, request: Request) -> Result<Sent, Error> {
    let unread = |_| Error::Unreadable("请从页面上的表单提交，不要改动表单。".to_owned());
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    if media.is_some_and(|media| media.starts_with("multipart/form-data")) {
        let form = Multipart::from_request(request, &()).await.map_err(|_| unread(()))?;
        return Sent::read_kindly(office, visitor, form).await;
    }
    let Form(form) = Form::<Bare>::from_request(request, &()).await.map_err(|_| unread(()))?;
    visitor.approve(office, &form.csrf)?;
    Ok(Sent::default())
}

/// `POST /requests/new/check`: submits. A second click leads to the receipt of the first.
pub async fn submit(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    request: Request,
) -> Result<Response, Error> {
    let sent = sent(&office, &visitor, request).await?;
    let browser = visitor.fingerprint(&office, DRAFT);
    let Some(draft) = draft::load(&office, &browser).await? else {
        return follow::after_submitting(&office, &session).await;
    };
    let organ = match complete(&office, &draft).await? {
        Ok(organ) => organ,
        Err(open) => return Ok(to(open)),
    };
    let errors: Vec<_> = sent.refused("file").collect();
    if !errors.is_empty() {
        return page_with(&office, &visitor, &draft, organ, errors).await;
    }
    let papers = sent.papers("file", "identity");
    if let Some(why) = room::taken_by(&office, &visitor, &papers).await? {
        return page_with(&office, &visitor, &draft, organ, vec![FieldError::new("file", why)]).await;
    }
    match draft::submit(&office, &browser, &draft, &organ, &papers).await {
        Ok(receipt) => {
            // a session id from before must not become the one of somebody who knows the code
            session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
            memory::hand_out(&office, &session, &receipt.number, &receipt.code).await?;
            if let Some(dossier) = by_applicant::open(&office, &receipt.number, &receipt.code).await? {
                memory::open(&session, &dossier).await?;
            }
        }
        Err(gongkai_store::Error::Stale) => {}
        Err(other) => return Err(other.into()),
    }
    follow::after_submitting(&office, &session).await
}

#[derive(Template)]
#[template(path = "requests/saved.html")]
struct SavedPage {
    chrome: Chrome,
    code: String,
    days: i64,
    /// Until when it is kept, as a date and in words.
    until: (String, String),
}

/// `POST /requests/new/save`: saves what was answered so far; the answer shows the code.
pub async fn save(State(office): State<Office>, visitor: Visitor, Form(form): Form<Bare>) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let browser = visitor.fingerprint(&office, DRAFT);
    let Some(draft) = draft::load(&office, &browser).await? else {
        return Ok(Redirect::to("/requests/new").into_response());
    };
    let code = draft::save(&office, &browser, draft).await?;
    let chrome = Chrome::new(&office, &visitor, Nav::Requests).private();
    let until = office.today().saturating_add(draft::DAYS.days());
    page::show(&SavedPage { chrome, code, days: draft::DAYS, until: (until.to_string(), in_chinese(until)) })
}
