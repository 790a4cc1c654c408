//! 经过: the steps that a row tells, each on its own day. They must follow from one another as the work does; where only the
//! law was against one of them (a term that had passed), it is taken in as it happened, with a remark.

use gongkai_law::{
    calendar::Calendar,
    request::{
        decision::Decision,
        evidence::Evidence,
        letter::LetterKind,
        received::received_on,
        standing::Standing,
        step::{Opinion, Step, Taken},
        third_party::Asked,
    },
};
use jiff::civil::Date;

use super::{
    case::date,
    columns::{
        ARCHIVED, ARRIVED, CLARIFIED, CLARIFY, CLARIFY_BY, CONFIRMED, CONSULT, DAYS, DECISION, ENDED, EXTENDED, FEE,
        OPINED, OPINION, PAID, PRODUCER_ASKED, PRODUCER_OPINED, PRODUCER_OPINION, PRODUCER_REACHED, REACHED, REASONED,
        REASONS, REASONS_BY, SERVED,
    },
    look::{Fault, Row},
};
use crate::{requests::register::Application, typed};

/// Working days that offices usually give.
const USUAL: u16 = 15;

/// The places of those whose opinion was asked.
const THIRD: u16 = 0;
/// 共同制作机关
pub const PRODUCING: u16 = 1;

/// The columns of the day on which each was asked, of that on which it reached them, and of that of their opinion.
const CONSULTED: [&str; 3] = [CONSULT, REACHED, OPINED];
const PRODUCED: [&str; 3] = [PRODUCER_ASKED, PRODUCER_REACHED, PRODUCER_OPINED];

