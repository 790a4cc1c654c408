//! 三员分立: what the administrators of the platform do, and who of them does what. Written once, as a table.

use gongkai_law::request::refusal::Refusal;
use gongkai_store::{Act, PersonId, StaffLine};

use super::roles::{Hand, Role};
use crate::office::Office;

/// 管理动作
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// 开户: adds an account, which may do nothing yet.
    Hire,
    /// 停用
    Disable,
    /// 启用
    Enable,
    /// 授权: sets the roles of an account.
    Appoint,
    /// 重置密码: gives a password for one time.
    Reset,
    /// 解绑: takes an authenticator off.
    Unbind,
    /// 解绑统一认证: lets go of whom somebody is at the identity provider.
    Release,
    /// 解锁
    Unlock,
    /// 网站: its name and what its pages say of whose it is.
    Site,
    /// 机构: adds and changes organs.
    Organs,
    /// 审计: reads the journal.
    Journal,
}

impl Upkeep {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::Hire,
        Self::Disable,
        Self::Enable,
        Self::Appoint,
        Self::Reset,
        Self::Unbind,
        Self::Release,
        Self::Unlock,
        Self::Site,
        Self::Organs,
        Self::Journal,
    ];

    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hire => "hire",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Appoint => "appoint",
            Self::Reset => "reset",
            Self::Unbind => "unbind",
            Self::Release => "release",
            Self::Unlock => "unlock",
            Self::Site => "site",
            Self::Organs => "organs",
            Self::Journal => "journal",
        }
    }

    /// The one of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|upkeep| upkeep.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hire => "新开账号",
            Self::Disable => "停用",
            Self::Enable => "重新启用",
            Self::Appoint => "设定职责",
            Self::Reset => "重置密码",
            Self::Unbind => "解绑认证器",
            Self::Release => "解绑统一认证",
            Self::Unlock => "解锁",
            Self::Site => "设定网站名称",
            Self::Organs => "维护机构",
            Self::Journal => "查阅操作日志",
        }
    }

    /// 权限表: whose it is. The one who opens accounts gives them no powers, and neither reads what the other did.
    pub fn role(self) -> Role {
        match self {
            Self::Hire | Self::Disable | Self::Enable | Self::Site | Self::Organs => Role::System,
            Self::Appoint | Self::Reset | Self::Unbind | Self::Release | Self::Unlock => Role::Security,
            Self::Journal => Role::Audit,
        }
    }
}

/// Whether a hand may carry this out on an account; `None` where no account is meant.
///
/// While there is no security administrator yet, the system administrator gives that one power.
///
/// # Errors
/// [`Refusal`] with whose it is, or that nobody changes their own account here, nor takes the last administrator of a
/// kind away; the register's error beside it.
pub async fn may(
    office: &Office,
    hand: &Hand,
    upkeep: Upkeep,
    on: Option<&StaffLine>,
) -> Result<Result<(), Refusal>, gongkai_store::Error> {
    let first = upkeep == Upkeep::Appoint
        && hand.is_any(&[Role::System])
        && office.db.holders(Role::Security.key()).await? == 0;
    if !hand.is_any(&[upkeep.role()]) && !first {
        return Ok(no(&format!("{}由{}办理", upkeep.label(), upkeep.role().label())));
    }
    let Some(person) = on else { return Ok(Ok(())) };
    if is(hand, person.id) {
        return Ok(no("自己的账号由另一名管理员变更"));
    }
    for role in at_stake(upkeep, person) {
        if office.db.holders(role.key()).await? == 1 {
            return Ok(no(&last(role)));
        }
    }
    Ok(Ok(()))
}

/// The same about the last administrator of a kind, in the act that takes one away: of two such acts at once, the second
/// sees what the first one did.
///
/// # Errors
/// As [`may`].
pub async fn leaves_one(
    act: &mut Act,
    upkeep: Upkeep,
    person: &StaffLine,
) -> Result<Result<(), Refusal>, gongkai_store::Error> {
    for role in at_stake(upkeep, person) {
        if act.holders_besides(role.key(), person.id).await? == 0 {
            return Ok(no(&last(role)));
        }
    }
    Ok(Ok(()))
}

/// The offices that must not stand empty and that this would take from somebody.
fn at_stake(upkeep: Upkeep, person: &StaffLine) -> impl Iterator<Item = Role> {
    let takes = matches!(upkeep, Upkeep::Disable | Upkeep::Appoint) && person.disabled_ms.is_none();
    let own = own_roles(person);
    [Role::System, Role::Security].into_iter().filter(move |role| takes && own.contains(role))
}

fn last(role: Role) -> String {
    format!("这是最后一名{}，请先设定接任的人", role.label())
}

fn is(hand: &Hand, person: PersonId) -> bool {
    matches!(hand, Hand::Staff { id, .. } if *id == person)
}

/// The roles of one of the staff, without those of delegations.
pub fn own_roles(line: &StaffLine) -> Vec<Role> {
    let mut roles: Vec<_> = line.roles.split(' ').filter_map(Role::of_key).collect();
    roles.sort();
    roles
}

fn no(why: &str) -> Result<(), Refusal> {
    Err(Refusal { why: why.to_owned(), article: None })
}
