//! `/desk/month`: what falls due on which day.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    calendar::{Calendar, Kind},
    request::{fee, refusal::opine_by, standing::Standing},
};
use gongkai_store::{Order, PersonId, Redress, RedressFilter, RequestFilter, RequestLine, Scope, Turn};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use super::{
    list::eyes,
    wording::{self, Urgency, long, short},
};
use crate::{
    calendar_view::weekday,
    guard::Visitor,
    office::Office,
    page::{self, Error},
    people::frame::{Desk, Place},
    redress::desk::wording::in_month,
};

/// Requests that the month looks at; those due first, first.
const MOST: i64 = 400;
/// Marks of a day before “还有几件”.
const MARKS: usize = 4;
/// Weeks of the load.
const WEEKS: i64 = 4;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `2026-10`
    m: String,
    /// `me` for one's own.
    w: String,
    /// `answer` for the due dates of answers alone.
    k: String,
}

struct Mark {
    class: &'static str,
    href: String,
    words: String,
}

#[derive(Default)]
struct Cell {
    class: String,
    day: String,
    week: &'static str,
    word: String,
    marks: Vec<Mark>,
    more: usize,
}

struct Chip {
    href: String,
    label: &'static str,
    current: bool,
}

struct Waiting {
    number: String,
    /// The number without what all have in common, and the title.
    words: String,
    tag: String,
    why: String,
}

struct Load {
    /// x, y, height and count of each week.
    bars: Vec<(i64, String, String)>,
    label: String,
}

#[derive(Template)]
#[template(path = "desk/month.html")]
struct MonthPage {
    desk: Desk,
    caption: String,
    before: String,
    after: String,
    chips: Vec<Chip>,
    weeks: Vec<Vec<Cell>>,
    found: i64,
    facts: Vec<(String, String)>,
    load: Load,
    waiting: Vec<Waiting>,
    /// More than the month looks at.
    cut: bool,
}

/// `GET /desk/month`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let desk = Desk::new(&office, &visitor, Place::Month).await?;
    let (scope, me, _) = eyes(visitor.hand()?)?;
    let today = office.today();
    let first = format!("{}-01", asked.m).parse::<Date>().unwrap_or(today).first_of_month();
    let lines = open(&office, scope, (asked.w == "me").then_some(me)).await?;
    let standings = wording::standings(&office, &lines).await?;
    let mut days: BTreeMap<Date, Vec<Mark>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for line in &lines {
        let Some(standing) = standings.get(&line.id) else { continue };
        let marks = marks(line, standing, &office, asked.k == "answer");
        marks.into_iter().for_each(|(day, mark)| days.entry(day).or_default().push(mark));
        if line.due.is_none() {
            waiting.push(Waiting {
                number: line.number.clone(),
                words: format!("{}　{}", last_part(line, today), line.title),
                tag: Urgency::of(line, today, &office.calendar).words(),
                why: wording::now(standing, today, &office.calendar),
            });
        }
    }
    let cases = cases(&office, scope, &asked).await?;
    for case in &cases {
        for (day, class, words) in in_month(case, today, &office.calendar, asked.k == "answer") {
            let href = format!("/desk/redress/{}", case.number);
            days.entry(day).or_default().push(Mark { class, href, words });
        }
    }
    let found = i64::try_from(lines.len()).unwrap_or(MOST);
    let address = |m: Date| format!("/desk/month?m={}-{:02}&w={}&k={}", m.year(), m.month(), asked.w, asked.k);
    page::show(&MonthPage {
        desk,
        caption: format!("{}年{}月", first.year(), first.month()),
        before: address(first.saturating_sub(1.month())),
        after: address(first.saturating_add(1.month())),
        chips: chips(&asked),
        weeks: weeks(first, today, &office.calendar, days),
        facts: facts(&lines, &cases, first, today),
        load: load(&lines, today),
        cut: found == MOST,
        found,
        waiting,
    })
}

