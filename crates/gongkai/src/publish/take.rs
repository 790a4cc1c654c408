//! 办理一步: the one door through which every step of a publication passes: whose duty, whether it has its place, that nobody
//! checks what they wrote or checked before, and then the step, its projection and its journal row in one transaction.

use gongkai_law::{
    article::Article,
    calendar::in_chinese,
    proactive::{
        attribute::Attribute,
        overturn,
        release::{Check, PublicationStage, PublicationStep, PublicationVerb},
        term::PENALTY_WITHDRAWN,
    },
    request::refusal::Refusal,
};
use gongkai_store::{Act, Actor, Civil, Moment, NewStep, PersonId, PublicationNow, Scope};
use jiff::civil::Date;

use super::{
    content::Content,
    manuscript::{Entry, Manuscript},
    points,
    record::{self, Words},
};
use crate::{
    office::Office,
    people::roles::{
        Hand,
        Role::{self, Head, Officer, Reviewer, Secrecy, Signer},
    },
    requests::take::NotTaken,
};
pub use points::POINTS;

/// 权限表: whose check it is.
pub fn roles_of(check: Check) -> &'static [Role] {
    match check {
        Check::First | Check::Countersign => &[Head],
        Check::Legal => &[Reviewer],
        Check::Secrecy => &[Secrecy],
        Check::Approval => &[Signer],
    }
}

/// 权限表: which roles take up a verb. Passing and returning are the duty of whose check it is.
pub fn roles_for(verb: PublicationVerb, stage: PublicationStage) -> &'static [Role] {
    match (verb, stage) {
        (PublicationVerb::Pass | PublicationVerb::Return, PublicationStage::Review(check)) => roles_of(check),
        (PublicationVerb::Pass | PublicationVerb::Return, _) => &[Head, Reviewer, Secrecy, Signer],
        (PublicationVerb::Withdraw | PublicationVerb::Release, _) => &[Head, Signer],
        (PublicationVerb::Reassess, _) => &[Head],
        _ => &[Officer, Head],
    }
}

/// 参与发布的职责: whose desk has publications.
pub const EDITORS: [Role; 6] = [Officer, Head, Reviewer, Signer, Secrecy, Role::Supervisor];

/// 可见范围: whose publications in work a hand sees: its own organ's, and for a supervisor those of all organs below.
///
/// # Errors
/// [`Refusal`] for who has no part in them.
pub fn scope(hand: &Hand) -> Result<Scope, Refusal> {
    match hand {
        Hand::Platform => Ok(Scope::All),
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&[Role::Supervisor]) => Ok(Scope::Subtree(*organ)),
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&EDITORS) => Ok(Scope::Organ(*organ)),
        _ => Err(Refusal {
            why: "您的职责不包括信息发布，看不到没有发布的稿件".to_owned(), article: None
        }),
    }
}

/// Whether a hand may take up a verb on a publication today.
///
/// # Errors
/// The reason why not.
pub fn may(office: &Office, hand: &Hand, manuscript: &Manuscript, verb: PublicationVerb) -> Result<(), Refusal> {
    duty(hand, manuscript, verb)?;
    manuscript.standing.allows(verb, office.today())?;
    match verb {
        PublicationVerb::Pass => apart(hand, manuscript),
        PublicationVerb::Overturn if overturn::rule(manuscript.kind).is_none() => Err(Refusal {
            why: "只有行政处罚的决定变动要撤下".to_owned(),
            article: Some(PENALTY_WITHDRAWN.basis),
        }),
        PublicationVerb::Reassess if manuscript.content.attribute() != Attribute::Withheld => Err(Refusal {
            why: "依申请公开的不用再评估，有人申请就按申请办".to_owned(),
            article: Some(Article::regulation(27)),
        }),
        PublicationVerb::Release if manuscript.content.attribute() != Attribute::Proactive => Err(Refusal {
            why: format!("公开属性是“{}”，不发布", manuscript.content.attribute().label()),
            article: Some(manuscript.content.attribute().article()),
        }),
        _ => Ok(()),
    }
}

/// Whether a verb on a publication is this hand's duty, whether it has its place now or not.
///
/// # Errors
/// The reason why not.
pub fn duty(hand: &Hand, manuscript: &Manuscript, verb: PublicationVerb) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal { why, article: None });
    let roles = roles_for(verb, manuscript.standing.stage);
    match hand {
        Hand::Platform => Ok(()),
        Hand::Applicant => no("由发布机构办理".to_owned()),
        Hand::Staff { organ, .. } if *organ != Some(manuscript.publication.organ_id) => {
            no("不是本机关的信息".to_owned())
        }
        Hand::Staff { .. } if hand.is_any(roles) => Ok(()),
        Hand::Staff { .. } => {
            no(format!("由{}办理", roles.iter().map(|role| role.label()).collect::<Vec<_>>().join("、")))
        }
    }
}

