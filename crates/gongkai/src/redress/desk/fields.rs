//! 表单: which fields each verb's form has, and the step that they make.

use gongkai_law::redress::{
    Route,
    conclusion::Conclusion,
    step::{Phase, Side, Step, Taken, Verb},
};
use jiff::civil::Date;

use super::story;
use crate::{
    office::Office,
    page::FieldError,
    redress::case::Case,
    requests::{
        desk::{
            fields::{Field, Input},
            sent::Sent,
        },
        record::Words,
    },
};

const PAPERS: &str = "PDF、OFD、Office文档、图片，可以多选";

/// The fields of a verb's form in a case, with what usually stands in them.
pub fn fields(office: &Office, case: &Case, verb: Verb) -> Vec<Field> {
    let mut fields = asked(case, verb);
    if !matches!(verb, Verb::Redate | Verb::Strike | Verb::Note | Verb::Cancel) {
        fields.insert(0, Field::new("on", day_of(case, verb), "", Input::Date).filled(office.today()));
    }
    let none = matches!(verb, Verb::Redate | Verb::Strike);
    if !none {
        fields.push(Field::new("papers", papers(verb), PAPERS, Input::Papers));
    }
    fields
}

/// What the day of a verb's step is called.
fn day_of(case: &Case, verb: Verb) -> &'static str {
    let suit = case.route.is_suit();
    match verb {
        Verb::Answer => "提交的日期",
        Verb::Summon | Verb::MakeOrdinary | Verb::Prolong => "收到通知的日期",
        Verb::Hear if suit => "开庭的日期",
        Verb::Hear => "听取意见、听证的日期",
        Verb::Conclude if suit => "判决书、裁定书的日期",
        Verb::Conclude => "决定书、调解书的日期",
        Verb::TakeEffect => "生效的日期",
        Verb::Appeal => "上诉的日期",
        Verb::Remand | Verb::Retry => "裁定的日期",
        _ => "日期",
    }
}

fn papers(verb: Verb) -> &'static str {
    match verb {
        Verb::Answer => "答复书、答辩状，证据清单和证据",
        Verb::Summon | Verb::MakeOrdinary | Verb::Suspend | Verb::Resume | Verb::Prolong => "通知书",
        Verb::Hear => "笔录",
        Verb::Conclude => "决定书、判决书、裁定书",
        Verb::Appeal => "上诉状",
        Verb::Remand | Verb::Retry => "裁定书",
        _ => "材料",
    }
}

fn asked(case: &Case, verb: Verb) -> Vec<Field> {
    let area = |label, hint| Field::new("why", label, hint, Input::Area);
    let line = |id, label, hint| Field::new(id, label, hint, Input::Line);
    let until = |label, hint| Field::new("until", label, hint, Input::Date);
    match verb {
        Verb::Answer => vec![
            line("letter", "答复书、答辩状的文号", "在平台上编了文号的照写；在别处写的可以不填"),
            line("proof", "凭证", "邮件号、签收人，或者网上提交的回执号"),
            area("说明", "交了哪些证据、依据；逾期的，写明理由。可以不填"),
        ],
        Verb::Summon if case.route.is_suit() => vec![until("开庭的日期", ""), area("地点、出庭人员", "可以不填")],
        Verb::Summon => vec![until("听证的日期", ""), area("地点、参加人员", "可以不填")],
        Verb::Hear => vec![area("谁到场、说了什么", "只有本机关看得到")],
        Verb::Suspend | Verb::Resume => vec![area("原因", "照通知书写")],
        Verb::Prolong => vec![until("延长以后的最后一天", "照通知书写"), area("原因", "可以不填")],
        Verb::Conclude => conclude(case),
        Verb::TakeEffect => {
            let until = until("限期重新答复的最后一天", "判决写明从生效起算的，从生效的日期数");
            vec![
                until.filled(case.standing.order.map_or(String::new(), |order| order.until.to_string())),
                area("说明", "可以不填"),
            ]
        }
        Verb::Cancel => {
            vec![area("为什么注销", "登记重了的，写明另一件的编号；不是本机关的案件，写明转给了谁")]
        }
        Verb::Appeal => vec![
            side(),
            line("who", "二审法院", "可以以后再登记"),
            line("letter", "二审案号", "可以不填"),
            line("proof", "凭证", "邮件号、签收人；本机关早已上诉、今天补登的要写"),
            area("上诉的理由", "可以不填"),
        ],
        Verb::Remand | Verb::Retry => {
            vec![line("letter", "文号", "裁定书的文号，可以不填"), area("要点", "可以不填")]
        }
        Verb::Note => vec![area("内容", "只有本机关看得到")],
        Verb::Redate => {
            let to = Field::new("to", "正确的日期", "原来的日期和更正都留痕", Input::Date);
            let proof = Field::new("proof", "凭证", "本机关的答复、上诉改早，收到材料改晚，必须写明", Input::Line);
            vec![place(case), to, proof, area("为什么更正", "")]
        }
        Verb::Strike => vec![place(case), area("为什么注销", "注销的步骤仍然看得到，不再计算")],
        Verb::Notify | Verb::MakeOrdinary | Verb::Amend => Vec::new(),
    }
}

