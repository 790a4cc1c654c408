//! `/requests/new/check`: every answer once more, then submitting.

use askama::Template;
use axum::{
    Form,
    extract::{FromRequest as _, Multipart, Request, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::{
    application::{Applicant, Delivery, Supply},
    deadline,
};
use gongkai_store::Organ;
use tower_sessions::Session;

use super::{
    ask::{DRAFT, StepView, steps},
    begun, memory, organs,
    progress::Clock,
    questions::Question,
};
use crate::{
    guard::{self, Visitor, room},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::{
        desk::sent::Sent,
        draft::{self, Draft, Submission},
        mask,
        once::Handed,
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
    /// Of this form: sent twice, it makes one request.
    once: String,
}

/// `GET /requests/new/check`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    let draft = match begun::draft(&office, &visitor).await? {
        Ok(draft) => draft.unwrap_or_default(),
        Err(submitted) => return Ok(submitted),
    };
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
            once: guard::token(),
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
            // their names are to be proofread, and their numbers are covered like the applicant's own
            let lines = draft.get(field).lines().map(mask::numbers).collect();
            out.push(AnswerView { lines, ..row(Question::Applicant, what, String::new()) });
        }
    }
    let proof = if person { mask::number(draft.get("number")) } else { said("number") };
    out.push(AnswerView {
        hint: "仅用于核对身份，加密保存".to_owned(),
        ..row(Question::Identity, if person { "身份证明" } else { "统一社会信用代码" }, proof)
    });
    // whole, for proofreading: where an answer is sent to the wrong address nobody notices
    let phone = Some(draft.get("phone")).filter(|p| !p.is_empty()).map(|p| format!("电话　{p}"));
    let email = Some(draft.get("email")).filter(|e| !e.is_empty()).map(|e| format!("电子邮箱　{e}"));
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
        return Sent::read_patiently(office, visitor, form).await;
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
    let (browser, token) = (visitor.fingerprint(&office, DRAFT), sent.word("once"));
    let draft = match begun::draft(&office, &visitor).await? {
        Ok(Some(draft)) => draft,
        Ok(None) => return after_submitting(&office, &session, token).await,
        Err(submitted) => return Ok(submitted),
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
    let submission = Submission { browser: &browser, token, draft: &draft, organ: &organ, papers: &papers };
    match draft::submit(&office, submission).await {
        Ok(receipt) => {
            let handed = Handed { number: receipt.number, code: receipt.code, at_ms: office.now_ms() };
            memory::hand_out(&office, &session, &handed).await?;
            Ok(Redirect::to("/requests/receipt").into_response())
        }
        Err(gongkai_store::Error::Stale) => match begun::draft(&office, &visitor).await? {
            Ok(_) => after_submitting(&office, &session, token).await,
            Err(submitted) => Ok(submitted),
        },
        Err(other) => Err(other.into()),
    }
}

/// Where the second click leads: to the receipt of the first.
async fn after_submitting(office: &Office, session: &Session, token: &str) -> Result<Response, Error> {
    let there = memory::given(office, session).await.is_some();
    let handed = there || memory::hand_again(office, session, token).await?.is_some();
    Ok(Redirect::to(if handed { "/requests/receipt" } else { "/requests/new" }).into_response())
}
