//! 现在: where a case stands in a few words, and how much it presses.

use gongkai_law::{
    calendar::Calendar,
    redress::{Outcome, Route, conclusion::Conclusion, step::Phase},
};
use gongkai_store::Redress;
use jiff::civil::Date;

use crate::requests::desk::wording::{Urgency, long};

/// How a case shows in a list.
pub struct Sign {
    /// The class of its row's edge.
    pub edge: &'static str,
    /// The class of its tag.
    pub tone: &'static str,
    /// The tag.
    pub words: String,
}

impl Sign {
    /// Of a case that lists show.
    pub fn of(line: &Redress, today: Date, calendar: &Calendar) -> Self {
        let phase = Phase::of_key(&line.phase);
        if let Some(due) = line.due {
            let urgency = Urgency::until(due.0, today, calendar);
            let (edge, tone) = (urgency.edge(line.provisional), urgency.tone(line.provisional));
            return Self { edge, tone, words: urgency.words() };
        }
        let words = phase.map_or("", Phase::label).to_owned();
        match phase {
            Some(Phase::Suspended) => Self { edge: "guess", tone: "plain", words: format!("❚❚ {words}") },
            Some(Phase::Awaits) if line.expected.is_some_and(|day| day.0 < today) => {
                Self { edge: "warn", tone: "warn", words: "上诉期已满".to_owned() }
            }
            Some(Phase::Cancelled) => Self { edge: "", tone: "plain", words },
            Some(Phase::Concluded) => {
                let outcome = line.outcome.as_deref().and_then(Outcome::of_key);
                let tone = match outcome {
                    Some(Outcome::Upheld) => "ok",
                    Some(Outcome::Corrected) => "warn",
                    _ => "plain",
                };
                Self { edge: "", tone, words: outcome.map_or(words, |outcome| outcome.label().to_owned()) }
            }
            _ => Self { edge: "ok", tone: "info", words },
        }
    }
}

/// What a case waits for now, as a list says it.
pub fn now(line: &Redress, today: Date) -> String {
    let route = Route::of_key(&line.route).unwrap_or(Route::Review);
    match Phase::of_key(&line.phase) {
        Some(Phase::Answer) => format!("等本机关{}", answer(route)),
        Some(Phase::Suspended) if line.due.is_some() => format!("已中止，{}的期限照常计算", answer(route)),
        Some(Phase::Suspended) => "中止，等恢复审理".to_owned(),
        Some(Phase::Cancelled) => "登记错了，已注销，不计算".to_owned(),
        Some(Phase::Awaits) => match line.expected.map(|day| day.0) {
            Some(day) if day < today => format!("上诉期{}已满，没有上诉的请登记裁判生效", long(day, today)),
            Some(day) => format!("责令重新答复，上诉期到{}，还没有生效", long(day, today)),
            None => "责令重新答复，还没有生效".to_owned(),
        },
        Some(Phase::Concluded) => {
            line.conclusion.as_deref().and_then(Conclusion::of_key).map_or("", Conclusion::label).to_owned()
        }
        _ => heard(line, route, today),
    }
}

fn heard(line: &Redress, route: Route, today: Date) -> String {
    if let Some(day) = line.hearing.map(|day| day.0).filter(|day| *day >= today) {
        return format!("{}{}", long(day, today), hearing(route));
    }
    match line.expected.map(|day| day.0) {
        Some(day) if day < today => format!("审理期限{}已过，还没有收到结果", long(day, today)),
        Some(day) => format!("等结果，审理期限{}", long(day, today)),
        None => "等结果".to_owned(),
    }
}

/// 答复 before a review organ, 答辩 before a court.
pub fn answer(route: Route) -> &'static str {
    if route.is_suit() { "答辩" } else { "答复" }
}

/// 答复书 for a review organ, 答辩状 for a court.
pub fn paper(route: Route) -> &'static str {
    if route.is_suit() { "答辩状" } else { "答复书" }
}

/// 听证 before a review organ, 开庭 before a court.
pub fn hearing(route: Route) -> &'static str {
    if route.is_suit() { "开庭" } else { "听证" }
}

/// What a case has in the month: day, class of the mark, words; `answers` for the due dates of answers alone.
pub fn in_month(line: &Redress, today: Date, calendar: &Calendar, answers: bool) -> Vec<(Date, &'static str, String)> {
    let route = Route::of_key(&line.route).unwrap_or(Route::Review);
    let of = if route.is_suit() { "诉讼" } else { "复议" };
    let brief = line.title.chars().take(8).collect::<String>();
    let mut marks = Vec::new();
    if let Some(due) = line.due.map(|due| due.0) {
        let urgency = Urgency::until(due, today, calendar);
        let late = if matches!(urgency, Urgency::Late(_)) { "逾期 " } else { "" };
        let class = match urgency.edge(line.provisional) {
            "ok" => "",
            edge => edge,
        };
        marks.push((due, class, format!("{late}{of}{} {brief}", answer(route))));
    }
    let expected = if Phase::of_key(&line.phase) == Some(Phase::Awaits) { "上诉期满" } else { "审限" };
    let others = [(line.hearing, hearing(route)), (line.expected, expected)];
    for (day, what) in others.into_iter().filter(|_| !answers) {
        marks.extend(day.map(|day| (day.0, "other", format!("{what} {brief}"))));
    }
    marks
}
