//! `/requests/new/{question}`: one question a page.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::application::{Applicant, Delivery, Supply};
use gongkai_store::Organ;
use serde::Deserialize;

use super::{
    begun, organs,
    questions::{Question, WANTED, cleaned},
    save,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    requests::{
        draft::{self, Draft},
        mask,
    },
};

/// What a browser's draft is fingerprinted for.
pub const DRAFT: &str = "draft of a browser";
/// Organs past which a search box stands above the list.
const FEW: usize = 8;

/// One of the seven steps.
pub struct StepView {
    /// Its word.
    pub label: &'static str,
    /// `done`, `now` or nothing.
    pub state: &'static str,
}

/// The seven steps, at one of the questions or, without one, at the last.
pub fn steps(at: Option<Question>) -> Vec<StepView> {
    let here = at.map_or(Question::ALL.len(), |at| Question::ALL.iter().take_while(|q| **q != at).count());
    let labels = Question::ALL.into_iter().map(Question::label).chain(["核对提交"]);
    let state = |n: usize| match n.cmp(&here) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "",
    };
    labels.enumerate().map(|(n, label)| StepView { label, state: state(n) }).collect()
}

/// One thing to choose.
struct ChoiceView {
    key: String,
    label: String,
    hint: String,
    /// It stays visible, with the article that is against it.
    refused: bool,
}

/// The search above the organs.
#[derive(Default)]
struct Search {
    /// Not where there are few.
    shown: bool,
    /// Organs are left out of the list.
    more: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "requests/ask.html")]
struct AskPage {
    chrome: Chrome,
    question: Question,
    steps: Vec<StepView>,
    errors: Vec<FieldError>,
    draft: Draft,
    choices: Vec<ChoiceView>,
    deliveries: Vec<ChoiceView>,
    person: bool,
    search: Search,
    most: usize,
    back: bool,
    written: usize,
}

impl AskPage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

/// How somebody came to a question.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Came {
    /// From the check page, to go back there.
    back: String,
    q: String,
}

/// `GET /requests/new/{question}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(question): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response, Error> {
    let question = Question::of_key(&question).ok_or(Error::NotFound)?;
    let draft = match begun::draft(&office, &visitor).await? {
        Ok(draft) => draft.unwrap_or_default(),
        Err(submitted) => return Ok(submitted),
    };
    let open = Question::open(&draft, office.today().year());
    if let Some(open) = open.filter(|open| (*open as u8) < question as u8) {
        return Ok(Redirect::to(&format!("/requests/new/{}", open.key())).into_response());
    }
    page_with(&office, &visitor, question, draft, Vec::new(), &came).await
}

async fn page_with(
    office: &Office,
    visitor: &Visitor,
    question: Question,
    draft: Draft,
    errors: Vec<FieldError>,
    came: &Came,
) -> Result<Response, Error> {
    let draft = draft.as_typed();
    let status = page::form_status(errors.is_empty());
    let words: String = came.q.trim().chars().take(40).collect();
    let (choices, search) = match question {
        Question::Organ => organ_choices(office, &draft, &words).await?,
        _ => (choices(question), Search::default()),
    };
    page::show_as(
        status,
        &AskPage {
            chrome: Chrome::new(office, visitor, Nav::Requests).private(),
            steps: steps(Some(question)),
            errors,
            choices,
            deliveries: deliveries(&draft),
            person: draft.applicant().is_none_or(Applicant::is_person),
            search,
            most: WANTED,
            back: !came.back.is_empty(),
            written: draft.get("wanted").chars().count(),
            question,
            draft,
        },
    )
}

fn choice(key: &str, label: &str, hint: &str) -> ChoiceView {
    ChoiceView { key: key.to_owned(), label: label.to_owned(), hint: hint.to_owned(), refused: false }
}

fn choices(question: Question) -> Vec<ChoiceView> {
    let applicant = |kind: Applicant| {
        let hint = match kind {
            Applicant::NaturalPerson => "以自己的名义申请；律师替当事人申请，也选这一项",
            Applicant::Enterprise => "公司、个体工商户、合伙企业等",
            Applicant::Research => "高等学校、研究院所等",
            Applicant::Social => "社会团体、基金会、社会服务机构等",
            Applicant::LegalService => "律师事务所以自己的名义申请",
            Applicant::Other => "村民委员会、业主委员会等",
        };
        choice(kind.key(), kind.label(), hint)
    };
    let supply = |form: Supply| {
        let hint = match form {
            Supply::Electronic => "最快",
            Supply::Paper => "邮寄，或者当面领取",
            Supply::Inspection => "到机关看原件，可以抄、可以拍",
        };
        choice(form.key(), form.label(), hint)
    };
    match question {
        Question::Applicant => Applicant::ALL.into_iter().map(applicant).collect(),
        Question::Supply => Supply::ALL.into_iter().map(supply).collect(),
        _ => Vec::new(),
    }
}

