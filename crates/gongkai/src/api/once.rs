//! 只办一次: a request under an Idempotency-Key is carried out once; whoever sends it again is given the same answer.

use axum::http::{HeaderMap, Uri};
use gongkai_store::{Act, ApiKey, ApiKeyId, Digest};
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

/// Whose turn it is.
pub enum Turn {
    /// This request's, in this act.
    Ours(Act),
    /// Another had it, and this was answered.
    Theirs(String),
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

    /// Takes its name in the act that carries it out, before anything is written in it; of two that come at once the later
    /// waits here, and has the earlier's answer.
    ///
    /// # Errors
    /// [`Kind::ReusedKey`]; the register.
    pub async fn claim(&self, office: &Office, mut act: Act) -> Result<Turn, Problem> {
        let Some(name) = self.name else { return Ok(Turn::Ours(act)) };
        if act.claim_api_answer(self.key, name, self.asked).await? {
            return Ok(Turn::Ours(act));
        }
        drop(act);
        let before = self.before(office).await?;
        before.map(Turn::Theirs).ok_or_else(|| Error::Stale.into())
    }

    /// Commits an act whose name was taken with its answer, and gives that.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(&self, mut act: Act, answer: &impl Serialize) -> Result<String, Problem> {
        let answer = serde_json::to_string(answer).map_err(|error| Error::broken(&error))?;
        if let Some(name) = self.name {
            act.keep_api_answer(self.key, name, &answer).await?;
        }
        act.commit().await?;
        Ok(answer)
    }

    /// What is answered in the end: where it could not be carried out because another under its name was meanwhile, that
    /// one's answer.
    ///
    /// # Errors
    /// What kept it from being carried out.
    pub async fn settle(&self, office: &Office, done: Result<String, Problem>) -> Result<String, Problem> {
        match done {
            Ok(answer) => Ok(answer),
            Err(problem) => self.before(office).await?.ok_or(problem),
        }
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