fn conclude(case: &Case) -> Vec<Field> {
    let paper = if case.route.is_suit() { "判决书、裁定书" } else { "决定书" };
    let fits = Conclusion::ALL.into_iter().filter(|one| one.fits(case.route, case.standing.instance));
    let below = case.standing.last().map(|last| last.outcome);
    let of = |one: Conclusion| {
        let column = one.outcome(below).label();
        (one.key().to_owned(), format!("{}　{column}（{}）", one.label(), one.article()), "")
    };
    let again = match case.line.request_id {
        _ if case.standing.order.is_some() => "维持原判的，原来的限期还没过就照旧，可以不填；已过的写新的",
        Some(_) if case.route.is_suit() => "撤销、判决履行的才填；一审判决等上诉期满生效以后，原申请才重新办理",
        Some(_) => "撤销、责令履行的才填；原申请同时重新办理，在原件里再答复一次，不算新的申请",
        None => "撤销、责令履行的才填",
    };
    vec![
        Field::new("conclusion", "结果", "后面写的是年报表四的一列和依据", Input::Choice(fits.map(of).collect())),
        Field::new("served", "本机关收到的日期", "重新答复、上诉的期限从这一天起算", Input::Date),
        Field::new("letter", "文号", paper, Input::Line),
        Field::new("until", "限期重新答复的最后一天", again, Input::Date),
        Field::new("why", "要点", "理由、要求，可以不填", Input::Area),
    ]
}

fn side() -> Field {
    let of = |side: Side, hint| (side.key().to_owned(), side.label().to_owned(), hint);
    let sides = vec![
        of(Side::Opponent, "日期填收到上诉状副本的那一天，15日内提出答辩状（《民事诉讼法》第一百七十四条）"),
        of(Side::Office, "日期填递交上诉状的那一天"),
    ];
    Field::new("by", "谁上诉", "", Input::Choice(sides)).filled(Side::Opponent.key())
}

/// The steps that may be mended.
fn place(case: &Case) -> Field {
    let cancelled = case.standing.phase() == Phase::Cancelled;
    let fits = |verb: Verb| !verb.is_mend() && (!cancelled || verb == Verb::Cancel);
    let steps = case.entries.iter().enumerate().filter(|(_, entry)| fits(entry.taken.step.verb()));
    let of = |(at, entry): (usize, &crate::redress::case::Entry)| {
        (at.to_string(), format!("{}　{}", entry.taken.on, story::what(case, entry)), "")
    };
    Field::new("step", "哪一步", "", Input::Choice(steps.map(of).collect()))
}

