//! 案卷文件: papers of requests, matters and cases of redress as the register keeps them: sealed for the number of their
//! case, under a name that only the keys can make.
//!
//! Sealing and opening take their time for a scan of many pages, so both are done beside the pages, one paper at a time.

use gongkai_store::{Actor, CaseKind, Db, Digest, Error as StoreError, Moment, Opened, SealedUpload, StoredFile};

use crate::{
    office::Office,
    page,
    vault::{Vault, VaultError},
};

/// Says in the register's settings that no paper stands open any more.
const SETTING: &str = "files.sealed";
/// Papers that are looked up together.
const BATCH: i64 = 100;

/// A paper, sealed for its case.
pub struct SealedFile {
    name: Digest,
    record: String,
    size: usize,
    bytes: Vec<u8>,
}

impl SealedFile {
    /// Seals a paper for the case of this number.
    pub async fn of(vault: &Vault, number: &str, bytes: &[u8]) -> Self {
        let (vault, record, bytes, size) = (vault.clone(), number.to_owned(), bytes.to_vec(), bytes.len());
        let seal = move || {
            let name = name(&vault, &record, &bytes);
            let bytes = vault.seal(&bound(&record), &bytes);
            Self { name, record, size, bytes }
        };
        beside(seal).await
    }

    /// As the register takes it.
    pub fn upload<'a>(&'a self, media: &'a str) -> SealedUpload<'a> {
        SealedUpload { name: self.name, record: &self.record, size: self.size, bytes: &self.bytes, media }
    }
}

/// For what a paper is sealed: what is sealed for a case in another place does not pass for one of its papers.
fn bound(number: &str) -> String {
    format!("file {number}")
}

/// What a paper is kept under. The same paper in another case has another name.
fn name(vault: &Vault, number: &str, bytes: &[u8]) -> Digest {
    let digest = Digest::of(bytes);
    // a fingerprint has always the length of a digest
    vault.fingerprint("file", &format!("{number} {digest}")).try_into().unwrap_or(digest)
}

async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}

/// The bytes of a paper. Whoever asks must have come by the case that names it.
///
/// # Errors
/// [`page::Error::Unopened`] with the reason; the register.
pub async fn open(office: &Office, sm3: Digest) -> Result<Vec<u8>, page::Error> {
    let stored = office.db.stored_file(sm3).await?;
    // of a register that came from an older program: its turn to be sealed comes
    let Some(number) = stored.record else { return Ok(stored.bytes) };
    let vault = office.vault.clone();
    let opened = beside(move || vault.open_sealed(&bound(&number), &stored.bytes)).await;
    opened.map_err(|why| page::Error::Unopened(why.to_string()))
}

/// What these keys say of a sealed file: whether it opens, and is what it is kept under.
pub fn proved(vault: &Vault, stored: &StoredFile) -> Opened {
    let Some(number) = &stored.record else { return Opened::Spoiled };
    match vault.open_sealed(&bound(number), &stored.bytes) {
        Ok(bytes) if name(vault, number, &bytes) == stored.sm3 => Opened::Sound,
        Err(VaultError::NoSuchKey(_)) => Opened::NoKey,
        Ok(_) | Err(_) => Opened::Spoiled,
    }
}

/// 补加密: seals what an older program kept open, a paper an act, once in the life of a register; says how many. Whatever
/// stops it, the next start goes on.
///
/// # Errors
/// The register.
pub async fn seal_open(office: &Office) -> Result<u64, StoreError> {
    let db = &office.db;
    if db.setting(SETTING).await?.is_some() {
        return Ok(0);
    }
    let mut done = 0;
    for kind in CaseKind::ALL {
        let mut after = None;
        loop {
            let papers = db.open_papers(kind, after, BATCH).await?;
            let Some(last) = papers.last() else { break };
            after = Some((last.case_id, last.n));
            for paper in &papers {
                // the same bytes may have stood for an earlier paper as well
                let stored = match db.stored_file(paper.sm3).await {
                    Err(StoreError::Missing(_)) => continue,
                    stored => stored?,
                };
                let media = db.file(paper.sm3).await?.media;
                let sealed = SealedFile::of(&office.vault, &paper.number, &stored.bytes).await;
                let mut act = db.act(Actor::System, Moment(office.now_ms())).await?;
                done += u64::from(act.seal_paper(kind, paper, sealed.upload(&media)).await?);
                act.commit().await?;
            }
        }
    }
    let mut act = db.act(Actor::System, Moment(office.now_ms())).await?;
    act.set(SETTING, "1").await?;
    act.commit().await?;
    Ok(done)
}

/// 换钥: what a walk through the files came to.
pub struct Resealed {
    /// How many were sealed anew.
    pub count: u64,
    /// Those that do not open: the number of the case, and why.
    pub spoiled: Vec<(String, VaultError)>,
}

/// Sealed anew in one act: so many files, and so many bytes and one file more.
const FILES: usize = 200;
const BYTES: usize = 16 * 1024 * 1024;

/// Walks once through all files that are sealed under older keys, and seals them under the newest.
///
/// # Errors
/// The register.
pub async fn reseal(db: &Db, vault: &Vault, at: Moment) -> Result<Resealed, StoreError> {
    let key = vault.newest_number();
    let (mut after, mut found) = (None, Resealed { count: 0, spoiled: Vec::new() });
    loop {
        let (mut fresh, mut bytes) = (Vec::new(), 0);
        while fresh.len() < FILES && bytes < BYTES {
            let Some(old) = db.file_sealed_otherwise(key, after).await? else { break };
            after = Some(old.sm3);
            let number = old.record.unwrap_or_default();
            match vault.open_sealed(&bound(&number), &old.bytes) {
                Ok(plain) => {
                    bytes += plain.len();
                    fresh.push((old.sm3, vault.seal(&bound(&number), &plain)));
                }
                Err(why) => found.spoiled.push((number, why)),
            }
        }
        if fresh.is_empty() {
            return Ok(found);
        }
        let mut act = db.act(Actor::Operator, at).await?;
        found.count += act.reseal_files(key, &fresh).await?;
        act.commit().await?;
    }
}
