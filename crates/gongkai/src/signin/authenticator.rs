//! `/signin/code`: binding an authenticator, letting go of it, and new recovery codes.

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use gongkai_store::{Actor, Moment, Person, PersonId};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    USED, begin, failed, known, open_session, open_to,
    recovery::{self, Proof},
};
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    people::totp::Secret,
    requests::portal::qr::{self, Qr},
};

/// The session's key of a secret that is not bound yet.
const DRAWN: &str = "authenticator";

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    chrome: Chrome,
    name: String,
    errors: Vec<FieldError>,
    /// To bind: its letters in fours, its address, and that as a picture.
    secret: Option<(String, String, Option<Qr>)>,
    /// Recovery codes that are not used yet.
    left: i64,
    /// Whether one was used just now.
    used: bool,
    /// Whether nobody may be without one.
    required: bool,
}

/// The secret of somebody's authenticator, if they have one.
pub(super) fn bound(office: &Office, person: &Person) -> Result<Option<Secret>, Error> {
    let Some(sealed) = &person.totp else { return Ok(None) };
    let bytes = office.vault.open_sealed(&record(person.id), sealed).map_err(|fault| Error::broken(&fault))?;
    // a secret of another length is none that anybody could have bound
    Secret::of(&bytes).ok_or(Error::NotFound).map(Some)
}

/// The step of the code that was typed; `None` for a wrong one.
pub(super) fn step(office: &Office, secret: &Secret, typed: &str) -> Option<i64> {
    let seconds = u64::try_from(office.now_ms().div_euclid(1000)).ok()?;
    i64::try_from(secret.step_of(typed, seconds)?).ok()
}

/// For which record an authenticator's secret is sealed.
pub fn record(id: PersonId) -> String {
    format!("totp {id}")
}

/// From where somebody comes.
#[derive(Deserialize)]
pub struct Coming {
    /// Whether they signed in by a recovery code.
    recovery: Option<String>,
}

/// `GET /signin/code`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Query(coming): Query<Coming>,
) -> Result<Response, Error> {
    let (person, _) = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    if person.totp.is_none() {
        let drawn = Secret::drawn().base32();
        session.insert(DRAWN, drawn).await.map_err(|fault| Error::broken(&fault))?;
    }
    let used = coming.recovery.is_some();
    let page = page_of(&office, &visitor, &session, &person, Vec::new()).await?;
    page::show(&CodePage { used, ..page })
}

async fn refuse(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    person: &Person,
    errors: Vec<FieldError>,
) -> Result<Response, Error> {
    page::show_as(page::form_status(false), &page_of(office, visitor, session, person, errors).await?)
}

async fn page_of(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    person: &Person,
    errors: Vec<FieldError>,
) -> Result<CodePage, Error> {
    let drawn = drawn(session).await.filter(|_| person.totp.is_none());
    let secret = drawn.map(|secret| {
        let address = secret.address(&person.name, &office.site.read().name);
        let picture = qr::draw(&address);
        (fours(&secret.base32()), address, picture)
    });
    let left = office.db.recovery_codes_left(person.id).await?;
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    let (name, required) = (person.full_name.clone(), office.rules.two_factor);
    Ok(CodePage { chrome, name, errors, secret, left, used: false, required })
}

async fn drawn(session: &Session) -> Option<Secret> {
    let base32: Option<String> = session.get(DRAWN).await.ok()?;
    Secret::of_base32(&base32?)
}

fn fours(letters: &str) -> String {
    let fours: Vec<_> = letters.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    fours.join(" ")
}

/// A code, and what for.
#[derive(Deserialize)]
pub struct Typed {
    csrf: String,
    otp: String,
    /// `codes` for new recovery codes.
    #[serde(default)]
    act: String,
}

/// What is done about the authenticator.
enum Wish {
    /// 绑定: with the sealed secret.
    Bind(Vec<u8>),
    /// 换一批恢复码
    Renew,
    /// 解绑
    Unbind,
}

/// `POST /signin/code`: binds the authenticator that was shown, lets go of the one that is bound, or keeps it and gives new
/// recovery codes.
pub async fn set(
    State(office): State<Office>,
    visitor: Visitor,
    session: Session,
    Form(form): Form<Typed>,
) -> Result<Response, Error> {
    visitor.approve(&office, &form.csrf)?;
    let (person, who) = known(&office, &session).await.ok_or(Error::NotSignedIn)?;
    let address = visitor.address.to_string();
    if let Err(locked) = open_to(&office, &person.name, &address).await? {
        let told = vec![FieldError::new("otp", locked.message)];
        return refuse(&office, &visitor, &session, &person, told).await;
    }
    let (wish, proof) = match person.totp {
        Some(_) if form.act == "codes" => (Wish::Renew, recovery::proof(&office, &person, &form.otp)?),
        Some(_) => (Wish::Unbind, recovery::proof(&office, &person, &form.otp)?),
        None => {
            let secret = drawn(&session).await.ok_or(Error::Stale)?;
            let sealed = office.vault.seal(&record(person.id), secret.bytes());
            (Wish::Bind(sealed), step(&office, &secret, &form.otp).map(Proof::Code))
        }
    };
    let codes = match carry_out(&office, &person, &address, &wish, proof).await {
        Ok(Some(codes)) => codes,
        Ok(None) => {
            let wrong = FieldError::new("otp", "动态码不对：请看认证器上现在的6位数字，并核对这台电脑和手机的时间");
            let told = failed(&office, person.id, &address, wrong).await?;
            return refuse(&office, &visitor, &session, &person, vec![told]).await;
        }
        Err(gongkai_store::Error::Stale) => {
            return refuse(&office, &visitor, &session, &person, vec![FieldError::new("otp", USED)]).await;
        }
        Err(other) => return Err(other.into()),
    };
    let _: Option<String> = session.remove(DRAWN).await.map_err(|fault| Error::broken(&fault))?;
    match wish {
        Wish::Unbind => begin(&office, &session, person.id, who.began).await,
        Wish::Renew => recovery::show(&office, &visitor, &person, codes, "/desk/account"),
        Wish::Bind(_) => {
            let next = open_session(&office, &session, person.id, who.began).await?;
            recovery::show(&office, &visitor, &person, codes, next)
        }
    }
}

/// Does as wished where the proof holds, and gives the new recovery codes; `None` where it does not hold, or where the
/// account was locked meanwhile.
async fn carry_out(
    office: &Office,
    person: &Person,
    address: &str,
    wish: &Wish,
    proof: Option<Proof>,
) -> Result<Option<Vec<String>>, gongkai_store::Error> {
    let Some(proof) = proof else { return Ok(None) };
    let mut act = office.db.act(Actor::Person(person.id), Moment(office.now_ms())).await?;
    if act.signin_locked(person.id, address).await?.is_some() {
        return Ok(None);
    }
    let codes = match (wish, proof) {
        (Wish::Bind(sealed), Proof::Code(step)) => {
            act.set_totp(person.id, Some(sealed), step).await?;
            recovery::renew(office, &mut act, person.id).await?
        }
        (_, proof) if !recovery::spend(&mut act, person.id, &proof).await? => return Ok(None),
        (Wish::Unbind, _) => {
            act.set_totp(person.id, None, 0).await?;
            Vec::new()
        }
        (Wish::Renew | Wish::Bind(_), _) => recovery::renew(office, &mut act, person.id).await?,
    };
    act.commit().await?;
    Ok(Some(codes))
}
