//! 经过: each step as a sentence for the timeline.

use gongkai_law::{
    calendar::in_chinese as said,
    request::step::{Step, Verb},
};

use super::wording::brief;
use crate::requests::dossier::{Dossier, Entry};

/// Who is the nth of those asked, as the letter to them has it.
pub fn party(dossier: &Dossier, party: u16) -> &str {
    let asked = dossier.entries.iter().rev();
    let mut names = asked.filter_map(|entry| match entry.taken.step {
        Step::Consulted { party: other, .. } if other == party => Some(entry.words.who.as_str()),
        _ => None,
    });
    names.next().filter(|name| !name.is_empty()).unwrap_or("被征求意见方")
}

/// Whether the nth of those asked was asked after the answer was due.
fn asked_late(dossier: &Dossier, party: u16) -> bool {
    dossier.standing.consults.iter().any(|consult| consult.party == party && consult.late)
}

/// What happened, in a sentence without a full stop.
pub fn what(dossier: &Dossier, entry: &Entry) -> String {
    let why = entry.words.why.as_str();
    let with = |head: &str| if why.is_empty() { head.to_owned() } else { format!("{head}：{why}") };
    match entry.taken.step {
        Step::Arrived { channel } => format!("{}，申请到达", channel.label()),
        Step::Confirmed => "双方确认收到".to_owned(),
        Step::Accepted => with("审核通过，转入办理"),
        Step::ClarifyAsked { until } => with(&format!("要求补正，限{}", said(until))),
        Step::Clarified => with("收到补正，期限重新计算"),
        Step::ReasonsAsked { until } => with(&format!("要求说明理由，限{}", said(until))),
        Step::Reasoned => with("收到理由"),
        Step::Consulted { party: who, asked } => {
            let clock = if asked_late(dossier, who) { "已经逾期，期限不停止" } else { "期限停止计算" };
            with(&format!("向{}“{}”发出征求意见书，{clock}", asked.label(), party(dossier, who)))
        }
        Step::Reached { party: who } => format!("{}收到征求意见书", party(dossier, who)),
        Step::Opined { party: who, opinion } => with(&format!("{}{}", party(dossier, who), opinion.label())),
        Step::FeeNotified => {
            let yuan = entry.words.yuan.map(|yuan| format!("{yuan}元")).unwrap_or_default();
            with(&format!("申请人收到收费通知{yuan}"))
        }
        Step::FeePaid => "缴费，期限重新计算".to_owned(),
        Step::ExtensionAsked { days } => with(&format!("申请延长答复期限{days}个工作日，等负责人批准")),
        Step::ExtensionDeclined => with("负责人不同意延长答复期限"),
        Step::Extended { days } => with(&format!("延长答复期限{days}个工作日")),
        Step::Delayed { until } => with(&format!("确定延迟答复的合理期限到{}", said(until))),
        Step::Drafted { decision } => format!("起草答复：{}", brief(decision.label())),
        Step::Returned => with("退回修改"),
        Step::Reviewed => with("合法性审查通过"),
        Step::Signed => "签发答复".to_owned(),
        Step::Sent => "发出答复".to_owned(),
        Step::Served => "送达".to_owned(),
        Step::Withdrawn => with("申请人撤回申请"),
        Step::Lapsed { decision } => with(&format!("不再处理：{}", brief(decision.label()))),
        Step::Ordered { until } => with(&format!("{}责令重新答复，限{}", entry.words.who, said(until))),
        Step::Lifted => with("责令重新答复失效"),
        Step::Converted => with(&format!("转为主动公开“{}”", entry.words.about)),
        Step::Archived => {
            format!("归档，保管期限{}", if entry.words.about.is_empty() { "未定" } else { &entry.words.about })
        }
        Step::Issued { letter, .. } => format!("出具{}", letter.title()),
        Step::Noted => noted(entry),
        Step::Redated { step, on } => with(&format!("更正“{}”的日期为{}", nth(dossier, step), said(on))),
        Step::Struck { step } => with(&format!("注销误登的“{}”", nth(dossier, step))),
        Step::Amended => with(&format!("更正登记的申请人{}", entry.words.about)),
    }
}

fn noted(entry: &Entry) -> String {
    let words = &entry.words;
    match words.about.as_str() {
        "assigned" if words.why.is_empty() => format!("分派给{}", words.who),
        "assigned" => format!("分派给{}，{}", words.who, words.why),
        "searched" => format!("检索：{}", words.why),
        "lost" => format!("联系不上申请人：{}", words.why),
        _ => words.why.clone(),
    }
}

/// Why the head is asked for more time, without a full stop.
pub fn wished(dossier: &Dossier) -> Option<&str> {
    let entry = dossier.entries.get(dossier.standing.wish?.step)?;
    Some(entry.words.why.trim().trim_end_matches('。')).filter(|why| !why.is_empty())
}

fn nth(dossier: &Dossier, step: usize) -> &'static str {
    dossier.entries.get(step).map_or("", |entry| entry.taken.step.verb().label())
}

/// Whether a step is a note of somebody of the office, which has a place of its own on the page.
pub fn is_note(entry: &Entry) -> bool {
    entry.taken.step == Step::Noted && entry.words.about.is_empty()
}

/// Where a step was mended: struck, or given another day.
pub fn mended(dossier: &Dossier, at: usize) -> Option<String> {
    dossier.entries.iter().rev().find_map(|entry| match entry.taken.step {
        Step::Struck { step } if step == at => Some("已注销".to_owned()),
        Step::Redated { step, on } if step == at => Some(format!("日期更正为{}", said(on))),
        _ => None,
    })
}

/// The mark of a step on the line: what stops the clock has one of its own.
pub fn mark(step: Step) -> &'static str {
    match step.verb() {
        Verb::Consult | Verb::AskClarify | Verb::NotifyFee => "stop",
        _ => "",
    }
}
