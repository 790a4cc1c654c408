//! 办理一步: the one door through which every step of a report in work passes: whose duty, whether it has its place, that
//! nobody checks what they wrote, and then the step, its projection and its journal row in one transaction.

use gongkai_law::{
    annual_report::compilation::{CompileStage, CompileStep},
    request::refusal::Refusal,
};
use gongkai_store::{Act, Actor, Civil, Moment, NewStep, PersonId, Scope};

use super::{
    record::Words,
    work::{Entry, Work, now},
};
use crate::{
    office::Office,
    people::roles::{
        Hand,
        Role::{self, Head, Officer, Reviewer, Signer, Supervisor},
        WORK,
    },
    requests::take::NotTaken,
    season::{lock, who},
};

/// 起草的职责: who writes a report.
pub const WRITERS: [Role; 2] = [Officer, Head];

/// 权限表: which roles take a step where the draft stands so.
pub fn roles_for(step: CompileStep, stage: CompileStage) -> &'static [Role] {
    match (step, stage) {
        (CompileStep::Reviewed, _) | (CompileStep::SentBack, CompileStage::Review) => &[Reviewer, Head],
        (CompileStep::Signed | CompileStep::SentBack, _) => &[Signer],
        (CompileStep::Published, _) => &[Head, Signer],
        (CompileStep::Corrected, _) => &[Head],
        (CompileStep::Returned | CompileStep::Accepted, _) => &[Supervisor],
        (
            CompileStep::Begun
            | CompileStep::Submitted
            | CompileStep::Recalled
            | CompileStep::Reported
            | CompileStep::TakenBack,
            _,
        ) => &WRITERS,
    }
}

/// 上级的步骤: those that the organ above takes.
pub fn is_from_above(step: CompileStep) -> bool {
    matches!(step, CompileStep::Returned | CompileStep::Accepted)
}

/// 可见范围: whose reports in work a hand sees: its own organ's, and for a supervisor those of all organs below.
///
/// # Errors
/// [`Refusal`] for who has no part in them.
pub fn scope(hand: &Hand) -> Result<Scope, Refusal> {
    match hand {
        Hand::Platform => Ok(Scope::All),
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&[Supervisor]) => Ok(Scope::Subtree(*organ)),
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&WORK) => Ok(Scope::Organ(*organ)),
        _ => Err(no("您的职责不包括编制年报，看不到没有公布的年报".to_owned())),
    }
}

/// Whether a hand may take a step now.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, work: &Work, step: CompileStep) -> Result<(), Refusal> {
    duty(hand, work, step)?;
    work.standing.accepts(step)?;
    match step {
        CompileStep::Reviewed | CompileStep::Signed => apart(hand, work),
        CompileStep::Published => who::apart(hand, work, step),
        _ => Ok(()),
    }
}

/// Whether a hand may write at it now.
///
/// # Errors
/// The reason why not.
pub fn may_write(hand: &Hand, work: &Work) -> Result<(), Refusal> {
    duty(hand, work, CompileStep::Submitted)?;
    match work.standing.is_open() {
        true => Ok(()),
        false if work.standing.is_out() => Err(no("已经公布，改动从更正开始".to_owned())),
        false => Err(no(format!("现在是“{}”，不能修改", work.standing.stage.label()))),
    }
}

/// Whether a step is this hand's duty, whether it has its place now or not.
///
/// # Errors
/// The reason why not.
pub fn duty(hand: &Hand, work: &Work, step: CompileStep) -> Result<(), Refusal> {
    let roles = roles_for(step, work.standing.stage);
    let whose = |organ: &str| {
        let names: Vec<_> = roles.iter().map(|role| role.label()).collect();
        Err(no(format!("由{organ}{}办理", names.join("、"))))
    };
    match hand {
        Hand::Platform => Ok(()),
        Hand::Applicant => whose("编制机关的"),
        Hand::Staff { organ, .. } if is_from_above(step) => {
            let is_above = organ.is_some_and(|organ| work.above.contains(&organ));
            if is_above && hand.is_any(roles) { Ok(()) } else { whose("上级机关的") }
        }
        Hand::Staff { organ, .. } if *organ != Some(work.organ.id) => Err(no("不是本机关的年报".to_owned())),
        Hand::Staff { .. } if hand.is_any(roles) => Ok(()),
        Hand::Staff { .. } => whose(""),
    }
}

