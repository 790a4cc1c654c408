//! 保险箱: personal data encrypted at rest with SM4-GCM (GB/T 32907) under keys that are not in the register.
//!
//! `vault.key` in the data folder holds one key a line, the newest last: what is sealed names its key by number, so old
//! data opens after a rotation, and `gongkai key rotate` seals it anew and then strikes the old key. Machines that share a PostgreSQL share the file.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use aes_gcm::{
    AesGcm, Nonce,
    aead::{Aead, KeyInit as _, Payload, consts::U12},
};
use hmac::{Hmac, Mac as _};
use sm3::Sm3;
use sm4::Sm4;

use crate::guard;

type Cipher = AesGcm<Sm4, U12>;

/// The file of a data folder.
pub const FILE: &str = "vault.key";
/// In the place of a key that nothing is sealed under any more.
const FORGOTTEN: &str = "-";

const NONCE: usize = 12;
/// The number of the key, before the nonce.
const HEAD: usize = 2;

/// What went wrong with sealed data.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file.
    #[error("密钥文件“{}”用不了：{}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// The key file is none of ours.
    #[error("密钥文件“{}”第{}行不是密钥", .0.display(), .1)]
    NotAKey(PathBuf, usize),
    /// Sealed under a key that is not here.
    #[error("加密数据用的是第{0}把密钥，密钥文件里没有")]
    NoSuchKey(u16),
    /// Changed, or not sealed for this record.
    #[error("加密数据被改动过，或者不属于这条记录")]
    Spoiled,
}

