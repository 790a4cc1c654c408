//! 办理一步: the page of one verb and the taking of its step, for every file whose steps are taken by forms.

use std::future::Future;

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_law::request::refusal::Refusal;
use gongkai_store::{Act, Moment};
use tower_sessions::Session;

use super::{
    due::Due,
    fields::{Field, Input},
    meanwhile::{self, Line, Written},
    sent::Sent,
};
use crate::{
    guard::{Visitor, kept},
    office::Office,
    page::{self, Error, FieldError},
    people::{
        frame::{Desk, Place},
        roles::Hand,
    },
    requests::take::NotTaken,
};

/// 卷: a file whose steps are taken by forms: that of a request, or that of a case of review or litigation.
pub trait File: Sized + Send + Sync {
    /// What may be done with it.
    type Verb: Copy + Send + Sync;

    /// The verb of this word that has a form here.
    fn verb(key: &str) -> Option<Self::Verb>;

    /// The file of this number, of those that the visitor may see.
    fn open(office: &Office, visitor: &Visitor, number: &str) -> impl Future<Output = Result<Self, Error>> + Send;

    /// Whether the verb stands beside whatever others did meanwhile: there is nothing in it to look at again.
    fn stands_beside(_: Self::Verb) -> bool {
        false
    }

    /// What stands around the form, as this hand may see it.
    fn head(&self, office: &Office, hand: &Hand, verb: Self::Verb) -> Head;

    /// Whether the verb is among the duties of this hand at all.
    fn duty(&self, hand: &Hand, verb: Self::Verb) -> Result<(), Refusal>;

    /// Whether the verb has its place now, in this hand.
    fn may(&self, office: &Office, hand: &Hand, verb: Self::Verb) -> Result<(), Refusal>;

    /// The questions, with what usually stands in them.
    fn fields(&self, office: &Office, verb: Self::Verb) -> impl Future<Output = Result<Vec<Field>, Error>> + Send;

    /// How many steps it has.
    fn steps(&self) -> usize;

    /// What was written down after so many steps.
    fn since(&self, seen: usize) -> Vec<Written>;

    /// Takes the step of a filled form and puts its papers into the file, in an open act.
    fn take(
        &self,
        office: &Office,
        act: &mut Act,
        hand: &Hand,
        verb: Self::Verb,
        sent: &Sent,
    ) -> impl Future<Output = Result<(), Untaken>> + Send;
}

/// What stands around the form of a verb.
pub struct Head {
    /// Where in the column of places it is.
    pub place: Place,
    /// `这件申请的卷宗`
    pub kind: &'static str,
    /// Its address.
    pub href: String,
    /// 编号
    pub number: String,
    /// In a few words.
    pub title: String,
    /// Counts saves.
    pub version: i64,
    /// The word of the verb, in its address.
    pub key: &'static str,
    /// What the button says.
    pub label: String,
    /// What the verb rests on.
    pub hint: String,
    /// Until when.
    pub due: Due,
}

/// Why a form was not taken.
pub enum Untaken {
    /// What is missing or cannot be read, field by field.
    Fields(Vec<FieldError>),
    /// It was read, and is not to be.
    Not(NotTaken),
}

impl From<Vec<FieldError>> for Untaken {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Fields(errors)
    }
}

impl From<NotTaken> for Untaken {
    fn from(error: NotTaken) -> Self {
        Self::Not(error)
    }
}

impl From<gongkai_store::Error> for Untaken {
    fn from(error: gongkai_store::Error) -> Self {
        Self::Not(error.into())
    }
}

#[derive(Template)]
#[template(path = "desk/step.html")]
struct StepPage {
    desk: Desk,
    head: Head,
    fields: Vec<Field>,
    errors: Vec<FieldError>,
    /// Why it cannot be done, as it stands or as it was filled in.
    refusal: Option<Refusal>,
    /// Whether somebody else wrote meanwhile; what was typed stands in the form.
    late: bool,
    /// What that was, the newest first; nothing where no step was added.
    since: Vec<Line>,
    /// How many steps the file has whose page this is.
    steps: usize,
    /// Whether it was typed before a sign-in.
    kept: bool,
    /// Whether it has its place at all; without it there is no form.
    open: bool,
}

