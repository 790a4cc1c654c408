//! 信息处理费: the information processing fee. Art. 42; 国办函〔2020〕109号.
//!
//! Charged only where number or frequency of a person's requests is clearly beyond reason. Two tariffs, each marginal;
//! the office chooses one of them for a request, never both.

use std::fmt;

use jiff::civil::Date;

use super::application::Supply;
use crate::{
    article::{Article, Instrument},
    calendar::{Calendar, Term},
};

/// 按件、按量计收的标准
pub const BASIS: Article = Article::of(Instrument::FeeMeasures, 0);

/// 只选一种标准: one tariff for a request.
pub const ONE_BASIS: Article = Article::of(Instrument::FeeMeasures, 3);

/// Working days that the applicant has to pay, from the day after the notice came.
pub const PAY_WORKDAYS: u16 = 20;

/// 收费标准: by which measure a request is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tariff {
    /// 按件: the requests of one applicant in one calendar month.
    ByItem,
    /// 按量: the pages given out for one request; a page is one side of A4 or smaller.
    ByPage,
}

impl Tariff {
    /// The article of the fee measures that sets it.
    pub fn basis(self) -> Article {
        Article::of(
            Instrument::FeeMeasures,
            match self {
                Self::ByItem => 4,
                Self::ByPage => 5,
            },
        )
    }

    /// Whether a request that wants the information in this form can be charged by it: what is only looked at has no pages
    /// that are given out.
    ///
    /// ```
    /// use gongkai_law::request::{application::Supply, fee::Tariff};
    ///
    /// assert!(Tariff::ByItem.suits(Supply::Inspection));
    /// assert!(!Tariff::ByPage.suits(Supply::Inspection));
    /// ```
    pub fn suits(self, supply: Supply) -> bool {
        self == Self::ByItem || supply != Supply::Inspection
    }

    /// The last item or page of the `nth` tier, counted from 0, and what each of the tier costs in 元.
    fn step(self, nth: u32) -> (u32, u64) {
        match (self, nth) {
            (Self::ByItem, 0) => (10, 0),
            (Self::ByItem, 1) => (30, 100),
            (Self::ByItem, _) => (30 + 10 * (nth - 1), 100 * u64::from(nth)),
            (Self::ByPage, 0) => (30, 0),
            (Self::ByPage, 1) => (100, 10),
            (Self::ByPage, 2) => (200, 20),
            (Self::ByPage, _) => (u32::MAX, 40),
        }
    }

    /// 件 or 页.
    pub fn unit(self) -> &'static str {
        match self {
            Self::ByItem => "件",
            Self::ByPage => "页",
        }
    }
}

/// 档: a step of a tariff, as far as it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The first item or page of it.
    pub from: u32,
    /// The last one that was charged by it.
    pub to: u32,
    /// How many.
    pub count: u32,
    /// 元 for each.
    pub rate: u64,
    /// 元 together.
    pub sum: u64,
}

/// A fee with the tiers that make it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// By which tariff.
    pub tariff: Tariff,
    /// Items or pages.
    pub quantity: u32,
    /// 元
    pub total: u64,
    /// The tiers that were reached, the free one first.
    pub tiers: Vec<Tier>,
}

impl Fee {
    /// 计算过程: tier by tier, as a notice says it.
    ///
    /// ```
    /// use gongkai_law::request::fee;
    ///
    /// let words = fee::by_page(128).unwrap().in_words();
    /// assert_eq!(words, "第1页至第30页，不收费；第31页至第100页，70页，每页10元，计700元；第101页至第128页，28页，每页20元，计560元");
    /// ```
    pub fn in_words(&self) -> String {
        let unit = self.tariff.unit();
        let tier = |tier: &Tier| {
            let Tier { from, to, count, rate, sum } = tier;
            let range =
                if from == to { format!("第{from}{unit}") } else { format!("第{from}{unit}至第{to}{unit}") };
            let many = if from == to { String::new() } else { format!("{count}{unit}，") };
            if *rate == 0 {
                format!("{range}，不收费")
            } else {
                format!("{range}，{many}每{unit}{rate}元，计{sum}元")
            }
        };
        self.tiers.iter().map(tier).collect::<Vec<_>>().join("；")
    }
}

