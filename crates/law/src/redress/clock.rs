//! 期限: until when we have to answer, and when the decision may be expected, each with its days.
//!
//! 《行政复议法》 arts 48, 54, 62, 88; 《行政诉讼法》 arts 67, 81, 83, 88; an appeal's answer 《民事诉讼法》 art. 174.

use jiff::{ToSpan, civil::Date};

use super::{Route, standing::Instance};
use crate::{
    article::{Article, Instrument},
    calendar::{Calendar, Kind},
};

/// 适用程序
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Procedure {
    /// 普通程序
    Ordinary,
    /// 简易程序, open to cases about disclosure: 《行政复议法》 art. 53, 《行政诉讼法》 art. 82.
    Simplified,
}

impl Procedure {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ordinary, Self::Simplified];

    /// The word in the register.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Simplified => "simplified",
        }
    }

    /// The procedure of this word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|procedure| procedure.key() == key)
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ordinary => "普通程序",
            Self::Simplified => "简易程序",
        }
    }
}

/// 期间: how long a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// 工作日: the terms of up to ten days of 《行政复议法》 are such. Art. 88.
    Workdays(u16),
    /// 日: every day counts; a last day on which offices are closed moves on.
    Days(u16),
    /// 月: to the same day of a later month; moves on likewise.
    Months(u16),
}

impl Span {
    /// In Chinese: `10个工作日`.
    pub fn words(self) -> String {
        match self {
            Self::Workdays(n) => format!("{n}个工作日"),
            Self::Days(n) => format!("{n}日"),
            Self::Months(n) => format!("{n}个月"),
        }
    }

    /// Its last day before it moves off a day on which offices are closed.
    pub(super) fn end(self, from: Date, calendar: &Calendar) -> Option<Date> {
        match self {
            Self::Workdays(n) => calendar.workday_after(from, n).map(|term| term.date),
            Self::Days(n) => from.checked_add(i64::from(n).days()).ok(),
            Self::Months(n) => from.checked_add(i64::from(n).months()).ok(),
        }
    }
}

/// What a day did to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The day on which it began, which does not count.
    Start,
    /// It counts.
    Counted,
    /// It does not: a day off, in a term of working days.
    Off,
    /// The term is over, but offices are closed.
    Moved,
    /// The last day.
    Due,
}

/// One day of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// What it did.
    pub mark: Mark,
    /// Which counted day it is, from 1.
    pub n: Option<u16>,
    /// What the calendar says of it.
    pub kind: Kind,
    /// The festival of the notice, if there is one.
    pub name: Option<String>,
    /// 暂定: no notice in hand settles the day yet.
    pub provisional: bool,
}

/// A term with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The day after which it is counted.
    pub from: Date,
    /// How long it is.
    pub span: Span,
    /// By which article.
    pub basis: Article,
    /// The last day.
    pub due: Date,
    /// 暂定: the last day hangs on a day that no notice settles yet.
    pub provisional: bool,
    /// Every day from the first to the last, both included.
    pub days: Vec<Day>,
}

impl Clock {
    /// Counts a term. `None` past the year 9999.
    ///
    /// ```
    /// use gongkai_law::{calendar::Calendar, redress::{Route, clock::{Clock, Procedure}, standing::Instance}};
    /// use jiff::civil::date;
    ///
    /// let (span, basis) = gongkai_law::redress::clock::answer(Route::Review, Procedure::Ordinary, Instance::First);
    /// let clock = Clock::of(date(2026, 9, 18), span, basis, Calendar::built_in()).unwrap();
    /// assert_eq!((clock.due, basis.to_string().as_str()), (date(2026, 10, 9), "《行政复议法》第四十八条"));
    /// ```
    pub fn of(from: Date, span: Span, basis: Article, calendar: &Calendar) -> Option<Self> {
        let end = span.end(from, calendar)?;
        let mut due = end;
        while !calendar.is_workday(due) {
            due = due.tomorrow().ok()?;
        }
        let days = days(from, (span, end, due), calendar)?;
        // in a term of every day's count only its end asks whether offices are open
        let asks = |day: &Day| day.mark != Mark::Start && (matches!(span, Span::Workdays(_)) || day.date >= end);
        let provisional = days.iter().any(|day| asks(day) && day.provisional);
        Some(Self { from, span, basis, due, provisional, days })
    }
}

fn days(from: Date, (span, end, due): (Span, Date, Date), calendar: &Calendar) -> Option<Vec<Day>> {
    let (mut days, mut n, mut date) = (Vec::new(), 0_u16, from);
    loop {
        let of = calendar.day(date);
        let mark = match of.kind {
            _ if date == from => Mark::Start,
            _ if date == due => Mark::Due,
            _ if date > end => Mark::Moved,
            Kind::Holiday | Kind::Weekend if matches!(span, Span::Workdays(_)) => Mark::Off,
            _ => Mark::Counted,
        };
        let counts = matches!(mark, Mark::Counted | Mark::Due) && date <= end;
        n += u16::from(counts);
        let name = of.name.map(str::to_owned);
        days.push(Day { date, mark, n: counts.then_some(n), kind: of.kind, name, provisional: of.provisional });
        if date >= due {
            return Some(days);
        }
        date = date.tomorrow().ok()?;
    }
}

const fn review(number: u8) -> Article {
    Article::of(Instrument::ReviewLaw, number)
}

const fn suit(number: u8) -> Article {
    Article::of(Instrument::LitigationLaw, number)
}

/// 答复、答辩的期限: how long we have from the day on which the papers came, and by which article.
pub fn answer(route: Route, procedure: Procedure, instance: Instance) -> (Span, Article) {
    match (route, procedure, instance) {
        (Route::Review, Procedure::Ordinary, _) => (Span::Workdays(10), review(48)),
        (Route::Review, Procedure::Simplified, _) => (Span::Workdays(5), review(54)),
        (_, _, Instance::Second) => (Span::Days(15), Article::of(Instrument::CivilProcedureLaw, 174)),
        _ => (Span::Days(15), suit(67)),
    }
}

/// 审理期限: how long they have from the day on which they took the case, and by which article. `None` for a retrial,
/// whose term is that of the instance that it repeats.
pub fn decision(route: Route, procedure: Procedure, instance: Instance) -> Option<(Span, Article)> {
    match (route, procedure, instance) {
        (Route::Review, Procedure::Ordinary, _) => Some((Span::Days(60), review(62).paragraph(1))),
        (Route::Review, Procedure::Simplified, _) => Some((Span::Days(30), review(62).paragraph(2))),
        (_, _, Instance::Retrial) => None,
        (_, _, Instance::Second) => Some((Span::Months(3), suit(88))),
        (_, Procedure::Simplified, _) => Some((Span::Days(45), suit(83))),
        (_, Procedure::Ordinary, _) => Some((Span::Months(6), suit(81))),
    }
}

/// 逾期不答复的后果: where the law takes an answer that does not come in time for one without evidence and basis. `None`
/// of an appeal, which is heard without the answer all the same.
pub fn silence(route: Route, instance: Instance) -> Option<Article> {
    match (route, instance) {
        (Route::Review, _) => Some(review(70)),
        (_, Instance::Second) => None,
        _ => Some(suit(34).paragraph(2)),
    }
}
