//! 答复: what the office found when it looked, told to whoever pointed at it, in one act with its journal row.

use gongkai_law::{proactive::mistake::MistakeAnswer, request::refusal::Refusal};
use gongkai_store::{Civil, Mistake, Moment, Recipient};

use crate::{
    office::Office,
    people::roles::{Duty, Hand},
    post::{self, Way},
    requests::{register::Identity, take::NotTaken},
    vault::VaultError,
};

/// Whether this hand answers a mistake of its own organ.
///
/// # Errors
/// The reason why not.
pub fn duty(hand: &Hand, mistake: &Mistake) -> Result<(), Refusal> {
    let no = |why: &str| Err(Refusal { why: why.to_owned(), article: None });
    match hand {
        Hand::Staff { organ, .. } if *organ != Some(mistake.organ_id) => no("不由本机关答复"),
        hand if hand.is_any(Duty::AnswerMistake.roles()) => Ok(()),
        _ => no("由经办人、公开工作机构负责人答复"),
    }
}

/// Answers, and tells whoever left a way to be reached.
///
/// # Errors
/// [`NotTaken`]
pub async fn answer(
    office: &Office,
    hand: &Hand,
    mistake: &Mistake,
    (outcome, words): (MistakeAnswer, &str),
) -> Result<(), NotTaken> {
    duty(hand, mistake).map_err(NotTaken::Refused)?;
    if mistake.outcome.is_some() {
        return Err(NotTaken::Refused(Refusal { why: "已经答复过了".to_owned(), article: None }));
    }
    if outcome == MistakeAnswer::Mended && !is_mended(office, mistake).await? {
        let why = "读者看到的还是原来的：改过的还没有发布。先发布改好的，或者答“确有错误，正在改”";
        return Err(NotTaken::Refused(Refusal { why: why.to_owned(), article: None }));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.answer_mistake((mistake.id, mistake.version), (outcome.key(), words), Civil(office.today())).await?;
    // what cannot be opened is no reason not to answer
    let who = contact(office, mistake).ok().flatten().unwrap_or_default();
    let reach = [(Way::Mail, &who.email), (Way::Text, &who.phone)];
    let ways: Vec<_> = reach.into_iter().filter(|(_, at)| !at.trim().is_empty()).map(|(way, _)| way).collect();
    let about = format!("mistake:{}", mistake.id);
    let subject = format!("您指出的问题{}有了答复，请凭编号和查询码查看", mistake.number);
    let body = format!(
        "您好：\n\n您指出的问题{}，答复如下：\n\n{}。{words}\n\n也可以凭编号和查询码，在“查办理进度”页面查看。\n{}\n\
         本邮件由{}自动发出，请勿回复。\n",
        mistake.number,
        outcome.label(),
        office.post.look_at("/requests/follow"),
        office.site.read().name,
    );
    let told = post::Words { about: &about, subject: &subject, body: &body, from: None };
    post::tell(&office.post, &mut act, Recipient::Finder(mistake.id), &ways, told).await?;
    Ok(act.commit().await?)
}

/// Whether everybody sees another release than the one it was found in, or none any more. Other pages are not released:
/// whoever answers for them says so.
async fn is_mended(office: &Office, mistake: &Mistake) -> Result<bool, gongkai_store::Error> {
    let Some(publication) = mistake.publication_id else { return Ok(true) };
    let released = office.db.released(publication).await?;
    let since = |at: Moment| at > mistake.registered_ms;
    Ok(since(released.released_ms) || released.ended_ms.is_some_and(since))
}

/// How to reach whoever found it. Whoever shows it has to leave a trace.
///
/// # Errors
/// [`VaultError`]; `Ok(None)` where nothing was said, or it was erased.
pub fn contact(office: &Office, mistake: &Mistake) -> Result<Option<Identity>, VaultError> {
    let Some(sealed) = &mistake.sealed else { return Ok(None) };
    let plain = office.vault.open_sealed(&mistake.number, sealed)?;
    serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Spoiled)
}
