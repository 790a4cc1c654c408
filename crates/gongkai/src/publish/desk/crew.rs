//! 人手: whether an organ has the people for a route: nobody takes two of its checks, so each needs somebody of its own.

use gongkai_law::proactive::release::{Check, ReviewRoute};
use gongkai_store::PersonId;

use super::waits::{Hands, labels};
use crate::publish::take::roles_of;

/// The first check of a route for which nobody is left, and why; `None` where each finds somebody of its own.
pub fn dead_end(hands: &Hands, route: ReviewRoute) -> Option<(Check, String)> {
    let mut taken: Vec<(Check, PersonId)> = Vec::new();
    // those that everybody needs find their people first
    let least: Vec<_> = ReviewRoute::default().checks().collect();
    let added = route.checks().filter(|check| !least.contains(check));
    let all: Vec<Check> = least.iter().copied().chain(added).collect();
    all.into_iter()
        .find(|check| !place(*check, hands, &mut taken, &mut Vec::new()))
        .map(|check| (check, why(check, hands)))
}

/// Finds somebody for a check, moving those of others where they have somebody else.
fn place(check: Check, hands: &Hands, taken: &mut Vec<(Check, PersonId)>, tried: &mut Vec<PersonId>) -> bool {
    for (person, _) in hands.holders(roles_of(check)) {
        if tried.contains(&person) {
            continue;
        }
        tried.push(person);
        let other = taken.iter().find(|(_, by)| *by == person).map(|(other, _)| *other);
        if other.is_none_or(|other| place(other, hands, taken, tried)) {
            taken.retain(|(of, _)| *of != check);
            taken.push((check, person));
            return true;
        }
    }
    false
}

fn why(check: Check, hands: &Hands) -> String {
    let (roles, holders) = (labels(roles_of(check)), hands.holders(roles_of(check)));
    let names: Vec<_> = holders.iter().map(|(_, name)| *name).collect();
    let who = match names.as_slice() {
        [] => format!("本机关还没有{roles}"),
        [one] => format!("本机关的{roles}只有{one}一个人，还要办别的环节"),
        some => format!("本机关的{roles}是{}，都要办别的环节", some.join("、")),
    };
    format!(
        "{}没有人能办：{who}；同一个人不能办两步（《条例》第十七条）。请安全管理员先给另一位同志加上{roles}的职责",
        check.label()
    )
}
