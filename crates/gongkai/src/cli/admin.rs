//! `gongkai admin`: accounts, for whoever has the machine. It is the way back in when nobody can sign in any more.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use gongkai::{
    people::{
        roles::{Role, may_have},
        staff,
        upkeep::own_roles,
    },
    trouble,
};
use gongkai_store::{Act, Db, Error, NewPerson, Scope, StaffLine};

use super::{
    End, Ended, print,
    register::{Register, operator},
};

#[derive(Subcommand)]
pub enum Command {
    /// 列出账号、职责和状态
    #[command(override_usage = "gongkai admin list [选项]")]
    List(Plain),
    /// 开户，打印一次性密码
    #[command(override_usage = "gongkai admin add 账号 --full-name 姓名 [--organ 地址] [--roles 职责,…]")]
    Add(New),
    /// 设定职责
    #[command(override_usage = "gongkai admin roles 账号 [职责,…]")]
    Roles(WithRoles),
    /// 重置：打印一次性密码，解锁，解绑认证器
    #[command(override_usage = "gongkai admin reset 账号 [选项]")]
    Reset(Named),
    /// 解锁
    #[command(override_usage = "gongkai admin unlock 账号 [选项]")]
    Unlock(Named),
    /// 停用
    #[command(override_usage = "gongkai admin disable 账号 [选项]")]
    Disable(Named),
    /// 重新启用
    #[command(override_usage = "gongkai admin enable 账号 [选项]")]
    Enable(Named),
}

#[derive(Args)]
pub struct Plain {
    #[command(flatten)]
    register: Register,
}

#[derive(Args)]
pub struct Named {
    /// 账号
    #[arg(value_name = "账号")]
    name: String,
    #[command(flatten)]
    register: Register,
}

#[derive(Args)]
pub struct WithRoles {
    /// 账号
    #[arg(value_name = "账号")]
    name: String,
    /// 职责，用逗号隔开：officer、head、reviewer、signer、supervisor，或者system、security、audit之一；不写就是都收回
    #[arg(value_name = "职责", value_delimiter = ',', value_parser = role)]
    roles: Vec<Role>,
    #[command(flatten)]
    register: Register,
}

#[derive(Args)]
pub struct New {
    /// 账号
    #[arg(value_name = "账号", value_parser = account)]
    name: String,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    full_name: String,
    /// 单位的地址，如jiaoyu；管理员不写
    #[arg(long, value_name = "地址")]
    organ: Option<String>,
    /// 职责，用逗号隔开
    #[arg(long, value_name = "职责", value_delimiter = ',', value_parser = role)]
    roles: Vec<Role>,
    #[command(flatten)]
    register: Register,
}

fn role(text: &str) -> Result<Role, String> {
    let known: Vec<_> = Role::ALL.into_iter().map(Role::key).collect();
    Role::of_key(text).ok_or_else(|| format!("可以是：{}", known.join("、")))
}

fn account(text: &str) -> Result<String, String> {
    staff::fault_of_name(text).map_or_else(|| Ok(text.to_owned()), |fault| Err(fault.to_owned()))
}

/// Carries one of them out.
pub fn run(command: Command) -> Ended {
    let said = match command {
        Command::List(Plain { register }) => register.with(list)?,
        Command::Add(new) => new.register.clone().with(|db| add(db, new))?,
        Command::Roles(WithRoles { name, roles, register }) => register.with(|db| set_roles(db, name, roles))?,
        Command::Reset(Named { name, register }) => register.with(|db| reset(db, name))?,
        Command::Unlock(Named { name, register }) => register.with(|db| unlock(db, name))?,
        Command::Disable(Named { name, register }) => register.with(|db| disable(db, name, true))?,
        Command::Enable(Named { name, register }) => register.with(|db| disable(db, name, false))?,
    };
    print(&said)?;
    Ok(End::Fine)
}

fn told(error: Error) -> String {
    trouble::register(&error)
}

