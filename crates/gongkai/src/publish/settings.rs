//! 发布设置: what an organ sets for its publications: the checks that it adds and how its index numbers are made.

use gongkai_law::proactive::release::ReviewRoute;
use gongkai_store::{Act, Organ};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::office::Office;

/// 索引号的样式 where an organ set none: `{code}/{year}-{seq:5}`.
const PATTERN: &str = "{code}/{year}-{seq}";
/// The digits of the running number.
const DIGITS: usize = 5;

/// 发布设置
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// 索引号的样式: `{code}` the organ's code, `{slug}` its short name in addresses, `{year}`, `{month}`, `{seq}` the
    /// running number of the organ's year. `{seq}` is always there.
    pub pattern: String,
    /// 合法性审核 is added.
    pub legal: bool,
    /// 会签 is added.
    pub countersign: bool,
    /// 自有域名: links to other hosts are pointed out. One a line.
    pub own_hosts: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { pattern: PATTERN.to_owned(), legal: false, countersign: false, own_hosts: String::new() }
    }
}

fn key(organ: &Organ) -> String {
    format!("publish.{}", organ.slug)
}

impl Settings {
    /// What an organ set.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ) -> Result<Self, gongkai_store::Error> {
        let kept = office.db.setting(&key(organ)).await?;
        Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Keeps it.
    ///
    /// # Errors
    /// The register.
    pub async fn keep(&self, act: &mut Act, organ: &Organ) -> Result<(), gongkai_store::Error> {
        act.set(&key(organ), &serde_json::to_string(self).unwrap_or_default()).await
    }

    /// 审核流程
    pub fn route(&self) -> ReviewRoute {
        ReviewRoute { legal: self.legal, countersign: self.countersign }
    }

    /// Whether the pattern makes a number of its own for each: it has `{seq}`, `{year}` and whose
    /// it is.
    pub fn is_sound(&self) -> bool {
        let has = |part: &str| self.pattern.contains(part);
        // without the organ in it, two organs would make the same number
        let whose = has("{code}") || has("{slug}");
        whose && has("{seq}") && has("{year}") && self.pattern.chars().count() <= 80
    }

    /// 索引号 from its running number.
    ///
    /// ```
    /// use gongkai::publish::settings::Settings;
    /// use jiff::civil::date;
    ///
    /// let made = Settings::default().index_number("11000000QH00000000", "qinghe", date(2026, 10, 12), 417);
    /// assert_eq!(made, "11000000QH00000000/2026-00417");
    /// ```
    pub fn index_number(&self, code: &str, slug: &str, day: Date, seq: i64) -> String {
        let pattern = if self.is_sound() { &self.pattern } else { PATTERN };
        pattern
            .replace("{code}", code)
            .replace("{slug}", slug)
            .replace("{year}", &day.year().to_string())
            .replace("{month}", &format!("{:02}", day.month()))
            .replace("{seq}", &format!("{seq:0DIGITS$}"))
    }

    /// The year and running number that an 索引号 of this pattern has; `None` where it is of another.
    ///
    /// ```
    /// use gongkai::publish::settings::Settings;
    ///
    /// let settings = Settings::default();
    /// assert_eq!(settings.numbered("014", "qinghe", "014/2019-00012"), Some((2019, 12)));
    /// assert_eq!(settings.numbered("014", "qinghe", "zfb/2019-00012"), None);
    /// ```
    pub fn numbered(&self, code: &str, slug: &str, given: &str) -> Option<(i16, i64)> {
        let digits = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).collect::<String>();
        let seq: i64 = digits(given).chars().rev().collect::<String>().parse().ok()?;
        let years = given.as_bytes().windows(4).filter_map(|four| std::str::from_utf8(four).ok()?.parse::<i16>().ok());
        let days =
            years.filter(|year| (1949..2200).contains(year)).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let fits = |(year, month): (i16, i8)| {
            let day = Date::new(year, month, 1).ok()?;
            (self.index_number(code, slug, day, seq) == given).then_some((year, seq))
        };
        days.filter_map(fits).next()
    }
}
