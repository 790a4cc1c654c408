//! 网站的招牌: whose site this is, as the masthead and the footer say it. Set on the page, kept in the register.

use std::sync::{Arc, PoisonError, RwLock};

use gongkai_store::{Act, Db, Moment};
use serde::{Deserialize, Serialize};

use crate::{
    office::Office,
    page::{Error, FieldError},
    people::{
        roles::Hand,
        upkeep::{self, Upkeep},
    },
};

/// Under which it stands in the register, as JSON.
const SETTING: &str = "site";

/// Lines of the footer, and signs of the longest.
const LINES: usize = 6;
const LONGEST: usize = 200;

/// Whose site this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// After every page's title.
    pub name: String,
    /// 主办单位, in the masthead.
    pub organ: String,
    /// One sentence above the masthead.
    pub tagline: String,
    /// Lines of the footer.
    pub footer: Vec<String>,
    /// 网站标识码; may be empty, as the two below.
    #[serde(default)]
    pub code: String,
    /// ICP备案号
    #[serde(default)]
    pub icp: String,
    /// 公安备案号
    #[serde(default)]
    pub police: String,
}

impl Site {
    /// An office that has not said its name yet.
    pub fn unnamed() -> Self {
        Self {
            name: "政府信息公开".to_owned(),
            organ: "年报读取与核验".to_owned(),
            tagline: "读取、核验、收藏政府信息公开工作年度报告".to_owned(),
            footer: vec!["本站不联网取数，上传的文件只在本机读取。结果供参考，以报告发布单位的更正为准。".to_owned()],
            code: String::new(),
            icp: String::new(),
            police: String::new(),
        }
    }

    /// 青禾县: the fictional county of `--demo`.
    pub fn demo() -> Self {
        Self {
            name: "青禾县政府信息公开".to_owned(),
            organ: "青禾县人民政府".to_owned(),
            tagline: "演示：青禾县和这里的单位、人物、数字都是虚构的".to_owned(),
            footer: vec![
                "主办单位：青禾县人民政府办公室　公开工作机构：县政府办政务公开股　电话 0000-555 0123　工作日 8:30–12:00，14:30–17:30"
                    .to_owned(),
                "演示数据，均为虚构".to_owned(),
            ],
            code: "0000000001".to_owned(),
            icp: "禾ICP备00000001号".to_owned(),
            police: "禾公网安备00000000000001号".to_owned(),
        }
    }

    /// What the office set; `None` where it has set nothing yet.
    ///
    /// # Errors
    /// The register.
    pub async fn kept(db: &Db) -> Result<Option<Self>, gongkai_store::Error> {
        let json = db.setting(SETTING).await?;
        json.map(|json| serde_json::from_str(&json).map_err(|error| gongkai_store::Error::Corrupt(error.to_string())))
            .transpose()
    }

    /// Keeps it, in an open act.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(&self, act: &mut Act) -> Result<(), gongkai_store::Error> {
        let json = serde_json::to_string(self).map_err(|error| gongkai_store::Error::Corrupt(error.to_string()))?;
        act.set(SETTING, &json).await
    }

    /// Whether it says under which numbers the site is filed.
    pub fn is_filed(&self) -> bool {
        [&self.code, &self.icp, &self.police].iter().any(|number| !number.is_empty())
    }

    /// What is wrong with it, field by field.
    pub fn faults(&self) -> Vec<FieldError> {
        let signs = |text: &str| text.chars().count();
        let mut faults = Vec::new();
        for (field, text) in [("name", &self.name), ("organ", &self.organ)] {
            if !(2..=40).contains(&signs(text)) {
                faults.push(FieldError::new(field, "请填2至40个字"));
            }
        }
        if signs(&self.tagline) > 80 {
            faults.push(FieldError::new("tagline", "最多80个字"));
        }
        if self.footer.len() > LINES || self.footer.iter().any(|line| signs(line) > LONGEST) {
            faults.push(FieldError::new("footer", format!("最多{LINES}行，每行最多{LONGEST}个字")));
        }
        let is_code = self.code.len() == 10 && self.code.bytes().all(|b| b.is_ascii_alphanumeric());
        if !self.code.is_empty() && !is_code {
            faults.push(FieldError::new("code", "网站标识码是10位数字或者字母，例如3302000001；没有就不填"));
        }
        for (field, text) in [("icp", &self.icp), ("police", &self.police)] {
            if signs(text) > 40 {
                faults.push(FieldError::new(field, "最多40个字"));
            }
        }
        faults
    }
}

/// The sign at the door: read for every page, changed seldom.
#[derive(Clone, Debug)]
pub struct Plate(Arc<RwLock<Arc<Site>>>);

impl Plate {
    /// With this on it.
    pub fn of(site: Site) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(site))))
    }

    /// What is on it.
    pub fn read(&self) -> Arc<Site> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn write(&self, site: Site) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
    }
}

/// Hangs up another sign, here at once, on other machines of the same register when they start again.
///
/// # Errors
/// [`Error::Forbidden`]; the register.
pub async fn hang(office: &Office, hand: &Hand, site: Site) -> Result<(), Error> {
    upkeep::may(office, hand, Upkeep::Site, None).await??;
    let mut act: Act = office.db.act(hand.actor(), Moment(office.now_ms())).await?;
    site.keep(&mut act).await?;
    act.commit().await?;
    office.site.write(site);
    office.db.note_public_change();
    Ok(())
}
