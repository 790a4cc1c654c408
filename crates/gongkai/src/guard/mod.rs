//! What stands between the outside and the pages: who is asking, headers, rates, tokens.

mod arriving;
pub mod headers;
pub mod limit;
pub mod rate;
pub mod visitor;

pub use visitor::Visitor;

/// 256 random bits in hex: private links, cookies, one-time secrets.
pub fn token() -> String {
    hex(&random())
}

/// 256 random bits from the operating system.
pub fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    if getrandom::fill(&mut bytes).is_err() {
        // a machine without randomness must not hand out guessable links
        tracing::error!("the operating system gives no random bytes");
        std::process::abort();
    }
    bytes
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
