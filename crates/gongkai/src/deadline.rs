//! 期限计算器: the reply deadline with every day accounted for.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use gongkai_law::{
    calendar::Calendar,
    request::{
        clarify,
        deadline::{Deadline, DeadlineError, Event, reckon},
        fee, third_party,
    },
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    calendar_view::{self, MonthView, spoken, weekday},
    guard::Visitor,
    office::Office,
    page::{self, Chrome, Error, FieldError, Nav},
    typed,
};

/// The form, as it came: every field may be missing or blank.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    received: String,
    extend: String,
    asked: String,
    corrected: String,
    notice: String,
    paid: String,
    sent: String,
    answered: String,
    sent2: String,
    answered2: String,
    delay: String,
    known: String,
}

impl Asked {
    fn fields(&self) -> [(&'static str, &str); 12] {
        [
            ("received", &self.received),
            ("extend", &self.extend),
            ("asked", &self.asked),
            ("corrected", &self.corrected),
            ("notice", &self.notice),
            ("paid", &self.paid),
            ("sent", &self.sent),
            ("answered", &self.answered),
            ("sent2", &self.sent2),
            ("answered2", &self.answered2),
            ("delay", &self.delay),
            ("known", &self.known),
        ]
    }

    /// The address that asks the same again, blank fields left out.
    fn permalink(&self, received: Date) -> String {
        let rest = self.fields().into_iter().skip(1).filter(|(_, value)| !value.is_empty());
        rest.fold(format!("/deadline?received={received}"), |link, (name, value)| {
            // dates and numbers only: nothing in them needs to be escaped
            format!("{link}&{name}={value}")
        })
    }

    /// Whether one of the fields behind the fold is filled in.
    fn has_more(&self) -> bool {
        let beside = ["received", "extend", "sent", "answered"];
        self.fields().iter().any(|(name, value)| !beside.contains(name) && !value.is_empty())
    }
}

/// What the form says, understood.
struct Question {
    received: Date,
    events: Vec<Event>,
    known: Option<Date>,
}

/// Reads the fields, and says what is wrong with each that cannot be read.
struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    fn date(&mut self, name: &'static str, value: &str) -> Option<Date> {
        if value.is_empty() {
            return None;
        }
        let date = value.parse::<Date>().ok().filter(|date| (2007..=2100).contains(&date.year()));
        if date.is_none() {
            self.errors
                .push(FieldError::new(name, format!("{}写成“2026-09-18”的样子，在2007年至2100年之间", label(name))));
        }
        date
    }

    fn pair(&mut self, names: [&'static str; 2], values: [&str; 2]) -> Option<(Date, Option<Date>)> {
        let (from, to) = (self.date(names[0], values[0]), self.date(names[1], values[1]));
        if from.is_none() && to.is_some() {
            self.errors
                .push(FieldError::new(names[0], format!("填了“{}”，“{}”也要填", label(names[1]), label(names[0]))));
        }
        from.map(|from| (from, to))
    }
}

/// A date's name, as the form has it.
fn label(field: &str) -> &'static str {
    match field {
        "received" => "收到申请的日期",
        "asked" => "要求补正的日期",
        "corrected" => "收到补正的日期",
        "notice" => "收到收费通知的日期",
        "paid" => "缴费的日期",
        "sent" => "发出征求意见书的日期",
        "answered" => "收到意见的日期",
        "sent2" => "第二次发出征求意见书的日期",
        "answered2" => "第二次收到意见的日期",
        "delay" => "合理延迟到的日期",
        _ => "放假通知的日期",
    }
}

fn understand(asked: &Asked, today: Date) -> Result<Question, Vec<FieldError>> {
    let mut fields = Fields { errors: Vec::new() };
    let received = fields.date("received", &asked.received).unwrap_or(today);
    let mut events = Vec::new();
    let clarify = fields.pair(["asked", "corrected"], [&asked.asked, &asked.corrected]);
    events.extend(clarify.map(|(asked, corrected)| Event::Clarify { asked, corrected }));
    let fee = fields.pair(["notice", "paid"], [&asked.notice, &asked.paid]);
    events.extend(fee.map(|(notice, paid)| Event::Fee { notice, paid }));
    for (names, values) in [
        (["sent", "answered"], [&asked.sent, &asked.answered]),
        (["sent2", "answered2"], [&asked.sent2, &asked.answered2]),
    ] {
        let consult = fields.pair(names, values.map(String::as_str));
        events.extend(consult.map(|(sent, answered)| Event::Consult { sent, answered }));
    }
    match asked.extend.as_str() {
        "" | "0" => {}
        days => match days.parse() {
            Ok(days) => events.push(Event::Extend { days }),
            Err(_) => fields.errors.push(FieldError::new("extend", "延长的工作日写0至20的整数")),
        },
    }
    events.extend(fields.date("delay", &asked.delay).map(|until| Event::Delay { until }));
    let known = fields.date("known", &asked.known);
    if fields.errors.is_empty() { Ok(Question { received, events, known }) } else { Err(fields.errors) }
}

