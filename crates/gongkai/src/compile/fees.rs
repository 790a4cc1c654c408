//! 信息处理费: how much was taken in a year, and for how many requests; section six always says it.

use std::collections::BTreeMap;

use gongkai_law::{
    annual_report::{figures::parse, form::Kind},
    request::{standing::true_days, step::Step},
};
use gongkai_store::{Error, Scope, StepRow};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{content::ByHand, range::Range};
use crate::{office::Office, requests::record};

/// The first report year that has to say it: the rules on the fee took effect on 1 January 2021.
const FIRST_YEAR: i16 = 2021;

/// 手工填写 of the fee where this register does not have all of it: the addresses, beside those of the form's cells, with
/// their names.
pub const BY_HAND: [(&str, &str); 2] = [("fees.count", "信息处理费·件数"), ("fees.yuan", "信息处理费·金额（元）")];

/// 信息处理费 of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fees {
    /// Requests that were paid for.
    pub count: u64,
    /// In 元.
    pub yuan: u64,
}

impl Fees {
    /// What was paid in a year, by the day of payment.
    ///
    /// # Errors
    /// The register; [`Error::Corrupt`] for steps that cannot be read.
    pub async fn of(office: &Office, scope: Scope, year: i16) -> Result<Self, Error> {
        let ids = office.db.paid_requests(scope, year).await?;
        let rows = office.db.steps_of(&ids).await?;
        let mut fees = Self::default();
        for one in rows.chunk_by(|a, b| a.0 == b.0) {
            let paid = paid(one.iter().map(|(_, row)| row), year)?;
            fees.count += u64::from(paid.is_some());
            fees.yuan = fees.yuan.saturating_add(paid.unwrap_or_default());
        }
        Ok(fees)
    }

    /// What was typed with its source for this range; `None` until both numbers are there.
    pub fn typed(by_hand: &BTreeMap<String, ByHand>, range: Range) -> Option<Self> {
        let [count, yuan] = BY_HAND.map(|(address, _)| {
            let typed = by_hand.get(address).filter(|typed| typed.is_of(range) && !typed.source.is_empty())?;
            u64::try_from(parse(&typed.value, Kind::Count)?).ok()
        });
        Some(Self { count: count?, yuan: yuan? })
    }

    /// Whether the report of a year says it.
    pub fn are_asked_in(year: i16) -> bool {
        year >= FIRST_YEAR
    }

    /// The sentence of section six; `None` for years before the fee.
    ///
    /// ```
    /// use gongkai::compile::fees::Fees;
    ///
    /// assert_eq!(Fees::default().sentence(2025).as_deref(), Some("2025年没有收取信息处理费。"));
    /// assert_eq!(Fees { count: 1, yuan: 2600 }.sentence(2025).as_deref(), Some("2025年收取信息处理费1件，共计2600元。"));
    /// assert_eq!(Fees::default().sentence(2019), None);
    /// ```
    pub fn sentence(self, year: i16) -> Option<String> {
        Self::are_asked_in(year).then(|| match self.count {
            0 => format!("{year}年没有收取信息处理费。"),
            count => format!("{year}年收取信息处理费{count}件，共计{}元。", self.yuan),
        })
    }
}

/// What was paid for one request in a year; `None` where nothing was.
fn paid<'a>(rows: impl Iterator<Item = &'a StepRow>, year: i16) -> Result<Option<u64>, Error> {
    let read: Vec<_> = rows.map(record::read).collect::<Result<_, _>>()?;
    let days = true_days(&read.iter().map(|(taken, _)| *taken).collect::<Vec<_>>());
    let (mut asked, mut sum) = (0, None);
    for ((taken, words), day) in read.iter().zip(days) {
        let Some(day): Option<Date> = day else { continue };
        match taken.step {
            Step::FeeNotified => asked = words.yuan.unwrap_or_default(),
            Step::FeePaid if day.year() == year => {
                sum = Some(sum.unwrap_or(0_u64).saturating_add(words.yuan.unwrap_or(asked)));
            }
            _ => {}
        }
    }
    Ok(sum)
}