/// The step that a form makes, with the office's words.
///
/// # Errors
/// What is missing or cannot be read, field by field.
pub fn step(office: &Office, case: &Case, verb: Verb, sent: &Sent) -> Result<(Taken, Words), Vec<FieldError>> {
    let mut errors = Vec::new();
    let on = match sent.has("on") {
        true => sent.date("on", day_of(case, verb), &mut errors),
        false => Some(office.today()),
    };
    for (id, label) in required(verb) {
        sent.wanted(id, label, &mut errors);
    }
    let word = |id| sent.word(id).to_owned();
    let [why, who, proof, letter] = ["why", "who", "proof", "letter"].map(word);
    let words = Words { why, who, proof, letter, ..Words::default() };
    match (on, made(case, verb, sent, &mut errors)) {
        (Some(on), Some(step)) if errors.is_empty() => Ok((Taken { on, step }, words)),
        _ => Err(errors),
    }
}

/// What a verb cannot do without in words.
fn required(verb: Verb) -> &'static [(&'static str, &'static str)] {
    match verb {
        Verb::Answer => &[("proof", "凭证")],
        Verb::Suspend | Verb::Resume => &[("why", "原因")],
        Verb::Conclude => &[("letter", "文号")],
        Verb::Hear => &[("why", "谁到场、说了什么")],
        Verb::Note => &[("why", "内容")],
        Verb::Redate => &[("why", "为什么更正")],
        Verb::Strike | Verb::Cancel => &[("why", "为什么注销")],
        _ => &[],
    }
}

fn made(case: &Case, verb: Verb, sent: &Sent, errors: &mut Vec<FieldError>) -> Option<Step> {
    Some(match verb {
        Verb::MakeOrdinary => Step::MadeOrdinary,
        Verb::Answer => Step::Answered,
        Verb::Summon => Step::Summoned { hearing: sent.date("until", hearing_day(case.route), errors)? },
        Verb::Hear => Step::Heard,
        Verb::Suspend => Step::Suspended,
        Verb::Resume => Step::Resumed,
        Verb::Prolong => Step::Prolonged { until: sent.date("until", "延长以后的最后一天", errors)? },
        Verb::Conclude => concluded(sent, errors)?,
        Verb::Appeal => Step::Appealed { by: or(Side::of_key(sent.word("by")), "by", "请选谁上诉", errors)? },
        Verb::Remand => Step::Remanded,
        Verb::Retry => Step::Retried,
        Verb::Note => Step::Noted,
        Verb::Redate => {
            let step = or(sent.word("step").parse().ok(), "step", "请选哪一步", errors)?;
            Step::Redated { step, on: sent.date("to", "正确的日期", errors)? }
        }
        Verb::Strike => Step::Struck { step: or(sent.word("step").parse().ok(), "step", "请选哪一步", errors)? },
        Verb::TakeEffect => {
            Step::TookEffect { until: sent.date("until", "限期重新答复的最后一天", errors)? }
        }
        Verb::Cancel => Step::Cancelled,
        Verb::Notify | Verb::Amend => return None,
    })
}

fn hearing_day(route: Route) -> &'static str {
    if route.is_suit() { "开庭的日期" } else { "听证的日期" }
}

fn concluded(sent: &Sent, errors: &mut Vec<FieldError>) -> Option<Step> {
    let conclusion = or(Conclusion::of_key(sent.word("conclusion")), "conclusion", "请选结果", errors);
    let served = sent.date("served", "本机关收到的日期", errors);
    let again: Option<Date> = match sent.word("until") {
        "" => None,
        _ => Some(sent.date("until", "限期重新答复的最后一天", errors)?),
    };
    Some(Step::Concluded { conclusion: conclusion?, served: served?, again })
}

fn or<T>(value: Option<T>, id: &'static str, wish: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    if value.is_none() {
        errors.push(FieldError::new(id, wish.to_owned()));
    }
    value
}
