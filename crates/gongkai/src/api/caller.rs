//! 密钥: the key that came with a request.

use axum::http::{HeaderMap, header};

use super::problem::{Kind, Problem};
use crate::{
    api_keys::key::{self, Caller, KeyScope, Shut},
    office::Office,
};

/// Whoever sent a request, if their key opens this.
///
/// # Errors
/// [`Kind::NoKey`] for none and for one that opens nothing any more; [`Kind::Forbidden`] for one of another scope.
pub async fn open(office: &Office, headers: &HeaderMap, scope: KeyScope) -> Result<Caller, Problem> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, secret) = given.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") || secret.trim().is_empty() {
        return Err(Problem::new(Kind::NoKey, "请在Authorization请求头里带上密钥：Bearer gongkai_…"));
    }
    Ok(key::open(office, secret.trim(), scope).await?)
}

impl From<Shut> for Problem {
    fn from(why: Shut) -> Self {
        match why {
            Shut::NoKey(_) => Self::new(Kind::NoKey, why),
            Shut::NoScope(_) => Self::new(Kind::Forbidden, why),
            Shut::Store(error) => error.into(),
        }
    }
}
