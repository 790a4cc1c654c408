//! 密码: argon2id, off the async threads.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::JoinError};

use crate::{guard, page::Error};

/// The PHC string of a password.
///
/// # Errors
/// A fault of ours.
pub async fn hash(password: String) -> Result<String, Error> {
    let done = heavy(move || {
        let hash: Result<PasswordHash, _> = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
    });
    done.await.map_err(|fault| Error::broken(&fault))?.map_err(|fault| Error::broken(&fault))
}

/// Whether a password fits its PHC string. Without one, the same work is done for nothing, so that nobody learns from
/// the time it takes which accounts there are.
pub async fn fits(password: String, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let hash = match hash {
        Some(hash) => hash,
        None => nobody().await,
    };
    let work = heavy(move || {
        let verifier: &dyn Fn() -> bool =
            &|| Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok();
        verifier()
    });
    work.await.unwrap_or(false) && known
}

/// Two at once at most: each takes 19 MiB, and whoever tries many passwords must stand in line.
async fn heavy<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    static PERMITS: Semaphore = Semaphore::const_new(2);
    let permit = PERMITS.acquire().await;
    tokio::task::spawn_blocking(move || {
        // held by the work itself: a client that goes away makes no room
        let _permit = permit;
        work()
    })
    .await
}

/// A hash that no password fits.
async fn nobody() -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(|| async { hash(guard::token()).await.unwrap_or_default() }).await.clone()
}

/// A one-time password that can be read out and typed: 20 characters of 32 kinds, 100 bits.
pub fn one_time() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    let letters: String =
        guard::random().iter().take(20).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let mut parted = String::with_capacity(24);
    for (i, letter) in letters.chars().enumerate() {
        if i > 0 && i % 5 == 0 {
            parted.push('-');
        }
        parted.push(letter);
    }
    parted
}