/// The most items of a month, or pages of a request, that are reckoned.
pub const MOST: u32 = 100_000;

/// 按件计收: the fee for all requests of one applicant in one calendar month. Art. 4 of the measures.
///
/// # Errors
/// More than [`MOST`] of them.
///
/// ```
/// use gongkai_law::request::fee;
///
/// let fee = fee::by_item(33).unwrap();
/// assert_eq!(fee.total, 20 * 100 + 3 * 200);
/// let last = fee.tiers.last().unwrap();
/// assert_eq!((last.from, last.to, last.count, last.rate, last.sum), (31, 33, 3, 200, 600));
/// ```
pub fn by_item(items: u32) -> Result<Fee, TooMany> {
    reckon(Tariff::ByItem, items)
}

/// 按件计收 of one request: what the `nth` of a month adds to the fee of that month.
///
/// # Errors
/// More than [`MOST`] of them.
///
/// ```
/// use gongkai_law::request::fee;
///
/// assert_eq!(fee::of_item(10).unwrap().total, 0);
/// assert_eq!(fee::of_item(33).unwrap().in_words(), "第33件，每件200元，计200元");
/// ```
pub fn of_item(nth: u32) -> Result<Fee, TooMany> {
    let mut fee = by_item(nth)?;
    if let Some(mut last) = fee.tiers.pop() {
        (last.from, last.count, last.sum) = (last.to, 1, last.rate);
        (fee.quantity, fee.total, fee.tiers) = (1, last.sum, vec![last]);
    }
    Ok(fee)
}

/// 按量计收: the fee for the pages given out for one request. Art. 5 of the measures.
///
/// # Errors
/// More than [`MOST`] of them.
///
/// ```
/// use gongkai_law::request::fee;
///
/// assert_eq!(fee::by_page(128).unwrap().total, 70 * 10 + 28 * 20);
/// ```
pub fn by_page(pages: u32) -> Result<Fee, TooMany> {
    reckon(Tariff::ByPage, pages)
}

/// The last day on which a fee can be paid whose notice came on `notified`. `None` past the year 9999.
///
/// ```
/// use gongkai_law::{calendar::Calendar, request::fee};
/// use jiff::civil::date;
///
/// assert_eq!(fee::pay_by(date(2026, 9, 18), Calendar::built_in()).unwrap().date, date(2026, 10, 22));
/// ```
pub fn pay_by(notified: Date, calendar: &Calendar) -> Option<Term> {
    calendar.workday_after(notified, PAY_WORKDAYS)
}

fn reckon(tariff: Tariff, quantity: u32) -> Result<Fee, TooMany> {
    if quantity > MOST {
        return Err(TooMany { tariff, quantity });
    }
    let (mut tiers, mut charged) = (Vec::new(), 0);
    for step in 0.. {
        if charged == quantity {
            break;
        }
        let (last, rate) = tariff.step(step);
        let (from, to) = (charged + 1, last.min(quantity));
        let count = to - charged;
        tiers.push(Tier { from, to, count, rate, sum: u64::from(count) * rate });
        charged = to;
    }
    Ok(Fee { tariff, quantity, total: tiers.iter().map(|tier| tier.sum).sum(), tiers })
}

/// The quantity is beyond anything an office meets, and surely a slip of the pen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// By which tariff.
    pub tariff: Tariff,
    /// What was asked for.
    pub quantity: u32,
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.tariff.unit();
        write!(f, "{}{unit}超出可计算的范围（至多{MOST}{unit}），请核对数量", self.quantity)
    }
}

impl std::error::Error for TooMany {}
