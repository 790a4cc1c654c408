//! 没有人能审: where nobody of the organ may take the check that is next, since each who could wrote the draft or took another
//! check of it; and what to do then.

use gongkai_law::proactive::release::{Check, PublicationStage};
use gongkai_store::{Civil, PersonId, Scope};

use super::waits::{Hands, labels};
use crate::{
    office::Office,
    page::Error,
    publish::{
        manuscript::Manuscript,
        take::{part_of, roles_of},
    },
};

/// Delegations that are looked through.
const MOST: i64 = 100;

/// What to do where nobody may take the next check; empty where somebody may, or none is next.
///
/// # Errors
/// The register.
pub async fn advice(office: &Office, manuscript: &Manuscript, hands: &Hands) -> Result<String, Error> {
    let check = match manuscript.standing.stage {
        PublicationStage::Draft => manuscript.standing.route.checks().next(),
        PublicationStage::Review(check) => Some(check),
        _ => None,
    };
    let Some(check) = check.filter(|_| hands.are_known()) else { return Ok(String::new()) };
    let stage = PublicationStage::Review(check);
    let holders = hands.holders(roles_of(check));
    let parts: Vec<_> =
        holders.iter().filter_map(|(id, name)| Some((*name, part_of(manuscript, stage, &[*id])?))).collect();
    if parts.len() < holders.len() || lent(office, manuscript, check).await? {
        return Ok(String::new());
    }
    let roles = labels(roles_of(check));
    let why = match parts.as_slice() {
        [] => format!("本机关还没有{roles}"),
        parts => {
            let named: Vec<_> = parts.iter().map(|(name, part)| format!("{name}办过{part}")).collect();
            format!("同一个人不能办两步，而本机关的{roles}里，{}", named.join("，"))
        }
    };
    Ok(format!(
        "{}没有人能办：{why}（《政府信息公开条例》第十七条）。请安全管理员在“人员与权限”里给本机关另一位同志加上{roles}的职责，再由这位同志办理。\
         委托代签解决不了：受托人和委托人算同一个人，上级机关的人也不能代办本机关的审查。",
        check.label()
    ))
}

/// Whether somebody stands in for whoever has the role, and both had no part in it.
async fn lent(office: &Office, manuscript: &Manuscript, check: Check) -> Result<bool, Error> {
    let (today, stage) = (Civil(office.today()), PublicationStage::Review(check));
    let delegations = office.db.delegations(Scope::Organ(manuscript.organ.id), MOST).await?;
    let counts = |roles: &str| roles_of(check).iter().any(|role| role.key() == roles);
    let free = |people: &[PersonId]| part_of(manuscript, stage, people).is_none();
    Ok(delegations.iter().any(|one| {
        one.ended_ms.is_none()
            && (one.from_date..=one.until_date).contains(&today)
            && counts(&one.role)
            && free(&[one.principal_id, one.deputy_id])
    }))
}
