//! 代签: a deputy does for a while what a principal may do, by a delegation on record.

use std::collections::BTreeSet;

use gongkai_law::request::refusal::Refusal;
use gongkai_store::{Civil, Delegation, DelegationId, NewDelegation, PersonId, StaffLine};
use jiff::{ToSpan as _, civil::Date};

use super::{
    roles::{Hand, Role},
    staff::begin,
    upkeep::own_roles,
};
use crate::{office::Office, page::Error};

/// What can be delegated: what needs a certain person, who may be away.
pub const DELEGABLE: [Role; 3] = [Role::Head, Role::Reviewer, Role::Signer];

/// 委托: who stands in for whom, in which role, and for how long.
#[derive(Clone, Debug)]
pub struct Wish {
    /// 委托人
    pub principal: PersonId,
    /// 受托人
    pub deputy: PersonId,
    /// In which role.
    pub role: Role,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// 事由
    pub why: String,
}

/// Who has something that can be delegated.
pub fn may_delegate(principal: &StaffLine) -> bool {
    principal.organ_id.is_some() && principal.disabled_ms.is_none() && !delegable(principal).is_empty()
}

/// What somebody can delegate.
pub fn delegable(principal: &StaffLine) -> Vec<Role> {
    own_roles(principal).into_iter().filter(|role| DELEGABLE.contains(role)).collect()
}

/// Who can stand in for somebody.
pub fn may_stand_in(deputy: &StaffLine, principal: &StaffLine) -> bool {
    deputy.id != principal.id && deputy.organ_id == principal.organ_id && deputy.disabled_ms.is_none()
}

/// The last day until which a delegation that begins on a day may last.
pub fn longest(from: Date) -> Date {
    from.checked_add(1.year()).unwrap_or(Date::MAX)
}

/// Writes a delegation down. A principal delegates what is their own; for somebody suddenly away, the security
/// administrator does.
///
/// # Errors
/// [`Error::Forbidden`] with the reason.
pub async fn delegate(office: &Office, hand: &Hand, wish: &Wish) -> Result<DelegationId, Error> {
    let principal = office.db.staff_line(wish.principal).await?;
    let deputy = office.db.staff_line(wish.deputy).await?;
    whose(hand, &principal)?;
    lasts(wish, office.today())?;
    let organ = fits(&principal, &deputy, wish.role)?;
    let mut act = begin(office, hand).await?;
    let id = act
        .delegate(&NewDelegation {
            organ,
            principal: wish.principal,
            deputy: wish.deputy,
            role: wish.role.key(),
            from: Civil(wish.from),
            until: Civil(wish.until),
            why: &wish.why,
        })
        .await?;
    act.commit().await?;
    Ok(id)
}

/// Ends a delegation before its time.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for one that has ended.
pub async fn end(office: &Office, hand: &Hand, delegation: &Delegation) -> Result<(), Error> {
    let principal = office.db.staff_line(delegation.principal_id).await?;
    whose(hand, &principal)?;
    let mut act = begin(office, hand).await?;
    act.end_delegation(delegation.id, delegation.organ_id).await?;
    Ok(act.commit().await?)
}

/// 职责: the roles that somebody has on a day; and 代签, those of them that they have in others' stead, and in whose. A role
/// that is also their own is not among these.
///
/// # Errors
/// The register.
pub async fn duties(
    office: &Office,
    person: PersonId,
    on: Date,
) -> Result<(Vec<Role>, Vec<(Role, PersonId)>), gongkai_store::Error> {
    let known = office.db.roles_of(person, Civil(on)).await?;
    let known = known.iter().filter_map(|(key, whose)| Some((Role::of_key(key)?, *whose)));
    let (own, lent): (Vec<_>, Vec<_>) = known.partition(|(_, whose)| whose.is_none());
    let roles: BTreeSet<_> = own.iter().chain(&lent).map(|(role, _)| *role).collect();
    let lent = lent.into_iter().filter(|(role, _)| !own.contains(&(*role, None)));
    Ok((roles.into_iter().collect(), lent.filter_map(|(role, whose)| Some((role, whose?))).collect()))
}

fn whose(hand: &Hand, principal: &StaffLine) -> Result<(), Refusal> {
    let own = matches!(hand, Hand::Staff { id, .. } if *id == principal.id);
    match own || hand.is_any(&[Role::Security]) {
        true => Ok(()),
        false => no("委托由本人办理；本人不在的，由安全管理员登记"),
    }
}

fn lasts(wish: &Wish, today: Date) -> Result<(), Refusal> {
    match () {
        () if wish.from < today => no("委托不能从过去的日子开始"),
        () if wish.until < wish.from => no("最后一天早于第一天"),
        () if wish.until > longest(wish.from) => no("一次委托最长一年"),
        () => Ok(()),
    }
}

fn fits(principal: &StaffLine, deputy: &StaffLine, role: Role) -> Result<gongkai_store::OrganId, Refusal> {
    let refuse = |why: &str| Err(Refusal { why: why.to_owned(), article: None });
    let Some(organ) = principal.organ_id else { return refuse("管理员的职责不能委托") };
    match () {
        () if !DELEGABLE.contains(&role) => refuse(&format!("{}的职责不用委托", role.label())),
        () if !own_roles(principal).contains(&role) => refuse(&format!("委托人不是{}", role.label())),
        () if principal.disabled_ms.is_some() => refuse("委托人的账号已停用"),
        () if principal.id == deputy.id => refuse("委托人和受托人是同一个人"),
        () if deputy.organ_id != Some(organ) => refuse("受托人不是本机关的人员"),
        () if deputy.disabled_ms.is_some() => refuse("受托人的账号已停用"),
        () => Ok(organ),
    }
}

fn no(why: &str) -> Result<(), Refusal> {
    Err(Refusal { why: why.to_owned(), article: None })
}
