//! 机构: the tree of organs, kept by the system administrator.

use gongkai_law::{organ::uscc, request::refusal::Refusal};
use gongkai_store::{NewOrgan, Organ};

use super::{
    roles::Hand,
    staff::begin,
    upkeep::{self, Upkeep},
};
use crate::{office::Office, page::Error};

/// 类别: the words of the register, and as people say them.
pub const KINDS: [(&str, &str); 7] = [
    ("government", "政府"),
    ("office", "政府办公室"),
    ("department", "部门"),
    ("township", "乡镇、街道"),
    ("village", "村、社区"),
    ("authorised", "法律法规授权的组织"),
    ("institution", "公共企事业单位"),
];

/// 层级: the words of the register, and as people say them.
pub const LEVELS: [(&str, &str); 6] = [
    ("state", "国家级"),
    ("province", "省级"),
    ("city", "设区的市级"),
    ("county", "县级"),
    ("township", "乡镇级"),
    ("village", "村级"),
];

/// What is wrong with an organ's fields: the field, and a sentence.
pub fn faults(organ: &NewOrgan<'_>) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(1..=32).contains(&organ.slug.len()) || !organ.slug.chars().all(slug) {
        faults.push(("slug", "地址用1至32个小写字母、数字或横线，如jiaoyu".to_owned()));
    }
    for (field, words, most) in [("name", organ.name, 100), ("short_name", organ.short_name, 30)] {
        if !(1..=most).contains(&words.chars().count()) {
            faults.push((field, format!("请填名称，最多{most}个字")));
        }
    }
    if !KINDS.iter().any(|(key, _)| *key == organ.kind) {
        faults.push(("kind", "请选类别".to_owned()));
    }
    if !LEVELS.iter().any(|(key, _)| *key == organ.level) {
        faults.push(("level", "请选层级".to_owned()));
    }
    if let Some(fault) = organ.uscc.and_then(|code| uscc::check(code).err()) {
        faults.push(("uscc", fault.to_string()));
    }
    faults
}

/// Adds an organ.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Stale`] where its address or its code is another's.
pub async fn found(office: &Office, hand: &Hand, new: &NewOrgan<'_>) -> Result<(), Error> {
    upkeep::may(office, hand, Upkeep::Organs, None).await??;
    let mut act = begin(office, hand).await?;
    act.add_organ(new).await?;
    Ok(act.commit().await?)
}

/// Saves an organ as changed since it was loaded.
///
/// # Errors
/// [`Error::Forbidden`], also where it would stand below itself; [`Error::Stale`].
pub async fn change(office: &Office, hand: &Hand, organ: &Organ) -> Result<(), Error> {
    upkeep::may(office, hand, Upkeep::Organs, None).await??;
    if let Some(parent) = organ.parent_id
        && office.db.is_above(organ.id, parent).await?
    {
        return refuse("上级机关不能是它自己或者它的下级");
    }
    if organ.successor_id == Some(organ.id) {
        return refuse("承继机关不能是它自己");
    }
    let mut act = begin(office, hand).await?;
    act.change_organ(organ).await?;
    Ok(act.commit().await?)
}

fn refuse(why: &str) -> Result<(), Error> {
    Err(Refusal { why: why.to_owned(), article: None }.into())
}
