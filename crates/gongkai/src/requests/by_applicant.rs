//! 申请人办理: what somebody may do who knows the number and the inquiry code of a request.

use gongkai_law::request::step::{Step, Taken};
use gongkai_store::Moment;

use super::{
    dossier::Dossier,
    papers::{self, Paper},
    record::Words,
    register::code_mac,
    take::{self, NotTaken},
};
use crate::{office::Office, people::roles::Hand};

/// Opens the request of a number by its code; `None` when one of them is wrong, whichever.
///
/// # Errors
/// The register.
pub async fn open(office: &Office, number: &str, code: &str) -> Result<Option<Dossier>, gongkai_store::Error> {
    let mac = code_mac(office, number, code);
    reopen(office, number, &mac).await
}

/// Opens it again by the fingerprint of the code that opened it before: a code given anew since shuts it.
///
/// # Errors
/// The register.
pub async fn reopen(office: &Office, number: &str, mac: &[u8]) -> Result<Option<Dossier>, gongkai_store::Error> {
    // nothing of the case is read before its code was right: the time taken tells nobody whether a number exists
    match office.db.request_by_code(number, mac).await? {
        Some(request) => Dossier::of(office, request).await.map(Some),
        None => Ok(None),
    }
}

/// 补正: the correction as it was written on the page, received on the day it was sent, with its papers.
///
/// # Errors
/// [`NotTaken`]
pub async fn correct(office: &Office, dossier: &Dossier, correction: String, papers: &[Paper]) -> Result<(), NotTaken> {
    let words =
        Words { why: correction, proof: "网上提交，平台当场确认收到".to_owned(), ..Words::default() };
    go(office, &Hand::Applicant, dossier, Step::Clarified, &words, papers).await
}

/// 撤回申请
///
/// # Errors
/// [`NotTaken`]
pub async fn withdraw(office: &Office, dossier: &Dossier, why: String) -> Result<(), NotTaken> {
    let words = Words { why, proof: "申请人凭编号和查询码网上撤回".to_owned(), ..Words::default() };
    go(office, &Hand::Applicant, dossier, Step::Withdrawn, &words, &[]).await
}

/// 网上领取: an answer to be had on the page is served when the applicant opens it; the platform is the witness.
///
/// # Errors
/// [`NotTaken`]
pub async fn opened_the_answer(office: &Office, dossier: &Dossier) -> Result<(), NotTaken> {
    let words = Words { proof: "申请人在网上打开了答复".to_owned(), ..Words::default() };
    go(office, &Hand::Platform, dossier, Step::Served, &words, &[]).await
}

async fn go(
    office: &Office,
    hand: &Hand,
    dossier: &Dossier,
    step: Step,
    words: &Words,
    papers: &[Paper],
) -> Result<(), NotTaken> {
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    take::take(office, &mut act, hand, dossier, Taken { on: office.today(), step }, words).await?;
    papers::put(&mut act, dossier, papers).await?;
    Ok(act.commit().await?)
}
