//! 征求意见: asking a third party (art. 32) or an organ that made the information too (art. 34).

use jiff::civil::Date;

use crate::{
    article::Article,
    calendar::{Calendar, Term},
};

/// Working days that a third party or another organ has, from the day it gets the letter.
pub const WORKDAYS: u16 = 15;

/// Who is asked: what silence means depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// 第三方: whose lawful rights disclosure would harm.
    ThirdParty,
    /// 共同制作机关: an organ that made the information too.
    CoProducer,
}

/// What it means that nobody answers in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Silence {
    /// The office decides by the Regulation itself.
    OfficeDecides,
    /// 视为同意公开: silence is consent to disclosure.
    Consent,
}

impl Asked {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ThirdParty, Self::CoProducer];

    /// The word in machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::ThirdParty => "third_party",
            Self::CoProducer => "co_producer",
        }
    }

    /// The one of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|asked| asked.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::ThirdParty => "第三方",
            Self::CoProducer => "共同制作机关",
        }
    }

    /// The article that gives the term and the meaning of silence.
    pub fn basis(self) -> Article {
        match self {
            Self::ThirdParty => Article::regulation(32),
            Self::CoProducer => Article::regulation(34),
        }
    }

    /// What silence means.
    pub fn silence(self) -> Silence {
        match self {
            Self::ThirdParty => Silence::OfficeDecides,
            Self::CoProducer => Silence::Consent,
        }
    }
}

/// The last day on which whoever got the letter on `delivered` may answer. `None` past the year 9999.
///
/// ```
/// use gongkai_law::{calendar::Calendar, request::third_party};
/// use jiff::civil::date;
///
/// let term = third_party::answer_by(date(2026, 9, 24), Calendar::built_in()).unwrap();
/// assert_eq!(term.date, date(2026, 10, 22));
/// ```
pub fn answer_by(delivered: Date, calendar: &Calendar) -> Option<Term> {
    calendar.workday_after(delivered, WORKDAYS)
}
