//! 告知申请人: whoever chose to be answered electronically hears that something happened. What happened stands on the page
//! that the number and the code open.

use gongkai_law::request::{application::Delivery, step::Verb};
use gongkai_store::{Act, Recipient, RequestLine, Result};

use super::{Way, Words, tell};
use crate::{
    office::Office,
    requests::{
        dossier::Dossier,
        register::{Identity, identity},
    },
};

/// What a message is about that goes to where somebody was reached before.
const FORMER: &str = "former:";

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
        "您好：\n\n您的政府信息公开申请{}有新的进展。请凭编号和查询码，在“查办理进度”页面查看。\n{}\n\
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

/// Tells whoever was reached before, and whoever is reached now, that the contact was changed: neither is told to what.
///
/// # Errors
/// The register.
pub async fn tell_of_contact(
    office: &Office,
    act: &mut Act,
    (line, organ): (&RequestLine, &str),
    (before, after): (&Identity, &Identity),
) -> Result<()> {
    let step = after.former.last().map_or(0, |former| former.step);
    let reach = |who: &Identity| [(Way::Mail, who.email.clone()), (Way::Text, who.phone.clone())];
    let (old, new) = (reach(before), reach(after));
    let left: Vec<Way> = old.iter().filter(|at| !at.1.is_empty() && !new.contains(at)).map(|(way, _)| *way).collect();
    let here: Vec<Way> = new.iter().filter(|(_, at)| !at.is_empty()).map(|(way, _)| *way).collect();
    let on = gongkai_law::calendar::in_chinese(office.today());
    for (about, ways, then) in [
        (format!("{FORMER}{}:{step}", line.id), left, "以后的通知不再发到这里"),
        (format!("contact:{}:{step}", line.id), here, "以后的通知发到现在留的联系方式"),
    ] {
        let subject =
            format!("您的政府信息公开申请{}变更了联系方式，不是您本人办理的请马上与受理机关联系", line.number);
        let body = format!(
            "您好：\n\n{on}，有人凭编号和查询码，在网上变更了政府信息公开申请{}的联系方式或者获取途径。{then}。\n\n\
             是您本人办理的，不用做任何事。不是的，请马上与{organ}的公开工作机构联系，核实身份以后重置查询码。\n{}\n\
             本邮件由{}自动发出，不含申请的内容，请勿回复。\n",
            line.number,
            office.post.look_at("/requests/follow"),
            office.site.read().name,
        );
        let words = Words { about: &about, subject: &subject, body: &body, from: None };
        tell(&office.post, act, Recipient::Applicant(line.id), &ways, words).await?;
    }
    Ok(())
}

/// Where a message about this goes: to where the applicant is reached now, or was before the step that it tells of.
pub fn reached(who: &Identity, about: &str, way: Way) -> String {
    let step =
        about.strip_prefix(FORMER).and_then(|about| about.rsplit_once(':')).and_then(|(_, step)| step.parse().ok());
    let former = step.and_then(|step: usize| who.former.iter().find(|former| former.step == step));
    let (email, phone) = match (about.starts_with(FORMER), former) {
        (true, former) => former.map_or(("", ""), |former| (&former.email, &former.phone)),
        (false, _) => (who.email.as_str(), who.phone.as_str()),
    };
    match way {
        Way::Mail => email,
        Way::Text => phone,
    }
    .to_owned()
}
