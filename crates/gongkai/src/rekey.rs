//! 换钥: a new key takes the place of the old ones, in batches; whatever stops it, the next run goes on.
//!
//! The first line of the key file, by which codes and identity numbers are found, stays for good: what it made of an
//! inquiry code can only be made again by whoever has the code.

use gongkai_store::{Actor, Db, Error, Moment, Sealed, SealedFor};

use crate::{
    case_files,
    post::reach,
    requests::draft,
    signin::authenticator,
    subscriptions,
    vault::{Vault, VaultError},
};

/// Up to which key everything is sealed, in the register's settings.
pub(crate) const SETTING: &str = "vault.key";
/// Up to which key what is sealed was given up, in the register's settings.
pub(crate) const LOST: &str = "vault.lost";
/// Sealed anew in one transaction.
const BATCH: i64 = 500;
/// What no key opens and is named one by one.
const NAMED: usize = 50;

/// What a change of keys came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rekeyed {
    /// The number of the key that holds from now on.
    pub key: u16,
    /// How many were sealed anew in this run.
    pub resealed: u64,
    /// Whether an earlier run had been stopped on its way, or had to leave something.
    pub went_on: bool,
    /// 打不开的: how many no key opens. They stay as they are, and so do the old keys.
    pub spoiled: u64,
    /// 已放弃的: how many want a key that was given up.
    pub lost: u64,
    /// The first of them, as an office would name them.
    pub first: Vec<String>,
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

/// Draws a key, unless one was drawn and not used to the end; seals everything under it; and then forgets the old ones,
/// unless something was left that does not open. Nobody may serve this register meanwhile: who has the old keys in memory would go on sealing under them.
///
/// # Errors
/// [`NotRekeyed`]; what was sealed anew until then stays, and both keys with it.
pub async fn rekey(db: &Db, vault: &Vault, at: Moment) -> Result<Rekeyed, NotRekeyed> {
    let went_on = vault.newest_number() > settled(db).await?;
    if !went_on {
        vault.rotate()?;
        let mut act = db.act(Actor::Operator, at).await?;
        act.record("key.draw", None, vault.newest_number(), serde_json::json!({}));
        act.commit().await?;
    }
    let key = vault.newest_number();
    let mut done = Rekeyed { key, resealed: 0, went_on, spoiled: 0, lost: 0, first: Vec::new() };
    // once more after a walk that found something: somebody may have written under an old key behind its back
    while reseal(db, vault, at, &mut done).await? {}
    if done.spoiled == 0 {
        let mut act = db.act(Actor::Operator, at).await?;
        act.set(SETTING, &done.key.to_string()).await?;
        act.commit().await?;
        vault.forget_older()?;
    }
    Ok(done)
}

/// The number of the key up to which everything was sealed anew.
pub(crate) async fn settled(db: &Db) -> Result<u16, Error> {
    Ok(db.setting(SETTING).await?.and_then(|key| key.parse().ok()).unwrap_or(0))
}

/// Walks once through everything that is sealed under older keys; whether any of it was sealed anew.
async fn reseal(db: &Db, vault: &Vault, at: Moment, done: &mut Rekeyed) -> Result<bool, NotRekeyed> {
    let (mut after, mut any) = (None, false);
    (done.spoiled, done.lost, done.first) = (0, 0, Vec::new());
    let given_up = db.setting(LOST).await?.and_then(|last| last.parse::<u16>().ok());
    let is_lost = |error: &VaultError| matches!(error, VaultError::NoSuchKey(key) if Some(*key) <= given_up);
    loop {
        let stale = db.sealed_otherwise(done.key, after.as_ref(), BATCH).await?;
        let Some(last) = stale.last() else { break };
        after = Some(last.what.clone());
        let mut fresh = Vec::new();
        for old in stale {
            let record = record(&old);
            match vault.open_sealed(&record, &old.bytes) {
                Ok(plain) => fresh.push((old, vault.seal(&record, &plain))),
                Err(error) if is_lost(&error) => done.lost += 1,
                Err(error) => done.leave(db, &old, &error).await?,
            }
        }
        if !fresh.is_empty() {
            let mut act = db.act(Actor::Operator, at).await?;
            done.resealed += act.reseal(done.key, &fresh).await?;
            act.commit().await?;
            any = true;
        }
    }
    let files = case_files::reseal(db, vault, at).await?;
    done.resealed += files.count;
    for (number, error) in &files.spoiled {
        match is_lost(error) {
            true => done.lost += 1,
            false => done.name(&format!("{number}的一份材料"), error),
        }
    }
    Ok(any || files.count > 0)
}

impl Rekeyed {
    /// Notes something that stays as it is.
    async fn leave(&mut self, db: &Db, sealed: &Sealed, error: &VaultError) -> Result<(), Error> {
        let what = match &sealed.what {
            SealedFor::Request(_, number) => format!("申请{number}的申请人信息"),
            SealedFor::Matter(_, number) => format!("事项{number}的来人信息"),
            SealedFor::Mistake(_, number) => format!("找错{number}的联系方式"),
            SealedFor::Subscriber(mac) => format!("一个订阅邮箱（{}）", crate::guard::hex(mac)),
            SealedFor::Draft(mac) => format!("一份未完成的申请（{}）", crate::guard::hex(mac)),
            SealedFor::Authenticator(id) => format!("账号{}的动态码", db.person(*id).await?.name),
            SealedFor::Reach(id) => format!("账号{}的联系方式", db.person(*id).await?.name),
        };
        self.name(&what, error);
        Ok(())
    }

    fn name(&mut self, what: &str, error: &VaultError) {
        self.spoiled += 1;
        if self.first.len() < NAMED {
            self.first.push(format!("{what}：{error}"));
        }
    }
}

/// For which record it was sealed.
pub fn record(sealed: &Sealed) -> String {
    match &sealed.what {
        SealedFor::Request(_, number) | SealedFor::Matter(_, number) | SealedFor::Mistake(_, number) => number.clone(),
        SealedFor::Subscriber(mac) => subscriptions::record(mac),
        SealedFor::Draft(_) => draft::RECORD.to_owned(),
        SealedFor::Authenticator(person) => authenticator::record(*person),
        SealedFor::Reach(person) => reach::record(*person),
    }
}