async fn open(office: &Office, scope: Scope, officer: Option<PersonId>) -> Result<Vec<RequestLine>, Error> {
    let filter = RequestFilter { open: true, officer, ..RequestFilter::default() };
    Ok(office.db.requests(scope, &filter, Order::Due, Turn::First, MOST).await?)
}

/// The open cases of review and litigation: they are the organ's, not one officer's.
async fn cases(office: &Office, scope: Scope, asked: &Asked) -> Result<Vec<Redress>, Error> {
    if asked.w == "me" {
        return Ok(Vec::new());
    }
    let open = RedressFilter { open: true, ..RedressFilter::default() };
    Ok(office.db.redress_cases(scope, &open, 0, MOST).await?)
}

fn chips(asked: &Asked) -> Vec<Chip> {
    let chip = |label, w: &str, k: &str| Chip {
        href: format!(
            "/desk/month?m={}&w={w}&k={k}",
            asked.m.chars().filter(char::is_ascii).take(7).collect::<String>()
        ),
        label,
        current: (asked.w.as_str(), asked.k.as_str()) == (w, k),
    };
    vec![chip("全部", "", ""), chip("我经办", "me", ""), chip("只看答复期限", "", "answer")]
}

/// `0137`: of a number, what not all have in common; with its year where that is another than today's.
fn last_part(line: &RequestLine, today: Date) -> &str {
    let number = line.number.as_str();
    let Some((before, last)) = number.rsplit_once('-') else { return number };
    match before.rsplit_once('-') {
        Some((sign, year)) if year != today.year().to_string() => number.get(sign.len() + 1..).unwrap_or(last),
        _ => last,
    }
}

/// `0137 供水水质报告`
fn brief(line: &RequestLine, today: Date) -> String {
    format!("{} {}", last_part(line, today), line.title)
}

/// All days that a request has something on.
fn marks(line: &RequestLine, standing: &Standing, office: &Office, answers: bool) -> Vec<(Date, Mark)> {
    let (today, calendar) = (office.today(), &*office.calendar);
    let href = format!("/desk/requests/{}", line.number);
    let mark = |class, words| Mark { class, href: href.clone(), words };
    let mut marks = Vec::new();
    if let Some(due) = line.due {
        let urgency = Urgency::until(due.0, today, calendar);
        let words = match urgency {
            Urgency::Late(_) => format!("逾期 {}", brief(line, today)),
            Urgency::Today => format!("今天 {}", brief(line, today)),
            _ => brief(line, today),
        };
        let class = match urgency.edge(line.provisional) {
            "ok" => "",
            edge => edge,
        };
        marks.push((due.0, mark(class, words)));
    }
    if answers {
        return marks;
    }
    let mut other = |day: Option<Date>, what: &str| {
        marks.extend(day.map(|day| (day, mark("other", format!("{what} {}", brief(line, today))))));
    };
    other(line.internal_due.map(|day| day.0), "内部期限");
    other(standing.open_clarify().and_then(|question| question.until), "补正限");
    other(standing.reasons.filter(|question| question.came.is_none()).and_then(|question| question.until), "理由限");
    let pay = standing.open_fee().and_then(|question| fee::pay_by(question.asked, calendar));
    other(pay.map(|term| term.date), "缴费限");
    for consult in standing.open_consults() {
        other(opine_by(consult, calendar), "意见期满");
    }
    marks
}

