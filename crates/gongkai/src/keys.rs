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
    /// Something is sealed, and there are no keys.
    #[error(
        "台账里有加密的数据，“{}”里却没有密钥文件{}：请从原来的数据目录、别的机器或者备份把它拷来；确实找不回来了，用 gongkai key give-up 放弃已经加密的数据，另起一把密钥", .0.display(), vault::FILE
    )]
    None(PathBuf),
    /// Something is sealed, and not under these.
    #[error("“{}”不是这个台账的密钥文件，已经加密的数据用它打不开：请换上原来的那一份", .0.display())]
    Others(PathBuf),
    /// Keys of before they were changed.
    #[error("“{}”是更换密钥以前的：请从运行过 gongkai key rotate 的机器拷来新的", .0.display())]
    Old(PathBuf),
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
    sealed: Vec<Sealed>,
    /// Whether there is a paper that is sealed.
    papers: bool,
}

impl Trial {
    /// Of this register.
    ///
    /// # Errors
    /// The register.
    pub async fn of(db: &Db) -> Result<Self, gongkai_store::Error> {
        Ok(Self {
            mark: db.setting(MARK).await?,
            // no key has this number
            sealed: db.sealed_otherwise(u16::MAX, None, TRIED).await?,
            papers: db.file_sealed_otherwise(u16::MAX, None).await?.is_some(),
        })
    }

    /// Whether anything is sealed at all.
    pub fn is_any(&self) -> bool {
        self.papers || !self.sealed.is_empty()
    }

    /// Whether these are its keys. One record that was spoiled says nothing of the keys.
    pub fn fits(&self, vault: &Vault) -> bool {
        let opens = |one: &Sealed| vault.open_sealed(&rekey::record(one), &one.bytes).is_ok();
        match &self.mark {
            Some(mark) => *mark == vault.mark(),
            None => self.sealed.iter().any(opens),
        }
    }
}

/// The keys of this register; drawn where nothing is sealed yet.
///
/// # Errors
/// [`KeysError`]; where something is sealed, nothing is drawn.
pub async fn of(db: &Db, data: &Path) -> Result<Vault, KeysError> {
    let file = data.join(vault::FILE);
    let trial = Trial::of(db).await?;
    if trial.is_any() && !file.is_file() {
        return Err(KeysError::None(data.to_owned()));
    }
    let vault = Vault::open(data)?;
    if trial.is_any() && !trial.fits(&vault) {
        return Err(KeysError::Others(file));
    }
    if trial.is_any() && vault.newest_number() < rekey::settled(db).await? {
        return Err(KeysError::Old(file));
    }
    if trial.mark == Some(vault.mark()) {
        return Ok(vault);
    }
    let mut act = db.act(Actor::System, Moment(crate::office::now().as_millisecond())).await?;
    act.set(MARK, &vault.mark()).await?;
    act.commit().await?;
    Ok(vault)
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
    act.set(rekey::SETTING, &vault.newest_number().to_string()).await?;
    act.set(MARK, &vault.mark()).await?;
    act.commit().await?;
    Ok(())
}
