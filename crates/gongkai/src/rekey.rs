//! 换钥: a new key takes the place of the old ones, in batches; whatever stops it, the next run goes on.
//!
//! The first line of the key file, by which codes and identity numbers are found, stays for good: what it made of an
//! inquiry code can only be made again by whoever has the code.

use gongkai_store::{Actor, Db, Error, Moment, Sealed, SealedFor};

use crate::{
    post::reach,
    requests::draft,
    signin::authenticator,
    vault::{Vault, VaultError},
};

/// Up to which key everything is sealed, in the register's settings.
const SETTING: &str = "vault.key";
/// Sealed anew in one transaction.
const BATCH: i64 = 500;

/// What a change of keys came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rekeyed {
    /// The number of the key that holds from now on.
    pub key: u16,
    /// How many were sealed anew in this run.
    pub resealed: u64,
    /// Whether an earlier run had been stopped on its way.
    pub went_on: bool,
}

/// Why the keys were not changed, or not to the end.
#[derive(Debug, thiserror::Error)]
pub enum NotRekeyed {
    /// The keys, or something that they do not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The register.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Draws a key, unless one was drawn and not used to the end; seals everything under it; and then forgets the old ones.
/// Nobody may serve this register meanwhile: who has the old keys in memory would go on sealing under them.
///
/// # Errors
/// [`NotRekeyed`]; what was sealed anew until then stays, and both keys with it.
pub async fn rekey(db: &Db, vault: &Vault, at: Moment) -> Result<Rekeyed, NotRekeyed> {
    let done: u16 = db.setting(SETTING).await?.and_then(|key| key.parse().ok()).unwrap_or(0);
    let went_on = vault.newest_number() > done;
    if !went_on {
        vault.rotate()?;
        let mut act = db.act(Actor::Operator, at).await?;
        act.record("key.draw", None, vault.newest_number(), serde_json::json!({}));
        act.commit().await?;
    }
    let key = vault.newest_number();
    let resealed = reseal(db, vault, key, at).await?;
    let mut act = db.act(Actor::Operator, at).await?;
    act.set(SETTING, &key.to_string()).await?;
    act.commit().await?;
    vault.forget_older()?;
    Ok(Rekeyed { key, resealed, went_on })
}

async fn reseal(db: &Db, vault: &Vault, key: u16, at: Moment) -> Result<u64, NotRekeyed> {
    let mut resealed = 0;
    loop {
        let stale = db.sealed_otherwise(key, BATCH).await?;
        if stale.is_empty() {
            return Ok(resealed);
        }
        let fresh = stale.into_iter().map(|old| {
            let record = record(&old);
            let plain = vault.open_sealed(&record, &old.bytes)?;
            Ok((old, vault.seal(&record, &plain)))
        });
        let fresh = fresh.collect::<Result<Vec<_>, VaultError>>()?;
        let mut act = db.act(Actor::Operator, at).await?;
        resealed += act.reseal(key, &fresh).await?;
        act.commit().await?;
    }
}

/// For which record it was sealed.
pub fn record(sealed: &Sealed) -> String {
    match &sealed.what {
        SealedFor::Request(_, number) | SealedFor::Matter(_, number) => number.clone(),
        SealedFor::Draft(_) => draft::RECORD.to_owned(),
        SealedFor::Authenticator(person) => authenticator::record(*person),
        SealedFor::Reach(person) => reach::record(*person),
    }
}
