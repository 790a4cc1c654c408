//! 动态码: six digits of an authenticator (RFC 6238: HMAC-SHA-1, steps of 30 seconds), which every such app can make.

use totp_rs::{Builder, Totp};

use crate::guard;

/// Seconds of one step.
const STEP: u64 = 30;
/// Steps by which a clock may be off.
const SKEW: u16 = 1;

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
        totp_rs::Secret::from(self.0).to_base32()
    }

    /// Read back from [`Secret::base32`].
    pub fn of_base32(text: &str) -> Option<Self> {
        Self::of(totp_rs::Secret::try_from_base32(text).ok()?.as_ref())
    }

    /// `otpauth://…`: what a QR code for an authenticator says.
    pub fn address(&self, account: &str, issuer: &str) -> String {
        let escape = crate::library::portal::escape;
        let (account, issuer) = (escape(account), escape(issuer));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.base32())
    }

    /// The code of a step.
    pub fn code(&self, step: u64) -> String {
        self.totp().generate(step.saturating_mul(STEP)).to_string()
    }

    /// The step of a code as somebody typed it at this moment, in seconds since 1970; `None` where it is wrong. A clock may
    /// be half a minute off.
    pub fn step_of(&self, typed: &str, now: u64) -> Option<u64> {
        self.totp().check(&crate::typed::number(typed), now)
    }

    fn totp(&self) -> Totp {
        // six digits of SHA-1 are the builder's own, and twenty bytes long enough
        Builder::new().with_secret(self.0).with_skew(SKEW).with_step_duration(STEP).build_noncompliant()
    }
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
