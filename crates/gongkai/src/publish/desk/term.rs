//! 公开期限: the panel with the last day or the last hour, its bar and its proof.

use gongkai_law::{
    calendar::{Calendar, Kind},
    proactive::{
        kind::PublicationKind,
        overturn::Overturned,
        running::{Explained, Known, Running, Since},
        term::{INTERPRETATION, PENALTY_WITHDRAWN, Within},
    },
};
use gongkai_store::Moment;
use jiff::{
    civil::{Date, DateTime},
    tz::Offset,
};

use crate::{
    calendar_view::{Bar, CellView, MonthView, grid, marks},
    office::Office,
    publish::running::instant,
    requests::desk::wording::{Urgency, long, short},
    typed::spoken_moment,
};

/// Days of a proof at most.
const LONGEST: usize = 200;

const OUT: &str = "最迟公开";
const DOWN: &str = "最迟撤下";

/// What `publish/term.html` prints.
pub struct TermPanel {
    /// What is to be done by then.
    pub title: &'static str,
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
    /// Of a publication of this kind, of which this is known, and which is still to be published.
    pub fn of(kind: PublicationKind, known: &Known, office: &Office) -> Self {
        let (today, calendar) = (office.today(), &*office.calendar);
        let Some(term) = Running::of(kind, known, calendar) else { return Self::standing(kind, known) };
        let (from, called) = match term.since {
            Since::Formed(day) => (day, "成文"),
            Since::Converted(day) => (day, "转为主动公开"),
            Since::Day(_, day) => (day, "起算"),
            Since::Changed(day) => (day, "变更"),
            Since::Published(day) => (day, "公布"),
            Since::Moment(field, from) => {
                return match term.moment {
                    Some(over) => Self::in_hours(&term, (field.label, from, over), office),
                    None => Self::standing(kind, known),
                };
            }
        };
        let what = match term.since {
            Since::Published(_) => "被解读的文件公布之日",
            Since::Day(field, _) => field.label,
            _ => called,
        };
        let (proof, working) = match term.rule.within {
            Within::Workdays(count) => (proof(from, term.last, calendar), Some(count)),
            Within::Days(_) | Within::Hours(_) => (Vec::new(), None),
        };
        let bar = working.map(|all| {
            let past = proof.iter().filter(|day| day.n.is_some() && day.date <= today).count().min(usize::from(all));
            Bar { days: marks(all, past), label: format!("{all}个工作日中已过{past}个") }
        });
        Self {
            title: OUT,
            day: Some((term.last.to_string(), long(term.last, today))),
            left: Urgency::until(term.last, today, calendar).words(),
            late: term.last < today,
            provisional: term.provisional,
            bar,
            hint: format!("从{what}{}起{}（{}）。", long(from, today), term.rule.said(), term.rule.basis),
            months: grid(&proof, |day| day.date, |day| cell(day, ((from, called), term.last, today), calendar)),
        }
    }

    /// Of what is to be taken down since its decision fell.
    pub fn of_fall(fell: Overturned, office: &Office) -> Self {
        let (today, calendar) = (office.today(), &*office.calendar);
        let what = format!("处罚决定{}", fell.how.label());
        let Some(term) = fell.due(calendar) else {
            return Self { title: DOWN, ..Self::without_day(what) };
        };
        let proof = proof(fell.day, term.date, calendar);
        let rule = PENALTY_WITHDRAWN;
        Self {
            title: DOWN,
            day: Some((term.date.to_string(), long(term.date, today))),
            left: Urgency::until(term.date, today, calendar).words(),
            late: term.date < today,
            provisional: term.provisional,
            bar: None,
            hint: format!(
                "{what}，从{}起{}内撤下，并公开说明理由（{}）。",
                long(fell.day, today),
                rule.said(),
                rule.basis
            ),
            months: grid(&proof, |day| day.date, |day| cell(day, ((fell.day, "变动"), term.date, today), calendar)),
        }
    }

