//! 恢复码: what stands in for the authenticator's code on the day the phone is lost, each once. Only fingerprints are kept.

use askama::Template;
use axum::response::Response;
use gongkai_store::{Act, Person, PersonId};

use super::authenticator;
use crate::{
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, Nav},
    requests::register::{draw_code, plain_code},
};

/// How many somebody gets at once.
const CODES: usize = 10;
/// Letters and digits of one.
const LETTERS: usize = 12;

#[derive(Template)]
#[template(path = "codes.html")]
struct CodesPage {
    chrome: Chrome,
    name: String,
    codes: Vec<String>,
    /// Where somebody goes from here.
    next: &'static str,
}

/// What somebody proves besides their password.
pub(super) enum Proof {
    /// They have no authenticator.
    Nothing,
    /// The step of 30 seconds of its code.
    Code(i64),
    /// What may be the fingerprint of a recovery code.
    Recovery(Vec<u8>),
}

/// What goes with the account, as far as it can be told without using it up; `None` for a wrong code.
pub(super) fn proof(office: &Office, person: &Person, typed: &str) -> Result<Option<Proof>, Error> {
    let Some(secret) = authenticator::bound(office, person)? else { return Ok(Some(Proof::Nothing)) };
    let plain = plain_code(typed);
    Ok(match plain.len() {
        LETTERS => Some(Proof::Recovery(mac(office, person.id, &plain))),
        _ => authenticator::step(office, &secret, typed).map(Proof::Code),
    })
}

/// Uses a proof up in an open act; false where it is a recovery code that the person does not have.
///
/// # Errors
/// [`gongkai_store::Error::Stale`] where the authenticator's code was used before.
pub(super) async fn spend(act: &mut Act, id: PersonId, proof: &Proof) -> Result<bool, gongkai_store::Error> {
    match proof {
        Proof::Nothing => Ok(true),
        Proof::Code(step) => act.use_totp(id, *step).await.map(|()| true),
        Proof::Recovery(mac) => act.use_recovery_code(id, mac).await,
    }
}

/// New codes in place of all that a person had, for their eyes once.
pub(super) async fn renew(office: &Office, act: &mut Act, id: PersonId) -> Result<Vec<String>, gongkai_store::Error> {
    let codes: Vec<_> = (0..CODES).map(|_| draw_code()).collect();
    let macs: Vec<_> = codes.iter().map(|code| mac(office, id, &plain_code(code))).collect();
    act.set_recovery_codes(id, &macs).await?;
    Ok(codes)
}

/// The page that shows them.
pub(super) fn show(
    office: &Office,
    visitor: &Visitor,
    person: &Person,
    codes: Vec<String>,
    next: &'static str,
) -> Result<Response, Error> {
    let chrome = Chrome::new(office, visitor, Nav::Elsewhere).private();
    page::show(&CodesPage { chrome, name: person.full_name.clone(), codes, next })
}

fn mac(office: &Office, id: PersonId, plain: &str) -> Vec<u8> {
    office.vault.fingerprint("recovery", &format!("{id} {plain}"))
}
