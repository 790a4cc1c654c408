//! 只交一次: what a form has made, kept sealed under the token of the form, so that a second click makes nothing more and is
//! given the same receipt.

use gongkai_store::{Act, Error, Moment};
use serde::{Deserialize, Serialize};

use super::draft::RECORD;
use crate::office::Office;

/// 交出的回执: what a form has made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Handed {
    /// 编号
    pub number: String,
    /// 查询码; empty where whoever comes again is only told that it was done.
    pub code: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

/// The fingerprint of a form by its token.
pub fn form(office: &Office, token: &str) -> Vec<u8> {
    office.vault.fingerprint("form", token)
}

/// Keeps what a form has made, in the act that makes it; false when the form was used up before.
///
/// # Errors
/// The register.
pub async fn keep(office: &Office, act: &mut Act, form: &[u8], handed: &Handed, days: i64) -> Result<bool, Error> {
    keep_until(office, act, form, handed, Moment(office.now_ms()).plus_days(days)).await
}

/// The same for a time that is not counted in days.
///
/// # Errors
/// The register.
pub async fn keep_until(
    office: &Office,
    act: &mut Act,
    form: &[u8],
    handed: &Handed,
    until: Moment,
) -> Result<bool, Error> {
    // a struct of words and a number always has a JSON
    let sealed = office.vault.seal(RECORD, &serde_json::to_vec(handed).unwrap_or_default());
    act.keep_once(form, &sealed, until, Moment(office.now_ms())).await
}

/// What this form has made; `None` while it has made nothing.
///
/// # Errors
/// The register.
pub async fn find(office: &Office, form: &[u8]) -> Result<Option<Handed>, Error> {
    let sealed = office.db.draft(form, Moment(office.now_ms())).await?;
    let plain = sealed.and_then(|sealed| office.vault.open_sealed(RECORD, &sealed).ok());
    Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
}
