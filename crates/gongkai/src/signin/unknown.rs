//! 没有的账号: wrong passwords for a name that no account has. It is told and locked like any other, so that nobody learns here
//! which accounts there are.

use gongkai_store::{Error, Moment};

use crate::office::Office;

/// The name by which a try is counted, from one place and from all of them.
fn counted(office: &Office, user: &str, address: &str) -> (Vec<u8>, Vec<u8>) {
    let name = |words: &str| office.vault.fingerprint("signin", words);
    // nothing but the fingerprint is kept, so a long name takes no more room than a short one
    (name(&format!("{address} {user}")), name(user))
}

/// Until when it is locked.
pub async fn locked(office: &Office, user: &str, address: &str) -> Result<Option<Moment>, Error> {
    let (here, anywhere) = counted(office, user, address);
    office.db.unknown_locked(&here, &anywhere).await
}

/// One more wrong password; or until when it was locked by then.
pub async fn failed(office: &Office, user: &str, address: &str, now: Moment) -> Result<Option<Moment>, Error> {
    let (here, anywhere) = counted(office, user, address);
    office.db.unknown_failed(&here, &anywhere, now, super::bounds(office, now)).await
}
