//! 暂存: what was typed into a form of the desk when the session had ended. It travels with the sign-in form, sealed for this
//! browser, and waits in the session of whoever signed in until the form is opened again. Nothing of it is kept for
//! somebody who does not sign in.

use axum::response::Response;
use gongkai_store::{Moment, PersonId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use super::{Visitor, hex, unhex};
use crate::{office::Office, page::Error, signin};

/// The session's key.
const KEPT: &str = "kept";
/// For so many minutes.
const MINUTES: i64 = 15;
/// The longest entry, in bytes; a longer one has to be typed again.
const MOST: usize = 96 * 1024;

#[derive(Serialize, Deserialize)]
struct Kept {
    /// Where the form is.
    path: String,
    until_ms: i64,
    /// What was typed, as JSON.
    words: String,
}

/// Asks for a sign-in, and carries along what was typed into the form of this address.
///
/// # Errors
/// Where the page cannot be made.
pub fn ask(office: &Office, visitor: &Visitor, path: &str, words: &impl Serialize) -> Result<Response, Error> {
    let kept = Kept {
        path: path.to_owned(),
        until_ms: Moment(office.now_ms()).plus_minutes(MINUTES).0,
        words: serde_json::to_string(words).unwrap_or_default(),
    };
    let sealed = match kept.words.len() <= MOST {
        true => seal(office, &for_browser(office, visitor), &kept),
        false => String::new(),
    };
    signin::ask_again(office, visitor, sealed)
}

/// Takes what the sign-in form carried into the session of who signed in; where its form is.
pub async fn carry(
    office: &Office,
    visitor: &Visitor,
    session: &Session,
    who: PersonId,
    sealed: &str,
) -> Option<String> {
    let kept = open(office, &for_browser(office, visitor), sealed)?;
    session.insert(KEPT, seal(office, &who.to_string(), &kept)).await.ok()?;
    Some(kept.path)
}

/// What was typed into the form of this address before signing in; it comes back once.
pub async fn back<T: DeserializeOwned>(office: &Office, visitor: &Visitor, session: &Session, path: &str) -> Option<T> {
    let sealed: String = session.get(KEPT).await.ok()??;
    let kept = open(office, &visitor.person.as_ref()?.id.to_string(), &sealed).filter(|kept| kept.path == path)?;
    session.remove_value(KEPT).await.ok()?;
    serde_json::from_str(&kept.words).ok()
}

fn for_browser(office: &Office, visitor: &Visitor) -> String {
    hex(&visitor.fingerprint(office, KEPT))
}

fn seal(office: &Office, whose: &str, kept: &Kept) -> String {
    let plain = serde_json::to_vec(kept).unwrap_or_default();
    hex(&office.vault.seal(&format!("{KEPT} {whose}"), &plain))
}

/// What was sealed for this one and has not run out.
fn open(office: &Office, whose: &str, sealed: &str) -> Option<Kept> {
    let plain = office.vault.open_sealed(&format!("{KEPT} {whose}"), &unhex(sealed)?).ok()?;
    let kept: Kept = serde_json::from_slice(&plain).ok()?;
    (office.now_ms() < kept.until_ms).then_some(kept)
}
