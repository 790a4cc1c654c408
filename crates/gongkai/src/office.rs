//! 政府信息公开工作机构: everything that a page or an act may reach.

use std::sync::Arc;

use gongkai_law::calendar::Calendar;
use gongkai_store::Db;
use jiff::{Timestamp, civil::Date, tz::Offset};

use crate::{
    guard::{attempts::Attempts, limit::Uploads},
    people::rules::Rules,
    vault::Vault,
    verify::Reader,
};

/// The office. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// 台账
    pub db: Db,
    /// Working days, as far as the notices carry them.
    pub calendar: Arc<Calendar>,
    /// The only clock. Tests stop it.
    pub clock: fn() -> Timestamp,
    /// Whose site this is.
    pub site: Arc<Site>,
    /// Reads and checks uploads, a few at a time.
    pub reader: Reader,
    /// What the uploads of this moment may hold in memory.
    pub uploads: Uploads,
    /// Wrong inquiry codes of the last minutes.
    pub attempts: Attempts,
    /// Seals personal data.
    pub vault: Vault,
    /// What a sign-in has to be like.
    pub rules: Arc<Rules>,
    /// Signs what a form gives back.
    pub seal: Arc<[u8; 32]>,
    /// Whether cookies may only travel over TLS.
    pub secure: bool,
}

/// Whose site this is, as the masthead and the footer say it.
#[derive(Clone, Debug)]
pub struct Site {
    /// After every page's title.
    pub name: String,
    /// 主办单位, in the masthead.
    pub organ: String,
    /// One sentence above the masthead.
    pub tagline: String,
    /// Lines of the footer.
    pub footer: Vec<String>,
}

impl Site {
    /// An office that has not said its name yet.
    pub fn unnamed() -> Self {
        Self {
            name: "政府信息公开".to_owned(),
            organ: "年报读取与核验".to_owned(),
            tagline: "读取、核验、收藏政府信息公开工作年度报告".to_owned(),
            footer: vec!["本站不联网取数，上传的文件只在本机读取。结果供参考，以报告发布单位的更正为准。".to_owned()],
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
                "网站标识码 0000000001　演示数据，均为虚构".to_owned(),
            ],
        }
    }
}

/// The machine's clock: what [`Office::clock`] is outside of tests.
#[allow(clippy::disallowed_methods, reason = "the one place that asks")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

impl Office {
    /// Today in Asia/Shanghai, the civil date that the law counts in.
    pub fn today(&self) -> Date {
        civil_date((self.clock)())
    }

    /// Milliseconds since 1970, for the register.
    pub fn now_ms(&self) -> i64 {
        (self.clock)().as_millisecond()
    }
}

/// The civil date of an instant in Asia/Shanghai, which has had no other offset since 1991.
pub fn civil_date(at: Timestamp) -> Date {
    Offset::constant(8).to_datetime(at).date()
}

/// An instant to the minute in Asia/Shanghai, for a page: `2026-10-12 09:30`.
pub fn civil_minute(at: Timestamp) -> String {
    Offset::constant(8).to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}
