//! `/signin/oidc`: there and back, for whom the office's identity provider vouches. Whoever has an authenticator here is
//! asked for its code all the same.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use gongkai_store::Person;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use super::{
    Asked, USED, admit, failed, lead_in, open_to,
    recovery::{self, Proof},
    refuse,
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    people::provider::{Journey, NotVouched, Provider, Return, Vouched},
};

/// The session's key of somebody who is on the way to the provider.
const JOURNEY: &str = "journey";
/// The session's key of somebody who is vouched for and still owes the authenticator's code.
const WAITING: &str = "waiting";
/// For how long they may owe it, in milliseconds.
const WAIT: i64 = 5 * 60_000;

#[derive(Template)]
#[template(path = "signin_code.html")]
struct CodePage {
    chrome: Chrome,
    name: String,
    errors: Vec<FieldError>,
}

#[derive(Serialize, Deserialize)]
struct Waiting {
    vouched: Vouched,
    since: i64,
}

/// `GET /signin/oidc`
pub async fn go(State(office): State<Office>, visitor: Visitor, session: Session) -> Result<Response, Error> {
    let provider = office.provider.as_deref().ok_or(Error::NotFound)?;
    match provider.ask((office.clock)()).await {
        Ok((address, journey)) => {
            session.insert(JOURNEY, journey).await.map_err(|fault| Error::broken(&fault))?;
            Ok(Redirect::to(&address).into_response())
        }
        Err(why) => turn_away(&office, &visitor, why),
    }
}

/// `GET /signin/oidc/back`
pub async fn back(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Query(back): Query<Return>,
) -> Result<Response, Error> {
    let provider = office.provider.as_deref().ok_or(Error::NotFound)?;
    let vouched = match taken::<Journey>(&session, JOURNEY).await? {
        Some(journey) => provider.prove(journey, back, (office.clock)()).await,
        None => Err(NotVouched::Stray),
    };
    let vouched = match vouched {
        Ok(vouched) => vouched,
        Err(why) => return turn_away(&office, &visitor, why),
    };
    let person = match account(&office, &visitor, &vouched).await? {
        Ok(person) => person,
        Err(told) => return refuse(&office, &visitor, Asked::default(), vec![told]),
    };
    if person.totp.is_none() {
        return settle(&office, &visitor, &session, &person, (&vouched, &Proof::Nothing)).await;
    }
    // somebody who is half in has a session of their own too
    session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
    let waiting = Waiting { vouched, since: office.now_ms() };
    session.insert(WAITING, waiting).await.map_err(|fault| Error::broken(&fault))?;
    Ok(Redirect::to("/signin/oidc/code").into_response())
}

/// `GET /signin/oidc/code`
pub async fn ask(State(office): State<Office>, visitor: Visitor, session: Session) -> Result<Response, Error> {
    let Some((_, person)) = waiting(&office, &visitor, &session).await? else {
        return turn_away(&office, &visitor, NotVouched::Stray);
    };
    ask_again(&office, &visitor, &person, Vec::new())
}

/// The code of somebody's authenticator, or a recovery code.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    otp: String,
}

/// `POST /signin/oidc/code`
pub async fn enter(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let Some((vouched, person)) = waiting(&office, &visitor, &session).await? else {
        return turn_away(&office, &visitor, NotVouched::Stray);
    };
    match recovery::proof(&office, &person, &form.otp)? {
        Some(proof) => settle(&office, &visitor, &session, &person, (&vouched, &proof)).await,
        None => wrong(&office, &visitor, &person).await,
    }
}

/// Lets in whom the provider vouches for and who gave what they owed.
async fn settle(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    person: &Person,
    (vouched, proof): (&Vouched, &Proof),
) -> Result<Response, Error> {
    match admit(office, person, &visitor.address.to_string(), proof, Some(vouched)).await {
        Ok(true) => {
            let _: Option<Waiting> = taken(session, WAITING).await?;
            lead_in(office, session, person, proof, true).await
        }
        Ok(false) => wrong(office, visitor, person).await,
        Err(gongkai_store::Error::Stale) => ask_again(office, visitor, person, vec![FieldError::new("otp", USED)]),
        Err(gongkai_store::Error::Taken(_)) => {
            let why = "这个账号已经绑定统一认证里的另一个人。请安全管理员核对以后解绑";
            refuse(office, visitor, Asked::default(), vec![FieldError::new("provider", why)])
        }
        Err(other) => Err(other.into()),
    }
}

async fn wrong(office: &Office, visitor: &Visitor, person: &Person) -> Result<Response, Error> {
    let wrong = FieldError::new("otp", "动态码不对");
    let told = failed(office, person.id, &visitor.address.to_string(), wrong).await?;
    ask_again(office, visitor, person, vec![told])
}

fn ask_again(office: &Office, visitor: &Visitor, person: &Person, errors: Vec<FieldError>) -> Result<Response, Error> {
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let page = CodePage { chrome, name: person.full_name.clone(), errors };
    page::show_as(page::form_status(page.errors.is_empty()), &page)
}

/// Who is vouched for and owes a code; nobody after some minutes, or when the account was locked or put out meanwhile.
async fn waiting(office: &Office, visitor: &Visitor, session: &Session) -> Result<Option<(Vouched, Person)>, Error> {
    let waiting: Option<Waiting> = session.get(WAITING).await.map_err(|fault| Error::broken(&fault))?;
    let Some(waiting) = waiting.filter(|waiting| (0..WAIT).contains(&(office.now_ms() - waiting.since))) else {
        return Ok(None);
    };
    let known = account(office, visitor, &waiting.vouched).await?;
    Ok(known.ok().map(|person| (waiting.vouched, person)))
}

/// The account of somebody vouched for: the one that is bound to them, or at the first time the one of that name.
async fn account(office: &Office, visitor: &Visitor, vouched: &Vouched) -> Result<Result<Person, FieldError>, Error> {
    let bound = office.db.person_at_provider(&vouched.issuer, &vouched.subject).await?;
    let name = bound.map_or_else(|| vouched.account.clone(), |person| person.name);
    Ok(match open_to(office, &name, &visitor.address.to_string()).await? {
        Ok(Some(person)) => Ok(person),
        Ok(None) => {
            let shown: String = name.chars().take(40).collect();
            let why = format!("统一认证里的“{shown}”在这里没有可用的账号，请联系系统管理员");
            Err(FieldError::new("provider", why))
        }
        Err(locked) => Err(FieldError::new("provider", locked.message)),
    })
}

fn turn_away(office: &Office, visitor: &Visitor, why: NotVouched) -> Result<Response, Error> {
    let issuer = office.provider.as_deref().map(Provider::issuer);
    match why {
        NotVouched::Away(at) | NotVouched::Unsound(at) => tracing::warn!(issuer, at, "the identity provider failed"),
        NotVouched::Nameless => tracing::warn!(issuer, "the identity provider gave no account name"),
        NotVouched::Denied | NotVouched::Stray => {}
    }
    refuse(office, visitor, Asked::default(), vec![FieldError::new("provider", why)])
}

/// What a session keeps under this key, good once.
async fn taken<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>, Error> {
    session.remove(key).await.map_err(|fault| Error::broken(&fault))
}
