//! 会话里记着的: which receipt was handed out just now, and which cases this browser has opened by their codes.

use gongkai_store::Moment;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use crate::{
    guard,
    office::Office,
    page::Error,
    requests::{
        by_applicant,
        dossier::Dossier,
        once::{self, Handed},
        register::code_mac,
    },
};

/// Minutes in which a receipt shows its code.
pub const SHOWN: i64 = 10;
const RECEIPT: &str = "receipt";
const OPENED: &str = "opened";
/// Cases that stay open side by side; the one opened first goes first.
const MOST: usize = 8;

#[derive(Serialize, Deserialize)]
struct HandedOut {
    number: String,
    /// The code, sealed: a copy of the register opens nothing.
    sealed: Vec<u8>,
    until_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct Opened {
    number: String,
    mac: String,
}

/// A receipt that was handed out, and its code while it may be shown.
pub struct Given {
    /// 编号
    pub number: String,
    /// 查询码
    pub code: Option<String>,
}

/// Hands a receipt out to this session, which shows its code for some minutes and has its case open from now on.
pub async fn hand_out(office: &Office, session: &Session, handed: &Handed) -> Result<(), Error> {
    // a session id from before must not become the one of somebody who knows the code
    session.cycle_id().await.map_err(|fault| Error::broken(&fault))?;
    let sealed = office.vault.seal(RECEIPT, handed.code.as_bytes());
    let until_ms = Moment(handed.at_ms).plus_minutes(SHOWN).0;
    put(session, RECEIPT, HandedOut { number: handed.number.clone(), sealed, until_ms }).await?;
    open_number(session, &handed.number, &code_mac(office, &handed.number, &handed.code)).await
}

/// The number of what the form of this token has made, its receipt handed out once more: whoever clicks twice sees only
/// the second answer.
pub async fn hand_again(office: &Office, session: &Session, token: &str) -> Result<Option<String>, Error> {
    let handed = match token {
        "" => None,
        token => once::find(office, &once::form(office, token)).await?,
    };
    if let Some(handed) = &handed {
        hand_out(office, session, handed).await?;
    }
    Ok(handed.map(|handed| handed.number))
}

/// The receipt that was handed out last in this session.
pub async fn given(office: &Office, session: &Session) -> Option<Given> {
    let handed: HandedOut = get(session, RECEIPT).await?;
    let code = office.vault.open_sealed(RECEIPT, &handed.sealed).ok().and_then(|code| String::from_utf8(code).ok());
    Some(Given { number: handed.number, code: code.filter(|_| office.now_ms() < handed.until_ms) })
}

/// Remembers that this browser knows the code whose fingerprint this is, beside those that it knew.
pub async fn open_number(session: &Session, number: &str, code_mac: &[u8]) -> Result<(), Error> {
    let mut open: Vec<Opened> = get(session, OPENED).await.unwrap_or_default();
    open.retain(|opened| opened.number != number);
    open.push(Opened { number: number.to_owned(), mac: guard::hex(code_mac) });
    let too_many = open.len().saturating_sub(MOST);
    open.drain(..too_many);
    put(session, OPENED, open).await
}

/// The fingerprint of the code that this browser knows for a number.
pub async fn known(session: &Session, number: &str) -> Option<Vec<u8>> {
    let open: Vec<Opened> = get(session, OPENED).await?;
    guard::unhex(&open.into_iter().find(|opened| opened.number == number)?.mac)
}

/// The request of this number, if this browser has opened it and its code is still the one it knew.
pub async fn opened(office: &Office, session: &Session, number: &str) -> Result<Option<Dossier>, Error> {
    let Some(mac) = known(session, number).await else { return Ok(None) };
    Ok(by_applicant::reopen(office, number, &mac).await?)
}

/// Forgets all of it.
pub async fn forget(session: &Session) -> Result<(), Error> {
    for key in [RECEIPT, OPENED] {
        session.remove_value(key).await.map_err(|fault| Error::broken(&fault))?;
    }
    Ok(())
}

async fn get<T: DeserializeOwned>(session: &Session, key: &str) -> Option<T> {
    session.get(key).await.ok().flatten()
}

async fn put(session: &Session, key: &str, value: impl Serialize) -> Result<(), Error> {
    session.insert(key, value).await.map_err(|fault| Error::broken(&fault))
}
