//! 订阅: readers who want to hear by mail of what is newly public: of a category, of an organ, or what a search finds.
//! Nobody is told before the reader of the mailbox said yes by the link of the first mail; every mail has the link that
//! ends it; and what is new goes out in one mail a day ([`round`]).

pub mod ask;
mod news;
pub mod portal;
pub mod round;
pub mod topic;

use gongkai_store::{Error, Subscriber, SubscriberId};

use crate::{guard, office::Office, post::Way, vault::VaultError};

/// Whether subscriptions by mail are offered: mails go out, and somebody said where the site is, which their links need.
pub fn is_open(office: &Office) -> bool {
    office.post.has(Way::Mail) && !office.post.site.is_empty()
}

/// For whom an address is sealed.
pub fn record(mac: &[u8]) -> String {
    format!("subscriber:{}", guard::hex(mac))
}

/// The address of a subscriber.
///
/// # Errors
/// [`VaultError`]
pub fn address(office: &Office, subscriber: &Subscriber) -> Result<String, VaultError> {
    let plain = office.vault.open_sealed(&record(&subscriber.mac), &subscriber.sealed)?;
    String::from_utf8(plain).map_err(|_| VaultError::Spoiled)
}

/// The page of a subscriber's own, whose address nobody guesses: it says what they subscribed to, and ends it.
pub fn place(office: &Office, id: SubscriberId) -> String {
    format!("/subscriptions/{id}/{}", guard::hex(&token(office, id)))
}

fn token(office: &Office, id: SubscriberId) -> Vec<u8> {
    office.vault.fingerprint("subscriber", &id.to_string())
}

/// The subscriber whose page this is; `None` for a wrong token, and where nothing is subscribed any more.
///
/// # Errors
/// The register.
pub async fn opened(office: &Office, id: &str, given: &str) -> Result<Option<Subscriber>, Error> {
    let Ok(id) = id.parse::<SubscriberId>() else { return Ok(None) };
    // a fingerprint, so that the time of comparing says nothing
    let same = |words: &str| office.vault.fingerprint("subscriber page", words);
    if same(given) != same(&guard::hex(&token(office, id))) {
        return Ok(None);
    }
    match office.db.subscriber(id).await {
        Ok(subscriber) => Ok(Some(subscriber)),
        Err(Error::Missing(_)) => Ok(None),
        Err(other) => Err(other),
    }
}
