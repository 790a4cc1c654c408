//! 登录: signing in and out, the first password, and what a session remembers.

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::{Actor, Bounds, Civil, Moment, PersonId};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::{
    guard::{Visitor, visitor},
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    password,
    people::roles::{Hand, Role},
    sessions::{IDLE, LONGEST},
};

/// Wrong passwords in a row that lock an account for the address they come from.
const FAILURES: i32 = 5;
/// Wrong passwords in a row, from wherever, that lock it for every address from which nobody has signed in yet: whoever
/// sits where they always sit is not shut out by somebody elsewhere.
const ANYWHERE: i32 = 50;
/// For how long, in minutes.
const LOCKED: i64 = 15;
/// The session's key of who signed in.
const WHO: &str = "who";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their identity.
    pub id: PersonId,
    /// 姓名, for the masthead and for records.
    pub name: String,
    /// What they may do today: their own roles, and those in which they stand in for others.
    pub hand: Hand,
}

impl Person {
    /// As the register's journal names them.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.id)
    }
}

/// What a session remembers: a password that was changed since, a person disabled since, or half a day, ends it.
#[derive(Debug, Serialize, Deserialize)]
struct Who {
    id: String,
    version: i64,
    /// When they signed in, in milliseconds since 1970.
    since: i64,
}

/// Who is signed in by this session; nobody while a first password still has to be changed.
pub async fn person(office: &Office, session: &Session) -> Option<Person> {
    let known = known(office, session).await.filter(|known| !known.must_change)?;
    let hand = hand(office, &known).await.ok()?;
    Some(Person { id: known.id, name: known.full_name, hand })
}

async fn hand(office: &Office, person: &gongkai_store::Person) -> Result<Hand, gongkai_store::Error> {
    let keys = office.db.roles_of(person.id, Civil(office.today())).await?;
    let mut roles: Vec<_> = keys.iter().filter_map(|key| Role::of_key(key)).collect();
    roles.sort();
    Ok(Hand::Staff { id: person.id, organ: person.organ_id, roles })
}

async fn known(office: &Office, session: &Session) -> Option<gongkai_store::Person> {
    let who: Who = session.get(WHO).await.ok()??;
    if office.now_ms() >= Moment(who.since).plus_minutes(LONGEST * 60).0 {
        return None;
    }
    let known = office.db.person(who.id.parse().ok()?).await.ok()?;
    (known.version == who.version && known.disabled_ms.is_none()).then_some(known)
}

#[derive(Template)]
#[template(path = "signin.html")]
struct SigninPage {
    chrome: Chrome,
    user: String,
    errors: Vec<FieldError>,
    locked: i64,
    failures: i32,
    idle: i64,
    longest: i64,
}

#[derive(Template)]
#[template(path = "signout.html")]
struct SignoutPage {
    chrome: Chrome,
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    chrome: Chrome,
    name: String,
    errors: Vec<FieldError>,
    shortest: usize,
}

/// `GET /signin`
pub async fn show(State(office): State<Office>, visitor: Visitor) -> Result<Response, Error> {
    refuse(&office, &visitor, String::new(), Vec::new())
}

