//! 显示全名: personal data of a file shown unmasked, at the price of a row in the journal.

use gongkai_law::request::refusal::Refusal;
use gongkai_store::Moment;

use super::{
    dossier::Dossier,
    register::{Identity, identity},
};
use crate::{
    office::Office,
    page::Error,
    people::roles::{Duty, Hand},
};

/// Whether this hand may see who applied.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, dossier: &Dossier) -> Result<(), Refusal> {
    let here = matches!(hand, Hand::Staff { organ, .. } if *organ == Some(dossier.request.line.organ_id));
    if here && hand.is_any(Duty::SeeApplicant.roles()) {
        return Ok(());
    }
    Err(Refusal { why: "只有承办机关的工作人员可以看申请人的全名".to_owned(), article: None })
}

/// Gives out the `n`th paper of a request, with a row in the journal. Whatever it is for, it may name people: an opinion is
/// signed by a third party, a judgment and a note tell of the applicant. So whoever may not see who applied opens none.
///
/// # Errors
/// [`Error::Forbidden`] for a hand that may not; the register.
pub async fn paper(office: &Office, hand: &Hand, dossier: &Dossier, n: i32) -> Result<(), Error> {
    may(hand, dossier)?;
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.record("request.file", Some(line.organ_id), line.id, serde_json::json!({ "number": line.number, "file": n }));
    Ok(act.commit().await?)
}

/// Who applied, once the journal has it that somebody looked; `Ok(None)` where it was erased.
///
/// # Errors
/// The register; [`Error::Unopened`] for sealed data that does not open.
pub async fn reveal(office: &Office, hand: &Hand, dossier: &Dossier) -> Result<Option<Identity>, Error> {
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.record("request.reveal", Some(line.organ_id), line.id, serde_json::json!({ "number": line.number }));
    act.commit().await?;
    identity(office, &dossier.request).map_err(|why| Error::Unopened(why.to_string()))
}