/// The field that a contradiction is about.
fn field_of(error: DeadlineError, asked: &Asked) -> &'static str {
    let written = |date: Date| {
        let text = date.to_string();
        asked.fields().into_iter().rev().find(|(_, value)| *value == text).map(|(name, _)| name)
    };
    match error {
        DeadlineError::EndsBeforeStart { end, .. } => written(end).unwrap_or("received"),
        DeadlineError::BeforeReceipt { date, .. } => written(date).unwrap_or("received"),
        DeadlineError::ExtendedTooLong => "extend",
        DeadlineError::ClarifiedTwice | DeadlineError::TooFar => "received",
    }
}

#[derive(Template)]
#[template(path = "deadline.html")]
struct DeadlinePage {
    chrome: Chrome,
    asked: Asked,
    more: bool,
    errors: Vec<FieldError>,
    answer: Option<Answer>,
}

impl DeadlinePage {
    fn wrong(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }
}

/// What the page says when the form could be understood.
struct Answer {
    due: Option<(String, String, String)>,
    provisional: bool,
    hint: String,
    warnings: Vec<String>,
    bar: calendar_view::Bar,
    months: Vec<MonthView>,
    text: Vec<String>,
    permalink: String,
    others: Vec<(&'static str, String)>,
    stopped: bool,
    basis: String,
}

/// `GET /deadline`
pub async fn show(
    State(office): State<Office>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let today = office.today();
    let asked = trimmed(asked);
    let chrome = Chrome::new(&office, &visitor, Nav::More);
    let (answer, errors) = match understand(&asked, today) {
        Ok(question) => {
            let calendar = match question.known {
                Some(day) => office.calendar.as_known_on(day),
                None => (*office.calendar).clone(),
            };
            match reckon(question.received, &question.events, &calendar) {
                Ok(deadline) => (Some(answer(&deadline, &asked, &calendar, today)), Vec::new()),
                Err(error) => (None, vec![FieldError::new(field_of(error, &asked), error)]),
            }
        }
        Err(errors) => (None, errors),
    };
    let status = page::form_status(errors.is_empty());
    let mut asked = asked;
    if asked.received.is_empty() {
        asked.received = today.to_string();
    }
    page::show_as(status, &DeadlinePage { chrome, more: asked.has_more(), asked, errors, answer })
}

fn trimmed(asked: Asked) -> Asked {
    let trim = |value: String| typed::number(&value).chars().take(10).collect();
    Asked {
        received: trim(asked.received),
        extend: trim(asked.extend),
        asked: trim(asked.asked),
        corrected: trim(asked.corrected),
        notice: trim(asked.notice),
        paid: trim(asked.paid),
        sent: trim(asked.sent),
        answered: trim(asked.answered),
        sent2: trim(asked.sent2),
        answered2: trim(asked.answered2),
        delay: trim(asked.delay),
        known: trim(asked.known),
    }
}

fn answer(deadline: &Deadline, asked: &Asked, calendar: &Calendar, today: Date) -> Answer {
    Answer {
        due: deadline.due.map(|due| (due.to_string(), spoken(due), weekday(due).to_owned())),
        provisional: deadline.provisional,
        hint: hint(deadline),
        warnings: deadline.warnings.iter().map(ToString::to_string).collect(),
        bar: calendar_view::bar(deadline, today),
        months: calendar_view::months(&deadline.days, today),
        text: calendar_view::text(&deadline.days),
        permalink: asked.permalink(deadline.received),
        others: others(deadline.received, calendar),
        stopped: deadline.days.iter().any(|day| day.kind == gongkai_law::request::deadline::Kind::Stopped),
        basis: gongkai_law::request::deadline::BASIS.to_string(),
    }
}

fn hint(deadline: &Deadline) -> String {
    use gongkai_law::request::deadline::Kind;
    let count = |kind: Kind| deadline.days.iter().filter(|day| day.kind == kind).count();
    let start = match deadline.clock_start == deadline.received {
        true => format!("{}收到", spoken(deadline.received)),
        false => format!("{}收到，{}补正或者缴费，重新起算", spoken(deadline.received), spoken(deadline.clock_start)),
    };
    let off = match count(Kind::Off) {
        0 => String::new(),
        days => format!("中间有{days}天周末和节假日，不计。"),
    };
    let stopped = match count(Kind::Stopped) {
        0 => String::new(),
        days => format!("{days}个工作日停止计算。"),
    };
    format!("{start}，从第二天起数{}个工作日。{off}{stopped}", deadline.working_days)
}

/// Other terms that would start on the same day.
fn others(start: Date, calendar: &Calendar) -> Vec<(&'static str, String)> {
    let terms = [
        ("要求申请人补正，最迟", clarify::ask_by(start, calendar)),
        ("第三方这天收到征求意见书，最迟答复", third_party::answer_by(start, calendar)),
        ("申请人这天收到收费通知，最迟缴费", fee::pay_by(start, calendar)),
    ];
    let told = |(what, term): (&'static str, Option<gongkai_law::calendar::Term>)| {
        let term = term?;
        Some((what, format!("{}{}", spoken(term.date), if term.provisional { "（暂定）" } else { "" })))
    };
    terms.into_iter().filter_map(told).collect()
}
