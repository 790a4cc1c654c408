//! 会话里记着的: which receipt was handed out just now, and which request this browser has opened by its code.

use gongkai_store::Moment;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

use crate::{
    guard,
    office::Office,
    page::Error,
    requests::{by_applicant, dossier::Dossier},
};

/// Minutes in which a receipt shows its code.
pub const SHOWN: i64 = 10;
const RECEIPT: &str = "receipt";
const OPENED: &str = "opened";

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

/// Remembers a receipt for some minutes: the number and the code.
pub async fn hand_out(office: &Office, session: &Session, number: &str, code: &str) -> Result<(), Error> {
    let sealed = office.vault.seal(RECEIPT, code.as_bytes());
    let until_ms = Moment(office.now_ms()).plus_minutes(SHOWN).0;
    put(session, RECEIPT, HandedOut { number: number.to_owned(), sealed, until_ms }).await
}

/// The receipt that was handed out last in this session.
pub async fn given(office: &Office, session: &Session) -> Option<Given> {
    let handed: HandedOut = get(session, RECEIPT).await?;
    let code = office.vault.open_sealed(RECEIPT, &handed.sealed).ok().and_then(|code| String::from_utf8(code).ok());
    Some(Given { number: handed.number, code: code.filter(|_| office.now_ms() < handed.until_ms) })
}

/// Remembers that this browser knows the code of a request.
pub async fn open(session: &Session, dossier: &Dossier) -> Result<(), Error> {
    open_number(session, &dossier.request.line.number, &dossier.request.code_mac).await
}

/// Remembers that this browser knows the code whose fingerprint this is.
pub async fn open_number(session: &Session, number: &str, code_mac: &[u8]) -> Result<(), Error> {
    put(session, OPENED, Opened { number: number.to_owned(), mac: guard::hex(code_mac) }).await
}

/// The fingerprint of the code that this browser knows for a number.
pub async fn known(session: &Session, number: &str) -> Option<Vec<u8>> {
    let opened = get::<Opened>(session, OPENED).await.filter(|opened| opened.number == number)?;
    guard::unhex(&opened.mac)
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
