//! 试读过的: a spreadsheet, with its files or without, kept sealed between looking it through and taking it in. Only who looked
//! it through takes it in, once, within the hour.

use gongkai_store::{Moment, PersonId};

use crate::{
    office::Office,
    page::{Error, FieldError},
    requests::{draft, register::draw_code},
};

/// Minutes for which it is kept.
pub const MINUTES: i64 = 60;

/// A door by which something is taken in that was looked through.
pub struct Kept {
    /// What the fingerprints are made for.
    pub purpose: &'static str,
    /// What is said where it is there no more: 这份表已经补录过了.
    pub done: &'static str,
}

impl Kept {
    /// The fingerprint under which it is kept, which the act of taking it in uses up.
    pub fn mac(&self, office: &Office, me: PersonId, id: &str) -> Vec<u8> {
        office.vault.fingerprint(self.purpose, &format!("{me} {id}"))
    }

    /// Keeps it; gives its name.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(&self, office: &Office, me: PersonId, bytes: &[u8]) -> Result<String, Error> {
        let id = draw_code();
        let until = Moment(office.now_ms()).plus_minutes(MINUTES);
        office.db.save_draft(&self.mac(office, me, &id), &office.vault.seal(draft::RECORD, bytes), until).await?;
        Ok(id)
    }

    /// What was kept; `None` where it was taken in, or its hour is over.
    ///
    /// # Errors
    /// The register; a key that is gone.
    pub async fn open(&self, office: &Office, me: PersonId, id: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(sealed) = office.db.draft(&self.mac(office, me, id), Moment(office.now_ms())).await? else {
            return Ok(None);
        };
        let opened = office.vault.open_sealed(draft::RECORD, &sealed);
        Ok(Some(opened.map_err(|fault| Error::broken(&fault))?))
    }

    /// The same for a form that says so where it is gone.
    ///
    /// # Errors
    /// As [`Kept::open`].
    pub async fn again(&self, office: &Office, me: PersonId, id: &str) -> Result<Result<Vec<u8>, FieldError>, Error> {
        let gone = || FieldError::new("file", format!("{}，或者放了超过{MINUTES}分钟。请重新上传。", self.done));
        Ok(self.open(office, me, id).await?.ok_or_else(gone))
    }
}
