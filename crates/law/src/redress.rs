//! 行政复议、行政诉讼: review and litigation. Their outcomes *are* the columns of table 4.
//!
//! What happened in a case is a [`step`], where it stands is the [`standing`] folded from its steps, how it ended is a
//! [`conclusion`] by its statutory name, and until when we answer and they decide is a [`clock`].

pub mod clock;
pub mod conclusion;
pub mod refusal;
pub mod standing;
pub mod step;

use jiff::{ToSpan, civil::Date};

use crate::{
    article::{Article, Instrument},
    calendar::{Calendar, Term},
};

/// 救济途径: the three blocks of table 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// 行政复议
    Review,
    /// 未经复议直接起诉
    Direct,
    /// 复议后起诉
    AfterReview,
}

/// 结果: the four columns of each block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 结果维持
    Upheld,
    /// 结果纠正
    Corrected,
    /// 其他结果
    Other,
    /// 尚未审结: a stock at 31 December, not a flow; it returns the year after, concluded.
    Pending,
}

impl Route {
    /// Every route, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Review, Self::Direct, Self::AfterReview];

    /// The key of its block in the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Direct => "litigation_direct",
            Self::AfterReview => "litigation_after_review",
        }
    }

    /// The route of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.key() == key)
    }

    /// In Chinese, as the form heads its block.
    pub fn label(self) -> &'static str {
        match self {
            Self::Review => "行政复议",
            Self::Direct => "未经复议直接起诉",
            Self::AfterReview => "复议后起诉",
        }
    }

    /// Whether a court hears it.
    pub fn is_suit(self) -> bool {
        self != Self::Review
    }
}

impl Outcome {
    /// Every outcome, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Upheld, Self::Corrected, Self::Other, Self::Pending];

    /// The key of its column in the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Corrected => "corrected",
            Self::Other => "other",
            Self::Pending => "pending",
        }
    }

    /// The outcome of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// In Chinese, as the form heads its column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Upheld => "结果维持",
            Self::Corrected => "结果纠正",
            Self::Other => "其他结果",
            Self::Pending => "尚未审结",
        }
    }

    /// The cell that counts it.
    ///
    /// ```
    /// use gongkai_law::redress::{Outcome, Route};
    ///
    /// assert_eq!(Outcome::Other.address(Route::AfterReview), "redress.litigation_after_review.other");
    /// ```
    pub fn address(self, route: Route) -> String {
        format!("redress.{}.{}", route.key(), self.key())
    }
}

/// 同一案件: who decides it and under which number, as two registrations of one case have it alike: blanks do not count,
/// and one bracket or digit is as good as its wide twin.
///
/// ```
/// use gongkai_law::redress::docket;
///
/// assert_eq!(docket("禾川市人民政府", "禾政复〔2026〕 7号"), docket("禾川市人民政府 ", "禾政复[２０２６]7号"));
/// assert_ne!(docket("禾川市人民政府", "禾政复〔2026〕7号"), docket("青禾县人民政府", "禾政复〔2026〕7号"));
/// ```
pub fn docket(forum: &str, number: &str) -> String {
    let alike = |c: char| match c {
        '（' | '〔' | '【' | '［' | '[' => '(',
        '）' | '〕' | '】' | '］' | ']' => ')',
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    };
    let plain = |words: &str| words.chars().filter(|c| !c.is_whitespace()).map(alike).collect::<String>();
    format!("{}|{}", plain(forum), plain(number))
}

/// 申请行政复议的期限: sixty days.
pub const REVIEW_BASIS: Article = Article::of(Instrument::ReviewLaw, 20);

/// 直接起诉的期限: six months.
pub const DIRECT_BASIS: Article = Article::of(Instrument::LitigationLaw, 46);

/// 不服复议决定起诉的期限: fifteen days.
pub const AFTER_REVIEW_BASIS: Article = Article::of(Instrument::LitigationLaw, 45);

/// The last day to ask for review of an answer known on `known`, or to sue over it, or to sue over the review's
/// decision that came on `known`. Calendar days; a term that ends on a day off moves on. `None` past the year 9999.
///
/// ```
/// use gongkai_law::{calendar::Calendar, redress::{Route, act_by}};
/// use jiff::civil::date;
///
/// let by = |route| act_by(route, date(2026, 3, 3), Calendar::built_in()).unwrap().date;
/// assert_eq!(by(Route::Review), date(2026, 5, 6), "the sixtieth day is 2 May, a holiday");
/// assert_eq!(by(Route::Direct), date(2026, 9, 3));
/// assert_eq!(by(Route::AfterReview), date(2026, 3, 18));
/// ```
pub fn act_by(route: Route, known: Date, calendar: &Calendar) -> Option<Term> {
    let term = match route {
        Route::Review => 60.days(),
        Route::Direct => 6.months(),
        Route::AfterReview => 15.days(),
    };
    calendar.rolled(known.checked_add(term).ok()?)
}
