//! 期限: the panel with the day by which we answer, its bar and its proof.

use gongkai_law::{
    calendar::{Calendar, Kind},
    redress::{
        clock::{Clock, Day, Mark, Span, silence},
        standing::Standing,
        step::Phase,
    },
};
use jiff::civil::Date;

use super::wording::{answer, paper};
use crate::{
    calendar_view::{self, Bar, CellView, weekday},
    requests::desk::{
        due::Due,
        wording::{Urgency, long, short},
    },
};

/// Of a case: until when we answer, or when we did.
pub fn due(standing: &Standing, today: Date, calendar: &Calendar) -> Due {
    let cancelled = standing.phase() == Phase::Cancelled;
    let Some(clock) = standing.answer_clock(calendar).filter(|_| !cancelled) else {
        let none = match cancelled {
            true => "案件已经注销，不计期限".to_owned(),
            false => format!("这一审没有要求本机关{}", answer(standing.route)),
        };
        let hints = vec![format!("{none}。")];
        return Due {
            day: None,
            left: none,
            late: false,
            provisional: false,
            bar: None,
            hints,
            months: Vec::new(),
            text: Vec::new(),
        };
    };
    let left = match standing.answered {
        Some(on) if on > clock.due => format!("{}提交，逾期", short(on, today)),
        Some(on) => format!("{}已提交", short(on, today)),
        None if !standing.owes_answer() => "没有提交就审结了".to_owned(),
        None => Urgency::until(clock.due, today, calendar).words(),
    };
    let late = standing.answered.map_or(standing.owes_answer() && clock.due < today, |on| on > clock.due);
    Due {
        day: Some((clock.due.to_string(), long(clock.due, today))),
        left,
        late,
        provisional: clock.provisional,
        bar: Some(bar(&clock, standing.answered.unwrap_or(today))),
        hints: hints(standing, (&clock, late), today),
        months: calendar_view::grid(&clock.days, |day| day.date, |day| cell(day, today)),
        text: text(&clock),
    }
}

fn hints(standing: &Standing, (clock, late): (&Clock, bool), today: Date) -> Vec<String> {
    let what = paper(standing.route);
    let mut hints = vec![format!(
        "{}收到，从第二天起数{}内提交{what}和证据（{}）。",
        long(clock.from, today),
        clock.span.words(),
        clock.basis
    )];
    if matches!(clock.span, Span::Days(_)) {
        hints.push("按自然日计算；最后一天放假的，顺延到放假后的第一天。".to_owned());
    }
    hints.push(match (silence(standing.route, standing.instance), late) {
        (Some(basis), true) => {
            format!("已经逾期：没有按期提交的证据、依据，可能视为没有（{basis}）。请尽快补交并说明理由。")
        }
        (Some(basis), false) => format!("逾期不提交的，视为没有证据、依据（{basis}）。"),
        (None, true) => format!("已经逾期：法院照样审理（{}），仍可以尽快提交。", clock.basis),
        (None, false) => format!("不提交的，不影响法院审理（{}）。", clock.basis),
    });
    if clock.provisional {
        hints.push("跨入还没有放假通知的日子，暂按周末和元旦推算，通知载入后重算。".to_owned());
    }
    hints
}

fn bar(clock: &Clock, until: Date) -> Bar {
    let all = clock.days.iter().filter_map(|day| day.n).max().unwrap_or(0);
    let past = clock.days.iter().filter(|day| day.n.is_some() && day.date <= until).count();
    let unit = if matches!(clock.span, Span::Workdays(_)) { "个工作日" } else { "日" };
    Bar { days: calendar_view::marks(all, past), label: format!("{all}{unit}中已过{past}{unit}") }
}

fn cell(day: &Day, today: Date) -> CellView {
    let made = day.kind == Kind::Workday && day.name.is_some();
    let festival = || day.name.as_deref().unwrap_or_default().chars().take(2).collect::<String>();
    let (class, word, unseen) = match day.mark {
        Mark::Start => ("start", "收到".to_owned(), ""),
        Mark::Counted if made => ("count made", "班".to_owned(), ""),
        Mark::Counted => ("count", String::new(), ""),
        Mark::Off => ("rest", festival(), "不计"),
        Mark::Moved => ("rest", festival(), "放假，顺延"),
        Mark::Due => ("end", "到期".to_owned(), ""),
    };
    let classes = [class, if day.date == today { "today" } else { "" }, if day.provisional { "guess" } else { "" }];
    CellView {
        class: classes.into_iter().filter(|class| !class.is_empty()).collect::<Vec<_>>().join(" "),
        day: day.date.day().to_string(),
        word_up: day.n.is_some(),
        unseen: match (day.date == today, word.is_empty()) {
            (true, _) => "今天，",
            (false, true) => unseen,
            (false, false) => "",
        },
        word,
        n: day.n,
    }
}

/// The proof in sentences, days of one kind taken together.
fn text(clock: &Clock) -> Vec<String> {
    let workdays = matches!(clock.span, Span::Workdays(_));
    let alike =
        |a: &Day, b: &Day| (a.mark, a.provisional) == (b.mark, b.provisional) && (a.name == b.name || !workdays);
    clock.days.chunk_by(alike).filter_map(|run| sentence(run, workdays)).collect()
}

fn sentence(run: &[Day], workdays: bool) -> Option<String> {
    let (first, last) = (run.first()?, run.last()?);
    let spoken = |date: Date| format!("{}月{}日", date.month(), date.day());
    let when = match first.date == last.date {
        true => format!("{}（{}）", spoken(first.date), weekday(first.date)),
        false => format!("{}至{}", spoken(first.date), spoken(last.date)),
    };
    let unit = if workdays { "个工作日" } else { "日" };
    let number = match (first.n, last.n) {
        (Some(from), Some(to)) if from < to => format!("第{from}至第{to}{unit}"),
        (Some(n), _) => format!("第{n}{unit}"),
        _ => String::new(),
    };
    let off = first.name.as_deref().map_or_else(|| "周末".to_owned(), |name| format!("{name}放假"));
    let what = match first.mark {
        Mark::Start => "收到案件材料，当日不计".to_owned(),
        Mark::Counted if workdays && first.name.is_some() => format!("调休上班，{number}"),
        Mark::Counted => number,
        Mark::Off => format!("{off}，不计"),
        Mark::Moved => "期满遇放假，顺延".to_owned(),
        Mark::Due if number.is_empty() => "顺延到这一天，到期".to_owned(),
        Mark::Due => format!("{number}，到期"),
    };
    let guess = if first.provisional { "（暂定）" } else { "" };
    Some(format!("{when}：{what}{guess}。"))
}
