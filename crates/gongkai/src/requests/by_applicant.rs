//! 申请人办理: what somebody may do who knows the number and the inquiry code of a request.

use gongkai_law::request::{
    application::Delivery,
    refusal::Refusal,
    step::{Step, Taken},
};
use gongkai_store::Moment;

use super::{
    dossier::Dossier,
    papers::{self, Paper},
    record::Words,
    register::{Former, Identity, code_mac, sealed},
    take::{self, NotTaken},
};
use crate::{office::Office, people::roles::Hand, post::applicant};

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

/// 说明理由: why so much is asked for, in answer to the office. Art. 35.
///
/// # Errors
/// [`NotTaken`]
pub async fn give_reasons(
    office: &Office,
    dossier: &Dossier,
    reasons: String,
    papers: &[Paper],
) -> Result<(), NotTaken> {
    let words = Words { why: reasons, proof: "网上提交，平台当场确认收到".to_owned(), ..Words::default() };
    go(office, &Hand::Applicant, dossier, Step::Reasoned, &words, papers).await
}

/// What the note of a changed contact is about.
pub const CONTACT: &str = "contact";

/// Changes of contact on line: each leaves an address that is told of it.
const CHANGES: usize = 10;

/// 变更联系方式、获取途径: sealed again, with a note of what changed and not to what. Whoever was reached before is told, and
/// so is whoever is reached now.
///
/// # Errors
/// [`NotTaken`]
pub async fn change_contact(
    office: &Office,
    dossier: &Dossier,
    (before, mut after): (&Identity, Identity),
    delivery: Delivery,
    what: &str,
) -> Result<(), NotTaken> {
    let (hand, line) = (Hand::Applicant, &dossier.request.line);
    if after.former.len() >= CHANGES {
        let why = format!("网上已经变更过{CHANGES}次，再要变更请与公开工作机构联系");
        return Err(NotTaken::Refused(Refusal { why, article: None }));
    }
    let step = dossier.entries.len();
    let moved = Former { step, phone: before.phone.clone(), email: before.email.clone() };
    after.former.push(moved);
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    let words = Words {
        why: format!("申请人网上变更了{what}"),
        about: CONTACT.to_owned(),
        proof: "凭编号和查询码".to_owned(),
        ..Words::default()
    };
    take::take(office, &mut act, &hand, dossier, Taken { on: office.today(), step: Step::Noted }, &words).await?;
    // the note counted as a save
    act.change_contact(line.id, line.version + 1, &sealed(office, &line.number, &after), delivery.key()).await?;
    let organ = office.db.organ(line.organ_id).await?.name;
    applicant::tell_of_contact(office, &mut act, (line, &organ), (before, &after)).await?;
    Ok(act.commit().await?)
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
    let (about, proof) = (Delivery::Online.key().to_owned(), "申请人在网上打开了答复".to_owned());
    let words = Words { about, proof, ..Words::default() };
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
    papers::put(office, &mut act, dossier, papers).await?;
    Ok(act.commit().await?)
}
