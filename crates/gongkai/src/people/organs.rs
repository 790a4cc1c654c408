//! 机构: the tree of organs, kept by the system administrator.

use gongkai_law::{
    organ::{Kind, Level, uscc},
    request::refusal::Refusal,
};
use gongkai_store::{Civil, NewOrgan, Organ, OrganId};

use super::{
    roles::Hand,
    staff::begin,
    upkeep::{self, Upkeep},
};
use crate::{office::Office, page::Error};

/// The longest chain of successors that is followed.
const SUCCESSIONS: usize = 8;

/// 类别: the law's kinds, and the one word under which the library files townships and street offices.
pub fn kinds() -> Vec<(&'static str, &'static str)> {
    let kinds = Kind::ALL.into_iter().map(|kind| (kind.key(), kind.label()));
    kinds.chain([("township", "乡镇、街道")]).collect()
}

/// 层级: the law's levels.
pub fn levels() -> Vec<(&'static str, &'static str)> {
    Level::ALL.into_iter().map(|level| (level.key(), level.label())).collect()
}

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
    if !kinds().iter().any(|(key, _)| *key == organ.kind) {
        faults.push(("kind", "请选类别".to_owned()));
    }
    if !levels().iter().any(|(key, _)| *key == organ.level) {
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

/// Saves an organ as changed since it was loaded. Whatever is open of one that has a successor goes over to it, or to who
/// took over from that one, in the same act.
///
/// # Errors
/// [`Error::Forbidden`], also where it would stand below itself or succeed itself; [`Error::Stale`].
pub async fn change(office: &Office, hand: &Hand, organ: &Organ) -> Result<(), Error> {
    upkeep::may(office, hand, Upkeep::Organs, None).await??;
    if let Some(parent) = organ.parent_id
        && office.db.is_above(organ.id, parent).await?
    {
        return refuse("上级机关不能是它自己或者它的下级");
    }
    let Ok(heir) = heir(office, organ).await? else {
        return refuse("承继机关不能是它自己，也不能是由它承继的机关");
    };
    let mut act = begin(office, hand).await?;
    act.change_organ(organ).await?;
    if let Some(heir) = heir {
        act.hand_over(organ.id, heir, Civil(office.today())).await?;
    }
    Ok(act.commit().await?)
}

/// 承继机关: who does an organ's work in the end; `None` while it does it itself. `Err` where that would be a ring.
async fn heir(office: &Office, organ: &Organ) -> Result<Result<Option<OrganId>, ()>, gongkai_store::Error> {
    let mut heir = None;
    let mut next = organ.successor_id;
    for _ in 0..SUCCESSIONS {
        match next {
            None => return Ok(Ok(heir)),
            Some(id) if id == organ.id => return Ok(Err(())),
            Some(id) => (heir, next) = (Some(id), office.db.organ(id).await?.successor_id),
        }
    }
    Ok(Err(()))
}

fn refuse(why: &str) -> Result<(), Error> {
    Err(Refusal { why: why.to_owned(), article: None }.into())
}
