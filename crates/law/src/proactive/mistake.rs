//! 找错: somebody points at what is wrong in what was published. The office that answers for it looks at once and answers
//! within three working days (国办发〔2017〕47号 on government sites; the Regulation sets no term).

use jiff::civil::Date;

use crate::calendar::{Calendar, Term};

/// 答复期限, in working days after the day on which it came.
pub const ANSWERED_WITHIN: u16 = 3;

/// Where the term stands.
pub const BASIS: &str = "国办发〔2017〕47号";

/// The last day on which an answer is in time; `None` past the end of the calendar.
///
/// ```
/// use gongkai_law::{calendar::Calendar, proactive::mistake::answer_by};
/// use jiff::civil::date;
///
/// // a Wednesday before the seven days off of the National Day
/// let last = answer_by(date(2026, 9, 30), Calendar::built_in()).unwrap();
/// assert_eq!(last.date, date(2026, 10, 10));
/// ```
pub fn answer_by(arrived: Date, calendar: &Calendar) -> Option<Term> {
    calendar.workday_after(arrived, ANSWERED_WITHIN)
}

/// 找错答复: what the office found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MistakeAnswer {
    /// 已经改正
    Mended,
    /// 确有错误，正在改: the change has to be reviewed before it is out.
    Mending,
    /// 核对无误
    Right,
    /// 不归本机关更改
    NotOurs,
    /// 看不出指的是哪里
    Unclear,
}

impl MistakeAnswer {
    /// Every answer.
    pub const ALL: [Self; 5] = [Self::Mended, Self::Mending, Self::Right, Self::NotOurs, Self::Unclear];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Mended => "mended",
            Self::Mending => "mending",
            Self::Right => "right",
            Self::NotOurs => "not_ours",
            Self::Unclear => "unclear",
        }
    }

    /// The answer of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mended => "已经改正",
            Self::Mending => "确有错误，正在改",
            Self::Right => "核对过，没有错",
            Self::NotOurs => "不归本机关更改",
            Self::Unclear => "没有看出指的是哪里",
        }
    }
}
