//! 年度报告公布期限: when last year's report must be out. Art. 49.

use jiff::civil::Date;

use crate::{
    article::Article,
    organ::{Kind, Level},
};

/// 一月三十一日前、三月三十一日前
pub const BASIS: Article = Article::regulation(49);

/// 年度报告主体: whose report it is, as far as art. 49 sets a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reporter {
    /// 县级以上人民政府部门: by 31 January.
    Department,
    /// 县级以上地方人民政府, compiled by its 主管部门: by 31 March.
    Government,
}

impl Reporter {
    /// Who an organ reports as; `None` where only local notices set a day: townships, dispatched organs and units.
    ///
    /// ```
    /// use gongkai_law::{annual_report::due::Reporter, organ::{Kind, Level}};
    ///
    /// assert_eq!(Reporter::of(Kind::Government, Level::County), Some(Reporter::Government));
    /// assert_eq!(Reporter::of(Kind::Government, Level::Township), None);
    /// ```
    pub fn of(kind: Kind, level: Level) -> Option<Self> {
        match (kind, level) {
            (_, Level::Township | Level::Village) | (Kind::Government, Level::State) => None,
            (Kind::Government, _) => Some(Self::Government),
            (Kind::Department, _) => Some(Self::Department),
            _ => None,
        }
    }

    /// The last day for the report of `year`: a day of the year after. A day set by name does not move when it is a
    /// day off. `None` past the year 9999.
    ///
    /// ```
    /// use gongkai_law::annual_report::due::Reporter;
    /// use jiff::civil::date;
    ///
    /// assert_eq!(Reporter::Department.due(2025), Some(date(2026, 1, 31)), "a Saturday, and it stays");
    /// assert_eq!(Reporter::Government.due(2025), Some(date(2026, 3, 31)));
    /// ```
    pub fn due(self, year: i16) -> Option<Date> {
        let month = match self {
            Self::Department => 1,
            Self::Government => 3,
        };
        Date::new(year.checked_add(1)?, month, 31).ok()
    }
}
