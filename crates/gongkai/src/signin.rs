//! 登录: signing in and out, and what a session remembers.

pub mod authenticator;
pub mod outside;
pub mod password;
mod recovery;
mod unknown;

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Actor, Bounds, Moment, PersonId};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use self::recovery::Proof;
use crate::{
    guard::{Visitor, kept, visitor},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    password::fits,
    people::{
        delegation, frame,
        provider::{Provider, Vouched},
        roles::Hand,
        rules::Rules,
    },
};

/// What somebody is told whose code was seen over a shoulder, or sent twice.
const USED: &str = "这个动态码已经用过，请等下一个";
/// The session's key of who signed in.
const WHO: &str = "who";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their identity.
    pub id: PersonId,
    /// 姓名, for the masthead and for records.
    pub name: String,
    /// 简称 of their organ.
    pub organ: Option<String>,
    /// What they may do today: their own roles, and those in which they stand in for others.
    pub hand: Hand,
    /// When and from where they signed in the time before, in a sentence; empty at the first time.
    pub before: String,
}

impl Person {
    /// As the register's journal names them.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.id)
    }
}

/// What a session remembers: a password or roles that were changed since, a person disabled since, or half a day, ends it.
#[derive(Debug, Serialize, Deserialize)]
struct Who {
    id: String,
    version: i64,
    /// When they signed in, in milliseconds since 1970.
    since: i64,
    #[serde(flatten)]
    began: Began,
}

/// How a session began.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Began {
    /// The sign-in before this one.
    #[serde(default)]
    before: String,
    /// Whether the identity provider vouched for them: then the age of their password here does not matter.
    #[serde(default)]
    outside: bool,
}

/// Who is signed in by this session; nobody while something of the sign-in is still to be done.
pub async fn person(office: &Office, session: &Session) -> Option<Person> {
    let (known, who) = known(office, session).await?;
    if unfinished(office, &known, &who.began).is_some() {
        return None;
    }
    let hand = hand(office, &known).await.ok()?;
    Some(Person { id: known.id, name: known.full_name, organ: known.organ_name, hand, before: who.began.before })
}

async fn known(office: &Office, session: &Session) -> Option<(gongkai_store::Person, Who)> {
    let who: Who = session.get(WHO).await.ok()??;
    if office.now_ms() >= Moment(who.since).plus_minutes(office.rules.longest * 60).0 {
        return None;
    }
    let known = office.db.person(who.id.parse().ok()?).await.ok()?;
    (known.version == who.version && known.disabled_ms.is_none()).then_some((known, who))
}

/// Where somebody has to go before anything else: to choose a password of their own, or to bind an authenticator.
fn unfinished(office: &Office, person: &gongkai_store::Person, began: &Began) -> Option<&'static str> {
    let Rules { days, two_factor, .. } = *office.rules;
    let is_old = days > 0 && person.password_ms.plus_days(days).0 <= office.now_ms();
    match () {
        () if !began.outside && (person.must_change || is_old) => Some("/signin/password"),
        () if two_factor && person.totp.is_none() => Some("/signin/code"),
        () => None,
    }
}

async fn hand(office: &Office, person: &gongkai_store::Person) -> Result<Hand, gongkai_store::Error> {
    let (roles, stands_in) = delegation::duties(office, person.id, office.today()).await?;
    Ok(Hand::Staff { id: person.id, organ: person.organ_id, roles, stands_in })
}

#[derive(Template)]
#[template(path = "signin.html")]
struct SigninPage {
    chrome: Chrome,
    user: String,
    /// What was typed when the session had ended, sealed; empty where nothing was.
    kept: String,
    errors: Vec<FieldError>,
    rules: Arc<Rules>,
    /// By whom else somebody may sign in.
    provider: Option<Arc<Provider>>,
    /// Where somebody goes who left us and wants to leave the identity provider too.
    farewell: Option<String>,
}

#[derive(Template)]
#[template(path = "signout.html")]
struct SignoutPage {
    chrome: Chrome,
}

/// From where somebody comes to the door.
#[derive(Deserialize)]
pub struct Coming {
    /// They just left, and the identity provider still knows them.
    left: Option<String>,
}

/// `GET /signin`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(coming): Query<Coming>,
) -> Result<Response, Error> {
    let farewell = match (&office.provider, coming.left) {
        (Some(provider), Some(_)) => provider.farewell((office.clock)()).await,
        _ => None,
    };
    page::show(&SigninPage { farewell, ..page_of(&office, &visitor, Asked::default(), Vec::new()) })
}