/// 写、审、签分人: nobody reviews or signs what they wrote, and nobody does both in one round.
fn apart(hand: &Hand, work: &Work) -> Result<(), Refusal> {
    let Hand::Staff { id, stands_in, .. } = hand else { return Ok(()) };
    // who stands in for somebody has that person's part in it as well
    let people: Vec<_> = stands_in.iter().map(|(_, person)| *person).chain([*id]).collect();
    match part_of(work, &people) {
        Some(before) => Err(no(format!("同一个人不能办两步：这一稿的{before}已经由您或者您代签的人办过"))),
        None => Ok(()),
    }
}

/// Which part one of these people has had in this round that keeps them from the next: 起草, 审核.
pub fn part_of(work: &Work, people: &[PersonId]) -> Option<&'static str> {
    let is_one = |actor: &str| people.iter().any(|person| Actor::Person(*person).to_string() == actor);
    let ours = |entry: &&Entry| is_one(&entry.row.actor) || is_one(&entry.words.instead);
    let wrote = work.compilation.editors.split(' ').any(is_one);
    let took = work.round().iter().filter(ours).find_map(|entry| match entry.step {
        CompileStep::Submitted => Some("起草"),
        // who passed it before it was sent back may pass it again
        CompileStep::Reviewed if work.standing.stage != CompileStage::Review => Some("审核"),
        _ => None,
    });
    wrote.then_some("起草").or(took)
}

/// Takes a step that has no act of its own: 撤回, 退回, 审核, 签发, 报送, 接收, 更正. What is handed in goes by
/// [`super::submit`], what goes out by [`super::out`].
///
/// # Errors
/// [`NotTaken::Refused`]; [`gongkai_store::Error::Stale`] when somebody else wrote first.
pub async fn take(office: &Office, hand: &Hand, work: &Work, step: CompileStep, words: &Words) -> Result<(), NotTaken> {
    if matches!(step, CompileStep::Submitted | CompileStep::Published) {
        return Err(NotTaken::Refused(no(format!("{}要连定本一起办", step.label()))));
    }
    let mut act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    step_in(office, &mut act, hand, work, (step, words), None).await?;
    Ok(act.commit().await?)
}

/// The same of any step in an open act, with the version that is handed in where one is: `gongkai.report/1` and its proof.
/// The caller commits; what else the step does may share the act.
///
/// # Errors
/// As [`take`].
pub async fn step_in(
    office: &Office,
    act: &mut Act,
    hand: &Hand,
    work: &Work,
    (step, words): (CompileStep, &Words),
    copy: Option<(&str, &str)>,
) -> Result<(), NotTaken> {
    accepted(hand, work, step, words).map_err(NotTaken::Refused)?;
    lock::allows(office, (work.organ.id, work.year()), &work.entries, step).await?.map_err(NotTaken::Refused)?;
    let principal = hand.principal_among(roles_for(step, work.standing.stage));
    let instead = principal.map(|id| Actor::Person(id).to_string()).unwrap_or_default();
    let (today, detail) = (office.today(), Words { instead, ..words.clone() }.json());
    let new = NewStep { on: Civil(today), kind: step.key(), detail: &detail };
    let now = now(&work.after(step, today), step);
    let Work { compilation, .. } = work;
    Ok(act.take_compilation_step(compilation.id, compilation.version, (new, &now), copy).await?)
}

/// Whether a hand may take a step with these words.
///
/// # Errors
/// The reason why not.
pub fn accepted(hand: &Hand, work: &Work, step: CompileStep, words: &Words) -> Result<(), Refusal> {
    may(hand, work, step)?;
    match step.needs_why() && words.why.trim().is_empty() {
        true => Err(no(format!("{}要写明理由", step.label()))),
        false => Ok(()),
    }
}

fn no(why: String) -> Refusal {
    Refusal { why, article: None }
}