fn deliveries(draft: &Draft) -> Vec<ChoiceView> {
    let delivery = |way: Delivery| {
        let hint = match (way, draft.get("email"), draft.get("address")) {
            (Delivery::Online, ..) => "凭编号和查询码在本站打开".to_owned(),
            (Delivery::Email, "", _) => "您没有留电子邮箱".to_owned(),
            (Delivery::Email, email, _) => format!("发到{}", mask::email(email)),
            (Delivery::Post, _, "") => "您没有留联系地址".to_owned(),
            (Delivery::Post, _, address) => format!("寄到{}", mask::address(address)),
            (Delivery::InPerson, ..) => "带上有效证件".to_owned(),
        };
        choice(way.key(), way.label(), &hint)
    };
    Delivery::ALL.into_iter().map(delivery).collect()
}

async fn organ_choices(office: &Office, draft: &Draft, words: &str) -> Result<(Vec<ChoiceView>, Search), Error> {
    let mut found = organs::named(office, words).await?;
    let more = found.len() > organs::MOST;
    found.truncate(organs::MOST);
    let chosen = draft.get("organ");
    if !chosen.is_empty() && found.iter().all(|organ| organ.slug != chosen) {
        found.extend(organs::addressed(office, chosen).await?);
    }
    let closed: Vec<_> = found.iter().filter(|organ| organ.successor_id.is_some()).map(|organ| organ.id).collect();
    let took = office.db.successors(&closed).await?;
    let took = |organ: &Organ| {
        took.iter().find(|(closed, _)| *closed == organ.id).map_or("别的机关", |(_, now)| &now.name)
    };
    let view = |organ: &Organ| {
        let refused = |hint: &str| ChoiceView { refused: true, ..choice(&organ.slug, &organ.name, hint) };
        match organs::elsewhere(organ) {
            _ if organ.successor_id.is_some() => refused(&format!("已经撤销，职责由{}承继，请向它申请", took(organ))),
            Some(why) => refused(why),
            None => choice(&organ.slug, &organ.name, ""),
        }
    };
    let shown = found.len() > FEW || !words.is_empty();
    Ok((found.iter().map(view).collect(), Search { shown, more, words: words.to_owned() }))
}

/// Where a press of a button wants to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// To the next question, once this one is answered well.
    On,
    /// To the question before, with what was typed kept.
    Before,
    /// To the check page, with nothing changed.
    Leave,
    /// Away, with a code for coming back.
    Save,
}

impl Then {
    fn of(word: &str) -> Self {
        match word {
            "before" => Self::Before,
            "leave" => Self::Leave,
            "save" => Self::Save,
            _ => Self::On,
        }
    }
}

/// `POST /requests/new/{question}`: keeps what was typed, and asks the next question once it is well.
pub async fn answer(
    State(office): State<Office>,
    visitor: Visitor,
    Path(question): Path<String>,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let question = Question::of_key(&question).ok_or(Error::NotFound)?;
    let typed = |field: &str| form.get(field).map_or("", String::as_str);
    visitor.approve(&office, typed("csrf"))?;
    let browser = visitor.fingerprint(&office, DRAFT);
    let (then, this_year) = (Then::of(typed("then")), office.today().year());
    let mut draft = draft::load(&office, &browser).await?.unwrap_or_default();
    let mut answers: Vec<_> = question.fields().iter().map(|field| (*field, cleaned(field, typed(field)))).collect();
    if question == Question::Organ && organs::addressed(&office, typed("organ")).await?.is_none() {
        answers = vec![("organ", String::new())];
    }
    let faults = match then {
        Then::Leave => {
            draft.leave(question.fields());
            Vec::new()
        }
        _ => draft.take(answers, |draft| question.faults(draft, this_year)),
    };
    draft::keep(&office, &browser, &draft).await?;
    if let Some(number) = draft::submitted(&office, &draft).await? {
        return begun::submitted(&office, &visitor, number);
    }
    let came = Came { back: typed("back").to_owned(), q: String::new() };
    let to = match then {
        Then::On if !faults.is_empty() => {
            return page_with(&office, &visitor, question, draft, faults, &came).await;
        }
        Then::On if came.back.is_empty() => to(question.next()),
        Then::On => to(Question::open(&draft, this_year)),
        Then::Leave => to(None),
        Then::Before => question.before().map_or("/requests/new".to_owned(), |before| to(Some(before))),
        Then::Save if draft.is_blank() => {
            let first = question.fields().first().copied().unwrap_or_default();
            let blank = vec![FieldError::new(first, "还没有填写，没有可以保存的内容")];
            return page_with(&office, &visitor, question, draft, blank, &came).await;
        }
        Then::Save => return save::saved(&office, &visitor, draft).await,
    };
    Ok(Redirect::to(&to).into_response())
}

fn to(question: Option<Question>) -> String {
    format!("/requests/new/{}", question.map_or("check", Question::key))
}