    /// No day is known.
    fn without_day(hint: String) -> Self {
        let left = "还没有起算".to_owned();
        Self { title: OUT, day: None, left, late: false, provisional: false, bar: None, hint, months: Vec::new() }
    }

    /// Nothing is known that it runs from.
    fn standing(kind: PublicationKind, known: &Known) -> Self {
        let (rule, label) = (kind.rule(), kind.label());
        let hint = match known.explained {
            Explained::Unpublished => format!(
                "被解读的文件还没有公布，公布之日起{}（{}），公布后自动起算。",
                INTERPRETATION.said(),
                INTERPRETATION.basis
            ),
            _ => {
                let day = kind.start().map_or("成文日期", |field| field.label);
                format!("{label}的期限是{}（{}），填了{day}就算出最后一天。", rule.said(), rule.basis)
            }
        };
        Self::without_day(hint)
    }

    /// A term in hours: its proof is one sentence.
    fn in_hours(term: &Running, (label, from, over): (&str, DateTime, DateTime), office: &Office) -> Self {
        let (left, late) = instant(over).map_or((String::new(), false), |at| hours_left(at, office.now_ms()));
        Self {
            title: OUT,
            day: Some((over.strftime("%Y-%m-%dT%H:%M+08:00").to_string(), spoken(over, office.today()))),
            left,
            late,
            provisional: false,
            bar: None,
            hint: format!(
                "{label}{}，加{}，到{}为止，不分工作日和休息日（{}）。按北京时间。",
                spoken_moment(from),
                term.rule.said(),
                spoken_moment(over),
                term.rule.basis
            ),
            months: Vec::new(),
        }
    }
}

fn spoken(at: DateTime, today: Date) -> String {
    format!("{}{}时{:02}分", long(at.date(), today), at.hour(), at.minute())
}

/// How much of a term in hours is left, or by how much it is late, to the minute: 剩3小时20分. Whether it is late.
pub fn hours_left(over: Moment, now_ms: i64) -> (String, bool) {
    let late = over.0 < now_ms;
    // what is not a whole minute is time that is left, and not yet time that is lost
    let minutes = (over.0.abs_diff(now_ms)).div_ceil(60_000);
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let time = match (hours, minutes) {
        (0, minutes) => format!("{minutes}分"),
        (hours, 0) => format!("{hours}小时"),
        (hours, minutes) => format!("{hours}小时{minutes}分"),
    };
    (format!("{}{time}", if late { "逾期" } else { "剩" }), late)
}

/// A last moment as a list says it: ISO and `10-12 14:40`.
pub fn moment_line(over: Moment, today: Date) -> (String, String) {
    let at = Offset::constant(8).to_datetime(over.timestamp());
    let iso = at.strftime("%Y-%m-%dT%H:%M+08:00").to_string();
    (iso, format!("{} {:02}:{:02}", short(at.date(), today), at.hour(), at.minute()))
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

fn cell(day: &Counted, ((from, called), due, today): ((Date, &str), Date, Date), calendar: &Calendar) -> CellView {
    let known = calendar.day(day.date);
    let festival = || known.name.map(|name| name.chars().take(2).collect::<String>()).unwrap_or_default();
    let (mut class, word) = match day.n {
        _ if day.date == from => ("start".to_owned(), called.to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_late_right_after_it_and_not_before() {
        const MINUTE: i64 = 60_000;
        let over = Moment(1_000_000 * MINUTE);
        let said = |now_ms| hours_left(over, now_ms);
        assert_eq!(said(over.0 - 200 * MINUTE), ("剩3小时20分".to_owned(), false));
        assert_eq!(said(over.0 - 1), ("剩1分".to_owned(), false));
        assert_eq!(said(over.0 + 1), ("逾期1分".to_owned(), true));
        assert_eq!(said(over.0 + 120 * MINUTE), ("逾期2小时".to_owned(), true));
    }
}
