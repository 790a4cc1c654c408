//! `/desk/mistakes/{number}`: what was found, the answer, and the way to the change of the publication.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::{
    calendar::in_chinese,
    proactive::{
        mistake::{ANSWERED_WITHIN, BASIS, MistakeAnswer},
        release::{PublicationStage, PublicationStep, PublicationVerb},
    },
    request::refusal::Refusal,
};
use gongkai_store::{Error as StoreError, Mistake, Moment, PublicationId, Released};

use super::list::{now, tag};
use crate::{
    guard::Visitor,
    mistakes::{answer, page::titled},
    office::Office,
    page::{self, Error, FieldError},
    people::frame::{Desk, Place},
    publish::{self, manuscript::Manuscript, record::Words},
    requests::{
        desk::{colleagues::Names, list::refused},
        mask,
        register::Identity,
        take::NotTaken,
    },
    signin::Bare,
};

/// The longest answer, in characters.
const LONGEST: usize = 1000;

/// How to reach whoever found it, as the page shows it.
enum Contact {
    /// 没有留，或者已经销毁
    None,
    /// Covered.
    Masked(String),
    /// Whole, and somebody looked.
    Shown(String),
    /// 打不开, and why.
    Unopened(String),
}

#[derive(Template)]
#[template(path = "mistakes/one.html")]
struct OnePage {
    desk: Desk,
    mistake: Mistake,
    /// The publication it is in; `None` where it is on another page.
    item: Option<Released>,
    title: String,
    now: &'static str,
    tag: Option<(&'static str, &'static str)>,
    due: Option<(String, String)>,
    days: u16,
    basis: &'static str,
    contact: Contact,
    /// Why this hand does not answer.
    refusal: Option<Refusal>,
    /// Where the publication is being changed already, or `Err` with why it cannot be; `None` on another page.
    change: Option<Result<Option<String>, Refusal>>,
    answers: [MistakeAnswer; 5],
    answered: Option<(String, String)>,
    errors: Vec<FieldError>,
    typed: HashMap<String, String>,
}

impl OnePage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    fn word(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }
}

async fn opened(office: &Office, visitor: &Visitor, number: &str) -> Result<Mistake, Error> {
    Ok(office.db.mistake_numbered(number, visitor.hand()?.scope()?).await?)
}

/// `GET /desk/mistakes/{number}`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Result<Response, Error> {
    let mistake = opened(&office, &visitor, &number).await?;
    render(&office, &visitor, mistake, None, (StatusCode::OK, Vec::new(), HashMap::new())).await
}

async fn render(
    office: &Office,
    visitor: &Visitor,
    mistake: Mistake,
    contact: Option<Contact>,
    (status, errors, typed): (StatusCode, Vec<FieldError>, HashMap<String, String>),
) -> Result<Response, Error> {
    let desk = Desk::new(office, visitor, Place::Mistakes).await?;
    let item = match mistake.publication_id {
        Some(id) => Some(office.db.released(id).await?),
        None => None,
    };
    let page = mistake.page.as_deref().map(titled);
    let names = Names::of_actors(office, &[mistake.answered_by.as_str()]).await?;
    let contact = contact.unwrap_or_else(|| match answer::contact(office, &mistake) {
        Ok(Some(who)) => Contact::Masked(joined(&[mask::email(&who.email), mask::phone(&who.phone)])),
        Ok(None) => Contact::None,
        Err(why) => Contact::Unopened(why.to_string()),
    });
    let page = OnePage {
        now: now(&mistake),
        tag: tag(&mistake, office.today()),
        due: mistake.due.map(|day| (day.0.to_string(), in_chinese(day.0))),
        days: ANSWERED_WITHIN,
        basis: BASIS,
        refusal: answer::duty(visitor.hand()?, &mistake).err(),
        change: match mistake.publication_id {
            Some(id) => Some(change(office, visitor, id).await?),
            None => None,
        },
        title: item.as_ref().map(|item| item.title.clone()).or(page).unwrap_or_default(),
        answers: MistakeAnswer::ALL,
        answered: mistake.answered.map(|day| (in_chinese(day.0), names.actor(&mistake.answered_by).to_owned())),
        desk,
        item,
        contact,
        errors,
        typed,
        mistake,
    };
    page::show_as(status, &page)
}

/// Parts of a contact that are there.
fn joined(parts: &[String]) -> String {
    // of what is empty a mask leaves a mark or two
    parts.iter().filter(|part| part.chars().any(|c| c != '*')).cloned().collect::<Vec<_>>().join("　")
}

