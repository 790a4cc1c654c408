//! 告知申请人: whoever chose to be answered electronically hears that something happened. What happened stands on the page
//! that the number and the code open.

use gongkai_law::request::{application::Delivery, step::Verb};
use gongkai_store::{Act, Recipient, Result};

use super::{Way, Words, tell};
use crate::{
    office::Office,
    requests::{dossier::Dossier, register::identity},
};

/// The steps that an applicant is told of: those of the office by which their request stands elsewhere than before.
const TOLD: [Verb; 12] = [
    Verb::Confirm,
    Verb::Accept,
    Verb::AskClarify,
    Verb::AskReasons,
    Verb::Consult,
    Verb::NotifyFee,
    Verb::Extend,
    Verb::Delay,
    Verb::Send,
    Verb::Lapse,
    Verb::Order,
    Verb::Lift,
];

/// Tells the applicant of a step that is being taken in this act, where they can be told.
///
/// # Errors
/// The register.
pub async fn tell_of(office: &Office, act: &mut Act, dossier: &Dossier, verb: Verb) -> Result<()> {
    let electronic = matches!(Delivery::of_key(&dossier.request.delivery), Some(Delivery::Online | Delivery::Email));
    if !electronic || !TOLD.contains(&verb) || !office.post.is_open() {
        return Ok(());
    }
    // what cannot be opened is no reason to refuse the step
    let Ok(Some(who)) = identity(office, &dossier.request) else { return Ok(()) };
    let reach = [(Way::Mail, &who.email), (Way::Text, &who.phone)];
    let ways: Vec<_> = reach.into_iter().filter(|(_, at)| !at.trim().is_empty()).map(|(way, _)| way).collect();
    let line = &dossier.request.line;
    let about = format!("request:{}:{}", line.id, dossier.entries.len());
    let subject = format!("您的政府信息公开申请{}有新的进展，请凭编号和查询码查看", line.number);
    let body = format!(
        "您好：\n\n您的政府信息公开申请{}有新的进展。请凭编号和查询码，在“查询申请”页面查看。\n{}\n\
         本邮件由{}自动发出，不含申请的内容，请勿回复。\n",
        line.number,
        office.post.look_at("/requests/follow"),
        office.site.read().name,
    );
    tell(
        &office.post,
        act,
        Recipient::Applicant(line.id),
        &ways,
        Words { about: &about, subject: &subject, body: &body, from: None },
    )
    .await
}
