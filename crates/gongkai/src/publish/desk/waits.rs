//! 待办: what waits for somebody, and for whom something waits.

use gongkai_law::proactive::{
    attribute::Attribute,
    release::{Check, PublicationStage, PublicationVerb},
};
use gongkai_store::{OrganId, PersonId, PublicationFilter, Scope, StaffLine};

use crate::{
    office::Office,
    page::Error,
    people::roles::{Hand, Role},
    publish::take::{roles_for, roles_of},
};

/// People of an organ who are looked through for who has a part in its publications.
const STAFF: i64 = 300;
/// Names that a list says; more are counted.
const NAMED: usize = 2;

/// Whose hand it is, of which organ, and the checks that it makes.
pub fn checks(hand: &Hand) -> Option<(PersonId, OrganId, Vec<&'static str>)> {
    let Hand::Staff { id, organ: Some(organ), .. } = hand else { return None };
    let own = Check::ALL.into_iter().filter(|check| hand.is_any(roles_of(*check)));
    Some((*id, *organ, own.map(Check::key).collect()))
}

/// How many publications wait for this hand: checks that are its duty, and its own drafts; `None` for whoever only looks on.
///
/// # Errors
/// The register.
pub async fn count(office: &Office, hand: &Hand) -> Result<Option<i64>, Error> {
    let Some((me, organ, checks)) = checks(hand) else { return Ok(None) };
    if checks.is_empty() && !hand.is_any(&[Role::Officer]) {
        return Ok(None);
    }
    let takes_down = takes_down(hand);
    let filter = PublicationFilter { waits_for: Some((&checks, me)), takes_down, ..PublicationFilter::default() };
    Ok(Some(office.db.publication_count(Scope::Organ(organ), &filter).await?))
}

/// Whether a hand takes down what is public.
pub fn takes_down(hand: &Hand) -> bool {
    hand.is_any(roles_for(PublicationVerb::Withdraw, PublicationStage::Public))
}

/// 同事: who makes which check in an organ.
pub struct Hands(Vec<StaffLine>);

impl Hands {
    /// Of an organ, by one query.
    pub async fn of(office: &Office, organ: OrganId) -> Result<Self, Error> {
        let mut staff = office.db.staff(Scope::Organ(organ), "", STAFF).await?;
        staff.retain(|person| person.disabled_ms.is_none());
        Ok(Self(staff))
    }

    /// Nobody is known: of an organ that one only looks upon.
    pub fn unknown() -> Self {
        Self(Vec::new())
    }

    /// Who has one of these roles: 方以宁、陆清和等3人; what they are where nobody has any.
    pub fn named(&self, roles: &[Role]) -> String {
        self.named_but(roles, None)
    }

    /// The same without somebody who has one and may not make use of it.
    fn named_but(&self, roles: &[Role], not: Option<PersonId>) -> String {
        let fit = self.holders(roles).into_iter().filter(|(id, _)| Some(*id) != not);
        let names: Vec<_> = fit.map(|(_, name)| name).collect();
        let some = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
        match names.len() {
            0 => labels(roles),
            count if count > NAMED => format!("{some}等{count}人"),
            _ => some,
        }
    }

    /// Who has one of these roles, and their names.
    pub fn holders(&self, roles: &[Role]) -> Vec<(PersonId, &str)> {
        let has = |person: &&StaffLine| person.roles.split(' ').any(|key| roles.iter().any(|role| role.key() == key));
        self.0.iter().filter(has).map(|person| (person.id, person.full_name.as_str())).collect()
    }

    /// Whether the organ's people are known at all.
    pub fn are_known(&self) -> bool {
        !self.0.is_empty()
    }

    /// For whom a publication waits at a stage; empty where it waits for nobody. A draft waits for its author, who checks
    /// nothing of it.
    pub fn awaited(&self, stage: PublicationStage, (id, author): (Option<PersonId>, &str)) -> String {
        match stage {
            PublicationStage::Draft if author.is_empty() => self.named(&[Role::Officer]),
            PublicationStage::Draft => author.to_owned(),
            PublicationStage::Review(check) => self.named_but(roles_of(check), id),
            PublicationStage::Approved => "到日子自动发布".to_owned(),
            _ => String::new(),
        }
    }
}

/// A stage as a tag says it of what has this 公开属性: what is given to who asks is not withheld.
pub fn label(stage: PublicationStage, attribute: &str) -> &'static str {
    match stage {
        PublicationStage::Retained if attribute == Attribute::OnRequest.key() => Attribute::OnRequest.label(),
        stage => stage.label(),
    }
}

/// 经办人、公开工作机构负责人
pub fn labels(roles: &[Role]) -> String {
    roles.iter().map(|role| role.label()).collect::<Vec<_>>().join("、")
}

/// Every stage, in the order of the way.
pub const STAGES: [PublicationStage; 12] = [
    PublicationStage::Draft,
    PublicationStage::Review(Check::First),
    PublicationStage::Review(Check::Legal),
    PublicationStage::Review(Check::Countersign),
    PublicationStage::Review(Check::Secrecy),
    PublicationStage::Review(Check::Approval),
    PublicationStage::Approved,
    PublicationStage::Public,
    PublicationStage::Retained,
    PublicationStage::Withdrawn,
    PublicationStage::Expired,
    PublicationStage::Discarded,
];

/// The stage of this word.
pub fn stage_of(key: &str) -> Option<PublicationStage> {
    STAGES.into_iter().find(|stage| stage.key() == key)
}
