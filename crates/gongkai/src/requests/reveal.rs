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
    people::roles::{Hand, Role},
};

/// Who works with the applicant and may see who it is.
const SEE: [Role; 4] = [Role::Officer, Role::Head, Role::Reviewer, Role::Signer];

/// Whether this hand may see who applied.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, dossier: &Dossier) -> Result<(), Refusal> {
    let here = matches!(hand, Hand::Staff { organ, .. } if *organ == Some(dossier.request.line.organ_id));
    if here && hand.is_any(&SEE) {
        return Ok(());
    }
    Err(Refusal { why: "只有承办机关的工作人员可以看申请人的全名".to_owned(), article: None })
}

/// 载有申请人身份的材料: the kinds of papers that name the applicant, all that applicants bring themselves among them.
const PERSONAL: [&str; 8] =
    ["answer", "letter", "application", "proof", "identity", "authorisation", "correction", "reasons"];

/// Whether this hand may open a paper of this kind.
///
/// # Errors
/// The reason why not.
pub fn opens(hand: &Hand, dossier: &Dossier, kind: &str) -> Result<(), Refusal> {
    if PERSONAL.contains(&kind) { may(hand, dossier) } else { Ok(()) }
}

/// Gives out the `n`th paper of a request: one that names the applicant only to whom may see it, and every one with a row
/// in the journal.
///
/// # Errors
/// [`Error::Forbidden`] for a hand that may not; the register.
pub async fn paper(office: &Office, hand: &Hand, dossier: &Dossier, n: i32, kind: &str) -> Result<(), Error> {
    opens(hand, dossier, kind)?;
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.record("request.file", Some(line.organ_id), line.id, serde_json::json!({ "number": line.number, "file": n }));
    Ok(act.commit().await?)
}

/// Who applied, once the journal has it that somebody looked; `Ok(None)` where it was erased.
///
/// # Errors
/// The register, or sealed data that does not open.
pub async fn reveal(office: &Office, hand: &Hand, dossier: &Dossier) -> Result<Option<Identity>, Error> {
    let line = &dossier.request.line;
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.record("request.reveal", Some(line.organ_id), line.id, serde_json::json!({ "number": line.number }));
    act.commit().await?;
    identity(office, &dossier.request).map_err(|error| Error::broken(&error))
}
