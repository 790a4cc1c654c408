//! 公开期限: the panel with the last day, its bar and its proof.

use gongkai_law::{
    calendar::{Calendar, Kind},
    proactive::{kind::PublicationKind, term::Within},
};
use jiff::civil::Date;

use crate::{
    calendar_view::{Bar, CellView, MonthView, grid, marks},
    office::Office,
    requests::desk::wording::{Urgency, long},
};

/// Days of a proof at most.
const LONGEST: usize = 200;

/// What `publish/term.html` prints.
pub struct TermPanel {
    /// ISO and in words; `None` while no day is known from which to count.
    pub day: Option<(String, String)>,
    pub left: String,
    pub late: bool,
    pub provisional: bool,
    /// One mark for each working day.
    pub bar: Option<Bar>,
    pub hint: String,
    /// The proof, month by month; for terms of working days.
    pub months: Vec<MonthView>,
}

impl TermPanel {
    /// Of a publication of this kind that was formed on this day and is still to be published.
    pub fn of(kind: PublicationKind, formed: Option<Date>, office: &Office) -> Self {
        let (rule, today, calendar) = (kind.rule(), office.today(), &*office.calendar);
        let term = formed.and_then(|formed| Some((formed, rule.due(formed, calendar)?)));
        let Some((formed, term)) = term else {
            let hint =
                format!("{}的期限是{}（{}），填了成文日期就算出最后一天。", kind.label(), rule.said(), rule.basis);
            let left = "还没有起算".to_owned();
            return Self { day: None, left, late: false, provisional: false, bar: None, hint, months: Vec::new() };
        };
        let (proof, working) = match rule.within {
            Within::Workdays(count) => (proof(formed, term.date, calendar), Some(count)),
            Within::Days(_) | Within::Hours(_) => (Vec::new(), None),
        };
        let bar = working.map(|all| {
            let past = proof.iter().filter(|day| day.n.is_some() && day.date <= today).count().min(usize::from(all));
            Bar { days: marks(all, past), label: format!("{all}个工作日中已过{past}个") }
        });
        Self {
            day: Some((term.date.to_string(), long(term.date, today))),
            left: Urgency::until(term.date, today, calendar).words(),
            late: term.date < today,
            provisional: term.provisional,
            bar,
            hint: format!("从成文日期{}起{}（{}）。", long(formed, today), rule.said(), rule.basis),
            months: grid(&proof, |day| day.date, |day| cell(day, (formed, term.date, today), calendar)),
        }
    }
}

/// A day of the proof.
struct Counted {
    date: Date,
    /// Which working day it is.
    n: Option<u16>,
}

/// The days from the one on which it was formed to the last of the term.
fn proof(formed: Date, due: Date, calendar: &Calendar) -> Vec<Counted> {
    let mut n = 0;
    let days = std::iter::successors(Some(formed), |day| day.tomorrow().ok()).take(LONGEST);
    days.take_while(|day| *day <= due)
        .map(|date| {
            let counts = date > formed && calendar.is_workday(date);
            n += u16::from(counts);
            Counted { date, n: counts.then_some(n) }
        })
        .collect()
}

fn cell(day: &Counted, (formed, due, today): (Date, Date, Date), calendar: &Calendar) -> CellView {
    let known = calendar.day(day.date);
    let festival = || known.name.map(|name| name.chars().take(2).collect::<String>()).unwrap_or_default();
    let (mut class, word) = match day.n {
        _ if day.date == formed => ("start".to_owned(), "成文".to_owned()),
        _ if day.date == due => ("end".to_owned(), "到期".to_owned()),
        Some(_) if known.kind == Kind::Workday && known.name.is_some() => ("count made".to_owned(), "班".to_owned()),
        Some(_) => ("count".to_owned(), String::new()),
        None => ("rest".to_owned(), festival()),
    };
    if day.date == today {
        class += " today";
    }
    if known.provisional {
        class += " guess";
    }
    let unseen = match (day.date == today, day.n.is_none() && word.is_empty()) {
        (true, _) => "今天，",
        (false, true) => "不计",
        (false, false) => "",
    };
    CellView { class, day: day.date.day().to_string(), word_up: day.n.is_some(), word, n: day.n, unseen }
}