fn refuse(office: &Office, visitor: &Visitor, user: String, errors: Vec<FieldError>) -> Result<Response, Error> {
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page::show_as(
        status,
        &SigninPage { chrome, user, errors, locked: LOCKED, failures: FAILURES, idle: IDLE, longest: LONGEST },
    )
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct Credentials {
    csrf: String,
    user: String,
    pass: String,
}

/// `POST /signin`
pub async fn enter(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Credentials>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let user = form.user.trim().to_owned();
    let (now, address) = (Moment(office.now_ms()), visitor.address.to_string());
    let known = match open_to(&office, &user, &address).await? {
        Ok(known) => known,
        Err(locked) => return refuse(&office, &visitor, user, vec![locked]),
    };
    let pass: String = form.pass.chars().take(password::LONGEST + 1).collect();
    let fits = password::fits(pass, known.as_ref().map(|person| person.password.clone())).await;
    // many passwords sent at the same moment all came past the lock: those after the fifth learn nothing either
    let known = match open_to(&office, &user, &address).await? {
        Ok(known) => known,
        Err(locked) => return refuse(&office, &visitor, user, vec![locked]),
    };
    let Some(person) = known.as_ref().filter(|_| fits) else {
        if let Some(person) = known {
            let mut act = office.db.act(Actor::Public, now).await?;
            let bounds = Bounds { here: FAILURES, anywhere: ANYWHERE, until: now.plus_minutes(LOCKED) };
            act.signin_failed(person.id, &address, bounds).await?;
            act.commit().await?;
        }
        return refuse(&office, &visitor, user, vec![FieldError::new("pass", "账号或者密码不对")]);
    };
    let mut act = office.db.act(Actor::Person(person.id), now).await?;
    act.signed_in(person.id, &address, None).await?;
    act.commit().await?;
    // a session id from before must not become the one of somebody signed in
    session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
    begin(&office, &session, person.id, person.version).await?;
    let mut response = Redirect::to(if person.must_change { "/signin/password" } else { "/reports" }).into_response();
    visitor::rebind(&mut response, &office);
    Ok(response)
}

/// The account of this name, if there is one that may sign in; or what somebody is told for whom it is locked.
async fn open_to(
    office: &Office,
    user: &str,
    address: &str,
) -> Result<Result<Option<gongkai_store::Person>, FieldError>, Error> {
    let known = office.db.person_named(user).await?.filter(|person| person.disabled_ms.is_none());
    let Some(person) = known else { return Ok(Ok(None)) };
    let place = office.db.signin_place(person.id, address).await?.unwrap_or_default();
    let everywhere = person.locked_until_ms.filter(|_| place.proven_ms.is_none());
    let now = Moment(office.now_ms());
    let Some(until) = place.locked_until_ms.max(everywhere).filter(|until| *until > now) else {
        return Ok(Ok(Some(person)));
    };
    let minutes = (until.0 - now.0) / 60_000 + 1;
    Ok(Err(FieldError::new("user", format!("密码连续多次不对，账号已锁定，请{minutes}分钟以后再试"))))
}

async fn begin(office: &Office, session: &Session, id: PersonId, version: i64) -> Result<(), Error> {
    let who = Who { id: id.to_string(), version, since: office.now_ms() };
    session.insert(WHO, who).await.map_err(|fault| Error::broken(&fault))
}

/// `GET /signin/password`: the first password has to be replaced.
pub async fn ask_password(State(office): State<Office>, visitor: Visitor, session: Session) -> Result<Response, Error> {
    let person = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    show_password(&office, &visitor, person.full_name, Vec::new())
}

fn show_password(office: &Office, visitor: &Visitor, name: String, errors: Vec<FieldError>) -> Result<Response, Error> {
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page::show_as(status, &PasswordPage { chrome, name, errors, shortest: password::SHORTEST })
}

/// What the password form sends.
#[derive(Deserialize)]
pub struct NewPassword {
    csrf: String,
    pass: String,
    again: String,
}

/// `POST /signin/password`
pub async fn set_password(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<NewPassword>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let person = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    let mut errors = Vec::new();
    let length = form.pass.chars().count();
    if !(password::SHORTEST..=password::LONGEST).contains(&length) {
        let (least, most) = (password::SHORTEST, password::LONGEST);
        errors.push(FieldError::new("pass", format!("密码要有{least}至{most}个字符")));
    } else if password::fits(form.pass.clone(), Some(person.password.clone())).await {
        errors.push(FieldError::new("pass", "不能继续用一次性密码"));
    }
    if form.pass != form.again {
        errors.push(FieldError::new("again", "两次输入不一样"));
    }
    if !errors.is_empty() {
        return show_password(&office, &visitor, person.full_name, errors);
    }
    let hash = password::hash(form.pass).await?;
    let mut act = office.db.act(Actor::Person(person.id), Moment(office.now_ms())).await?;
    act.set_password(person.id, &hash, false).await?;
    act.commit().await?;
    session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
    begin(&office, &session, person.id, person.version + 1).await?;
    Ok(Redirect::to("/reports").into_response())
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
    session.flush().await.map_err(|fault| Error::broken(&fault))?;
    let mut response = Redirect::to("/").into_response();
    visitor::rebind(&mut response, &office);
    Ok(response)
}
