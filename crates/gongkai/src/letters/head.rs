//! 文书抬头: what an organ's letters say of the organ itself. Found in the tree of organs; what an organ set itself wins.

use gongkai_law::{
    organ::{Kind, Level},
    request::remedy::{Court, ReviewOrgan, System},
};
use gongkai_store::{Act, Organ};
use serde::{Deserialize, Serialize};

use crate::office::Office;

/// The government above a village would be six steps up; a ring of organs must not hold us.
const STEPS: usize = 8;

/// 文书抬头
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letterhead {
    /// 机关代字: what a 文号 begins with: `青水公`.
    pub word: String,
    /// 复议机关
    pub review: String,
    /// 有管辖权的人民法院
    pub court: String,
    /// 网上行政复议渠道
    pub online: String,
    /// 联系人
    pub contact: String,
    /// 联系电话
    pub phone: String,
    /// 办公地址
    pub address: String,
    /// 办公时间
    pub hours: String,
    /// 传真
    pub fax: String,
    /// 互联网联系方式: an address of e-mail or of a page.
    pub internet: String,
    /// 信息处理费的缴纳方式
    pub payment: String,
}

impl Letterhead {
    /// What the organ set, and the rest as the tree of organs has it; a name that cannot be found is blank.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ) -> Result<Self, gongkai_store::Error> {
        let mut head = Self::set_by(office, organ).await?;
        let above = above(office, organ).await?;
        let fill = |field: &mut String, found: String| {
            if field.trim().is_empty() {
                *field = found;
            }
        };
        fill(&mut head.word, format!("{}公", organ.short_name));
        fill(&mut head.review, review(organ, &above));
        fill(&mut head.court, court(organ, &above));
        Ok(head)
    }

    /// What the organ itself set.
    ///
    /// # Errors
    /// The register.
    pub async fn set_by(office: &Office, organ: &Organ) -> Result<Self, gongkai_store::Error> {
        Ok(Kept::of(office, organ).await?.head())
    }

    /// Keeps it for the organ.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(&self, act: &mut Act, organ: &Organ) -> Result<(), gongkai_store::Error> {
        act.set(&key(organ), &serde_json::to_string(self).unwrap_or_default()).await
    }

    /// Keeps it, unless somebody else changed it since `before` was read: [`gongkai_store::Error::Stale`].
    ///
    /// # Errors
    /// The register.
    pub async fn keep_instead_of(
        &self,
        act: &mut Act,
        organ: &Organ,
        before: &Kept,
    ) -> Result<(), gongkai_store::Error> {
        act.set_instead_of(&key(organ), &before.0, &serde_json::to_string(self).unwrap_or_default()).await
    }

    /// 联系人、电话、地址; empty unless there is a way to reach the office.
    pub fn contact_line(&self) -> String {
        let parts = [("联系人：", &self.contact), ("电话：", &self.phone), ("地址：", &self.address)];
        if self.phone.trim().is_empty() && self.address.trim().is_empty() {
            return String::new();
        }
        let said = parts.iter().filter(|(_, words)| !words.trim().is_empty());
        said.map(|(label, words)| format!("{label}{}", words.trim())).collect::<Vec<_>>().join("　")
    }
}

/// What an organ set, as the register has it.
pub struct Kept(String);

impl Kept {
    /// As it stands now.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ) -> Result<Self, gongkai_store::Error> {
        Ok(Self(office.db.setting(&key(organ)).await?.unwrap_or_default()))
    }

    /// What it says.
    pub fn head(&self) -> Letterhead {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// What somebody who read it has seen.
    pub fn version(&self) -> String {
        gongkai_store::Digest::of(self.0.as_bytes()).to_string().chars().take(16).collect()
    }
}

/// Under which the register keeps what an organ set.
pub fn key(organ: &Organ) -> String {
    format!("letterhead.{}", organ.id)
}

/// The organs above, the nearest first.
async fn above(office: &Office, organ: &Organ) -> Result<Vec<Organ>, gongkai_store::Error> {
    let mut above: Vec<Organ> = Vec::new();
    let mut next = organ.parent_id;
    while let Some(id) = next.filter(|_| above.len() < STEPS) {
        let parent = office.db.organ(id).await?;
        next = parent.parent_id;
        above.push(parent);
    }
    Ok(above)
}

/// The law's words for an organ of the register. The library files townships and street offices under one word.
/// `None` for words that the law does not know: nothing is guessed of such an organ.
pub fn kind(organ: &Organ) -> Option<(Kind, Level)> {
    match organ.kind.as_str() {
        "township" if organ.name.contains("街道") => Some((Kind::DispatchedOrgan, Level::Township)),
        "township" => Some((Kind::Government, Level::Township)),
        kind => Some((Kind::of_key(kind)?, Level::of_key(&organ.level)?)),
    }
}

fn review(organ: &Organ, above: &[Organ]) -> String {
    let Some((own, level)) = kind(organ) else { return String::new() };
    let is = |organ: &Organ, wanted: Kind| kind(organ).is_some_and(|(kind, _)| kind == wanted);
    let government = || above.iter().find(|organ| is(organ, Kind::Government)).map(|organ| organ.name.clone());
    let department = || above.first().filter(|organ| is(organ, Kind::Department)).map(|organ| organ.name.clone());
    let found = match ReviewOrgan::over(own, level, System::of_name(&organ.name)) {
        None => None,
        Some((ReviewOrgan::Itself, _)) => Some(organ.name.clone()),
        Some((ReviewOrgan::DepartmentAbove, _)) => department(),
        Some((ReviewOrgan::GovernmentOrDepartmentAbove, _)) => {
            government().map(|name| format!("{name}或者上一级司法行政部门"))
        }
        Some((ReviewOrgan::GovernmentOfFounderOrSeat, _)) => {
            government().map(|name| format!("{name}或者本机构所在地的人民政府"))
        }
        Some(_) => government(),
    };
    found.unwrap_or_default()
}

/// The court of the place, named after the government of its level.
fn court(organ: &Organ, above: &[Organ]) -> String {
    let Some((own, level)) = kind(organ) else { return String::new() };
    let (wanted, ending) = match Court::over(own, level, System::of_name(&organ.name)).0 {
        Court::Basic => (Level::County, "人民法院"),
        Court::Intermediate => (Level::City, "中级人民法院"),
    };
    let governs = |organ: &&Organ| kind(organ) == Some((Kind::Government, wanted));
    let seat = std::iter::once(organ).chain(above).find(governs);
    seat.and_then(|organ| organ.name.strip_suffix("人民政府")).map(|area| format!("{area}{ending}")).unwrap_or_default()
}
