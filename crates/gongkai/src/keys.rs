//! 密钥与台账: the keys of a data folder are tried on the register before anything is sealed under them. New keys in the
//! place of lost ones would leave what was sealed before unreadable, and nobody would notice for weeks.

use std::path::{Path, PathBuf};

use gongkai_store::{Actor, Db, Moment, Sealed};
use serde_json::json;

use crate::{
    rekey,
    vault::{self, Vault, VaultError},
};

/// A fingerprint of the keys, in the register's settings.
const MARK: &str = "vault.mark";
/// Tried one by one where a register does not say which keys are its own.
const TRIED: i64 = 50;

/// Why keys and register do not go together, in a sentence for the person who started the program.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The register has keys, and here are none.
    #[error(
        "台账里有加密的数据，“{}”里却没有密钥文件{}：请从原来的数据目录、别的机器或者备份把它拷来；确实找不回来了，用 gongkai key give-up 放弃已经加密的数据，另起一把密钥", .0.display(), vault::FILE
    )]
    None(PathBuf),
    /// Something is sealed, and not under these.
    #[error("“{}”不是这个台账的密钥文件，已经加密的数据用它打不开：请换上原来的那一份", .0.display())]
    Others(PathBuf),
    /// Its keys of before they were changed, or of after a change that this register has not seen.
    #[error(
        "“{}”里没有台账现在用的第{}把密钥，它是更换密钥以前的，或者台账是更换以前的：请从运行过 gongkai key rotate 的机器、或者这份台账的备份拷来同一时候的", .0.display(), .1
    )]
    Old(PathBuf, u16),
    /// There is a key file, so nothing is lost.
    #[error("“{}”还在，没有什么要放弃的；它若打不开台账里的数据，请先把它移走", .0.display())]
    There(PathBuf),
    /// The key file.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The register.
    #[error(transparent)]
    Store(#[from] gongkai_store::Error),
}

/// By what a register knows its keys: what is tried on them.
pub struct Trial {
    mark: Option<String>,
    /// The number of the key that the newest of its seals want.
    settled: u16,
    /// Some of what is sealed, where no mark says whose keys it wants.
    sealed: Vec<Sealed>,
}

impl Trial {
    /// Of this register.
    ///
    /// # Errors
    /// The register.
    pub async fn of(db: &Db) -> Result<Self, gongkai_store::Error> {
        let mark = db.setting(MARK).await?;
        let sealed = match mark {
            Some(_) => Vec::new(),
            // no key has this number
            None => db.sealed_otherwise(u16::MAX, None, TRIED).await?,
        };
        Ok(Self { mark, settled: rekey::settled(db).await?, sealed })
    }

    /// Whether it has keys of its own. Papers are sealed by nobody who has not said which.
    pub fn is_any(&self) -> bool {
        self.mark.is_some() || !self.sealed.is_empty()
    }

    /// Whether the keys of this file are its own. One record that was spoiled says nothing of the keys.
    ///
    /// # Errors
    /// [`KeysError::Others`], [`KeysError::Old`]
    pub fn fit(&self, vault: &Vault, file: &Path) -> Result<(), KeysError> {
        let opens = |one: &Sealed| vault.open_sealed(&rekey::record(one), &one.bytes).is_ok();
        match &self.mark {
            Some(mark) if *mark != vault.mark() => Err(KeysError::Others(file.to_owned())),
            Some(_) if !vault.has(self.settled) => Err(KeysError::Old(file.to_owned(), self.settled)),
            None if self.is_any() && !self.sealed.iter().any(opens) => Err(KeysError::Others(file.to_owned())),
            _ => Ok(()),
        }
    }
}

/// The keys of this register; drawn where it has none yet.
///
/// # Errors
/// [`KeysError`]; where a register has keys, none are drawn.
pub async fn of(db: &Db, data: &Path) -> Result<Vault, KeysError> {
    let file = data.join(vault::FILE);
    let trial = Trial::of(db).await?;
    if trial.is_any() && !file.is_file() {
        return Err(KeysError::None(data.to_owned()));
    }
    let vault = Vault::open(data)?;
    trial.fit(&vault, &file)?;
    if trial.mark.is_none() {
        match mark(db, &vault).await {
            // another machine was faster: with the same keys, or the register is its own now
            Err(gongkai_store::Error::Stale) => Trial::of(db).await?.fit(&vault, &file)?,
            marked => marked?,
        }
    }
    Ok(vault)
}

/// Says which keys are the register's, where nobody has.
async fn mark(db: &Db, vault: &Vault) -> Result<(), gongkai_store::Error> {
    let mut act = db.act(Actor::System, Moment(crate::office::now().as_millisecond())).await?;
    act.set_instead_of(MARK, "", &vault.mark()).await?;
    act.commit().await
}

/// 放弃: new keys for a register whose own are lost for good. What is sealed stays and says that its key is not there.
///
/// # Errors
/// [`KeysError`]
pub async fn give_up(db: &Db, data: &Path, (actor, at): (Actor, Moment)) -> Result<(), KeysError> {
    let file = data.join(vault::FILE);
    if file.exists() {
        return Err(KeysError::There(file));
    }
    // a change of keys that was stopped has drawn one more
    let lost = rekey::settled(db).await?.saturating_add(1);
    let vault = Vault::draw_after(data, lost)?;
    let mut act = db.act(actor, at).await?;
    act.record("key.lost", None, lost, json!({ "until": lost }));
    act.set(rekey::LOST, &lost.to_string()).await?;
    act.set(rekey::SETTING, &vault.newest_number().to_string()).await?;
    act.set(MARK, &vault.mark()).await?;
    act.commit().await?;
    Ok(())
}