async fn list(db: Db) -> Result<String, String> {
    let (mut text, mut after) = (String::new(), String::new());
    loop {
        let page = db.staff(Scope::All, &after, 200).await.map_err(told)?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.name);
        for line in &page {
            let organ = match line.organ_id {
                Some(id) => db.organ(id).await.map_err(told)?.slug,
                None => "-".to_owned(),
            };
            let roles = if line.roles.is_empty() { "-".to_owned() } else { line.roles.replace(' ', ",") };
            let state = if line.disabled_ms.is_some() { "停用" } else { "在用" };
            let code = if line.has_totp { "动态码" } else { "-" };
            // a line in memory can always be written to
            let _ = writeln!(text, "{}\t{}\t{organ}\t{roles}\t{state}\t{code}", line.name, line.full_name);
        }
    }
    Ok(text)
}

async fn add(db: Db, new: New) -> Result<String, String> {
    let organ = match &new.organ {
        Some(slug) => Some(db.organ_at(slug).await.map_err(|_| format!("没有地址是“{slug}”的单位"))?.id),
        None => None,
    };
    may_have(&new.roles, organ.is_some()).map_err(|refusal| refusal.to_string())?;
    let (once, hash) = staff::one_time().await.map_err(|error| error.to_string())?;
    let keys: Vec<_> = new.roles.iter().map(|role| role.key()).collect();
    let (name, full_name) = (new.name.as_str(), new.full_name.as_str());
    let person = NewPerson { organ, name, full_name, roles: &keys, password: &hash, must_change: true };
    let mut act = begin(&db).await?;
    act.add_person(&person).await.map_err(told)?;
    act.commit().await.map_err(told)?;
    Ok(format!("已开户 {name}，一次性密码 {once}（只显示这一次，登录后要换）\n"))
}

async fn set_roles(db: Db, name: String, roles: Vec<Role>) -> Result<String, String> {
    let person = named(&db, &name).await?;
    may_have(&roles, person.organ_id.is_some()).map_err(|refusal| refusal.to_string())?;
    let keys: Vec<_> = roles.iter().map(|role| role.key()).collect();
    let mut act = begin(&db).await?;
    act.set_roles(person.id, person.version, &keys).await.map_err(told)?;
    act.commit().await.map_err(told)?;
    let labels: Vec<_> = own_roles(&named(&db, &name).await?).into_iter().map(Role::label).collect();
    Ok(match labels.as_slice() {
        [] => format!("{name} 的职责已经都收回\n"),
        labels => format!("{name} 的职责：{}\n", labels.join("、")),
    })
}

async fn reset(db: Db, name: String) -> Result<String, String> {
    let person = named(&db, &name).await?;
    let (once, hash) = staff::one_time().await.map_err(|error| error.to_string())?;
    let mut act = begin(&db).await?;
    act.set_password(person.id, &hash, true).await.map_err(told)?;
    act.set_totp(person.id, None, 0).await.map_err(told)?;
    act.unbind_provider(person.id).await.map_err(told)?;
    act.unlock_person(person.id).await.map_err(told)?;
    act.commit().await.map_err(told)?;
    Ok(format!("{name} 的一次性密码 {once}（只显示这一次，登录后要换）；已解锁，统一认证、认证器已解绑\n"))
}

async fn unlock(db: Db, name: String) -> Result<String, String> {
    let person = named(&db, &name).await?;
    let mut act = begin(&db).await?;
    act.unlock_person(person.id).await.map_err(told)?;
    act.commit().await.map_err(told)?;
    Ok(format!("{name} 已解锁\n"))
}

async fn disable(db: Db, name: String, disabled: bool) -> Result<String, String> {
    let person = named(&db, &name).await?;
    let mut act = begin(&db).await?;
    act.disable_person(person.id, disabled).await.map_err(told)?;
    act.commit().await.map_err(told)?;
    Ok(format!("{name} 已{}\n", if disabled { "停用" } else { "重新启用" }))
}

async fn named(db: &Db, name: &str) -> Result<StaffLine, String> {
    let person = db.person_named(name).await.map_err(told)?.ok_or_else(|| format!("没有账号“{name}”"))?;
    db.staff_line(person.id).await.map_err(told)
}

async fn begin(db: &Db) -> Result<Act, String> {
    let (actor, at) = operator();
    db.act(actor, at).await.map_err(told)
}