fn weeks(first: Date, today: Date, calendar: &Calendar, mut days: BTreeMap<Date, Vec<Mark>>) -> Vec<Vec<Cell>> {
    let out = || Cell { class: "out".to_owned(), ..Cell::default() };
    let lead = usize::from(first.weekday().to_monday_zero_offset().unsigned_abs());
    let mut cells: Vec<Cell> = (0..lead).map(|_| out()).collect();
    for date in first.series(1.day()).take(usize::from(first.days_in_month().unsigned_abs())) {
        cells.push(cell(date, today, calendar, days.remove(&date).unwrap_or_default()));
    }
    let mut weeks = Vec::new();
    let mut week = Vec::with_capacity(7);
    for cell in cells {
        week.push(cell);
        if week.len() == 7 {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if !week.is_empty() {
        week.resize_with(7, out);
        weeks.push(week);
    }
    weeks
}

fn cell(date: Date, today: Date, calendar: &Calendar, mut marks: Vec<Mark>) -> Cell {
    let day = calendar.day(date);
    let (class, word) = match (day.kind, day.name) {
        (Kind::Workday, Some(_)) => ("made", "班".to_owned()),
        (Kind::Workday, None) => ("", String::new()),
        (Kind::Holiday, name) => ("rest", name.unwrap_or_default().chars().take(2).collect()),
        (Kind::Weekend, _) => ("rest", String::new()),
    };
    let is_today = date == today;
    let more = marks.len().saturating_sub(MARKS);
    marks.truncate(MARKS);
    Cell {
        class: if is_today { format!("{class} today") } else { class.to_owned() },
        day: date.day().to_string(),
        week: weekday(date),
        word: if is_today { "今天".to_owned() } else { word },
        marks,
        more,
    }
}

fn facts(lines: &[RequestLine], cases: &[Redress], first: Date, today: Date) -> Vec<(String, String)> {
    let due: Vec<Date> = lines.iter().filter_map(|line| line.due.map(|due| due.0)).collect();
    let of = |month: Date| due.iter().filter(move |day| day.first_of_month() == month);
    let next = first.saturating_add(1.month());
    let late = due.iter().filter(|day| **day < today).count();
    let mut facts = vec![
        (format!("{}月到期", first.month()), format!("{}件", of(first).count())),
        (format!("{}月到期", next.month()), format!("{}件{}", of(next).count(), busiest(of(next), today))),
        ("逾期".to_owned(), format!("{late}件")),
        ("不计时".to_owned(), format!("{}件", lines.iter().filter(|line| line.due.is_none()).count())),
    ];
    if !cases.is_empty() {
        let owed = cases.iter().filter(|case| case.due.is_some()).count();
        facts.push(("复议诉讼".to_owned(), format!("{}件，{owed}件待答复", cases.len())));
    }
    let provisional: Vec<_> = lines.iter().filter(|line| line.provisional).collect();
    if let Some(due) = provisional.first().and_then(|line| line.due) {
        facts.push(("暂定".to_owned(), format!("{}件，最早{}", provisional.len(), short(due.0, today))));
    }
    facts
}

/// The day of a month on which most is due.
fn busiest<'a>(days: impl Iterator<Item = &'a Date>, today: Date) -> String {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    days.for_each(|day| *counts.entry(*day).or_default() += 1);
    let most = counts.into_iter().max_by_key(|(day, count)| (*count, std::cmp::Reverse(*day)));
    most.map(|(day, count)| format!("，最多的一天{}，{count}件", long(day, today))).unwrap_or_default()
}

/// What is due in this week and the three after it; what is late counts to this one.
fn load(lines: &[RequestLine], today: Date) -> Load {
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let week = |nth: i64| {
        let from = monday.saturating_add((nth * 7).days());
        let to = from.saturating_add(6.days());
        let within = |day: Date| day <= to && (day >= from || nth == 0);
        lines.iter().filter(|line| line.due.is_some_and(|due| within(due.0))).count()
    };
    let counts: Vec<usize> = (0..WEEKS).map(week).collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |(nth, count): (i64, &usize)| {
        let height = 30.0 * f64::from(u32::try_from(*count).unwrap_or(0)) / f64::from(u32::try_from(most).unwrap_or(1));
        (6 + nth * 36, format!("{:.1}", 35.0 - height), format!("{height:.1}"))
    };
    let names = ["本周", "下周", "第三周", "第四周"];
    let said: Vec<String> = names.iter().zip(&counts).map(|(name, count)| format!("{name}{count}件")).collect();
    Load { bars: (0..).zip(&counts).map(bar).collect(), label: said.join("，") }
}