/// 三审分人: nobody checks what they wrote, and nobody takes two checks of one round.
fn apart(hand: &Hand, manuscript: &Manuscript) -> Result<(), Refusal> {
    let Hand::Staff { id, stands_in, .. } = hand else { return Ok(()) };
    // who stands in for somebody has that person's part in it as well
    let people: Vec<_> = stands_in.iter().map(|(_, person)| *person).chain([*id]).collect();
    match part_of(manuscript, manuscript.standing.stage, &people) {
        Some(before) => Err(Refusal {
            why: format!("同一个人不能办两步：这一稿的{before}已经由您或者您代签的人办过"),
            article: Some(Article::regulation(17)),
        }),
        None => Ok(()),
    }
}

/// Which part one of these people has had in this round that keeps them from the check of a stage: 起草, 初审 ….
pub fn part_of(manuscript: &Manuscript, awaited: PublicationStage, people: &[PersonId]) -> Option<&'static str> {
    let is_one = |actor: &str| people.iter().any(|person| Actor::Person(*person).to_string() == actor);
    let wrote = manuscript.publication.editors.split(' ').any(is_one);
    let ours = |entry: &&Entry| is_one(&entry.row.actor) || is_one(&entry.words.instead);
    let took = manuscript.round().iter().filter(ours).find_map(|entry| match entry.step {
        PublicationStep::Begun | PublicationStep::Revised | PublicationStep::Submitted => Some("起草"),
        // who passed it before it was sent back may pass it again
        PublicationStep::Passed { check, .. } if awaited != PublicationStage::Review(check) => Some(check.label()),
        _ => None,
    });
    took.or(wrote.then_some("起草"))
}

/// Takes a step that changes nothing outside; releases and withdrawals are [`super::out`]'s.
///
/// # Errors
/// [`NotTaken::Refused`] with its article; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn take(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    step: PublicationStep,
    words: &Words,
) -> Result<(), NotTaken> {
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    step_in(office, &mut act, hand, manuscript, (step, words)).await?;
    Ok(act.commit().await?)
}

/// The same in an open act; the caller commits.
///
/// # Errors
/// As [`take`].
pub async fn step_in(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    manuscript: &Manuscript,
    (step, words): (PublicationStep, &Words),
) -> Result<(), NotTaken> {
    accepted(office, hand, manuscript, step, words).map_err(NotTaken::Refused)?;
    let words = &manuscript.kept_with(step, words);
    let (today, detail) = (office.today(), record::detail(step, words));
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let after = manuscript.after(step, today);
    let now = manuscript.now(&after, &office.calendar);
    let now = PublicationNow { anew: step == PublicationStep::Revised, ..now };
    let publication = &manuscript.publication;
    Ok(act.take_publication_step(publication.id, publication.version, new, &now).await?)
}

/// Whether a step may be taken by a hand today, with these words.
///
/// # Errors
/// The reason why not.
pub fn accepted(
    office: &Office,
    hand: &Hand,
    manuscript: &Manuscript,
    step: PublicationStep,
    words: &Words,
) -> Result<(), Refusal> {
    if let Some(verb) = step.verb() {
        may(office, hand, manuscript, verb)?;
    }
    manuscript.standing.accepts(step, office.today())?;
    let silent = words.why.trim().is_empty();
    let no = |why: String| Err(Refusal { why, article: None });
    match step {
        PublicationStep::Returned { .. } if silent => no("退回要写明理由".to_owned()),
        PublicationStep::Withdrawn if silent && manuscript.standing.pending().is_some() => Err(Refusal {
            why: "处罚决定变动的，撤下时要公开说明理由".to_owned(),
            article: Some(PENALTY_WITHDRAWN.basis),
        }),
        PublicationStep::Withdrawn if silent => no("撤下要写明理由，原来的地址上会写给大家看".to_owned()),
        PublicationStep::Reassessed if silent => no("写明再评估的结论：为什么仍然不公开".to_owned()),
        PublicationStep::Submitted
            if manuscript.standing.public && manuscript.content.attribute() != Attribute::Proactive =>
        {
            no("已经公开的先撤下，再改为不主动公开".to_owned())
        }
        PublicationStep::Submitted => match manuscript.lacks(office.today()).into_iter().next() {
            Some((_, why)) => no(why),
            None => Ok(()),
        },
        PublicationStep::Passed { check: Check::Approval, from: Some(from) } if silent => {
            in_time(manuscript, from, office.today())
        }
        PublicationStep::Passed { check: Check::Secrecy, .. } => cleared(&manuscript.content, words),
        _ => Ok(()),
    }
}

/// 定时发布 lies within the term; for a later day the reason is asked, and stands in the step.
fn in_time(manuscript: &Manuscript, from: Date, today: Date) -> Result<(), Refusal> {
    match manuscript.publication.due.map(|due| due.0) {
        // what is late already goes out as soon as it may
        Some(last) if from > last && from > today => Err(Refusal {
            why: format!("公开期限到{}为止，定在以后发布要在意见里写明理由，理由记入经过", in_chinese(last)),
            article: Some(Article::regulation(26)),
        }),
        _ => Ok(()),
    }
}

fn cleared(content: &Content, words: &Words) -> Result<(), Refusal> {
    let open = points::of(content).iter().find(|(key, _)| !words.cleared.iter().any(|cleared| cleared == key));
    match open {
        Some((_, point)) => Err(Refusal {
            why: format!("保密审查要逐项作出结论：{point}"),
            article: Some(Article::regulation(17)),
        }),
        None => Ok(()),
    }
}