/// Whoever sent a form of the desk after their session had ended; `kept` is what they typed, sealed.
///
/// # Errors
/// Where the page cannot be made.
pub fn ask_again(office: &Office, visitor: &Visitor, kept: String) -> Result<Response, Error> {
    let mut response = refuse(office, visitor, Asked { user: String::new(), kept }, Vec::new())?;
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(response)
}

/// What the sign-in form holds besides the password.
#[derive(Clone, Default)]
struct Asked {
    user: String,
    kept: String,
}

fn refuse(office: &Office, visitor: &Visitor, asked: Asked, errors: Vec<FieldError>) -> Result<Response, Error> {
    page::show_as(page::form_status(errors.is_empty()), &page_of(office, visitor, asked, errors))
}

fn page_of(office: &Office, visitor: &Visitor, asked: Asked, errors: Vec<FieldError>) -> SigninPage {
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let (rules, provider) = (office.rules.clone(), office.provider.clone());
    let Asked { user, kept } = asked;
    SigninPage { chrome, user, kept, errors, rules, provider, farewell: None }
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct Credentials {
    csrf: String,
    user: String,
    pass: String,
    /// Empty for those without an authenticator.
    #[serde(default)]
    otp: String,
    /// What was typed when the session had ended.
    #[serde(default)]
    kept: String,
}

/// `POST /signin`
pub async fn enter(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Credentials>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let asked = Asked { user: form.user.trim().to_owned(), kept: form.kept };
    let address = visitor.address.to_string();
    let known = match open_to(&office, &asked.user, &address).await? {
        Ok(known) => known,
        Err(locked) => return refuse(&office, &visitor, asked, vec![locked]),
    };
    let pass: String = form.pass.chars().take(Rules::LONGEST + 1).collect();
    let fits = fits(pass, known.as_ref().map(|person| person.password.clone())).await;
    let Some(person) = known else {
        let now = Moment(office.now_ms());
        let until = unknown::failed(&office, &asked.user, &address, now).await?;
        let told = until.map_or_else(wrong, |until| locked_at(wrong(), until, now));
        return refuse(&office, &visitor, asked, vec![told]);
    };
    let Some(proof) = recovery::proof(&office, &person, &form.otp)?.filter(|_| fits) else {
        let told = failed(&office, person.id, &address, wrong()).await?;
        return refuse(&office, &visitor, asked, vec![told]);
    };
    match admit(&office, &person, &address, &proof, None).await {
        Ok(true) => {}
        Ok(false) => {
            let told = failed(&office, person.id, &address, wrong()).await?;
            return refuse(&office, &visitor, asked, vec![told]);
        }
        Err(gongkai_store::Error::Stale) => {
            return refuse(&office, &visitor, asked, vec![FieldError::new("otp", USED)]);
        }
        Err(other) => return Err(other.into()),
    }
    let mut response = lead_in(&office, &session, &person, &proof, false).await?;
    let back = kept::carry(&office, &visitor, &session, person.id, &asked.kept).await;
    // what is still to be done at the door comes first
    let leads_in = response.headers().get(LOCATION).is_some_and(|to| !to.as_bytes().starts_with(b"/signin"));
    if let Some(path) = back.filter(|_| leads_in).and_then(|path| HeaderValue::try_from(path).ok()) {
        response.headers_mut().insert(LOCATION, path);
    }
    Ok(response)
}

/// Begins the session of somebody who was admitted, and leads them on.
async fn lead_in(
    office: &Office,
    session: &Session,
    person: &gongkai_store::Person,
    proof: &Proof,
    outside: bool,
) -> Result<Response, Error> {
    let began = Began { before: before(person), outside };
    let next = match (proof, unfinished(office, person, &began)) {
        // how many are left is said at once
        (Proof::Recovery(_), None) => Some("/signin/code?recovery=1"),
        _ => None,
    };
    let home = open_session(office, session, person.id, began).await?;
    let mut response = Redirect::to(next.unwrap_or(home)).into_response();
    visitor::rebind(&mut response, office);
    Ok(response)
}

fn wrong() -> FieldError {
    FieldError::new("pass", "账号、密码或者动态码不对")
}

/// Writes down that somebody signed in, by their password or because they are vouched for, and uses up what they proved it
/// by besides; false where that is a recovery code that they do not have, or where the account was locked meanwhile.
async fn admit(
    office: &Office,
    person: &gongkai_store::Person,
    address: &str,
    proof: &Proof,
    vouched: Option<&Vouched>,
) -> Result<bool, gongkai_store::Error> {
    // asked before the account is held, so that nobody waits for a second way to the register while holding it
    let unbound = match vouched {
        Some(Vouched { issuer, subject, .. }) => office.db.person_at_provider(issuer, subject).await?.is_none(),
        None => false,
    };
    let mut act = office.db.act(Actor::Person(person.id), Moment(office.now_ms())).await?;
    if act.signin_locked(person.id, address).await?.is_some() || !recovery::spend(&mut act, person.id, proof).await? {
        return Ok(false);
    }
    if let Some(Vouched { issuer, subject, .. }) = vouched.filter(|_| unbound) {
        act.bind_provider(person.id, issuer, subject).await?;
    }
    act.signed_in(person.id, address, if vouched.is_some() { "provider" } else { "password" }).await?;
    act.commit().await?;
    Ok(true)
}

/// The account of this name, if there is one that may sign in; or what somebody is told for whom it is locked. A name that
/// no account has is locked in the same way.
async fn open_to(
    office: &Office,
    user: &str,
    address: &str,
) -> Result<Result<Option<gongkai_store::Person>, FieldError>, Error> {
    let known = office.db.person_named(user).await?.filter(|person| person.disabled_ms.is_none());
    let now = Moment(office.now_ms());
    let Some(person) = known else {
        let until = unknown::locked(office, user, address).await?.filter(|until| *until > now);
        return Ok(until.map_or(Ok(None), |until| Err(locked(until, now))));
    };
    let place = office.db.signin_place(person.id, address).await?.unwrap_or_default();
    let until = place.locked_until(person.locked_until_ms, now);
    Ok(until.map_or(Ok(Some(person)), |until| Err(locked(until, now))))
}

fn locked(until: Moment, now: Moment) -> FieldError {
    let minutes = (until.0 - now.0 + 59_999) / 60_000;
    FieldError::new("user", format!("密码连续多次不对，账号已锁定，请{minutes}分钟以后再试"))
}

/// The same at the field that was judged, of an account that was locked by then; no other words for a name that none has.
fn locked_at(wrong: FieldError, until: Moment, now: Moment) -> FieldError {
    FieldError { message: locked(until, now).message, ..wrong }
}

/// How many wrong passwords are heard, and until when nothing is heard afterwards.
fn bounds(office: &Office, now: Moment) -> Bounds {
    let rules = &office.rules;
    Bounds { here: rules.failures, anywhere: rules.anywhere, until: now.plus_minutes(rules.locked) }
}

/// One more wrong password or code of this account from this address. Says what somebody is told: what was wrong, or that the
/// account was locked by then.
async fn failed(office: &Office, id: PersonId, address: &str, wrong: FieldError) -> Result<FieldError, Error> {
    let now = Moment(office.now_ms());
    let mut act = office.db.act(Actor::Public, now).await?;
    if let Some(until) = act.signin_locked(id, address).await? {
        return Ok(locked_at(wrong, until, now));
    }
    act.signin_failed(id, address, bounds(office, now)).await?;
    act.commit().await?;
    Ok(wrong)
}

fn before(person: &gongkai_store::Person) -> String {
    let Some(at) = person.last_signin_ms else { return String::new() };
    let from = person.last_signin_from.as_deref().map_or_else(String::new, |from| format!("，地址{from}"));
    format!("{}{from}", crate::office::civil_minute(at.timestamp()))
}

/// Begins the session of somebody who proved who they are, and leads them on.
async fn begin(office: &Office, session: &Session, id: PersonId, began: Began) -> Result<Response, Error> {
    Ok(Redirect::to(open_session(office, session, id, began).await?).into_response())
}

/// The same; says where they go.
async fn open_session(office: &Office, session: &Session, id: PersonId, began: Began) -> Result<&'static str, Error> {
    // a session id from before must not become the one of somebody signed in
    session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
    let person = office.db.person(id).await?;
    let who = Who { id: id.to_string(), version: person.version, since: office.now_ms(), began: began.clone() };
    session.insert(WHO, who).await.map_err(|fault| Error::broken(&fault))?;
    Ok(match unfinished(office, &person, &began) {
        Some(next) => next,
        None => frame::home(&hand(office, &person).await?),
    })
}

/// `GET /signout`
pub async fn ask_leave(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    page::show(&SignoutPage { chrome: Chrome::new(&office, &visitor, Nav::Elsewhere).private() })
}

/// A form that holds nothing but its token.
#[derive(Deserialize)]
pub struct Bare {
    /// The token.
    pub csrf: String,
}

/// `POST /signout`
pub async fn leave(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Bare>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let who: Option<Who> = session.get(WHO).await.map_err(|fault| Error::broken(&fault))?;
    session.flush().await.map_err(|fault| Error::broken(&fault))?;
    let outside = who.is_some_and(|who| who.began.outside);
    let mut response = Redirect::to(if outside { "/signin?left=1" } else { "/" }).into_response();
    visitor::rebind(&mut response, &office);
    Ok(response)
}
