//! 只办一次: a request under an Idempotency-Key is carried out once; whoever sends it again is given the same answer.

use axum::http::{HeaderMap, Uri};
use gongkai_store::{Act, ApiAnswer, ApiKey, ApiKeyId, Digest};
use serde::Serialize;

use super::problem::{Fault, Kind, Problem};
use crate::{office::Office, page::Error};

/// The header.
const HEADER: &str = "idempotency-key";

/// A request that is to be carried out.
pub struct Once {
    key: ApiKeyId,
    /// SM3 of the Idempotency-Key; `None` where there is none.
    name: Option<Digest>,
    asked: Digest,
}

/// Whether a request came before.
pub enum Repeated {
    /// It did not.
    No(Once),
    /// It did, and this was answered.
    Yes(String),
}

impl Once {
    /// What is known of this request: where it goes and all of its body.
    ///
    /// # Errors
    /// [`Kind::ReusedKey`] where another one came under its name; a name that is none.
    pub async fn of(
        office: &Office,
        key: &ApiKey,
        headers: &HeaderMap,
        (uri, body): (&Uri, &[u8]),
    ) -> Result<Repeated, Problem> {
        let place = uri.path_and_query().map_or("", |place| place.as_str());
        let asked = Digest::of(&[place.as_bytes(), b"\n", body].concat());
        let once = Self { key: key.id, name: name(headers)?, asked };
        match once.before(office).await? {
            Some(answer) => Ok(Repeated::Yes(answer)),
            None => Ok(Repeated::No(once)),
        }
    }

    /// Commits an act with its answer, and gives that; of two that came at once the later is given the earlier's.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(self, office: &Office, mut act: Act, answer: &impl Serialize) -> Result<String, Problem> {
        let answer = serde_json::to_string(answer).map_err(|error| Error::broken(&error))?;
        if let Some(name) = self.name {
            let kept = ApiAnswer { asked: self.asked, answer: answer.clone() };
            if !act.keep_api_answer(self.key, name, &kept).await? {
                drop(act);
                return self.before(office).await?.ok_or_else(|| Error::Stale.into());
            }
        }
        act.commit().await?;
        Ok(answer)
    }

    async fn before(&self, office: &Office) -> Result<Option<String>, Problem> {
        let Some(name) = self.name else { return Ok(None) };
        match office.db.api_answer(self.key, name).await? {
            Some(kept) if kept.asked == self.asked => Ok(Some(kept.answer)),
            Some(_) => Err(Problem::new(Kind::ReusedKey, "这个Idempotency-Key用在别的内容上了，请换一个")),
            None => Ok(None),
        }
    }
}

fn name(headers: &HeaderMap) -> Result<Option<Digest>, Problem> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let is_name = !value.is_empty() && value.len() <= 255 && value.as_bytes().iter().all(u8::is_ascii_graphic);
    match is_name {
        true => Ok(Some(Digest::of(value.as_bytes()))),
        false => Err(Problem::of(
            Kind::BadParameter,
            vec![Fault::new("Idempotency-Key", "要填1到255个可见的ASCII字符，不能有空格")],
        )),
    }
}