/// `GET …/{number}/{verb}`
pub async fn show<F: File>(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Path((number, key)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Error> {
    let verb = F::verb(&key).ok_or(Error::NotFound)?;
    let file = F::open(&office, &visitor, &number).await?;
    if let Some(typed) = kept::back(&office, &visitor, &session, uri.path()).await {
        return again(&office, &visitor, &file, verb, &Sent::again(typed), Came::Kept).await;
    }
    let hand = visitor.hand()?;
    let refusal = file.may(&office, hand, verb).err();
    let open = refusal.is_none();
    let fields = if open { file.fields(&office, verb).await? } else { Vec::new() };
    let head = file.head(&office, hand, verb);
    let desk = Desk::new(&office, &visitor, head.place).await?;
    page::show(&StepPage {
        desk,
        head,
        fields,
        errors: Vec::new(),
        refusal,
        late: false,
        since: Vec::new(),
        steps: file.steps(),
        kept: false,
        open,
    })
}

/// `POST …/{number}/{verb}`: the step, its papers, all that it means elsewhere and the journal rows at once, or nothing.
pub async fn take<F: File>(
    State(office): State<Office>,
    visitor: Visitor,
    Path((number, key)): Path<(String, String)>,
    uri: Uri,
    body: Multipart,
) -> Result<Response, Error> {
    let verb = F::verb(&key).ok_or(Error::NotFound)?;
    let sent = Sent::read_kindly(&office, &visitor, body).await?;
    if visitor.person.is_none() {
        return kept::ask(&office, &visitor, uri.path(), sent.typed());
    }
    let hand = visitor.hand()?;
    let file = F::open(&office, &visitor, &number).await?;
    if let Err(refusal) = file.duty(hand, verb) {
        // whoever only looks on is shown no form, and nothing that stands in one
        return shut(&office, &visitor, &file, verb, refusal).await;
    }
    let head = file.head(&office, hand, verb);
    if !F::stands_beside(verb) && sent.word("version") != head.version.to_string() {
        return again(&office, &visitor, &file, verb, &sent, Came::Late).await;
    }
    let unfit: Vec<_> = sent.refused("papers").collect();
    if !unfit.is_empty() {
        return again(&office, &visitor, &file, verb, &sent, Came::Wrong(unfit)).await;
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let done = match file.take(&office, &mut act, hand, verb, &sent).await {
        Ok(()) => act.commit().await.map_err(Untaken::from),
        Err(error) => {
            drop(act);
            Err(error)
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}#c-tl", head.href)).into_response()),
        Err(Untaken::Fields(errors)) => again(&office, &visitor, &file, verb, &sent, Came::Wrong(errors)).await,
        Err(Untaken::Not(NotTaken::Refused(refusal))) => {
            again(&office, &visitor, &file, verb, &sent, Came::Refused(refusal)).await
        }
        Err(Untaken::Not(NotTaken::Store(gongkai_store::Error::Stale))) => {
            let file = F::open(&office, &visitor, &number).await?;
            again(&office, &visitor, &file, verb, &sent, Came::Late).await
        }
        Err(Untaken::Not(NotTaken::Store(error))) => Err(error.into()),
    }
}

/// The page without a form.
async fn shut<F: File>(
    office: &Office,
    visitor: &Visitor,
    file: &F,
    verb: F::Verb,
    refusal: Refusal,
) -> Result<Response, Error> {
    let head = file.head(office, visitor.hand()?, verb);
    let desk = Desk::new(office, visitor, head.place).await?;
    let (fields, errors, refusal) = (Vec::new(), Vec::new(), Some(refusal));
    let (since, steps) = (Vec::new(), file.steps());
    let page = StepPage { desk, head, fields, errors, refusal, late: false, since, steps, kept: false, open: false };
    page::show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// How a form came back.
enum Came {
    Wrong(Vec<FieldError>),
    Refused(Refusal),
    Late,
    /// It was typed before a sign-in.
    Kept,
}

/// The form as it was filled in, with what is wrong.
async fn again<F: File>(
    office: &Office,
    visitor: &Visitor,
    file: &F,
    verb: F::Verb,
    sent: &Sent,
    came: Came,
) -> Result<Response, Error> {
    let mut fields = file.fields(office, verb).await?;
    fill(&mut fields, sent);
    let head = file.head(office, visitor.hand()?, verb);
    let desk = Desk::new(office, visitor, head.place).await?;
    let (late, kept) = (matches!(came, Came::Late), matches!(came, Came::Kept));
    let (since, steps) = (missed(office, file, sent, late).await?, file.steps());
    let (status, errors, refusal) = match came {
        Came::Wrong(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Came::Refused(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), Some(refusal)),
        Came::Kept => (StatusCode::OK, Vec::new(), file.may(office, visitor.hand()?, verb).err()),
        // what was written meanwhile may have taken its place away
        Came::Late => (StatusCode::CONFLICT, Vec::new(), file.may(office, visitor.hand()?, verb).err()),
    };
    page::show_as(status, &StepPage { desk, head, fields, errors, refusal, late, since, steps, kept, open: true })
}

/// What was added since the form that was sent was opened; nothing where it does not say what it had seen.
async fn missed<F: File>(office: &Office, file: &F, sent: &Sent, late: bool) -> Result<Vec<Line>, Error> {
    match sent.word("steps").parse().ok().filter(|_| late) {
        Some(seen) => Ok(meanwhile::lines(office, &file.since(seen)).await?),
        None => Ok(Vec::new()),
    }
}

/// What was typed stands in the fields again.
pub fn fill(fields: &mut [Field], sent: &Sent) {
    for field in fields {
        if sent.has(field.id) {
            field.value = sent.word(field.id).to_owned();
        }
        if matches!(field.input, Input::Papers) && sent.brought() {
            field.hint = "浏览器不替您保留选过的文件，请重新选择";
        }
    }
}
