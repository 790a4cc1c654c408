//! 发文机关: the organ that writes, with what its letters say of it.

use gongkai_law::request::letter::LetterKind;
use gongkai_store::{Act, Organ, OrganId};

use super::{head::Letterhead, wordings::Wordings};
use crate::office::Office;

/// 发文机关
#[derive(Clone, Debug)]
pub struct Sender {
    /// Who writes.
    pub organ: Organ,
    /// What its letters say of it.
    pub head: Letterhead,
    /// In which words they say the rest.
    pub wordings: Wordings,
}

impl Sender {
    /// As it stands now.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: OrganId) -> Result<Self, gongkai_store::Error> {
        let organ = office.db.organ(organ).await?;
        let head = Letterhead::of(office, &organ).await?;
        let wordings = Wordings::of(office, organ.id).await?;
        Ok(Self { organ, head, wordings })
    }

    /// 文号: the next one of this kind's series, given for good when the act commits. `None` for what bears none.
    ///
    /// # Errors
    /// The register.
    pub async fn number(
        &self,
        act: &mut Act,
        kind: LetterKind,
        year: i16,
    ) -> Result<Option<String>, gongkai_store::Error> {
        let Some((word, series)) = kind.series() else { return Ok(None) };
        let count = act.next_number(self.organ.id, series, year).await?;
        Ok(Some(format!("{}{word}〔{year}〕{count}号", self.head.word)))
    }
}
