//! 办理一步: the one door through which every step of a matter passes: whose duty, whether it has its place, and then the
//! step, what it folds to, its papers and its journal row in one transaction.

use gongkai_law::{
    matter::{Matter, MatterStep, MatterVerb},
    request::refusal::Refusal,
};
use gongkai_store::{Civil, Moment, NewStep};

use super::case::{self, Case, Words};
use crate::{
    office::Office,
    people::roles::{
        Hand,
        Role::{self, Head, Officer, Supervisor},
    },
    requests::{papers::Paper, take::NotTaken},
};

/// 权限表: which roles take up a verb on which matter.
pub fn roles_for(kind: Matter, verb: MatterVerb) -> &'static [Role] {
    match (kind, verb) {
        (_, MatterVerb::Account) | (Matter::Correction, _) => &[Officer, Head],
        (Matter::Complaint, MatterVerb::Settle) => &[Head, Supervisor],
        (Matter::Complaint, _) => &[Officer, Head, Supervisor],
    }
}

/// Whether a hand may take up a verb on a matter now.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, case: &Case, verb: MatterVerb) -> Result<(), Refusal> {
    duty(hand, case, verb)?;
    case.standing.allows(verb)
}

/// Whether a verb on a matter is this hand's duty, whether it has its place now or not.
///
/// # Errors
/// The reason why not.
pub fn duty(hand: &Hand, case: &Case, verb: MatterVerb) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal { why, article: None });
    let organ = match hand {
        Hand::Platform => return Ok(()),
        Hand::Applicant if verb == MatterVerb::Withdraw => return Ok(()),
        Hand::Applicant => return no("这一步由处理机关办理".to_owned()),
        Hand::Staff { .. } if verb == MatterVerb::Withdraw => return no("由提出的人自己撤回".to_owned()),
        Hand::Staff { organ, .. } => *organ,
    };
    let whose = if verb == MatterVerb::Account { case.matter.about_id } else { case.matter.organ_id };
    if organ != Some(whose) {
        return no("不由本机关办理".to_owned());
    }
    let roles = roles_for(case.kind, verb);
    match hand.is_any(roles) {
        true => Ok(()),
        false => no(format!("由{}办理", roles.iter().map(|role| role.label()).collect::<Vec<_>>().join("、"))),
    }
}

/// Takes a step.
///
/// # Errors
/// [`NotTaken::Refused`] with its article; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn take(
    office: &Office,
    hand: &Hand,
    case: &Case,
    step: MatterStep,
    words: &Words,
    papers: &[Paper],
) -> Result<(), NotTaken> {
    let today = office.today();
    if let Some(verb) = step.verb() {
        duty(hand, case, verb).map_err(NotTaken::Refused)?;
    }
    case.standing.accepts(step, today).map_err(NotTaken::Refused)?;
    let detail = case::detail(step, words);
    let matter = &case.matter;
    let now = case::now(&case.after(step, today), matter.due);
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    act.take_matter_step(matter.id, matter.version, new, &now).await?;
    for paper in papers {
        let sealed = paper.sealed(office, &matter.number).await;
        act.attach_to_matter(matter.id, matter.organ_id, &paper.as_file(&sealed)).await?;
    }
    Ok(act.commit().await?)
}
