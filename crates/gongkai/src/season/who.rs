//! 谁能办: who collects reports, and who has a part in one organ's.

use gongkai_law::{annual_report::compilation::CompileStep, request::refusal::Refusal};
use gongkai_store::{Actor, Organ, OrganId};

use crate::{
    compile::{
        take::{WRITERS, roles_for},
        work::Work,
    },
    office::Office,
    page::Error,
    people::roles::{Hand, Role, WORK},
};

/// 收年报的职责: who opens a season, asks for reports and adds them up, of an organ with others below it.
pub const COLLECTORS: [Role; 2] = [Role::Supervisor, Role::Head];

/// The organ for which this hand collects.
///
/// # Errors
/// The reason why not.
pub fn collects(hand: &Hand) -> Result<OrganId, Refusal> {
    match hand {
        Hand::Staff { organ: Some(organ), .. } if hand.is_any(&COLLECTORS) => Ok(*organ),
        _ => Err(no("收年报、催报由上级机关的监督人员、公开工作机构负责人办理")),
    }
}

/// What somebody is to an organ's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// One of its own staff.
    pub own: bool,
    /// Of an organ above it, and collects.
    pub above: bool,
    /// Whether they write the organ's own reports.
    pub writes: bool,
}

/// The person's own organ, and what they are to the report of this one.
///
/// # Errors
/// [`Error::NotFound`] for whoever is nothing to it, so that nobody learns of it.
pub async fn part(office: &Office, hand: &Hand, organ: &Organ) -> Result<(OrganId, Part), Error> {
    let Hand::Staff { organ: Some(mine), .. } = hand else { return Err(Error::NotFound) };
    if !hand.is_any(&WORK) {
        return Err(Error::NotFound);
    }
    let own = *mine == organ.id;
    let above = !own && hand.is_any(&COLLECTORS) && office.db.is_above(*mine, organ.id).await?;
    match own || above {
        true => Ok((*mine, Part { own, above, writes: own && hand.is_any(&WRITERS) })),
        false => Err(Error::NotFound),
    }
}

/// 确认、接收分人: who confirmed and handed in a report for an organ below does not accept it as well; nor does who handed in
/// what was signed outside of the platform bring it to everybody, for nobody else has seen it here.
///
/// # Errors
/// The reason why not.
pub fn apart(hand: &Hand, work: &Work, step: CompileStep) -> Result<(), Refusal> {
    let handed_in = work.entries.iter().rev().find(|entry| entry.step == CompileStep::Reported);
    let is_second = match step {
        CompileStep::Accepted => true,
        CompileStep::Published => is_outside(work),
        _ => false,
    };
    match handed_in.filter(|_| is_second) {
        Some(entry) if is_one(hand, &entry.row.actor) || is_one(hand, &entry.words.instead) => {
            let roles: Vec<_> = roles_for(step, work.standing.stage).iter().map(|role| role.label()).collect();
            let (said, roles, head) = (step.label(), roles.join("或者"), Role::Head.label());
            let way_out = match step {
                CompileStep::Accepted => format!("；只有您一位的，退回以后由{head}重新上传、代为确认，您再接收"),
                _ => String::new(),
            };
            Err(no(format!("这份年报是您确认报送的，{said}要由另一个人办：另一位{roles}{way_out}")))
        }
        _ => Ok(()),
    }
}

/// Whether what was signed last was signed outside of the platform: here a review goes before.
fn is_outside(work: &Work) -> bool {
    let signed = work.entries.iter().rposition(|entry| entry.step == CompileStep::Signed);
    let before = signed.and_then(|at| at.checked_sub(1)).and_then(|before| work.entries.get(before));
    before.is_some_and(|entry| entry.step != CompileStep::Reviewed)
}

/// Whether the journal means this person, or somebody for whom they stand in.
pub fn is_one(hand: &Hand, actor: &str) -> bool {
    let Hand::Staff { id, stands_in, .. } = hand else { return false };
    let mut people = stands_in.iter().map(|(_, person)| person).chain([id]);
    people.any(|person| Actor::Person(*person).to_string() == actor)
}

/// A plain refusal.
pub fn no(why: impl Into<String>) -> Refusal {
    Refusal { why: why.into(), article: None }
}
