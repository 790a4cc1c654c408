//! 动态码: six digits of an authenticator (RFC 6238: HMAC-SHA-1, steps of 30 seconds), which every such app can make.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::guard;

/// Seconds of one step.
const STEP: i64 = 30;
/// Codes go from 0 to one less.
const CODES: u32 = 1_000_000;
/// RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// 密钥: what an authenticator and the register share; 20 bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A new one.
    pub fn drawn() -> Self {
        let mut secret = [0; 20];
        secret.iter_mut().zip(guard::random()).for_each(|(byte, random)| *byte = random);
        Self(secret)
    }

    /// As it was sealed.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// To be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As an authenticator takes it by hand: 32 letters and digits.
    ///
    /// ```
    /// use gongkai::people::totp::Secret;
    ///
    /// let secret = Secret::of(b"12345678901234567890").unwrap();
    /// assert_eq!(secret.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    /// assert_eq!(Secret::of_base32(&secret.base32()), Some(secret));
    /// ```
    pub fn base32(&self) -> String {
        let five = |bytes: &[u8]| bytes.iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        let letter = |bits: u64| BASE32.get((bits & 31) as usize).copied().unwrap_or(b'A');
        let eight = |bits: u64| (0..8).rev().map(move |place| char::from(letter(bits >> (5 * place))));
        self.0.chunks(5).flat_map(|bytes| eight(five(bytes))).collect()
    }

    /// Read back from [`Secret::base32`].
    pub fn of_base32(text: &str) -> Option<Self> {
        let mut bytes = Vec::with_capacity(20);
        for eight in text.as_bytes().chunks(8) {
            let places = eight.iter().map(|letter| BASE32.iter().position(|known| known == letter));
            let bits = places.collect::<Option<Vec<_>>>()?.iter().fold(0_u64, |all, place| all << 5 | *place as u64);
            bytes.extend(bits.to_be_bytes().iter().skip(3));
        }
        Self::of(&bytes)
    }

    /// `otpauth://…`: what a QR code for an authenticator says.
    pub fn address(&self, account: &str, issuer: &str) -> String {
        let escape = crate::library::portal::escape;
        let (account, issuer) = (escape(account), escape(issuer));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.base32())
    }

    /// The code of a step.
    pub fn code(&self, step: i64) -> String {
        // any length of key fits
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash.last().copied().unwrap_or(0) & 15);
        let four = hash.iter().skip(at).take(4).fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
        format!("{:06}", (four & 0x7fff_ffff) % CODES)
    }

    /// The step of a code as somebody typed it at this moment, in seconds since 1970; `None` where it is wrong. A clock may
    /// be half a minute off.
    pub fn step_of(&self, typed: &str, now: i64) -> Option<i64> {
        let typed = crate::typed::number(typed);
        let here = now.div_euclid(STEP);
        // every step is compared whole, so that the time it takes tells nothing
        let fits = |step: &i64| same(self.code(*step).as_bytes(), typed.as_bytes());
        [here - 1, here, here + 1].into_iter().filter(fits).max()
    }
}

fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits
        let secret = Secret::of(b"12345678901234567890").unwrap();
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code(at / 30), code);
            assert_eq!(secret.step_of(code, at), Some(at / 30));
        }
    }

    #[test]
    fn a_code_is_good_for_half_a_minute_before_and_after_its_own() {
        let secret = Secret::drawn();
        let code = secret.code(1000);
        let good: Vec<_> = (996..1004).filter(|step| secret.step_of(&code, step * 30) == Some(1000)).collect();
        assert_eq!(good, [999, 1000, 1001]);
        assert_eq!(secret.step_of(" 12 34 5", 30_000), None);
    }
}
