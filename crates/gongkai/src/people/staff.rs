//! 账号: opening accounts, giving roles and passwords. Each act asks [`upkeep::may`] first.

use gongkai_law::request::refusal::Refusal;
use gongkai_store::{Act, Moment, NewPerson, OrganId, PersonId, StaffLine};

use super::{
    roles::{self, Hand, Role},
    upkeep::{self, Upkeep},
};
use crate::{office::Office, page::Error, password};

/// Who gets an account.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Whose staff; `None` for an administrator of the platform.
    pub organ: Option<OrganId>,
    /// 账号
    pub name: &'a str,
    /// 姓名
    pub full_name: &'a str,
}

/// What is wrong with an account's name; `None` where nothing is.
pub fn fault_of_name(name: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let good = (2..=32).contains(&name.len()) && name.chars().all(fits);
    (!good).then_some("账号用2至32个字母、数字，可以有点、横线、下划线")
}

/// Opens an account, which may do nothing yet, with a password for one time, which is nowhere else.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Stale`] when the 账号 was taken meanwhile.
pub async fn hire(office: &Office, hand: &Hand, new: Newcomer<'_>) -> Result<(PersonId, String), Error> {
    upkeep::may(office, hand, Upkeep::Hire, None).await??;
    let (once, hash) = one_time().await?;
    let mut act = begin(office, hand).await?;
    let Newcomer { organ, name, full_name } = new;
    let new = NewPerson { organ, name, full_name, roles: &[], password: &hash, must_change: true };
    let id = act.add_person(&new).await?;
    act.commit().await?;
    Ok((id, once))
}

/// Sets what somebody may do, as the page showed their account; ends their sessions.
///
/// # Errors
/// [`Error::Forbidden`], also for roles that exclude each other; [`Error::Stale`].
pub async fn appoint(
    office: &Office,
    hand: &Hand,
    person: &StaffLine,
    version: i64,
    roles: &[Role],
) -> Result<(), Error> {
    upkeep::may(office, hand, Upkeep::Appoint, Some(person)).await??;
    roles::may_have(roles, person.organ_id.is_some())?;
    if !hand.is_any(&[Role::Security]) && roles != [Role::Security] {
        let why = "还没有安全管理员：系统管理员只能先设定安全管理员".to_owned();
        return Err(Refusal { why, article: None }.into());
    }
    let mut act = begin(office, hand).await?;
    upkeep::leaves_one(&mut act, Upkeep::Appoint, person).await??;
    let keys: Vec<_> = roles.iter().map(|role| role.key()).collect();
    act.set_roles(person.id, version, &keys).await?;
    Ok(act.commit().await?)
}

/// A password for one time, which is nowhere else; unlocks, and ends their sessions.
///
/// # Errors
/// [`Error::Forbidden`]
pub async fn reset(office: &Office, hand: &Hand, person: &StaffLine) -> Result<String, Error> {
    upkeep::may(office, hand, Upkeep::Reset, Some(person)).await??;
    let (once, hash) = one_time().await?;
    let mut act = begin(office, hand).await?;
    act.set_password(person.id, &hash, true).await?;
    act.unlock_person(person.id).await?;
    act.commit().await?;
    Ok(once)
}

/// Lets go of an authenticator, unlocks, disables or enables an account.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for what has an act of its own.
pub async fn carry_out(office: &Office, hand: &Hand, upkeep: Upkeep, person: &StaffLine) -> Result<(), Error> {
    upkeep::may(office, hand, upkeep, Some(person)).await??;
    let mut act = begin(office, hand).await?;
    upkeep::leaves_one(&mut act, upkeep, person).await??;
    match upkeep {
        Upkeep::Unbind => act.set_totp(person.id, None, 0).await?,
        Upkeep::Release => act.unbind_provider(person.id).await?,
        Upkeep::Unlock => act.unlock_person(person.id).await?,
        Upkeep::Disable => act.disable_person(person.id, true).await?,
        Upkeep::Enable => act.disable_person(person.id, false).await?,
        Upkeep::Hire | Upkeep::Appoint | Upkeep::Reset | Upkeep::Site | Upkeep::Organs | Upkeep::Journal => {
            return Err(Error::NotFound);
        }
    }
    Ok(act.commit().await?)
}

/// An act of this hand, now.
pub(super) async fn begin(office: &Office, hand: &Hand) -> Result<Act, gongkai_store::Error> {
    office.db.act(hand.actor(), Moment(office.now_ms())).await
}

/// A password for one time, and its hash.
///
/// # Errors
/// A fault of ours.
pub async fn one_time() -> Result<(String, String), Error> {
    let once = password::one_time();
    let hash = password::hash(once.clone()).await?;
    Ok((once, hash))
}