/// The keys. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    path: PathBuf,
    /// For codes and identity numbers; it never changes, since what it made cannot be made anew.
    mac: [u8; 32],
    /// By number; `None` for one that was forgotten once nothing was sealed under it any more.
    keys: Arc<RwLock<Vec<Option<[u8; 16]>>>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Vault {
    /// Opens the keys of a data folder; draws them when there are none.
    ///
    /// # Errors
    /// A file that cannot be read or written, or is none of ours.
    pub fn open(data: &Path) -> Result<Self, VaultError> {
        let path = data.join(FILE);
        let failed = |error| VaultError::File(path.clone(), error);
        match fs::read_to_string(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let first = format!("{}\n{}\n", guard::token(), drawn());
                write(&path, &first).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
        Self::read(&path)
    }

    /// Draws keys for a register whose own are lost: numbers up to `last` were theirs and stay taken, so that what they
    /// sealed says which key it wants.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn draw_after(data: &Path, last: u16) -> Result<Self, VaultError> {
        let path = data.join(FILE);
        let struck = format!("{FORGOTTEN}\n").repeat(usize::from(last) + 1);
        let text = format!("{}\n{struck}{}\n", guard::token(), drawn());
        write(&path, &text).map_err(|error| VaultError::File(path.clone(), error))?;
        Self::read(&path)
    }

    /// By which a register knows its keys again: it stays when they are changed, and opens nothing.
    pub fn mark(&self) -> String {
        guard::hex(&self.fingerprint("vault", ""))
    }

    /// The keys in a file of this place, a copy of a data folder's `vault.key`.
    ///
    /// # Errors
    /// A file that cannot be read, or is none of ours.
    pub fn read(path: &Path) -> Result<Self, VaultError> {
        let path = path.to_owned();
        let text = fs::read_to_string(&path).map_err(|error| VaultError::File(path.clone(), error))?;
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let wrong = |line: usize| VaultError::NotAKey(path.clone(), line + 1);
        let (at, mac) = lines.next().ok_or_else(|| wrong(0))?;
        let mac = key_of::<32>(mac).ok_or_else(|| wrong(at))?;
        let one = |(at, line): (usize, &str)| match line.trim() {
            FORGOTTEN => Ok(None),
            line => key_of::<16>(line).map(Some).ok_or_else(|| wrong(at)),
        };
        let keys = lines.map(one).collect::<Result<Vec<_>, _>>()?;
        if keys.last().is_none_or(Option::is_none) {
            return Err(wrong(keys.len()));
        }
        Ok(Self { path, mac, keys: Arc::new(RwLock::new(keys)) })
    }

    /// Draws a new key, by which everything is sealed from now on.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn rotate(&self) -> Result<(), VaultError> {
        let failed = |error| VaultError::File(self.path.clone(), error);
        let key = drawn();
        let mut text = fs::read_to_string(&self.path).map_err(failed)?;
        text.push_str(&key);
        text.push('\n');
        write(&self.path, &text).map_err(failed)?;
        if let (Some(key), Ok(mut keys)) = (key_of(&key), self.keys.write()) {
            keys.push(Some(key));
        }
        Ok(())
    }

    /// Strikes every key but the newest from the file. Their numbers stay taken.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn forget_older(&self) -> Result<(), VaultError> {
        let failed = |error| VaultError::File(self.path.clone(), error);
        let text = fs::read_to_string(&self.path).map_err(failed)?;
        let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = lines.len().saturating_sub(1);
        let kept = lines.iter().enumerate().map(|(at, line)| if at == 0 || at == last { line } else { FORGOTTEN });
        write(&self.path, &kept.flat_map(|line| [line, "\n"]).collect::<String>()).map_err(failed)?;
        if let Ok(mut keys) = self.keys.write() {
            let last = keys.len().saturating_sub(1);
            keys.iter_mut().take(last).for_each(|key| *key = None);
        }
        Ok(())
    }

    /// Every key of two texts of one key file, read before something was copied and after it: a rotation in between
    /// draws one key and strikes another, and the copy may need both.
    pub fn joined(before: &str, after: &str) -> String {
        let [before, mut after] =
            [before, after].map(|text| text.lines().map(str::trim).filter(|line| !line.is_empty()));
        let mut all = String::new();
        for was in before {
            let is = after.next().unwrap_or(was);
            all.extend([if is == FORGOTTEN { was } else { is }, "\n"]);
        }
        all.extend(after.flat_map(|line| [line, "\n"]));
        all
    }

    /// The number of the key by which everything is sealed now, from 0.
    pub fn newest_number(&self) -> u16 {
        self.newest().0
    }

    /// Seals some bytes for one record: `record` names it, and nothing sealed for another opens in its place.
    pub fn seal(&self, record: &str, plain: &[u8]) -> Vec<u8> {
        let (number, key) = self.newest();
        let nonce = nonce();
        let payload = Payload { msg: plain, aad: record.as_bytes() };
        let sealed = Cipher::new(&key.into()).encrypt(&Nonce::from(nonce), payload).unwrap_or_default();
        [number.to_be_bytes().as_slice(), &nonce, &sealed].concat()
    }

    /// Opens what was sealed for this record.
    ///
    /// # Errors
    /// [`VaultError::NoSuchKey`], [`VaultError::Spoiled`]
    pub fn open_sealed(&self, record: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (head, rest) = sealed.split_first_chunk::<HEAD>().ok_or(VaultError::Spoiled)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(VaultError::Spoiled)?;
        let number = u16::from_be_bytes(*head);
        let key = self.key(number).ok_or(VaultError::NoSuchKey(number))?;
        let payload = Payload { msg: body, aad: record.as_bytes() };
        Cipher::new(&key.into()).decrypt(&Nonce::from(*nonce), payload).map_err(|_| VaultError::Spoiled)
    }

    /// Whether it was sealed under the newest key.
    pub fn is_fresh(&self, sealed: &[u8]) -> bool {
        sealed.first_chunk::<HEAD>().is_some_and(|head| u16::from_be_bytes(*head) == self.newest().0)
    }

    /// A fingerprint by which a code or an identity number can be found and not read. `purpose` keeps one kind from
    /// matching another.
    pub fn fingerprint(&self, purpose: &str, words: &str) -> Vec<u8> {
        let Ok(mut mac) = Hmac::<Sm3>::new_from_slice(&self.mac) else { return Vec::new() };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(words.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    /// Whether the key of this number is here.
    pub fn has(&self, number: u16) -> bool {
        self.key(number).is_some()
    }

    fn newest(&self) -> (u16, [u8; 16]) {
        let keys = self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let last = keys.len().saturating_sub(1);
        (u16::try_from(last).unwrap_or(u16::MAX), keys.get(last).copied().flatten().unwrap_or_default())
    }

    fn key(&self, number: u16) -> Option<[u8; 16]> {
        self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(usize::from(number)).copied().flatten()
    }
}

fn drawn() -> String {
    guard::token().chars().take(32).collect()
}

fn nonce() -> [u8; NONCE] {
    let drawn = guard::random();
    drawn.first_chunk::<NONCE>().copied().unwrap_or_default()
}

/// Whole or not at all, and for its owner alone.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("key.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    // the name too has to be on the disk before anything is sealed under the key
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn key_of<const N: usize>(line: &str) -> Option<[u8; N]> {
    guard::unhex(line.trim())?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_record_alone_and_after_a_rotation() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path()).unwrap();
        let sealed = vault.seal("QH-2026-0137", "林晚舟".as_bytes());
        assert!(!sealed.windows(3).any(|three| three == "林".as_bytes()));
        assert!(matches!(vault.open_sealed("QH-2026-0138", &sealed), Err(VaultError::Spoiled)));
        vault.rotate().unwrap();
        let later = Vault::open(folder.path()).unwrap();
        assert_eq!(later.open_sealed("QH-2026-0137", &sealed).unwrap(), "林晚舟".as_bytes());
        assert!(!later.is_fresh(&sealed) && later.is_fresh(&later.seal("x", b"y")));
        let mut spoiled = sealed.clone();
        *spoiled.last_mut().unwrap() ^= 1;
        assert!(matches!(later.open_sealed("QH-2026-0137", &spoiled), Err(VaultError::Spoiled)));
        later.forget_older().unwrap();
        let last = Vault::open(folder.path()).unwrap();
        assert!(matches!(last.open_sealed("QH-2026-0137", &sealed), Err(VaultError::NoSuchKey(0))));
        assert_eq!(last.open_sealed("x", &later.seal("x", b"y")).unwrap(), b"y");
        assert_eq!(last.newest_number(), 1);
        let (early, late) = ("mac\nold\n", "mac\n-\nnew\n");
        assert_eq!(Vault::joined(early, late), "mac\nold\nnew\n", "what was struck meanwhile and what was drawn");
        assert_eq!(Vault::joined(early, early), early);
        assert_eq!(Vault::joined("", late), late);
        assert_eq!(vault.fingerprint("code", "7K4M"), later.fingerprint("code", "7K4M"));
        assert_ne!(vault.fingerprint("code", "7K4M"), vault.fingerprint("identity", "7K4M"));
    }
}
