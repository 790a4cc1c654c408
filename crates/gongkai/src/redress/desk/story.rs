//! 经过: each step of a case as a sentence for the timeline.

use gongkai_law::{
    calendar::in_chinese as said,
    redress::{
        Route,
        step::{Side, Step},
    },
};

use super::wording::{hearing, paper};
use crate::{
    redress::case::{Case, Entry},
    requests::record::Words,
};

/// What happened, in a sentence without a full stop.
pub fn what(case: &Case, entry: &Entry) -> String {
    let why = entry.words.why.as_str();
    let with = |head: &str| if why.is_empty() { head.to_owned() } else { format!("{head}：{why}") };
    match entry.taken.step {
        Step::Notified { procedure, accepted } => {
            let papers = if case.route.is_suit() {
                "收到起诉状副本和应诉通知书"
            } else {
                "收到复议申请书副本和答复通知书"
            };
            let accepted = accepted.map(|day| format!("，{}受理", said(day))).unwrap_or_default();
            format!("{papers}，{}{accepted}", procedure.label())
        }
        Step::MadeOrdinary => with("转为普通程序"),
        Step::Answered => with(&format!("提交{}和证据", paper(case.route))),
        Step::Summoned { hearing: day } => with(&format!("收到通知，{}{}", said(day), hearing(case.route))),
        Step::Heard if case.route == Route::Review => with("听取意见、听证"),
        Step::Heard => with("开庭"),
        Step::Suspended => with("中止"),
        Step::Resumed => with("恢复审理"),
        Step::Prolonged { until } => with(&format!("审理期限延长到{}", said(until))),
        Step::Concluded { conclusion, served, again } => {
            let again = again.map(|until| format!("，限{}前重新答复", said(until))).unwrap_or_default();
            with(&format!("{}，{}收到{again}", conclusion.label(), said(served)))
        }
        Step::Appealed { by } => {
            let head = if by == Side::Office { "本机关上诉" } else { "对方上诉，收到上诉状副本" };
            let court = entry.words.who.as_str();
            with(&if court.is_empty() { head.to_owned() } else { format!("{head}，{court}二审") })
        }
        Step::Remanded => with("发回重审"),
        Step::Retried => with("再审"),
        Step::Noted => why.to_owned(),
        Step::Redated { step, on } => with(&format!("更正“{}”的日期为{}", nth(case, step), said(on))),
        Step::Struck { step } => with(&format!("注销误登的“{}”", nth(case, step))),
        Step::TookEffect { until } => with(&format!("裁判生效，限{}前重新答复", said(until))),
        Step::Amended { .. } => with(&format!("更正案件登记，{}", entry.words.about)),
        Step::Cancelled => with("注销整件案件"),
    }
}

/// The same for those who only look on: what was said in a hearing and what was noted is for the office alone.
pub fn outline(case: &Case, entry: &Entry) -> String {
    match entry.taken.step {
        Step::Noted => "记事（内容只有承办机关看得到）".to_owned(),
        Step::Heard => {
            let bare = Entry { words: Words::default(), ..entry.clone() };
            what(case, &bare)
        }
        _ => what(case, entry),
    }
}

fn nth(case: &Case, step: usize) -> &'static str {
    case.entries.get(step).map_or("", |entry| entry.taken.step.verb().label())
}

/// Where a step was mended: struck, or given another day.
pub fn mended(case: &Case, at: usize) -> Option<String> {
    case.entries.iter().rev().find_map(|entry| match entry.taken.step {
        Step::Struck { step } if step == at => Some("已注销".to_owned()),
        Step::Redated { step, on } if step == at => Some(format!("日期更正为{}", said(on))),
        _ => None,
    })
}

/// What a verb is called in this case.
pub fn label(case: &Case, verb: gongkai_law::redress::step::Verb) -> String {
    use gongkai_law::redress::step::Verb;
    match verb {
        Verb::Answer => format!("提交{}和证据", paper(case.route)),
        Verb::Summon => format!("登记{}通知", hearing(case.route)),
        Verb::Hear if case.route == Route::Review => "登记听取意见、听证".to_owned(),
        Verb::Hear => "登记开庭".to_owned(),
        _ => verb.label().to_owned(),
    }
}
