//! 公布期限: the day by which a report must be out: the law's, or for organs that it names none for, the one that was set for
//! them here.

use gongkai_law::{
    annual_report::due::Reporter,
    calendar::in_chinese,
    organ::{Kind, Level},
};
use gongkai_store::{Act, Error, Organ};
use jiff::civil::Date;

use crate::office::Office;

/// 公布期限
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub on: Date,
    /// Whether the law sets it (art. 49), and no local notice.
    pub lawful: bool,
}

/// Days before the last one from which it presses.
pub const SOON: i32 = 30;

/// What the settings with the days that were set here begin with.
pub const PREFIX: &str = "compile.due.";

fn key(organ: &Organ) -> String {
    format!("{PREFIX}{}", organ.slug)
}

/// An organ below, as one that collects sees it.
#[derive(Clone, Copy, Debug)]
pub struct Below<'a> {
    /// In addresses.
    pub slug: &'a str,
    /// 类别
    pub kind: &'a str,
    /// 层级
    pub level: &'a str,
}

impl Below<'_> {
    /// As what it reports; `None` where art. 49 sets it no day.
    pub fn reporter(&self) -> Option<Reporter> {
        Reporter::of(Kind::of_key(self.kind)?, Level::of_key(self.level)?)
    }

    /// The day of its report of a year, where the days that were set here are at hand.
    pub fn due(&self, year: i16, set: impl Fn(&str) -> Option<String>) -> Option<Due> {
        match self.reporter() {
            Some(reporter) => reporter.due(year).map(|on| Due { on, lawful: true }),
            None => on(&set(&format!("{PREFIX}{}", self.slug))?, year).map(|on| Due { on, lawful: false }),
        }
    }
}

/// The day of an organ's report of a year, where the days that were set here are at hand.
pub fn known(organ: &Organ, year: i16, set: impl Fn(&str) -> Option<String>) -> Option<Due> {
    below(organ).due(year, set)
}

fn below(organ: &Organ) -> Below<'_> {
    Below { slug: &organ.slug, kind: &organ.kind, level: &organ.level }
}

/// As what an organ reports; `None` where art. 49 sets it no day.
pub fn reporter(organ: &Organ) -> Option<Reporter> {
    below(organ).reporter()
}

/// 各年的公布期限 of one organ.
pub struct Days {
    organ: Organ,
    set: Option<String>,
}

impl Days {
    /// Of an organ.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ) -> Result<Self, Error> {
        let set = match reporter(organ) {
            Some(_) => None,
            None => office.db.setting(&key(organ)).await?,
        };
        Ok(Self { organ: organ.clone(), set })
    }

    /// The day of its report of a year; `None` where neither the law nor anybody here set one.
    pub fn due(&self, year: i16) -> Option<Due> {
        known(&self.organ, year, |_| self.set.clone())
    }
}

impl Due {
    /// Of an organ's report of a year; `None` where neither the law nor anybody here set one.
    ///
    /// # Errors
    /// The register.
    pub async fn of(office: &Office, organ: &Organ, year: i16) -> Result<Option<Self>, Error> {
        Ok(Days::of(office, organ).await?.due(year))
    }

    /// Days from today to the last one; below zero when it is over.
    pub fn days(&self, today: Date) -> i32 {
        (self.on - today).get_days()
    }

    /// 距法定公布日3月31日还有22天
    pub fn said(&self, today: Date) -> String {
        let (day, what) = (in_chinese(self.on), if self.lawful { "法定公布期限" } else { "公布期限" });
        match self.days(today) {
            0 => format!("今天是{what}最后一天"),
            days @ 1.. => format!("距{what}{day}还有{days}天"),
            days => format!("{what}{day}已过{}天", -days),
        }
    }

    /// The class of its tag.
    pub fn tone(&self, today: Date) -> &'static str {
        match self.days(today) {
            ..=-1 => "bad",
            days if days <= SOON => "warn",
            _ => "info",
        }
    }
}

/// Sets the day of every year, as `MM-DD`, for an organ that the law sets none; nothing takes it back.
///
/// # Errors
/// The register.
pub async fn set(act: &mut Act, organ: &Organ, day: &str) -> Result<(), Error> {
    act.set(&key(organ), day).await
}

/// The day of `MM-DD` by which the report of a year is due: in the year after. `None` for what is no day.
///
/// ```
/// use gongkai::compile::due::on;
/// use jiff::civil::date;
///
/// assert_eq!(on("01-20", 2025), Some(date(2026, 1, 20)));
/// assert_eq!(on("2月30日", 2025), None);
/// ```
pub fn on(day: &str, year: i16) -> Option<Date> {
    let (month, day) = day.split_once('-')?;
    Date::new(year.checked_add(1)?, month.parse().ok()?, day.parse().ok()?).ok()
}
