//! 有效性: whether a regulation or a normative document is in force on a day. An original that is not is marked so and
//! stays (国办发〔2017〕47号).

use jiff::civil::Date;

/// 有效性
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Validity {
    /// 有效
    InForce,
    /// 尚未施行
    NotYet,
    /// 已修改, and in force as amended.
    Amended,
    /// 已废止
    Repealed,
    /// 失效: its term ended.
    Lapsed,
}

impl Validity {
    /// All of them, in the order of a filter.
    pub const ALL: [Self; 5] = [Self::InForce, Self::NotYet, Self::Amended, Self::Repealed, Self::Lapsed];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYet => "not_yet",
            Self::Amended => "amended",
            Self::Repealed => "repealed",
            Self::Lapsed => "lapsed",
        }
    }

    /// The validity of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|validity| validity.key() == key)
    }

    /// As a tag says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "有效",
            Self::NotYet => "尚未施行",
            Self::Amended => "已修改",
            Self::Repealed => "已废止",
            Self::Lapsed => "失效",
        }
    }

    /// 现行有效: what table 2 counts at the end of a year.
    ///
    /// ```
    /// use gongkai_law::proactive::validity::Validity;
    ///
    /// assert!(Validity::Amended.counts(), "an amended document goes on as amended");
    /// assert!(!Validity::NotYet.counts());
    /// ```
    pub fn counts(self) -> bool {
        matches!(self, Self::InForce | Self::Amended)
    }
}

/// 效力期间: the days that a document's validity hangs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// 施行之日; `None` where it is in force from its publication.
    pub from: Option<Date>,
    /// 有效期至: the last day.
    pub until: Option<Date>,
    /// 修改之日: the day from which an amendment is in force.
    pub amended: Option<Date>,
    /// 废止之日: the first day on which it is not in force any more.
    pub repealed: Option<Date>,
}

impl Life {
    /// 效力 on a day. What was repealed stays so, whatever its own term says.
    ///
    /// ```
    /// use gongkai_law::proactive::validity::{Life, Validity};
    /// use jiff::civil::date;
    ///
    /// let life = Life { from: Some(date(2026, 11, 15)), until: Some(date(2031, 11, 14)), ..Life::default() };
    /// assert_eq!(life.on(date(2026, 11, 14)), Validity::NotYet);
    /// assert_eq!(life.on(date(2031, 11, 14)), Validity::InForce);
    /// assert_eq!(life.on(date(2031, 11, 15)), Validity::Lapsed);
    /// ```
    pub fn on(self, day: Date) -> Validity {
        let has_come = |date: Option<Date>| date.is_some_and(|date| date <= day);
        match () {
            () if has_come(self.repealed) => Validity::Repealed,
            () if self.from.is_some_and(|from| day < from) => Validity::NotYet,
            () if self.until.is_some_and(|until| until < day) => Validity::Lapsed,
            () if has_come(self.amended) => Validity::Amended,
            () => Validity::InForce,
        }
    }

    /// The next day after `day` on which the validity may be another; `None` when nothing changes by itself any more.
    pub fn next_change(self, day: Date) -> Option<Date> {
        let lapses = self.until.and_then(|until| until.tomorrow().ok());
        let days = [self.from, lapses, self.amended, self.repealed];
        days.into_iter().flatten().filter(|date| *date > day).min()
    }
}