/// A step, and the column that tells of it.
pub type Told = (Taken, &'static str);

/// The steps of a row by their days.
pub fn steps(
    row: &Row<'_>,
    application: &Application,
    (decision, opinions): (Option<Decision>, [Option<Opinion>; 2]),
    calendar: &Calendar,
    faults: &mut Vec<Fault>,
    assumed: &mut Vec<Fault>,
) -> Vec<Told> {
    let mut day = |column| date(row, column, faults);
    let (arrived, confirmed) = (application.arrived, application.confirmed);
    let received = received_on(application.channel, arrived, confirmed).ok().flatten();
    let (clarify, clarify_by) = (day(CLARIFY), day(CLARIFY_BY));
    let (reasons, reasons_by) = (day(REASONS), day(REASONS_BY));
    let mut until = |asked: Option<Date>, by: Option<Date>, column| {
        by.or_else(|| Some(usual(row, asked?, column, calendar, assumed)))
    };
    let (clarify_by, reasons_by) = (until(clarify, clarify_by, CLARIFY_BY), until(reasons, reasons_by, REASONS_BY));
    let (third, producer) = (CONSULTED.map(&mut day), PRODUCED.map(&mut day));
    let mut told: Vec<(Option<Date>, Option<Step>, &'static str)> = vec![
        (Some(arrived), Some(Step::Arrived { channel: application.channel }), ARRIVED),
        (confirmed, Some(Step::Confirmed), CONFIRMED),
        (received, Some(Step::Accepted), ARRIVED),
        (clarify, clarify_by.map(|until| Step::ClarifyAsked { until }), CLARIFY),
        (day(CLARIFIED), Some(Step::Clarified), CLARIFIED),
        (reasons, reasons_by.map(|until| Step::ReasonsAsked { until }), REASONS),
        (day(REASONED), Some(Step::Reasoned), REASONED),
        (day(FEE), Some(Step::FeeNotified), FEE),
        (day(PAID), Some(Step::FeePaid), PAID),
    ];
    let (extended, ended) = (day(EXTENDED), day(ENDED));
    let (served, archived) = (day(SERVED), day(ARCHIVED));
    told.extend(asked((THIRD, Asked::ThirdParty), CONSULTED, third, opinions[0]));
    told.extend(asked((PRODUCING, Asked::CoProducer), PRODUCED, producer, opinions[1]));
    told.push((extended, days(row, extended, faults).map(|days| Step::Extended { days }), EXTENDED));
    faults.extend(half(row, (OPINED, third[2]), (OPINION, opinions[0])));
    faults.extend(half(row, (PRODUCER_OPINED, producer[2]), (PRODUCER_OPINION, opinions[1])));
    faults.extend(unended(row, decision.is_some(), ended.is_some()));
    faults.extend(untold(row, decision, served));
    // what happened on one day happened in the order of the work
    told.sort_by_key(|(on, ..)| *on);
    faults.extend(ends_early(row, told.iter().filter_map(|(on, ..)| *on).max(), ended));
    told.extend(ending(row, decision).into_iter().map(|step| (ended, Some(step), ENDED)));
    told.push((served, Some(Step::Served), SERVED));
    told.push((archived, Some(Step::Archived), ARCHIVED));
    with_letters(told.into_iter().filter_map(|(on, step, column)| Some((Taken { on: on?, step: step? }, column))))
}

/// What somebody was asked, when it reached them, and what they said.
fn asked(
    (party, asked): (u16, Asked),
    [sent, reached, opined]: [&'static str; 3],
    days: [Option<Date>; 3],
    opinion: Option<Opinion>,
) -> [(Option<Date>, Option<Step>, &'static str); 3] {
    [
        (days[0], Some(Step::Consulted { party, asked }), sent),
        (days[1], Some(Step::Reached { party }), reached),
        (days[2], opinion.map(|opinion| Step::Opined { party, opinion }), opined),
    ]
}

/// What a row tells was told by letters, which are in the old file.
fn with_letters(told: impl Iterator<Item = Told>) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for (taken, column) in told {
        let step = all.len();
        all.push((taken, column));
        let letters = LetterKind::demanded(taken.step).iter();
        all.extend(
            letters.map(|letter| (Taken { on: taken.on, step: Step::Issued { step, letter: *letter } }, column)),
        );
    }
    all
}

/// 推定: the usual term of a question whose own the row does not say.
fn usual(row: &Row<'_>, asked: Date, column: &'static str, calendar: &Calendar, assumed: &mut Vec<Fault>) -> Date {
    let by = calendar.workday_after(asked, USUAL).map_or(asked, |term| term.date);
    assumed.push(row.fault(column, format!("没有填，按{USUAL}个工作日推定为{by}"), ""));
    by
}

fn half(
    row: &Row<'_>,
    (day, opined): (&'static str, Option<Date>),
    (column, opinion): (&'static str, Option<Opinion>),
) -> Option<Fault> {
    let half = opined.is_some() && opinion.is_none() && row.get(column).is_empty();
    let mend = "填同意公开、不同意公开、同意公开一部分或者逾期未答复";
    half.then(|| row.fault(column, format!("有{day}，没有意见"), mend))
}

fn unended(row: &Row<'_>, decided: bool, ended: bool) -> Option<Fault> {
    let unended = decided && !ended && row.get(ENDED).is_empty();
    unended.then(|| row.fault(ENDED, "有办理结果，没有办结日期", "填答复发出的日期，没有办结的删掉办理结果"))
}

/// What came after the ending is not part of the way to it.
fn ends_early(row: &Row<'_>, last: Option<Date>, ended: Option<Date>) -> Option<Fault> {
    let (last, ended) = last.zip(ended).filter(|(last, ended)| last > ended)?;
    let what = format!("办结日期{ended}早于这一行里的{last}");
    Some(row.fault(ENDED, what, "请核对：办结以后的补正、缴费、意见不在这里填"))
}

fn days(row: &Row<'_>, extended: Option<Date>, faults: &mut Vec<Fault>) -> Option<u16> {
    let value = row.get(DAYS);
    let days = typed::number(value).parse().ok().filter(|days| (1..=20).contains(days));
    if days.is_none() && (extended.is_some() || !value.is_empty()) {
        let mut fault = row.fault(DAYS, format!("“{value}”不是1至20的数"), "填延长了几个工作日，累计不超过20");
        fault.article = Some(gongkai_law::request::deadline::BASIS);
        faults.push(fault);
    }
    days
}

/// Whether a register's words say that the applicant took it back.
pub fn is_withdrawal(words: &str) -> bool {
    matches!(words.trim(), "撤回" | "撤回申请" | "申请人撤回" | "主动撤回" | "申请人主动撤回")
}

/// An answer of another kind went to somebody on some day; who took their request back got none. Neither is guessed.
fn untold(row: &Row<'_>, decision: Option<Decision>, served: Option<Date>) -> Option<Fault> {
    let told = served.is_some() || !row.get(SERVED).is_empty() || is_withdrawal(row.get(DECISION));
    let untold = decision == Some(Decision::OtherOther) && !told;
    untold.then(|| {
        row.fault(SERVED, "办理结果是“其他”，没有送达日期", "申请人撤回的，办理结果写“撤回”；答复了的，填送达日期")
    })
}

/// By which steps it ended: a letter, or without one.
fn ending(row: &Row<'_>, decision: Option<Decision>) -> Vec<Step> {
    match decision {
        None => Vec::new(),
        Some(decision @ (Decision::OtherNoCorrection | Decision::OtherUnpaid)) if row.get(SERVED).is_empty() => {
            vec![Step::Lapsed { decision }]
        }
        Some(Decision::OtherOther) if is_withdrawal(row.get(DECISION)) => vec![Step::Withdrawn],
        Some(decision) => vec![Step::Drafted { decision }, Step::Reviewed, Step::Signed, Step::Sent],
    }
}

/// Takes the steps one after the other; gives them with what they fold to, and what the law was against.
///
/// # Errors
/// The first step that does not follow.
pub fn follow(
    row: &Row<'_>,
    steps: &[Told],
    today: Date,
    calendar: &Calendar,
) -> Result<(Vec<Taken>, Standing, Vec<Fault>), Fault> {
    let mut taken: Vec<Taken> = Vec::with_capacity(steps.len());
    let mut standing = Standing::default();
    let mut remarks = Vec::new();
    for (next, column) in steps {
        if next.on > today {
            return Err(row.fault(column, "日期还没有到", "请核对"));
        }
        let is_first = matches!(next.step, Step::Arrived { .. });
        let accepted = standing.accepts(*next, Evidence::File, today, calendar);
        if let Err(refusal) = accepted.or_else(|why| if is_first { Ok(()) } else { Err(why) }) {
            let column = if matches!(next.step, Step::Drafted { .. }) { DECISION } else { *column };
            let mut fault = row.fault(column, refusal.why, "请按先后核对这一行的日期和办理结果");
            fault.article = refusal.article;
            if fault.article.is_none() {
                return Err(fault);
            }
            fault.mend = String::new();
            remarks.push(fault);
        }
        taken.push(*next);
        standing = Standing::of(&taken, calendar);
    }
    match standing.fault {
        Some(contradiction) => Err(row.fault(ARRIVED, contradiction.to_string(), "请按先后核对这一行的日期")),
        None => Ok((taken, standing, remarks)),
    }
}