/// Where the change of the publication is made; `None` while it has not begun and may, the reason where it may not.
async fn change(
    office: &Office,
    visitor: &Visitor,
    publication: PublicationId,
) -> Result<Result<Option<String>, Refusal>, Error> {
    let hand = visitor.hand()?;
    let scope = match publish::take::scope(hand) {
        Ok(scope) => scope,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let manuscript = match Manuscript::of(office, publication, scope).await {
        Ok(manuscript) => manuscript,
        // of an organ that is no more: its successor answers, and changes nothing in what is not its own
        Err(StoreError::Missing(_)) => {
            return Ok(Err(Refusal {
                why: "这条信息是原来的机关发布的，要改请联系上级机关".to_owned(),
                article: None,
            }));
        }
        Err(error) => return Err(error.into()),
    };
    let there = format!("/desk/publications/{publication}");
    Ok(match manuscript.standing.stage {
        PublicationStage::Draft => Ok(Some(format!("{there}/write"))),
        PublicationStage::Review(_) | PublicationStage::Approved => Ok(Some(there)),
        _ => publish::take::may(office, hand, &manuscript, PublicationVerb::Revise).map(|()| None),
    })
}

/// `POST /desk/mistakes/{number}/answer`
pub async fn answer(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(typed): Form<HashMap<String, String>>,
) -> Result<Response, Error> {
    let word = |name: &str| typed.get(name).map_or("", |word| word.trim());
    visitor.approve(&office, word("csrf"))?;
    let mistake = opened(&office, &visitor, &number).await?;
    let hand = visitor.hand()?;
    answer::duty(hand, &mistake)?;
    let mut errors = Vec::new();
    let outcome = MistakeAnswer::of_key(word("outcome"));
    if outcome.is_none() {
        errors.push(FieldError::new("outcome", "请选核对的结果"));
    }
    match word("answer").chars().count() {
        0 => errors.push(FieldError::new("answer", "请写几句话告诉提出的人")),
        length if length > LONGEST => {
            errors.push(FieldError::new("answer", format!("答复最多{LONGEST}个字，现在{length}个")))
        }
        _ => {}
    }
    let Some(outcome) = outcome.filter(|_| errors.is_empty()) else {
        let came = (StatusCode::UNPROCESSABLE_ENTITY, errors, typed);
        return render(&office, &visitor, mistake, None, came).await;
    };
    match answer::answer(&office, hand, &mistake, (outcome, word("answer"))).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/mistakes/{number}")).into_response()),
        Err(NotTaken::Refused(refusal)) => {
            // the others are refused whatever was chosen
            let field = if outcome == MistakeAnswer::Mended { "outcome" } else { "answer" };
            let came = (StatusCode::CONFLICT, vec![FieldError::new(field, refusal)], typed);
            render(&office, &visitor, mistake, None, came).await
        }
        Err(NotTaken::Store(StoreError::Stale)) => {
            let why = "刚有人答复了，您写的没有登记";
            let mistake = opened(&office, &visitor, &number).await?;
            let came = (StatusCode::CONFLICT, vec![FieldError::new("answer", why)], typed);
            render(&office, &visitor, mistake, None, came).await
        }
        Err(other) => Err(refused(other)),
    }
}

/// `POST /desk/mistakes/{number}/revise`: opens the change of the publication, and leads there.
pub async fn revise(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let mistake = opened(&office, &visitor, &number).await?;
    let publication = mistake.publication_id.ok_or(Error::NotFound)?;
    if let Some(there) = change(&office, &visitor, publication).await?? {
        return Ok(Redirect::to(&there).into_response());
    }
    let hand = visitor.hand()?;
    let manuscript = Manuscript::of(&office, publication, publish::take::scope(hand)?).await?;
    let words = Words { why: format!("有人找错：{number}"), ..Words::default() };
    match publish::take::take(&office, hand, &manuscript, PublicationStep::Revised, &words).await {
        // begun by somebody else meanwhile, it is begun
        Ok(()) | Err(NotTaken::Store(StoreError::Stale)) => {
            Ok(Redirect::to(&format!("/desk/publications/{publication}/write")).into_response())
        }
        Err(other) => Err(refused(other)),
    }
}

/// `POST /desk/mistakes/{number}/reveal`: how to reach them, at the price of a row in the journal.
pub async fn reveal(
    State(office): State<Office>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let mistake = opened(&office, &visitor, &number).await?;
    let hand = visitor.hand()?;
    answer::duty(hand, &mistake)?;
    let mut noted = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let detail = serde_json::json!({ "number": number });
    noted.record("mistake.reveal", Some(mistake.organ_id), mistake.id, detail);
    noted.commit().await?;
    let who = answer::contact(&office, &mistake).map_err(|why| Error::Unopened(why.to_string()))?;
    let Some(Identity { email, phone, .. }) = who else { return Err(Error::NotFound) };
    let shown = Contact::Shown(joined(&[email, phone]));
    render(&office, &visitor, mistake, Some(shown), (StatusCode::OK, Vec::new(), HashMap::new())).await
}
