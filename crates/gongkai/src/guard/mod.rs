//! What stands between the outside and the pages: who is asking, headers, rates, tokens.

mod arriving;
pub mod attempts;
pub mod headers;
pub mod kept;
pub mod limit;
pub mod pages;
pub mod rate;
pub mod room;
pub mod traditional;
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
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of what [`hex`] wrote; `None` for anything else, the empty text included.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let even = !text.is_empty() && text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let pairs = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok());
    if even { pairs.collect() } else { None }
}
