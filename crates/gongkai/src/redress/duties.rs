//! 职责: who may do what in a case of review or litigation. Written once, as a table.

use gongkai_law::{redress::step::Verb, request::refusal::Refusal};
use gongkai_store::OrganId;

use crate::people::roles::{
    Hand,
    Role::{self, Head, Officer, Reviewer, Signer},
};

/// 权限表: which roles may take up a verb. Where it stands open besides, the state decides ([`gongkai_law::redress`]).
pub fn roles_for(verb: Verb) -> &'static [Role] {
    match verb {
        Verb::Notify
        | Verb::MakeOrdinary
        | Verb::Suspend
        | Verb::Resume
        | Verb::Prolong
        | Verb::Conclude
        | Verb::TakeEffect
        | Verb::Remand
        | Verb::Retry => &[Officer, Head],
        // whoever looks after the law of the office writes its defence and stands up for it
        Verb::Answer | Verb::Summon | Verb::Hear => &[Officer, Head, Reviewer],
        Verb::Appeal | Verb::Redate | Verb::Strike | Verb::Amend | Verb::Cancel => &[Head],
        Verb::Note => &[Officer, Head, Reviewer, Signer],
    }
}

/// Whether a hand may take up a verb in a case against this organ.
///
/// # Errors
/// The reason why not.
pub fn may(hand: &Hand, verb: Verb, organ: OrganId) -> Result<(), Refusal> {
    let no = |why: String| Err(Refusal { why, article: None });
    match hand {
        Hand::Platform => Ok(()),
        Hand::Applicant => no("复议、诉讼由承办机关登记".to_owned()),
        Hand::Staff { organ: own, .. } if *own != Some(organ) => no("不是本机关的案件".to_owned()),
        Hand::Staff { .. } if hand.is_any(roles_for(verb)) => Ok(()),
        Hand::Staff { .. } => {
            let names: Vec<_> = roles_for(verb).iter().map(|role| role.label()).collect();
            no(format!("由{}办理", names.join("、")))
        }
    }
}
